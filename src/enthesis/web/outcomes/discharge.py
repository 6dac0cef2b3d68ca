"""Discharge a patient from an episode, with what was reached and what was not; or look at how it was."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can, check_can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.discharge_episode import DischargeView, criteria_to_json, discharge_episode, read_discharge
from enthesis.outcomes.schedule import due
from enthesis.records.episodes import EpisodeStatus
from enthesis.records.outcomes import Discharge, DischargeReason, Occasion
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.outcomes.build import with_days
from enthesis.web.outcomes.pages import CriterionLine, DischargeLine, DischargePage
from enthesis.web.plans.build import about_episode
from enthesis.web.plans.pages import Option
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

GOAL = {"yes": True, "no": False}
LONGEST_TYPED = 6_000
ORDER = ("not_met", "not_assessed", "met")
"""What needs a thought comes first."""


@staff_page
def discharge(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: the criteria as they stand and the form, or the discharge as it was decided. POST: discharge."""
    typed: dict[str, str] = {}
    fault, status = "", 200
    if request.method == "POST":
        check_can(request.actor.role, Permission.OPEN_EPISODE)
        typed = {name: str(request.POST.get(name, ""))[:LONGEST_TYPED] for name in ("reason", "goal", "maintenance", "summary")}
        try:
            goal_reached = GOAL.get(typed["goal"])
            discharge_episode(request.actor, episode_id, typed["reason"], typed["maintenance"], typed["summary"], goal_reached)
        except NotFound:
            raise
        except NotInThisState as refused:
            fault, status = str(refused), 409
        except UnusableInput as error:
            fault, status = f"{error.fault.what[:1].upper()}{error.fault.what[1:]}; {error.fault.mend}.", 422
        else:
            messages.success(
                request, _("Discharged. The patient is asked again at the days below; the episode can be opened again.")
            )
            return HttpResponseRedirect(reverse("discharge", args=[episode_id]))
    time = ClinicTime(request.membership.clinic)

    def build(view: DischargeView) -> DischargePage:
        return _page(request, view, time, typed, fault)

    response = render_page(request, "outcomes/discharge.html", read_discharge(request.actor, episode_id, build))
    response.status_code = status
    return response


def _page(request: Any, view: DischargeView, time: ClinicTime, typed: Mapping[str, str], fault: str) -> DischargePage:
    episode = view.episode
    is_open = episode.status == EpisodeStatus.OPEN
    criteria = criterion_lines(criteria_to_json(view.criteria), time)
    standing = criteria if is_open or not view.earlier else criterion_lines(view.earlier[0].criteria, time)
    closed_on = time.local(episode.closed_at).date() if episode.closed_at is not None else time.today()
    goal = typed.get("goal", "")
    return DischargePage(
        shell=build_shell(request, "patients", episode.patient.simulated),
        about=about_episode(episode, time),
        open=is_open,
        criteria=criteria,
        counts=tuple(sum(line.state == state for line in standing) for state in ("met", "not_met", "not_assessed")),  # type: ignore[arg-type]
        n_unsigned=view.n_unsigned,
        reasons=tuple(Option(r.value, str(r.label), r.value == typed.get("reason")) for r in DischargeReason),
        goal=(
            Option("yes", _("Yes"), goal == "yes"),
            Option("no", _("No"), goal == "no"),
            Option("", _("Not talked about"), goal not in GOAL),
        ),
        maintenance=typed.get("maintenance", ""),
        summary=typed.get("summary", ""),
        follows=_follows(time.local(episode.opened_at).date(), closed_on, time),
        earlier=tuple(_line(each, time) for each in view.earlier),
        may_close=can(request.actor.role, Permission.OPEN_EPISODE),
        fault=fault,
    )


def criterion_lines(criteria: Iterable[Mapping[str, Any]], time: ClinicTime) -> tuple[CriterionLine, ...]:
    """Criteria as they are kept, those that need a thought first. What stands in the line already is not said again."""
    lines = [
        CriterionLine(
            words=str(c["words"]),
            state=str(c["state"]),
            because=with_days(str(c["because"]).removeprefix(f"{c['words']}: "), time),
            beside=str(c.get("beside", "")),
            simulated=bool(c.get("simulated")),
        )
        for c in criteria
    ]
    return tuple(sorted(lines, key=lambda line: ORDER.index(line.state) if line.state in ORDER else 0))


def _follows(opened_on: datetime.date, closed_on: datetime.date, time: ClinicTime) -> tuple[tuple[str, str], ...]:
    """When the patient is asked after a discharge on this day."""
    return tuple(
        (str(Occasion(occasion.id).label), time.short_day(occasion.due_on))
        for occasion in due(opened_on, closed_on)
        if occasion.due_on >= closed_on
    )


def _line(discharge: Discharge, time: ClinicTime) -> DischargeLine:
    reopened = ""
    if discharge.reopened_at is not None:
        reopened = _("opened again on %(day)s by %(who)s") % {
            "day": time.when(discharge.reopened_at),
            "who": discharge.reopened_by,
        }
    return DischargeLine(
        when=time.when(discharge.at),
        who=str(discharge.by),
        reason=str(DischargeReason(discharge.reason).label),
        criteria=criterion_lines(discharge.criteria, time),
        maintenance=discharge.maintenance,
        summary=discharge.summary,
        reopened=reopened,
        reopened_because=discharge.reopened_because,
    )
