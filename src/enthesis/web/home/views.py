"""The first page: for staff the day and what waits for them, for a stranger the board's examples and the way in."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.access.visibility import deidentified, sees_clinical_content
from enthesis.actions.book_appointment import SEES_PATIENTS
from enthesis.actions.read_lists import read_day, read_deidentified_list
from enthesis.records.appointments import Appointment
from enthesis.records.entries import FindingEntry
from enthesis.records.episodes import Encounter, Episode
from enthesis.records.patients import Patient
from enthesis.records.people import Role
from enthesis.web.appointments.build import build_rows
from enthesis.web.appointments.pages import DayRow
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.clinic_time import read_day as day_in_address
from enthesis.web.errors import not_by_this_method
from enthesis.web.home.pages import Record, ResearchPage, TodayPage
from enthesis.web.home.waiting import build_waiting
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.views import show_entry

PER_PAGE = 100


def home(request: Any) -> HttpResponse:
    """GET: the first page."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    if not isinstance(request.actor, Actor):
        return show_entry(request)
    if request.actor.role == Role.RESEARCHER:
        return _research(request)
    return _today(request)


def _today(request: Any) -> HttpResponse:
    actor: Actor = request.actor
    time = ClinicTime(request.membership.clinic)
    today = time.today()
    day = day_in_address(request.GET.get("day", ""), today)
    mine_asked = actor.role in SEES_PATIENTS and request.GET.get("of") != "all"
    clinical = sees_clinical_content(actor.role)

    def build() -> TodayPage:
        begin, end = time.bounds(day)
        found = Appointment.objects.filter(starts_at__gte=begin, starts_at__lt=end)
        mine = found.filter(therapist_id=actor.person_id)
        # A lead whom nobody visits that day looks at the day of the clinic.
        only_mine = mine_asked and (actor.role != Role.CLINIC_LEAD or mine.exists())
        rows = build_rows(mine if only_mine else found, actor, time, trends=True)
        return TodayPage(
            shell=build_shell(request, "home", all_simulated=bool(rows) and all(row.simulated for row in rows)),
            title=f"{date_format(day, 'l')} {date_format(day, 'j F') if time.day_first else date_format(day, 'F j')}",
            lead=_lead(rows, day == today, time),
            day=day.isoformat(),
            before=(day - datetime.timedelta(days=1)).isoformat(),
            after=(day + datetime.timedelta(days=1)).isoformat(),
            is_today=day == today,
            rows=rows,
            clinical=clinical,
            waiting=build_waiting(actor, time) if clinical else (),
            may_register=can(actor.role, Permission.REGISTER_PATIENT),
            may_book=can(actor.role, Permission.BOOK),
            only_mine=only_mine,
            back="home" if day == today else f"home {day.isoformat()}",
        )

    return render_page(request, "home/today.html", read_day(actor, build))


def _lead(rows: tuple[DayRow, ...], is_today: bool, time: ClinicTime) -> str:
    """How many come, how many were seen, who is next."""
    coming = [row for row in rows if row.status not in ("cancelled", "no_show")]
    if not coming:
        return _("Nobody is booked.")
    said = ngettext("%(n)s patient", "%(n)s patients", len(coming)) % {"n": len(coming)}
    seen = sum(1 for row in coming if row.status == "done")
    if seen:
        said += _(", %(n)s seen") % {"n": seen}
    upcoming = next((row for row in coming if row.status in ("booked", "arrived") and not row.past), None)
    if is_today and upcoming is not None:
        said += ". " + _("Next: %(who)s at %(time)s") % {"who": upcoming.patient, "time": upcoming.time}
    return said + "."


def _research(request: Any) -> HttpResponse:
    time = ClinicTime(request.membership.clinic)
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1

    def build() -> ResearchPage:
        total = Patient.objects.count()
        n_pages = max(1, -(-total // PER_PAGE))
        shown = min(max(page, 1), n_pages)
        # By random id: the order of a list may not tell who came when, or whose name comes first.
        patients = list(Patient.objects.order_by("id")[(shown - 1) * PER_PAGE : shown * PER_PAGE])
        episodes = _count_by_patient(Episode.objects.filter(patient__in=patients))
        encounters = _count_by_patient(Encounter.objects.filter(patient__in=patients))
        counts: dict[tuple[Any, str], int] = {}
        current = FindingEntry.objects.filter(encounter__patient__in=patients, replaced_by__isnull=True)
        for row in current.values("encounter__patient_id", "result").annotate(n=Count("id")):
            counts[row["encounter__patient_id"], row["result"]] = row["n"]
        secret = settings.SECRET_KEY.encode()
        records = tuple(
            Record(
                deidentified(patient, time.today(), secret),
                episodes.get(patient.pk, 0),
                encounters.get(patient.pk, 0),
                counts.get((patient.pk, "positive"), 0),
                counts.get((patient.pk, "negative"), 0),
            )
            for patient in patients
        )
        return ResearchPage(build_shell(request, "home"), records, total, shown, n_pages)

    return render_page(request, "home/research.html", read_deidentified_list(request.actor, build))


def _count_by_patient(found: Any) -> dict[Any, int]:
    """How many of these belong to each patient."""
    return {row["patient_id"]: row["n"] for row in found.values("patient_id").annotate(n=Count("id"))}
