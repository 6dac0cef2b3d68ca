"""Address of a treatment visit: the encounter's random id, nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.web.treatment import views

urlpatterns = [path("encounters/<uuid:encounter_id>/treatment/", views.visit, name="treatment_visit")]
