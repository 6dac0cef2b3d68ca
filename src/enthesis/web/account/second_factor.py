"""A second factor is offered after sign-in: to everybody, once in a session; and asked of clinic leads where the clinic
is reached from other devices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.records.people import Role
from enthesis.web.account.idle_lock import is_locked, is_outside, wants_json

STATE = "second_factor"
"""Session key: 'ask' after a sign-in without a second factor, 'put_off' after 'not now', else nothing."""
WHERE_TO = "second_factor_next"
ALLOWED = ("/account/", "/start/", "/invitation/")


class OfferSecondFactor:
    """Lead a person without a second factor to the offer before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer one request."""
        asked = isinstance(request.actor, Actor) and request.session.get(STATE) == "ask" and not request.path.startswith(ALLOWED)
        if asked and not is_outside(request) and not is_locked(request):
            if not has_second_factor(request.user):
                return self._lead_there(request) or self.get_response(request)
            request.session.pop(STATE)
        return self.get_response(request)

    def _lead_there(self, request: Any) -> HttpResponse | None:
        if request.method in ("GET", "HEAD") and not wants_json(request):
            request.session[WHERE_TO] = request.get_full_path()
            return HttpResponseRedirect(reverse("second_factor"))
        if not is_required(request.actor):
            return None
        said = gettext("Set up a second factor first; then this works.")
        return (
            JsonResponse({"error": said}, status=403) if wants_json(request) else HttpResponseRedirect(reverse("second_factor"))
        )


def has_second_factor(person: Any) -> bool:
    """Whether the person has a code app or a passkey."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=person, type__in=kinds).exists()


def is_required(actor: Actor) -> bool:
    """A clinic lead manages people and reads the audit; over a network a password alone does not do for that."""
    return actor.role == Role.CLINIC_LEAD and settings.PUBLIC_URL is not None


def is_put_off(request: Any) -> bool:
    """Whether the person chose to go on without one in this session; pages say so in a banner."""
    return request.session.get(STATE) == "put_off"


def ask_again(request: Any, person: Any) -> None:
    """After a sign-in or a change: ask those who have none."""
    if has_second_factor(person):
        request.session.pop(STATE, None)
    else:
        request.session[STATE] = "ask"


def put_off(request: Any) -> None:
    """Go on without one in this session."""
    request.session[STATE] = "put_off"


def way_on(request: Any) -> str:
    """Where the person wanted to go before the offer."""
    wanted = request.session.pop(WHERE_TO, "/")
    return wanted if url_has_allowed_host_and_scheme(wanted, None) else "/"
