"""Addresses of patients and episodes: random ids, nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.web.patients import views

urlpatterns = [
    path("patients/", views.patients, name="patients"),
    path("patients/find/", views.search, name="patient_search"),
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
]
