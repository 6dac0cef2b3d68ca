"""Addresses of the day."""

from __future__ import annotations

from django.urls import path

from enthesis.web.home import views

urlpatterns = [path("", views.home, name="home")]
