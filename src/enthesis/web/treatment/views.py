"""Requests to a treatment visit. One form; with script it is saved as it is filled in, without by its button."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.read_patient import read_encounter
from enthesis.actions.record_entries import Clash, record_entries
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.records.episodes import EncounterStatus
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.treatment.build import build_visit_page
from enthesis.web.treatment.form import changes_to_make, read_visit
from enthesis.web.treatment.record import VisitRecord, gather_saved, gather_visit
from enthesis.web.who import staff_page

LONGEST_SHOWN = 60


@staff_page
def visit(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: the open visit; a signed one is read in its note. POST: record what is new, and sign when asked to."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    record = read_encounter(request.actor, encounter_id, gather_saved if request.method == "POST" else gather_visit)
    if record.encounter.status != EncounterStatus.OPEN or not can(request.actor.role, Permission.RECORD):
        if request.method == "POST":
            raise NotInThisState(_("This visit is signed and locked; write an addendum instead."))
        return HttpResponseRedirect(reverse("evaluation_note", args=[encounter_id]))
    if request.method != "POST":
        return _show(request, record)
    post = {name: str(text) for name, text in request.POST.dict().items()}
    posted = read_visit(post, record)
    faults = list(posted.faults)
    changes = changes_to_make(posted, post, record)
    if changes:
        done = record_entries(request.actor, encounter_id, changes, gather_saved)
        record = done.built
        faults += [*done.not_recorded, *(_clash_words(clash) for clash in done.clashes)]
    if "application/json" in (request.headers.get("Accept") or ""):
        at = record.saved_at
        saved = ClinicTime(request.membership.clinic).time(at) if at else ""
        return JsonResponse({"held": record.held, "at": saved, "faults": faults}, status=409 if faults else 200)
    if faults:
        record = read_encounter(request.actor, encounter_id, gather_visit)
        return _show(request, record, post, tuple(faults), 422)
    if post.get("act") == "sign":
        try:
            signed = sign_encounter(request.actor, encounter_id)
        except NotFound:
            raise
        except NotInThisState as fault:
            record = read_encounter(request.actor, encounter_id, gather_visit)
            return _show(request, record, None, (str(fault),), 409)
        waits = signed.status == EncounterStatus.AWAITING_COSIGNATURE
        messages.success(request, _("Signed. A therapist co-signs it next.") if waits else _("Signed and locked."))
        return HttpResponseRedirect(reverse("evaluation_note", args=[encounter_id]))
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(reverse("treatment_visit", args=[encounter_id]))


def _clash_words(clash: Clash) -> str:
    """What somebody else recorded in the same place; saving again puts one's own in its stead."""
    standing: Any = clash.standing
    says = [str(value) for value in standing.content.values() if value not in ("", None, {})] if standing is not None else []
    return _("Somebody else recorded “%(theirs)s” in the same place. Save again to put yours in its stead.") % {
        "theirs": ", ".join(says)[:LONGEST_SHOWN]
    }


def _show(
    request: Any, record: VisitRecord, typed: dict[str, str] | None = None, faults: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    shell = build_shell(request, "patients", simulated=record.episode.patient.simulated)
    page = build_visit_page(record, request.actor, shell, ClinicTime(request.membership.clinic), typed, faults)
    response = render_page(request, "treatment/visit.html", page)
    response.status_code = status
    return response
