"""Requests about how a plan goes: look, note what was seen, decide a step, write to the patient."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.decide_step import confirm_step, decline_step
from enthesis.actions.plan_record import PlanRecord
from enthesis.actions.read_progress import read_episode_plan, read_progress
from enthesis.actions.review_events import review_events
from enthesis.actions.send_message import note_messages_read, write_to_patient
from enthesis.records.episodes import Episode
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import bad_request, not_by_this_method
from enthesis.web.plans.progress_build import build_progress_page
from enthesis.web.plans.progress_pages import ProgressPage
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

MOST_SEEN = 20_000


@staff_page
def progress(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: adherence, pain and load, alerts, the step that waits, messages and phones."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    return _show(request, episode_id)


@staff_page
def seen(request: Any, plan_id: uuid.UUID) -> HttpResponse:
    """POST: what stood on the page was looked at; what has come since stays new."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    events = _ids(request.POST.getlist("event"))
    alerts = _ids(request.POST.getlist("alert"))
    review_events(request.actor, plan_id, events, alerts)
    if can(request.actor.role, Permission.WRITE_MESSAGE):
        note_messages_read(request.actor, plan_id)
    messages.success(request, _("Noted as seen. From now on the patient can no longer correct these entries."))
    return HttpResponseRedirect(_progress_of(request, plan_id))


@staff_page
def write(request: Any, plan_id: uuid.UUID) -> HttpResponse:
    """POST: a message to the patient's phones."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    text = str(request.POST.get("text", ""))
    try:
        write_to_patient(request.actor, plan_id, text)
        note_messages_read(request.actor, plan_id)
    except NotFound:
        raise
    except NotInThisState as fault:
        response = _show(request, _episode_of(request, plan_id), str(fault), text)
        response.status_code = 409
        return response
    messages.success(request, _("The message is on its way to the patient’s phone."))
    return HttpResponseRedirect(_progress_of(request, plan_id) + "#messages")


@staff_page
def decide(request: Any, step_id: uuid.UUID) -> HttpResponse:
    """POST: confirm the step, or decline it with a reason, by the button `act`."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        if request.POST.get("act") == "confirm":
            step = confirm_step(request.actor, step_id)
            messages.success(request, _("Confirmed. The phone shows the new plan with its reason."))
        elif request.POST.get("act") == "decline":
            step = decline_step(request.actor, step_id, str(request.POST.get("reason", "")))
            messages.success(request, _("Declined. The plan stays as it is; the reason is kept."))
        else:
            return bad_request(request)
    except NotFound:
        raise
    except NotInThisState as fault:
        plan = str(request.POST.get("plan", ""))
        known = _ids([plan])
        if not known:
            raise
        response = _show(request, _episode_of(request, known[0]), str(fault))
        response.status_code = 409
        return response
    return HttpResponseRedirect(reverse("episode_progress", args=[step.plan.episode_id]))


def _show(request: Any, episode_id: uuid.UUID, fault: str = "", typed: str = "") -> HttpResponse:
    time = ClinicTime(request.membership.clinic)

    def build(episode: Episode, record: PlanRecord | None) -> ProgressPage | None:
        if record is None:
            return None
        shell = build_shell(request, "patients", episode.patient.simulated)
        return build_progress_page(record, episode, request.actor, shell, time, fault, typed)

    page = read_episode_plan(request.actor, episode_id, build)
    if page is None:
        messages.info(request, _("There is no plan yet, so there is no progress to look at."))
        return HttpResponseRedirect(reverse("episode", args=[episode_id]))
    return render_page(request, "plans/progress.html", page)


def _episode_of(request: Any, plan_id: uuid.UUID) -> uuid.UUID:
    return read_progress(request.actor, plan_id, lambda record: record.plan.episode_id)


def _progress_of(request: Any, plan_id: uuid.UUID) -> str:
    return reverse("episode_progress", args=[_episode_of(request, plan_id)])


def _ids(texts: list[str]) -> list[uuid.UUID]:
    """Those of the texts that are ids."""
    found: list[uuid.UUID] = []
    for text in texts[:MOST_SEEN]:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return found
