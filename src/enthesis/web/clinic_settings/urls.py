"""Address of the clinic's settings."""

from __future__ import annotations

from django.urls import path

from enthesis.web.clinic_settings import views

urlpatterns = [path("clinic/settings/", views.clinic_settings, name="clinic_settings")]
