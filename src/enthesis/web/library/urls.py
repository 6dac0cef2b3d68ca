"""Addresses of the exercise library. What is searched for stands in the query: it is about exercises, never about a patient."""

from __future__ import annotations

from django.urls import path

from enthesis.web.library import views

urlpatterns = [
    path("library/", views.library, name="library"),
    path("library/<slug:exercise_id>/", views.exercise, name="library_exercise"),
]
