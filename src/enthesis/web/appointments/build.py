"""Build lists of appointments, inside the clinic's scope; a fixed number of queries however long the list is."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.access.policies import APPOINTMENT_STEPS
from enthesis.access.visibility import sees_clinical_content
from enthesis.records.appointments import AppointmentStatus
from enthesis.records.episodes import Encounter, EncounterStatus, Episode, EpisodeStatus
from enthesis.records.intake import Intake, IntakeStatus
from enthesis.web.appointments.pages import DayRow, Step
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.patients.build import encounter_address, in_a_few_words
from enthesis.web.patients.pages import Trend
from enthesis.web.patients.trends import build_trends, measures_of

INTAKE_HOLDS_DAYS = 30
"""An intake older than this says nothing about today's visit."""
OVER = (AppointmentStatus.DONE, AppointmentStatus.CANCELLED, AppointmentStatus.NO_SHOW)


def status_label(status: AppointmentStatus) -> str:
    """What a step is called on its button."""
    return {
        AppointmentStatus.BOOKED: _("Booked"),
        AppointmentStatus.ARRIVED: _("Arrived"),
        AppointmentStatus.IN_ROOM: _("In the room"),
        AppointmentStatus.DONE: _("Done"),
        AppointmentStatus.CANCELLED: _("Cancelled"),
        AppointmentStatus.NO_SHOW: _("Did not come"),
    }[status]


def intake_label(status: str) -> str:
    """Where an intake stands, in two words."""
    return {
        "": _("no intake"),
        "invited": _("link sent"),
        "started": _("begun"),
        "submitted": _("sent in"),
        "reviewed": _("looked through"),
    }[status]


def build_rows(appointments: Any, actor: Actor, time: ClinicTime, trends: bool = False) -> tuple[DayRow, ...]:
    """Appointments as rows, the earliest first.

    Args:
        appointments: a query over appointments.
        trends: also show how pain went, to those who see clinical content.
    """
    clinical = sees_clinical_content(actor.role)
    found = list(appointments.select_related("patient", "therapist").order_by("starts_at", "id"))
    patient_ids = {a.patient_id for a in found}
    intakes = _latest_intakes(patient_ids, time)
    episodes = _open_episodes(patient_ids) if clinical else {}
    under_way = _open_encounters(patient_ids) if clinical else {}
    pain = _pain(patient_ids, time) if clinical and trends else {}
    may_change, may_start = can(actor.role, Permission.BOOK), clinical and can(actor.role, Permission.OPEN_EPISODE)
    now = time.now()
    coming = [a for a in found if a.status not in OVER and a.therapist_id == actor.person_id and _ends(a) > now]
    rows: list[DayRow] = []
    for a in found:
        status = AppointmentStatus(a.status)
        episode, visits = episodes.get(a.patient_id, (None, 0))
        intake = intakes.get(a.patient_id, "")
        held = a.encounter_id or (under_way.get(a.patient_id) if status not in OVER else None)
        rows.append(
            DayRow(
                id=a.pk,
                day=time.local(a.starts_at).date().isoformat(),
                time=time.time(a.starts_at),
                ends=time.time(_ends(a)),
                minutes=a.minutes,
                patient_id=a.patient_id,
                patient=str(a.patient),
                line=in_a_few_words(a.patient, time),
                simulated=a.patient.simulated,
                therapist=str(a.therapist),
                reason=a.reason,
                status=str(status.value),
                status_words=status_label(status),
                steps=tuple(Step(str(s.value), status_label(s)) for s in APPOINTMENT_STEPS[status]) if may_change else (),
                intake=intake or "none",
                intake_words=intake_label(intake),
                visit=_visit(episode, visits) if clinical else "",
                episode_id=episode.pk if episode is not None else None,
                encounter_url=encounter_address(held) if clinical and held else "",
                may_start=may_start and held is None and status not in OVER,
                kind="treatment" if visits else "evaluation",
                trend=pain.get(a.patient_id),
                current=bool(coming) and a.pk == coming[0].pk,
                past=status in OVER or _ends(a) < now,
            )
        )
    return tuple(rows)


def _ends(appointment: Any) -> datetime.datetime:
    return appointment.starts_at + datetime.timedelta(minutes=appointment.minutes)


def _visit(episode: Episode | None, visits: int) -> str:
    if episode is None:
        return _("First visit")
    side = {"left": _("left"), "right": _("right"), "both": _("both sides")}.get(episode.affected_side, "")
    words = " · ".join(text for text in (episode.complaint, side) if text)
    return _("Visit %(n)s: %(complaint)s") % {"n": visits + 1, "complaint": words} if visits else words


def _latest_intakes(patient_ids: set[uuid.UUID], time: ClinicTime) -> dict[uuid.UUID, str]:
    since = time.now() - datetime.timedelta(days=INTAKE_HOLDS_DAYS)
    found = Intake.objects.filter(patient_id__in=patient_ids, created_at__gte=since).order_by("created_at")
    return {intake.patient_id: str(IntakeStatus(intake.status).value) for intake in found}  # type: ignore[attr-defined]


def _open_episodes(patient_ids: set[uuid.UUID]) -> dict[uuid.UUID, tuple[Episode, int]]:
    """The latest open episode of each patient, with how many encounters it has."""
    found = (
        Episode.objects.filter(patient_id__in=patient_ids, status=EpisodeStatus.OPEN)
        .annotate(n_encounters=Count("encounters"))
        .order_by("opened_at")
    )
    return {episode.patient_id: (episode, episode.n_encounters) for episode in found}  # type: ignore[attr-defined]


def _open_encounters(patient_ids: set[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """The latest encounter of each patient that is still open: it is gone on with, not begun a second time."""
    found = Encounter.objects.filter(patient_id__in=patient_ids, status=EncounterStatus.OPEN).order_by("started_at")
    return dict(found.values_list("patient_id", "pk"))


def _pain(patient_ids: set[uuid.UUID], time: ClinicTime) -> dict[uuid.UUID, Trend]:
    """How pain went, where it was scored at least twice; the score with most values."""
    measures: dict[uuid.UUID, list[Any]] = {}
    for measure in measures_of(
        encounter__patient_id__in=patient_ids, quantity__startswith="pain_", quantity__endswith="_nrs_0_10"
    ):
        measures.setdefault(measure.encounter.patient_id, []).append(measure)
    first = {patient_id: build_trends(listed, False, time) for patient_id, listed in measures.items()}
    return {patient_id: found[0] for patient_id, found in first.items() if found and len(found[0].points) > 1}
