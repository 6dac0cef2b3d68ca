"""All addresses: the patients' and the clinic's. None of them carries anything about a patient but random ids."""

from __future__ import annotations

from django.urls import include, path

from enthesis.web.urls import handler400, handler403, handler404, handler429, handler500

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500", "urlpatterns"]

urlpatterns = [
    path("intake/", include("enthesis.portal.urls")),
    path("today/", include("enthesis.portal.today.urls")),
    path("follow-up/", include("enthesis.portal.follow_up.urls")),
    path("after-visit/", include("enthesis.portal.needling.urls")),
    path("", include("enthesis.web.urls")),
]
