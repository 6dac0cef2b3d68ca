"""Addresses of the audit."""

from __future__ import annotations

from django.urls import path

from enthesis.web.audit import views

urlpatterns = [
    path("clinic/audit/", views.audit, name="audit"),
    path("clinic/audit/file/", views.download, name="download_audit"),
]
