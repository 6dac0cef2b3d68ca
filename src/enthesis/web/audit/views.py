"""Requests to the audit: search, find the patient by name, download."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.refused import NotInThisState
from enthesis.actions.deed import VERBS
from enthesis.actions.find_patients import FoundPatient, find_patients
from enthesis.actions.search_audit import AuditFilter, AuditFound, download_audit, search_audit
from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.people import Role
from enthesis.web.audit.filters import read_filter, write_filter
from enthesis.web.audit.pages import AuditLine, AuditPage, FoundLine
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.pages import Choice
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

COLUMNS = ("time", "who", "person_id", "role", "verb", "outcome", "patient", "patient_id", "record", "because", "request")
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


@staff_page
def audit(request: Any) -> HttpResponse:
    """GET: rows for the filter in the address. POST: find the patient whose name was typed, then as GET."""
    time = ClinicTime(request.membership.clinic)
    if request.method != "POST":
        return _page(request, read_filter(request.GET, time), time)
    wanted = read_filter(request.POST, time)
    typed = request.POST.get("patient_name", "").strip()
    if not typed:
        return _to(wanted, time)
    found = find_patients(request.actor, typed)
    if len(found) == 1:
        return _to(wanted, time, patient=str(found[0].id))
    return _page(request, wanted, time, typed=typed, found=found)


@staff_page
def download(request: Any) -> HttpResponse:
    """POST: the rows of the filter as CSV, the names of patients included."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    time = ClinicTime(request.membership.clinic)
    wanted = read_filter(request.POST, time)
    try:
        text = download_audit(request.actor, wanted, lambda found: _as_csv(found))
    except NotInThisState as refusal:
        return _page(request, wanted, time, fault=str(refusal))
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{time.today().isoformat()}.csv"'
    return response


def _to(wanted: AuditFilter, time: ClinicTime, **changed: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('audit')}?{write_filter(wanted, time, **changed)}")


def _page(
    request: Any, wanted: AuditFilter, time: ClinicTime, typed: str = "", found: list[FoundPatient] | None = None, fault: str = ""
) -> HttpResponse:
    def build(rows: AuditFound) -> AuditPage:
        query = write_filter(wanted, time)
        older = write_filter(wanted, time, before=str(rows.rows[-1].pk)) if rows.more else ""
        day = write_filter(AuditFilter(wanted.since, wanted.until), time)
        days = dict(pair.split("=") for pair in day.split("&") if pair)
        return AuditPage(
            shell=build_shell(request, "audit"),
            lines=tuple(_line(row, rows, time) for row in rows.rows),
            first_day=days.get("since", ""),
            last_day=days.get("until", ""),
            people=_options([(str(key), name) for key, name in rows.people], str(wanted.person_id or "")),
            verbs=_options([(verb, verb) for verb in sorted(VERBS)], wanted.verb),
            outcomes=_options([(str(o.value), str(o.label)) for o in Outcome], wanted.outcome),
            patient_id=str(wanted.patient_id or ""),
            patient_name=rows.patient_names.get(wanted.patient_id, "") if wanted.patient_id else "",
            query=query,
            older=f"{reverse('audit')}?{older}" if older else "",
            is_filtered=bool(query),
            is_first=wanted.before_id is None,
            typed=typed,
            found=None if found is None else tuple(_found(patient, wanted, time) for patient in found),
            fault=fault,
        )

    response = render_page(request, "audit/audit.html", search_audit(request.actor, wanted, build))
    response.status_code = 409 if fault else 200
    return response


def _line(row: AuditRow, found: AuditFound, time: ClinicTime) -> AuditLine:
    patient = found.patient_names.get(row.patient_id, str(row.patient_id)) if row.patient_id else ""
    return AuditLine(
        when=f"{time.short_day(time.local(row.at).date())}, {time.local(row.at):%H:%M:%S}",
        who=row.actor_name,
        role=_role(row.role),
        verb=row.verb,
        refused=row.outcome == Outcome.REFUSED,
        patient=patient,
        patient_id=row.patient_id,
        target=_named(row.target, found),
        because=row.because,
    )


def _role(role: str) -> str:
    return Role(role).label if role in Role.values else role


def _named(target: str, found: AuditFound) -> str:
    """Kind and id of the record; a person's name in place of their id."""
    kind, _slash, key = target.partition("/")
    names = {str(person_id): name for person_id, name in found.people}
    return f"{kind}: {names[key]}" if kind == "person" and key in names else target


def _found(patient: FoundPatient, wanted: AuditFilter, time: ClinicTime) -> FoundLine:
    born = time.short_day(patient.birth_date) if patient.birth_date else ""
    address = f"{reverse('audit')}?{write_filter(wanted, time, patient=str(patient.id))}"
    return FoundLine(patient.name, born, patient.record_number, address)


def _options(pairs: list[tuple[str, str]], chosen: str) -> tuple[Choice, ...]:
    everything = Choice("", _("all"), not chosen)
    return (everything, *(Choice(value, label, value == chosen) for value, label in pairs))


def _as_csv(found: AuditFound) -> str:
    """One line for each row, oldest last; times in UTC."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for row in found.rows:
        name = found.patient_names.get(row.patient_id, "") if row.patient_id else ""
        cells = (row.at.isoformat(), row.actor_name, row.actor_id, row.role, row.verb, row.outcome, name, row.patient_id)
        writer.writerow([_harmless(cell) for cell in (*cells, row.target, row.because, row.request_id)])
    return written.getvalue()


def _harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
