"""Addresses of patients and episodes: random ids, nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.web.patients import cases, episodes, views

urlpatterns = [
    path("patients/", views.patients, name="patients"),
    path("patients/find/", views.search, name="patient_search"),
    path("patients/new/", views.register, name="register_patient"),
    path("patients/<uuid:patient_id>/", views.patient, name="patient"),
    path("patients/<uuid:patient_id>/correct/", views.correct, name="correct_patient"),
    path("patients/<uuid:patient_id>/episode/", episodes.open_new, name="open_episode"),
    path("episodes/<uuid:episode_id>/", episodes.episode, name="episode"),
    path("episodes/<uuid:episode_id>/start/", episodes.start, name="start_encounter"),
    path("episodes/<uuid:episode_id>/status/", episodes.change_status, name="episode_status"),
    path("episodes/<uuid:episode_id>/import/", cases.import_into_episode, name="import_case"),
    path("encounters/<uuid:encounter_id>/import/", cases.import_into_encounter, name="import_into_encounter"),
    path("encounters/<uuid:encounter_id>/case-file/", cases.export, name="export_case"),
]
