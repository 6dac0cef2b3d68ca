"""Requests for the calendar: a day, a week, the feed."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can
from enthesis.access.refused import NotFound
from enthesis.actions.book_appointment import people_who_see_patients
from enthesis.actions.issue_calendar_link import (
    issue_calendar_link,
    read_calendar_entry,
    read_feed,
    revoke_calendar_link,
)
from enthesis.actions.read_lists import read_day
from enthesis.records.appointments import Appointment
from enthesis.records.people import Person
from enthesis.web.appointments.build import build_rows
from enthesis.web.appointments.calendar_file import as_calendar
from enthesis.web.appointments.pages import CalendarPage, DayColumn, DayRow
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.clinic_time import read_day as day_in_address
from enthesis.web.errors import not_by_this_method, not_found
from enthesis.web.pages import Choice
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

WEEK_DAYS = 7
NEW_FEED = "new_calendar_address"
"""Session key of a feed's address between issuing and showing it once."""


@staff_page
def calendar(request: Any) -> HttpResponse:
    """GET ?view=day|week&day=2026-11-23&therapist=<id>: the appointments."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    time = ClinicTime(request.membership.clinic)
    day = day_in_address(request.GET.get("day", ""), time.today())
    people = people_who_see_patients(request.actor.clinic_id)
    view = "week" if request.GET.get("view") == "week" else "day"
    chosen = _chosen(request, people, view)

    def build() -> CalendarPage:
        columns = _week(request, day, chosen, time) if view == "week" else _day(request, day, chosen, people, time)
        listed = [row for column in columns for row in column.rows]
        step = datetime.timedelta(days=WEEK_DAYS if view == "week" else 1)
        monday = day - datetime.timedelta(days=day.weekday())
        return CalendarPage(
            shell=build_shell(request, "appointments", all_simulated=bool(listed) and all(row.simulated for row in listed)),
            title=_("Week of %(day)s") % {"day": time.day(monday)} if view == "week" else time.day(day, weekday=True),
            view=view,
            day=day.isoformat(),
            before=(day - step).isoformat(),
            after=(day + step).isoformat(),
            today=time.today().isoformat(),
            therapist=str(chosen.id) if chosen else "",
            therapists=tuple(Choice(str(p.id), str(p), chosen is not None and p.id == chosen.id) for p in people),
            columns=columns,
            may_book=can(request.actor.role, Permission.BOOK),
            back=f"appointments {view} {day.isoformat()} {chosen.id if chosen else ''}".strip(),
            feed_on=bool(request.membership.calendar_token_hash),
            feed_address=request.session.pop(NEW_FEED, ""),
            feed_note=""
            if settings.PUBLIC_URL
            else _(
                "Other devices reach it only once the clinic's address (ENTHESIS_PUBLIC_URL) is set; put that address before it."
            ),
        )

    return render_page(request, "appointments/calendar.html", read_day(request.actor, build))


def _chosen(request: Any, people: list[Person], view: str) -> Person | None:
    """The therapist whose appointments are asked for; a week needs one."""
    asked = request.GET.get("therapist", "")
    found = next((person for person in people if str(person.id) == asked), None)
    if found is None and view == "week":
        found = next((p for p in people if p.id == request.actor.person_id), people[0] if people else None)
    return found


def _between(time: ClinicTime, first: datetime.date, days: int) -> Any:
    begin, end = time.bounds(first, days)
    return Appointment.objects.filter(starts_at__gte=begin, starts_at__lt=end)


def _day(
    request: Any, day: datetime.date, chosen: Person | None, people: list[Person], time: ClinicTime
) -> tuple[DayColumn, ...]:
    rows: dict[str, list[DayRow]] = {str(p): [] for p in people if chosen is None or p.id == chosen.id}
    found = _between(time, day, 1)
    for row in build_rows(found.filter(therapist_id=chosen.id) if chosen else found, request.actor, time):
        rows.setdefault(row.therapist, []).append(row)
    ids = {str(p): str(p.id) for p in people}
    return tuple(
        DayColumn(name, str(len(listed)), f"?view=week&day={day.isoformat()}&therapist={ids.get(name, '')}", tuple(listed))
        for name, listed in rows.items()
        if listed or len(rows) <= 4 or chosen is not None
    )


def _week(request: Any, day: datetime.date, chosen: Person | None, time: ClinicTime) -> tuple[DayColumn, ...]:
    monday = day - datetime.timedelta(days=day.weekday())
    found = _between(time, monday, WEEK_DAYS)
    rows = build_rows(found.filter(therapist_id=chosen.id) if chosen else found.none(), request.actor, time)
    columns: list[DayColumn] = []
    for offset in range(WEEK_DAYS):
        date = monday + datetime.timedelta(days=offset)
        listed = tuple(row for row in rows if row.day == date.isoformat())
        if not listed and offset > 4:
            continue
        therapist = f"&therapist={chosen.id}" if chosen else ""
        title = f"{date_format(date, 'l')} {date_format(date, 'j M')}"
        columns.append(
            DayColumn(title, _("today") if date == time.today() else "", f"?view=day&day={date.isoformat()}{therapist}", listed)
        )
    return tuple(columns)


@staff_page
def calendar_link(request: Any) -> HttpResponse:
    """POST: issue the address of one's own feed (the earlier one ends), or end it."""
    if request.method == "POST" and request.POST.get("do") == "revoke":
        revoke_calendar_link(request.actor)
        messages.success(request, _("Your calendar's address does not work any more."))
    elif request.method == "POST":
        token = issue_calendar_link(request.actor)
        origin = settings.PUBLIC_URL[0] if settings.PUBLIC_URL else ""
        request.session[NEW_FEED] = origin + reverse("calendar_feed", args=[token])
        messages.success(request, _("Your calendar has a new address. It is shown once, below."))
    return HttpResponseRedirect(reverse("appointments"))


def feed(request: Any, token: str) -> HttpResponse:
    """GET: the calendar behind a secret address, without any patient's name. No sign-in: a calendar program asks."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    try:
        name, entries = read_feed(token)
    except NotFound:
        return not_found(request)
    return HttpResponse(as_calendar(name, entries), content_type="text/calendar; charset=utf-8")


@staff_page
def one_entry(request: Any, appointment_id: uuid.UUID) -> HttpResponse:
    """GET: one appointment as a file for a calendar."""
    entry = read_calendar_entry(request.actor, appointment_id)
    content = as_calendar(request.membership.clinic.name, [entry])
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response
