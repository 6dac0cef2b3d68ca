"""Addresses of the app, under /today/. None carries an id of anybody: the cookie opens one plan and nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.portal.today import views

urlpatterns = [
    path("", views.shell, name="today"),
    path("sw.js", views.worker, name="today_worker"),
    path("manifest.webmanifest", views.manifest, name="today_manifest"),
    path("figures/<slug:exercise_id>.svg", views.figure, name="today_figure"),
    path("open/", views.open_link, name="today_open"),
    path("plan.json", views.plan, name="today_plan"),
    path("events", views.events, name="today_events"),
    path("messages", views.messages, name="today_messages"),
    path("leave/", views.leave, name="today_leave"),
]
