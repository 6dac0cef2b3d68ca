"""Addresses of the patient's pages, under /intake/. They carry no id: the cookie opens one intake and nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.portal import views

urlpatterns = [
    path("", views.start, name="intake"),
    path("open/", views.open_link, name="intake_open"),
    path("page/<slug:page_id>/", views.page, name="intake_page"),
    path("important/", views.important, name="intake_important"),
    path("check/", views.check, name="intake_check"),
    path("leave/", views.leave, name="intake_leave"),
]
