"""Requests to note an event of a course, and to take one back."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.note_event import note_event, withdraw_event
from enthesis.terms.fault import UnusableInput
from enthesis.web.errors import not_by_this_method
from enthesis.web.outcomes.views import show_outcomes
from enthesis.web.who import staff_page


@staff_page
def note(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """POST: put an event on the course."""
    check_can(request.actor.role, Permission.RECORD)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("outcomes", args=[episode_id]))
    typed = {name: str(request.POST.get(name, ""))[:300] for name in ("kind", "on_day", "text")}
    try:
        note_event(request.actor, episode_id, typed["kind"], read_day(typed["on_day"]), typed["text"])
    except UnusableInput as fault:
        return show_outcomes(
            request, episode_id, typed, f"{fault.fault.what[:1].upper()}{fault.fault.what[1:]}; {fault.fault.mend}.", 422
        )
    messages.success(request, _("The event is on the course."))
    return HttpResponseRedirect(reverse("outcomes", args=[episode_id]) + "#events")


@staff_page
def withdraw(request: Any, episode_event_id: uuid.UUID) -> HttpResponse:
    """POST: take an event back."""
    check_can(request.actor.role, Permission.RECORD)
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        event = withdraw_event(request.actor, episode_event_id)
    except NotFound:
        raise
    except NotInThisState as refused:
        messages.warning(request, str(refused))
        return HttpResponseRedirect(reverse("home"))
    messages.success(request, _("The event was taken back; it is kept and shown no more."))
    return HttpResponseRedirect(reverse("outcomes", args=[event.episode_id]) + "#events")


def read_day(typed: str) -> datetime.date:
    """A day from a form.

    Raises:
        UnusableInput: it is none.
    """
    try:
        return datetime.date.fromisoformat(typed.strip())
    except ValueError:
        raise UnusableInput("day", _("the day is missing or no day"), _("write it as 2026-11-23")) from None
