"""Addresses of programmes. A clinic's own has a random id; nothing here is about a patient."""

from __future__ import annotations

from django.urls import path

from enthesis.web.programmes import views

urlpatterns = [
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/new/", views.new, name="new_programme"),
    path("programmes/<uuid:clinic_programme_id>/", views.programme, name="programme"),
    path("programmes/<uuid:clinic_programme_id>/change/", views.change, name="change_programme"),
    path("programmes/<uuid:clinic_programme_id>/retire/", views.retire, name="retire_programme"),
    path("programmes/<uuid:clinic_programme_id>/offer/", views.offer, name="offer_programme"),
]
