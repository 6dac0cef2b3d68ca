"""Addresses of drawings: random ids, nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.web.drawings import views

urlpatterns = [
    path("encounters/<uuid:encounter_id>/drawing/", views.encounter_drawing, name="encounter_drawing"),
    path("episodes/<uuid:episode_id>/drawings/", views.episode_drawings, name="episode_drawings"),
]
