"""Requests that book, move and change appointments."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can, check_can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.book_appointment import (
    AppointmentDetails,
    TimeTaken,
    book_appointment,
    move_appointment,
    people_who_see_patients,
)
from enthesis.actions.change_appointment_status import change_appointment_status
from enthesis.actions.find_patients import find_patients
from enthesis.actions.read_lists import read_appointment
from enthesis.actions.read_patient import read_particulars
from enthesis.records.appointments import Appointment, AppointmentStatus
from enthesis.records.patients import Patient
from enthesis.web.appointments.build import build_rows, status_label
from enthesis.web.appointments.forms import BookForm, TimeForm
from enthesis.web.appointments.pages import AppointmentPage, BookPage
from enthesis.web.clinic_time import ClinicTime, read_day
from enthesis.web.patients.build import patient_line
from enthesis.web.patients.pages import PatientLine
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

USUAL_MINUTES = 45
LONGEST_QUERY = 80


@staff_page
def book(request: Any) -> HttpResponse:
    """GET ?patient=<id>&day=: the form; without a patient, a search for one. POST: book, or look for the patient."""
    check_can(request.actor.role, Permission.BOOK)
    time = ClinicTime(request.membership.clinic)
    people = people_who_see_patients(request.actor.clinic_id)
    day = read_day(request.GET.get("day", ""), time.today()).isoformat()
    patient_id = _uuid(request.POST.get("patient") or request.GET.get("patient", ""))
    if patient_id is None:
        return _choose_patient(request, people, day, time)
    me = str(request.actor.person_id) if any(p.id == request.actor.person_id for p in people) else ""
    first = {"day": day, "minutes": USUAL_MINUTES, "therapist": request.GET.get("therapist") or me}
    form = BookForm(people, request.POST) if request.method == "POST" else BookForm(people, initial=first)
    fault = taken = ""
    if form.is_bound and form.is_valid():
        fields = form.cleaned_data
        details = AppointmentDetails(patient_id, fields["therapist"], form.starts_at(time), fields["minutes"], fields["reason"])
        try:
            booked = book_appointment(request.actor, details, even_if_taken="even_if_taken" in request.POST)
        except TimeTaken as error:
            taken = str(error)
        except NotFound:
            raise
        except NotInThisState as error:
            fault = str(error)
        else:
            messages.success(request, _("Booked for %(when)s.") % {"when": time.when(booked.starts_at)})
            day = time.local(booked.starts_at).date().isoformat()
            return HttpResponseRedirect(f"{reverse('appointments')}?day={day}")
    elif form.is_bound:
        fault = _("Some fields need another look; nothing was booked yet.")

    def build(found: Patient) -> BookPage:
        shell = build_shell(request, "appointments", found.simulated)
        return BookPage(shell, patient_line(found, time), form, (), "", fault, taken, f"?day={day}")

    return render_page(request, "appointments/book.html", read_particulars(request.actor, patient_id, build))


def _choose_patient(request: Any, people: Any, day: str, time: ClinicTime) -> HttpResponse:
    typed = str(request.POST.get("q", ""))[:LONGEST_QUERY]
    found = find_patients(request.actor, typed) if typed.strip() else []
    lines = tuple(
        PatientLine(f.id, f.name, time.short_day(f.birth_date) if f.birth_date else "", f.record_number, "", f.simulated)
        for f in found
    )
    page = BookPage(build_shell(request, "appointments"), None, BookForm(people), lines, typed, "", "", f"?day={day}")
    return render_page(request, "appointments/book.html", page)


@staff_page
def appointment(request: Any, appointment_id: uuid.UUID) -> HttpResponse:
    """GET: one appointment. POST: move it."""
    time = ClinicTime(request.membership.clinic)
    people = people_who_see_patients(request.actor.clinic_id)
    fault = taken = ""
    bound: TimeForm | None = None
    if request.method == "POST":
        check_can(request.actor.role, Permission.BOOK)
        lasts = request.POST.get("minutes", "")
        number = int(lasts) if lasts.isascii() and lasts.isdigit() and len(lasts) < 5 else None
        bound = TimeForm(people, request.POST, lasts_minutes=number)
        if bound.is_valid():
            fields = bound.cleaned_data
            again = "even_if_taken" in request.POST
            try:
                moved = move_appointment(
                    request.actor, appointment_id, bound.starts_at(time), fields["minutes"], fields["therapist"], again
                )
            except TimeTaken as error:
                taken = str(error)
            except NotFound:
                raise
            except NotInThisState as error:
                fault = str(error)
            else:
                messages.success(request, _("Moved to %(when)s.") % {"when": time.when(moved.starts_at)})
                return HttpResponseRedirect(reverse("appointment", args=[appointment_id]))
        else:
            fault = _("Some fields need another look; nothing was moved yet.")

    def build(found: Appointment) -> AppointmentPage:
        row = build_rows(Appointment.objects.filter(pk=found.pk), request.actor, time)[0]
        local = time.local(found.starts_at)
        first = {
            "day": local.date(),
            "time": local.time(),
            "minutes": found.minutes,
            "therapist": str(found.therapist_id),  # type: ignore[attr-defined]
        }
        movable = found.status == AppointmentStatus.BOOKED and can(request.actor.role, Permission.BOOK)
        form = bound or TimeForm(people, initial=first, lasts_minutes=found.minutes)
        return AppointmentPage(
            shell=build_shell(request, "appointments", found.patient.simulated),
            row=row,
            when=f"{time.day(local.date(), weekday=True)}, {row.time}–{row.ends}",
            form=form if movable else None,
            booked=_("%(who)s, %(when)s") % {"who": found.booked_by, "when": time.when(found.booked_at)},
            fault=fault,
            taken=taken,
        )

    return render_page(request, "appointments/appointment.html", read_appointment(request.actor, appointment_id, build))


@staff_page
def change_status(request: Any, appointment_id: uuid.UUID) -> HttpResponse:
    """POST: one step on or back, then to where the button was pressed."""
    if request.method == "POST":
        to = str(request.POST.get("to", ""))
        changed = change_appointment_status(request.actor, appointment_id, to)
        messages.success(request, _("Now: %(status)s.") % {"status": status_label(AppointmentStatus(changed.status)).lower()})
    return HttpResponseRedirect(way_back(str(request.POST.get("back", "")), appointment_id))


def way_back(said: str, appointment_id: uuid.UUID) -> str:
    """Where to go after a button: "home 2026-11-23", "appointments week 2026-11-23 <therapist>", or the appointment itself."""
    match said.split():
        case ["home"]:
            return reverse("home")
        case ["home", day]:
            return f"{reverse('home')}?day={_day(day)}"
        case ["appointments", "day" | "week" as view, day]:
            return f"{reverse('appointments')}?view={view}&day={_day(day)}"
        case ["appointments", "day" | "week" as view, day, therapist]:
            return f"{reverse('appointments')}?view={view}&day={_day(day)}&therapist={_uuid(therapist) or ''}"
        case _:
            return reverse("appointment", args=[appointment_id])


def _day(text: str) -> str:
    return read_day(text, datetime.date.today()).isoformat()


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
