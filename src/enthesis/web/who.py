"""Who acts in a request: the person, the clinic they work in now, and their role there."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from enthesis.access.actor import Actor, Stranger
from enthesis.records.people import Membership, Role

CLINIC_KEY = "clinic_id"
"""Session key of the clinic a person of several clinics has chosen."""
Given = ParamSpec("Given")


class WhoActs:
    """Put `request.actor` on every request: an `Actor`, or a `Stranger` when nobody is signed in or has a role."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        """Answer one request."""
        request.request_id = secrets.token_hex(8)
        request.membership = None
        request.actor = Stranger(request.request_id)
        if request.user.is_authenticated:
            request.membership = find_membership(request)
            if request.membership is not None:
                request.actor = Actor(
                    person_id=request.user.pk,
                    clinic_id=request.membership.clinic_id,
                    role=Role(request.membership.role),
                    name=request.user.full_name,
                    request_id=request.request_id,
                )
        return self.get_response(request)


def find_membership(request: Any) -> Membership | None:
    """The membership a signed-in person works under now: the one chosen, or the oldest; None without any."""
    mine = list(
        Membership.objects.filter(person=request.user, ended_at__isnull=True)
        .select_related("clinic")
        .order_by("started_at", "id")
    )
    chosen = request.session.get(CLINIC_KEY)
    return next((m for m in mine if str(m.clinic_id) == chosen), mine[0] if mine else None)


def staff_page(view: Callable[Concatenate[Any, Given], HttpResponse]) -> Callable[Concatenate[Any, Given], HttpResponse]:
    """A view for people who work in a clinic; others are sent to sign in, or told that they
    belong to no clinic."""

    @wraps(view)
    def guarded(request: Any, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        if not isinstance(request.actor, Actor):
            if request.user.is_authenticated:
                return redirect("choose_clinic")
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded
