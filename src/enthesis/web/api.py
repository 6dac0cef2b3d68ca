"""The JSON interface of our own pages, under /api/. Staff only, with the session's cookie and its form key."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie

from enthesis import __version__
from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.web.errors import note_refusal
from enthesis.web.patients.api import router as patients_router
from enthesis.web.room.api import router as encounters_router
from enthesis.web.who import staff_page


class StaffSession(APIKeyCookie):
    """Somebody who is signed in and works in a clinic. Posts need the form key (CSRF) in X-CSRFToken."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: Any, key: str | None) -> Actor | None:
        """The actor of the request, or None."""
        return request.actor if isinstance(request.actor, Actor) else None


api = NinjaAPI(
    title="Enthesis",
    version=__version__,
    description="The JSON interface of the staff pages. Refusals and faults come as {what, where, mend}.",
    urls_namespace="api",
    docs_url=None,
    docs_decorator=staff_page,
    auth=StaffSession(),
)
api.add_router("/patients", patients_router)
api.add_router("/encounters", encounters_router)


def fault(request: HttpRequest, status: int, what: str, mend: str, **more: Any) -> HttpResponse:
    """A refusal or a fault as JSON: what happened, where, how to mend it."""
    return api.create_response(request, {"what": what, "where": request.path, "mend": mend, **more}, status=status)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    note_refusal(request, error)
    status = 404 if isinstance(error, NotFound) else 409 if isinstance(error, NotInThisState) else 403
    return fault(request, status, str(error), "See the sentence; nothing was changed.")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    first = error.errors[0] if error.errors else {"loc": (), "msg": "not readable"}
    field = ".".join(str(part) for part in first.get("loc", ()))
    return fault(request, 422, f"{field}: {first.get('msg', 'not readable')}", "Send what /api/openapi.json describes.")


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return fault(request, 401, "Nobody is signed in.", "Sign in, then send it again.")


@api.exception_handler(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return fault(request, error.status_code, str(error), "Send what /api/openapi.json describes.")
