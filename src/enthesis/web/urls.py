"""Addresses. None of them carries anything about a patient but random ids."""

from __future__ import annotations

from django.urls import include, path

from enthesis.web import errors, views

urlpatterns = [
    path("", views.board, name="board"),
    path("save", views.save, name="save"),
    path("words", views.words, name="words"),
    path("account/", include("allauth.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
