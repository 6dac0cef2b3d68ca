"""Addresses of the room: the encounter's random id, nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.web.room import views

urlpatterns = [
    path("encounters/<uuid:encounter_id>/", views.room, name="room"),
    path("encounters/<uuid:encounter_id>/review/", views.review, name="review_encounter"),
    path("encounters/<uuid:encounter_id>/sign/", views.sign, name="sign_encounter"),
]
