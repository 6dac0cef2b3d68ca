"""Type a day for somebody without a phone, and take back what was typed or imported by mistake."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from enthesis.access.permissions import Permission, can, check_can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.plan_record import PlanRecord, local_day, typed_at_clinic
from enthesis.actions.read_progress import read_episode_plan, read_progress
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.told_events import PACES, StandingEvent
from enthesis.actions.type_events import take_back_event, type_events
from enthesis.actions.warning_signs import get_warning_signs
from enthesis.care.plan_document import read_plan_document
from enthesis.records.episodes import Episode
from enthesis.records.plans import DailyEventKind, PlanStatus
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.plans.build import about_episode
from enthesis.web.plans.days import SessionTold
from enthesis.web.plans.pages import About, Option
from enthesis.web.plans.progress_build import session_words
from enthesis.web.plans.tell_form import KM_PER_MI, SESSION_NUMBERS, SHARES, read_events, read_typed_day
from enthesis.web.shell import Shell, build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

NEXT_DAY = "tell_next_day"
"""Session key of the day that the form opens with next: a paper log is typed day by day."""
MOST_LINES = 60
SHARE_WORDS = {
    "": lazy("not told"),
    "1": lazy("all of it"),
    "0.75": lazy("three quarters"),
    "0.5": lazy("half"),
    "0.25": lazy("a quarter"),
    "0": lazy("nothing"),
}
PACE_WORDS = {
    **{"": lazy("not told"), "walk": lazy("walk"), "easy": lazy("easy"), "tempo": lazy("tempo")},
    **{"strides": lazy("strides"), "hills": lazy("hills"), "sprint": lazy("sprint")},
}


@dataclass(frozen=True)
class SessionField:
    """One exercise of the plan in the form."""

    number: int
    id: str
    name: str
    dose: str
    done: bool
    fields: Mapping[str, str]
    shares: tuple[Option, ...]


@dataclass(frozen=True)
class ToldLine:
    """One entry that was typed or imported at the clinic."""

    id: uuid.UUID
    day: str
    words: str


@dataclass(frozen=True)
class TellPage:
    """The form for a day."""

    shell: Shell
    about: About
    plan_id: uuid.UUID
    active: bool
    may_record: bool
    form_id: str
    first_day: str
    today: str
    typed: Mapping[str, str]
    """What stands in the fields by name; empty for those not typed in."""
    marker: str
    sessions: tuple[SessionField, ...]
    settled: tuple[Option, ...]
    illness: tuple[Option, ...]
    paces: tuple[Option, ...]
    warnings: tuple[Option, ...]
    distance_unit: str
    lines: tuple[ToldLine, ...]
    """Newest first."""
    fault: str


@staff_page
def tell(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: the form, and what was typed so far. POST: keep a day; `act` says whether another follows."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    if request.method != "POST":
        return _show(request, episode_id, {"day": str(request.session.pop(NEXT_DAY, ""))})
    check_can(request.actor.role, Permission.RECORD)
    time = ClinicTime(request.membership.clinic)
    imperial = request.membership.clinic.units == "imperial"
    try:
        plan_id = read_episode_plan(request.actor, episode_id, lambda _e, record: record.plan.pk if record else None)
        if plan_id is None:
            raise NotInThisState(_("There is no plan yet that this could belong to. Make the plan first."))
        new = type_events(request.actor, plan_id, read_events(request.POST, imperial), bool(request.POST.get("another")))
    except NotFound:
        raise
    except (UnusableInput, NotInThisState) as fault:
        response = _show(request, episode_id, request.POST, str(fault))
        response.status_code = 409 if isinstance(fault, NotInThisState) else 422
        return response
    day = read_typed_day(str(request.POST.get("day", "")))
    said = ngettext("%(n)d entry for %(day)s is kept.", "%(n)d entries for %(day)s are kept.", new)
    messages.success(request, said % {"n": new, "day": time.day(day)})
    if request.POST.get("act") == "next":
        request.session[NEXT_DAY] = min(day + datetime.timedelta(days=1), time.today()).isoformat()
        return HttpResponseRedirect(reverse("tell_day", args=[episode_id]))
    return HttpResponseRedirect(reverse("episode_progress", args=[episode_id]))


@staff_page
def take_back(request: Any, plan_id: uuid.UUID) -> HttpResponse:
    """POST: an entry counts no more; back to the page that it was asked from."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        event_id = uuid.UUID(str(request.POST.get("event", "")))
    except ValueError:
        raise NotFound("There is no such record in this clinic.") from None
    try:
        event = take_back_event(request.actor, plan_id, event_id, str(request.POST.get("reason", "")))
    except NotFound:
        raise
    except NotInThisState as fault:
        messages.error(request, str(fault))
        episode_id = read_progress(request.actor, plan_id, lambda record: record.plan.episode_id)
    else:
        messages.success(request, _("Taken back. It counts no more; entry, reason and who took it back are kept."))
        episode_id = event.plan.episode_id
    page = "episode_runs" if request.POST.get("from") == "runs" else "tell_day"
    return HttpResponseRedirect(reverse(page, args=[episode_id]))


