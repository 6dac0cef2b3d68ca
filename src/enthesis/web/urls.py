"""Addresses. None of them carries anything about a patient but random ids."""

from __future__ import annotations

from django.urls import include, path

from enthesis.web import errors, views
from enthesis.web.api import api

urlpatterns = [
    path("board/", views.board, name="board"),
    path("board/save", views.save, name="save"),
    path("board/words", views.words, name="words"),
    path("", include("enthesis.web.home.urls")),
    path("", include("enthesis.web.patients.urls")),
    path("", include("enthesis.web.intake.urls")),
    path("", include("enthesis.web.plans.urls")),
    path("", include("enthesis.web.outcomes.urls")),
    path("", include("enthesis.web.treatment.urls")),
    path("", include("enthesis.web.needling.urls")),
    path("", include("enthesis.web.room.urls")),
    path("", include("enthesis.web.drawings.urls")),
    path("", include("enthesis.web.atlas.urls")),
    path("", include("enthesis.web.notes.urls")),
    path("", include("enthesis.web.documents.urls")),
    path("", include("enthesis.web.appointments.urls")),
    path("", include("enthesis.web.clinic_settings.urls")),
    path("", include("enthesis.web.library.urls")),
    path("", include("enthesis.web.programmes.urls")),
    path("", include("enthesis.web.gallery.urls")),
    path("", include("enthesis.web.tour.urls")),
    path("api/", api.urls),
    path("", include("enthesis.web.account.urls")),
    path("", include("enthesis.web.people.urls")),
    path("", include("enthesis.web.audit.urls")),
]
handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.server_error
