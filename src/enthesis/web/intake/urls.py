"""Addresses of the clinic's side of the intake."""

from __future__ import annotations

from django.urls import path

from enthesis.web.intake import views

urlpatterns = [
    path("patients/<uuid:patient_id>/intake/", views.issue, name="issue_intake"),
    path("intakes/<uuid:intake_id>/", views.review, name="review_intake"),
    path("intakes/<uuid:intake_id>/revoke/", views.revoke, name="revoke_intake"),
]
