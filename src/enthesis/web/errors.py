"""Error pages in the house style: what happened, where, and how to mend it. They never show what was entered."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse

from enthesis.access.actor import Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.deed import audit_refused_page
from enthesis.terms.fault import UnusableInput
from enthesis.web.pages import ErrorPage
from enthesis.web.templating import render_page

log = logging.getLogger(__name__)


class RefusalPages:
    """Turn a `Refused` of an action into its page, or into JSON where the request asks for that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """403 not allowed, 404 not here, 409 not in this state, 503 where the server cannot use its own data; None for the rest."""
        if isinstance(exception, UnusableInput):
            return unusable_here(request, exception)
        if not isinstance(exception, Refused):
            return None
        return refused(request, exception)


def unusable_here(request: HttpRequest, fault: UnusableInput) -> HttpResponse:
    """503: what the server keeps cannot be used, as with the wrong field key; who runs it can mend that."""
    log.error("the server cannot use what it keeps: %s", fault)
    return _page(
        request,
        503,
        "This cannot be read on the server",
        str(fault),
        "Nothing is lost. Tell who runs this server; enthesis doctor says more.",
    )


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The answer to an act that was not let through; audited here where no action has done it."""
    note_refusal(request, refusal)
    status, title, mend = 403, "This is not allowed", "Ask somebody whose role may do this."
    if isinstance(refusal, NotFound):
        status, title, mend = 404, "There is no such record here", "Look it up again from the first page."
    elif isinstance(refusal, NotInThisState):
        status, title, mend = 409, "This cannot be done now", "Go back and look at the record as it stands."
    if "application/json" in (request.headers.get("Accept") or "") or request.content_type == "application/json":
        return JsonResponse({"error": str(refusal)}, status=status)
    return _page(request, status, title, str(refusal).rstrip("."), mend)


def note_refusal(request: HttpRequest, refusal: Refused) -> None:
    """Leave a row in the audit where no action has done it: each attempt leaves one, whatever part of a page refused it."""
    place = request.resolver_match
    ids = [str(value) for value in (place.kwargs.values() if place else ()) if isinstance(value, uuid.UUID)]
    target = "/".join([(place.url_name if place else None) or "page", *ids[:1]])
    audit_refused_page(getattr(request, "actor", Stranger()), refusal, target)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when the reason is size."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return too_large(request)
    said = str(exception) if isinstance(exception, BadRequest) and str(exception) else "the request could not be read"
    return _page(request, 400, "This could not be read", said, "Go back, check what was sent, and send it again.")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403, "This is not allowed", "the server refused the request", "Start again from the first page.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that this server did not hand out to this browser."""
    return _page(
        request,
        403,
        "This form was not accepted",
        "the form was not opened in this browser, or its key has changed since",
        "Allow cookies for this address, open the first page again, and send the form from there.",
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return _page(request, 404, "There is no page here", "no page has this address", "Start from the first page.")


def not_by_this_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """405: findings travel in the body of a form, never in an address."""
    response = _page(
        request,
        405,
        "This address takes a form",
        f"it answers {allowed} only, so that no finding stands in an address",
        "Start from the first page.",
    )
    response["Allow"] = allowed
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return _page(
        request,
        413,
        "This is too large",
        "what was sent is larger than a case file can be (2 MB)",
        "Check that it is the right file; a case file has a few kilobytes.",
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429."""
    said = "this was tried too often in a short time"
    if "application/json" in (request.headers.get("Accept") or ""):
        return JsonResponse({"error": said}, status=429)
    return _page(request, 429, "Too many tries", said, "Wait a minute, then try again.")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our mistake, never the reader's."""
    return _page(
        request,
        500,
        "Something went wrong here",
        "the server made a mistake; nothing was stored",
        "Go back: what was entered is still in the form. If it happens again, save the case file and report it.",
    )


def _page(request: HttpRequest, status: int, title: str, what: str, mend: str) -> HttpResponse:
    where = request.path if len(request.path) <= 80 else request.path[:77] + "..."
    response = render_page(request, "error.html", ErrorPage(status=status, title=title, what=what, where=where, mend=mend))
    response.status_code = status
    return response
