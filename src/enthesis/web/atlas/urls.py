"""Addresses of the atlas. What is asked of the maps stands in the query; it is about a structure, never about a patient."""

from __future__ import annotations

from django.urls import path

from enthesis.web.atlas import views

urlpatterns = [
    path("atlas/", views.atlas, name="atlas"),
    path("encounters/<uuid:encounter_id>/atlas/", views.encounter_atlas, name="encounter_atlas"),
]
