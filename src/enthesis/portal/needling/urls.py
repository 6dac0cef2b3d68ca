"""Addresses of a check after needling, under /after-visit/. They carry no id: the cookie opens one check and nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.portal.needling import views

urlpatterns = [
    path("", views.start, name="needling_check"),
    path("open/", views.open_link, name="needling_check_open"),
    path("questions/", views.questions, name="needling_check_questions"),
    path("thanks/", views.thanks, name="needling_check_thanks"),
]
