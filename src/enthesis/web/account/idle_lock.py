"""The lock after idling: when nobody has worked for the clinic's number of minutes, the session opens again only by a
password or a passkey. Nothing that is sent in the meantime is carried out."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.actions.note_sign_in import note_own_act

SEEN_AT = "seen_at"
LOCKED_AT = "locked_at"
RETURN_TO = "lock_return_to"
WRITE_EVERY_S = 15
"""The session is written this often at most, so that reading pages costs no write."""
BACKGROUND_HEADER = "X-Enthesis-Background"
"""A request that a page makes by itself carries this header and does not count as work."""
OPEN_WHILE_LOCKED = ("lock", "lock_panel", "lock_state", "unlock", "account_logout")


class IdleLock:
    """Lock what has idled; answer everything but the lock's own pages with the lock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer one request."""
        if not isinstance(request.actor, Actor) or is_outside(request):
            return self.get_response(request)
        if not is_locked(request):
            left_s = seconds_left(request)
            if left_s is not None and left_s <= 0:
                lock(request, "idle")
        if is_locked(request):
            if request.path in {reverse(name) for name in OPEN_WHILE_LOCKED}:
                return self.get_response(request)
            return answer_locked(request)
        if BACKGROUND_HEADER not in request.headers and request.path != reverse("lock_state"):
            touch(request)
        return self.get_response(request)


def is_outside(request: Any) -> bool:
    """Whether the address is no staff page: a patient's intake on the same tablet, or a static file."""
    return request.path.startswith(("/intake/", settings.STATIC_URL))


def is_locked(request: Any) -> bool:
    """Whether the session is locked."""
    return LOCKED_AT in request.session


def seconds_left(request: Any) -> float | None:
    """Until the lock; None when the clinic wants none."""
    minutes = request.membership.clinic.lock_after_minutes
    if not minutes:
        return None
    return request.session.get(SEEN_AT, time.time()) + minutes * 60 - time.time()


def touch(request: Any, now: float | None = None) -> None:
    """Somebody is at work."""
    now = time.time() if now is None else now
    seen = request.session.get(SEEN_AT)
    if seen is None or not 0 <= now - seen < WRITE_EVERY_S:
        request.session[SEEN_AT] = now


def lock(request: Any, because: str) -> None:
    """Lock the session; on a request of ours, or when a tablet is handed to a patient.

    Args:
        because: "idle" or "by hand", for the audit.
    """
    if not is_locked(request):
        request.session[LOCKED_AT] = time.time()
        note_own_act(request.actor, "locked screen", because)


def unlock(request: Any, by: str) -> None:
    """Open the session again.

    Args:
        by: "password" or "passkey", for the audit.
    """
    request.session.pop(LOCKED_AT, None)
    request.session[SEEN_AT] = time.time()
    note_own_act(request.actor, "unlocked screen", by)


def answer_locked(request: Any) -> HttpResponse:
    """The lock's page, or 423 as JSON for a script. A form that was sent is not carried out, and the page says so."""
    if wants_json(request):
        said = gettext("The screen is locked. Nothing was saved; unlock it, then save again.")
        return JsonResponse({"locked": True, "error": said}, status=423)
    if request.method in ("GET", "HEAD"):
        request.session[RETURN_TO] = request.get_full_path()
        return HttpResponseRedirect(reverse("lock"))
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        parts = urlsplit(came_from)
        request.session[RETURN_TO] = parts.path + (f"?{parts.query}" if parts.query else "")
    from enthesis.web.account.lock_pages import lock_page

    return lock_page(request, not_carried_out=True, status=423)


def wants_json(request: Any) -> bool:
    """Whether a script asked, and not a person who went to a page."""
    accepted = request.headers.get("Accept", "")
    return (
        "application/json" in accepted
        or request.content_type == "application/json"
        or request.headers.get("Sec-Fetch-Dest") == "empty"
        or request.headers.get("X-Enthesis-Regions") == "1"
    )
