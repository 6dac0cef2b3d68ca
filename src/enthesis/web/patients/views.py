"""Requests about patients: the list, finding without script, registering, the patient, correcting."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can, check_can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.access.visibility import sees_clinical_content
from enthesis.actions.correct_patient import correct_patient
from enthesis.actions.find_patients import find_patients
from enthesis.actions.read_lists import find_same_person, read_patient_list
from enthesis.actions.read_patient import read_particulars, read_patient
from enthesis.actions.register_patient import register_patient
from enthesis.records.patients import Patient
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.patients.build import build_patient_page, corrections_of, patient_line
from enthesis.web.patients.forms import PatientForm, initial_of
from enthesis.web.patients.pages import PatientFormPage, PatientLine, PatientListPage
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

PER_PAGE = 50
LONGEST_QUERY = 80


@staff_page
def patients(request: Any) -> HttpResponse:
    """GET: the list of patients by family name, a page at a time."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    time = ClinicTime(request.membership.clinic)
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1

    def build() -> PatientListPage:
        total = Patient.objects.count()
        n_pages = max(1, -(-total // PER_PAGE))
        shown = min(max(page, 1), n_pages)
        listed = Patient.objects.order_by("family_name", "given_name", "id")[(shown - 1) * PER_PAGE : shown * PER_PAGE]
        lines = tuple(patient_line(p, time) for p in listed)
        return _list_page(request, lines, total, shown, n_pages, "")

    return render_page(request, "patients/list.html", read_patient_list(request.actor, build))


@staff_page
def search(request: Any) -> HttpResponse:
    """POST: patients found by what was typed, for browsers without script. One match is opened at once."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("patients"))
    typed = str(request.POST.get("q", ""))[:LONGEST_QUERY]
    found = find_patients(request.actor, typed)
    if len(found) == 1:
        return HttpResponseRedirect(reverse("patient", args=[found[0].id]))
    time = ClinicTime(request.membership.clinic)
    lines = tuple(
        PatientLine(f.id, f.name, time.short_day(f.birth_date) if f.birth_date else "", f.record_number, "", f.simulated)
        for f in found
    )
    return render_page(request, "patients/list.html", _list_page(request, lines, len(lines), 1, 1, typed))


def _list_page(
    request: Any, lines: tuple[PatientLine, ...], total: int, page: int, n_pages: int, searched: str
) -> PatientListPage:
    may_register = can(request.actor.role, Permission.REGISTER_PATIENT)
    shell = build_shell(request, "patients", all_simulated=bool(lines) and all(line.simulated for line in lines))
    return PatientListPage(shell, lines, total, page, n_pages, may_register, searched)


@staff_page
def patient(request: Any, patient_id: uuid.UUID) -> HttpResponse:
    """GET: one patient, as much as the role may see."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    clinic = request.membership.clinic
    time = ClinicTime(clinic)

    def build(found: Patient) -> Any:
        shell = build_shell(request, "patients", found.simulated)
        return build_patient_page(found, request.actor, shell, time, clinic.units == "imperial")

    read = read_patient if sees_clinical_content(request.actor.role) else read_particulars
    return render_page(request, "patients/patient.html", read(request.actor, patient_id, build))


@staff_page
def register(request: Any) -> HttpResponse:
    """GET: the form. POST: add the patient, after a warning where it may be the same person as another."""
    check_can(request.actor.role, Permission.REGISTER_PATIENT)
    if request.method != "POST":
        return _register_page(request, PatientForm(initial={"preferred_language": "en"}))
    form = PatientForm(request.POST)
    if not form.is_valid():
        return _register_page(request, form, fault=_("Some fields need another look; nothing was stored yet."))
    details = form.details()
    time = ClinicTime(request.membership.clinic)
    if "surely_new" not in request.POST:
        near = find_same_person(request.actor, details.given_name, details.family_name, details.birth_date)
        if near:
            same = tuple(patient_line(p, time, _("same date of birth") if dated else _("same name")) for p, dated in near)
            return _register_page(request, form, same)
    try:
        added = register_patient(request.actor, details, simulated=bool(request.POST.get("simulated")))
    except NotFound:
        raise
    except NotInThisState as error:
        return _register_page(request, form, fault=str(error))
    messages.success(request, _("%(name)s is registered.") % {"name": str(added)})
    return HttpResponseRedirect(reverse("patient", args=[added.id]))


def _register_page(request: Any, form: PatientForm, same: tuple[PatientLine, ...] = (), fault: str = "") -> HttpResponse:
    page = PatientFormPage(
        shell=build_shell(request, "patients"),
        title=_("New patient"),
        form=form,
        action=reverse("register_patient"),
        back=reverse("patients"),
        same=same,
        fault=fault,
        may_simulate=True,
        simulated=bool(request.POST.get("simulated")),
        corrections=(),
    )
    return render_page(request, "patients/form.html", page)


@staff_page
def correct(request: Any, patient_id: uuid.UUID) -> HttpResponse:
    """GET: the details as they stand. POST: write them as they should be; earlier values are kept."""
    check_can(request.actor.role, Permission.REGISTER_PATIENT)
    time = ClinicTime(request.membership.clinic)
    fault = ""
    form: PatientForm | None = None
    if request.method == "POST":
        form = PatientForm(request.POST)
        if form.is_valid():
            try:
                corrected = correct_patient(request.actor, patient_id, form.details())
            except NotFound:
                raise
            except NotInThisState as error:
                fault = str(error)
            else:
                messages.success(request, _("The details of %(name)s are corrected.") % {"name": str(corrected)})
                return HttpResponseRedirect(reverse("patient", args=[patient_id]))
        else:
            fault = _("Some fields need another look; nothing was changed yet.")

    def build(found: Patient) -> PatientFormPage:
        return PatientFormPage(
            shell=build_shell(request, "patients", found.simulated),
            title=_("Correct details of %(name)s") % {"name": str(found)},
            form=form or PatientForm(initial=initial_of(found)),
            action=reverse("correct_patient", args=[found.id]),
            back=reverse("patient", args=[found.id]),
            same=(),
            fault=fault,
            may_simulate=False,
            simulated=found.simulated,
            corrections=corrections_of(found, time),
        )

    return render_page(request, "patients/form.html", read_particulars(request.actor, patient_id, build))
