"""Addresses of the tour."""

from __future__ import annotations

from django.urls import path

from enthesis.web.tour import views

urlpatterns = [path("tour/", views.tour, name="tour"), path("tour/go/", views.go, name="tour_go")]
