"""Addresses of needling. They carry random ids and nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.web.needling import clinic_views, consent_views, event_views, views

urlpatterns = [
    path("encounters/<uuid:encounter_id>/needling/", views.visit, name="needling"),
    path("encounters/<uuid:encounter_id>/needling/after/", event_views.after, name="needling_after"),
    path("needling-checks/<uuid:check_id>/", event_views.check, name="needling_call"),
    path("patients/<uuid:patient_id>/needling-consent/", consent_views.consent, name="needling_consent"),
    path("clinic/needling/", clinic_views.clinic, name="clinic_needling"),
    path("profile/needling/", clinic_views.licence, name="needling_licence"),
]
