"""Addresses of a follow-up, under /follow-up/. They carry no id: the cookie opens one follow-up and nothing else."""

from __future__ import annotations

from django.urls import path

from enthesis.portal.follow_up import views

urlpatterns = [
    path("", views.start, name="follow_up"),
    path("open/", views.open_link, name="follow_up_open"),
    path("question/<slug:measure>/", views.question, name="follow_up_question"),
    path("question/<slug:measure>/<int:number>/", views.item, name="follow_up_item"),
    path("thanks/", views.thanks, name="follow_up_thanks"),
    path("refuse/", views.refuse, name="follow_up_refuse"),
]
