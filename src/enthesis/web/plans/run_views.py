"""Runs of a plan: those told, and one more from the file of a watch."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can, check_can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.import_run import import_run
from enthesis.actions.plan_record import PlanRecord, typed_at_clinic
from enthesis.actions.read_progress import read_episode_plan
from enthesis.actions.told_events import PACES, StandingEvent
from enthesis.care.run_file import LARGEST_RUN_FILE_BYTES, read_run
from enthesis.records.episodes import Episode
from enthesis.records.plans import DailyEventKind, PlanStatus
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.plans.build import about_episode
from enthesis.web.plans.numbers import read_number
from enthesis.web.plans.pages import About, Option
from enthesis.web.plans.tell_form import KM_PER_MI
from enthesis.web.shell import Shell, build_shell
from enthesis.web.templating import render_page
from enthesis.web.uploads import takes_bodies_of
from enthesis.web.who import staff_page

MOST_SHOWN = 200


@dataclass(frozen=True)
class RunLine:
    """One run as told; a dash where something was not said."""

    id: uuid.UUID
    from_here: bool
    """Typed or imported at the clinic, so that staff may take it back."""

    day: str
    distance: str
    minutes: str
    climb: str
    pain: str


@dataclass(frozen=True)
class RunsPage:
    """The runs of a plan, and the form for a file."""

    shell: Shell
    about: About
    plan_id: uuid.UUID
    runs: tuple[RunLine, ...]
    """Newest first."""
    active: bool
    may_record: bool
    paces: tuple[Option, ...]
    typed_pain: str
    another: bool
    fault: str


@takes_bodies_of(LARGEST_RUN_FILE_BYTES + 100_000)
@staff_page
def runs(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: the runs told, and the form. POST: a run from a file; what cannot be taken is said above the form."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    if request.method != "POST":
        return _show(request, episode_id, {})
    check_can(request.actor.role, Permission.RECORD)
    try:
        upload = request.FILES.get("run_file")
        if not isinstance(upload, UploadedFile):
            raise UnusableInput(_("Run from a watch"), _("no file was chosen"), _("choose a GPX, FIT or TCX file first"))
        pain = read_number(str(request.POST.get("pain", "")), _("Worst pain in the run"))
        pace = str(request.POST.get("pace", "")) or None
        # The name of a file may say who ran where; no sentence and no row repeats it.
        run = read_run(_("The file"), upload.read())
        done = import_run(request.actor, episode_id, run, pain, pace, bool(request.POST.get("another")))
    except NotFound:
        raise
    except (UnusableInput, NotInThisState) as fault:
        response = _show(request, episode_id, request.POST, str(fault))
        response.status_code = 409 if isinstance(fault, NotInThisState) else 422
        return response
    day = ClinicTime(request.membership.clinic).day(done.day)
    if done.new:
        messages.success(
            request, _("The run of %(day)s is taken. Of the file only time, distance and climb are kept.") % {"day": day}
        )
    else:
        messages.info(request, _("This file was taken before, for %(day)s. It counts once.") % {"day": day})
    return HttpResponseRedirect(reverse("episode_runs", args=[episode_id]))


def _show(request: Any, episode_id: uuid.UUID, typed: Mapping[str, Any], fault: str = "") -> HttpResponse:
    time = ClinicTime(request.membership.clinic)

    def build(episode: Episode, record: PlanRecord | None) -> RunsPage | None:
        if record is None:
            return None
        here = typed_at_clinic(record.plan)
        told = [event for event in record.events if event.kind == DailyEventKind.RUN]
        pace = str(typed.get("pace", ""))
        names = {"": _("not said"), "walk": _("walk"), "easy": _("easy"), "tempo": _("tempo")}
        names |= {"strides": _("strides"), "hills": _("hills"), "sprint": _("sprint")}
        return RunsPage(
            shell=build_shell(request, "patients", episode.patient.simulated),
            about=about_episode(episode, time),
            plan_id=record.plan.pk,
            runs=tuple(_line(event, time, record.units, event.id in here) for event in reversed(told[-MOST_SHOWN:])),
            active=record.plan.status == PlanStatus.ACTIVE,
            may_record=can(request.actor.role, Permission.RECORD),
            paces=tuple(Option(value, names[value], value == pace) for value in ("", *PACES)),
            typed_pain=str(typed.get("pain", "")),
            another=bool(typed.get("another")),
            fault=fault,
        )

    page = read_episode_plan(request.actor, episode_id, build)
    if page is None:
        messages.info(request, _("There is no plan yet, so there are no runs to look at."))
        return HttpResponseRedirect(reverse("episode", args=[episode_id]))
    return render_page(request, "plans/runs.html", page)


def _line(event: StandingEvent, time: ClinicTime, units: str, from_here: bool) -> RunLine:
    said = event.content
    per, unit = (KM_PER_MI, "mi") if units == "imperial" else (1.0, "km")
    km = said.get("km")

    def words(name: str, unit: str) -> str:
        value = said.get(name)
        return "–" if value is None else f"{value:.0f}{unit}"

    return RunLine(
        id=event.id,
        from_here=from_here,
        day=time.short_day(event.day),
        distance="–" if km is None else f"{km / per:.1f} {unit}",
        minutes=words("minutes", " min"),
        climb=words("climb_m", " m"),
        pain="–" if said.get("pain_0_10") is None else f"{said['pain_0_10']:g}/10",
    )