def _show(request: Any, episode_id: uuid.UUID, typed: Mapping[str, Any], fault: str = "") -> HttpResponse:
    time = ClinicTime(request.membership.clinic)

    def build(episode: Episode, record: PlanRecord | None) -> TellPage | None:
        if record is None:
            return None
        shell = build_shell(request, "patients", episode.patient.simulated)
        return build_tell_page(record, episode, shell, time, can(request.actor.role, Permission.RECORD), typed, fault)

    page = read_episode_plan(request.actor, episode_id, build)
    if page is None:
        messages.info(request, _("There is no plan yet that this could belong to. Make the plan first."))
        return HttpResponseRedirect(reverse("episode", args=[episode_id]))
    return render_page(request, "plans/tell.html", page)


def build_tell_page(
    record: PlanRecord, episode: Episode, shell: Shell, time: ClinicTime, may_record: bool, typed: Mapping[str, Any], fault: str
) -> TellPage:
    """The form with what was typed, inside the clinic's scope."""
    said = {str(name): str(value)[:200] for name, value in list(typed.items())[:600]}
    document = read_plan_document(record.current.document)
    care = get_rehabilitation(record.region)
    marker, signs = care.exercise_by_id.get(document.marker), care.warning_signs.signs
    here = typed_at_clinic(record.plan)
    events = [event for event in reversed(record.events) if event.id in here]
    said["day"] = said.get("day") or time.today().isoformat()

    def options(name: str, words: Mapping[str, Any]) -> tuple[Option, ...]:
        return tuple(Option(value, str(label), value == said.get(name, "")) for value, label in words.items())

    yes_no = {"": _("not told"), "no": _("no"), "yes": _("yes")}
    return TellPage(
        shell=shell,
        about=about_episode(episode, time),
        plan_id=record.plan.pk,
        active=record.plan.status == PlanStatus.ACTIVE,
        may_record=may_record,
        form_id=said.get("form_id") or str(uuid.uuid4()),
        first_day=local_day(record.plan.opened_at, record.time_zone).isoformat(),
        today=time.today().isoformat(),
        typed={
            **dict.fromkeys(("m.marker", "m.worst", "m.sitting", "r.distance", "r.minutes", "r.pain", "t.minutes"), ""),
            **said,
        },
        marker=marker.name if marker else "",
        sessions=tuple(
            SessionField(
                number,
                line.id,
                line.name,
                line.dose.words,
                bool(said.get(f"s{number}.done")),
                {part: said.get(f"s{number}.{part}", "") for part in SESSION_NUMBERS},
                options(f"s{number}.share", {share: SHARE_WORDS[share] for share in SHARES}),
            )
            for number, line in enumerate(document.exercises)
        ),
        settled=options("m.settled", yes_no),
        illness=options("m.illness", yes_no),
        paces=options("r.pace", {pace: PACE_WORDS[pace] for pace in ("", *PACES)}),
        warnings=options("w.what", {"": _("none told")} | {sign.id: sign.name for sign in signs if sign.phone is not None}),
        distance_unit="mi" if record.units == "imperial" else "km",
        lines=tuple(
            ToldLine(event.id, time.short_day(event.day), event_words(record.region, event, record.units))
            for event in events[:MOST_LINES]
        ),
        fault=fault,
    )


def event_words(region: str, event: StandingEvent, units: str) -> str:
    """An entry in one line; what was not told is not named."""
    said = event.content

    def of_ten(name: str, words: str) -> str:
        return words % {"n": f"{said[name]:g}"} if name in said else ""

    match event.kind:
        case DailyEventKind.MORNING:
            parts = [
                of_ten("marker_pain_0_10", _("morning test %(n)s/10")),
                of_ten("worst_pain_24_h_0_10", _("worst pain %(n)s/10")),
                of_ten("sitting_min", _("sitting %(n)s min")),
            ]
            return ", ".join(part for part in parts if part) or _("morning check")
        case DailyEventKind.SESSION:
            names = ("sets", "repetitions", "load_kg", "rpe_0_10", "completed_share", "pain_during_0_10", "pain_after_0_10")
            return session_words(region, SessionTold(str(said["exercise"]), *(said.get(name) for name in names)))
        case DailyEventKind.RUN:
            per, unit = (KM_PER_MI, "mi") if units == "imperial" else (1.0, "km")
            distance = f"{said['km'] / per:.1f} {unit}" if "km" in said else ""
            parts = [_("Run"), distance, of_ten("minutes", _("%(n)s min")), of_ten("pain_0_10", _("pain %(n)s/10"))]
            return ", ".join(part for part in parts if part)
        case DailyEventKind.SITTING:
            return of_ten("minutes", _("sitting over the day %(n)s min"))
        case DailyEventKind.WARNING:
            return _("warning sign: %(what)s") % {"what": get_warning_signs(region).name_of(str(said["what"]))}
        case _:
            return str(event.kind)
