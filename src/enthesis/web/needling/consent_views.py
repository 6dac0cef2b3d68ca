"""Requests to the consent page: the text with its ranges, who signed, the parent's and the young person's own word, withdrawal."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.give_needling_consent import give_needling_consent
from enthesis.actions.needling_page import ConsentLine
from enthesis.actions.read_needling import read_licences, read_needling_consent
from enthesis.actions.withdraw_needling_consent import withdraw_needling_consent
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.needling.pages import ConsentView
from enthesis.web.needling.posted import fault_words, read_consent, read_id
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

FIELDS = (
    "signed_on",
    "signed_by",
    "signer_name",
    "copy_given_on",
    "parent_consent_on",
    "parent_name",
    "assent",
    "note",
    "replaces",
)


@staff_page
def consent(request: Any, patient_id: uuid.UUID) -> HttpResponse:
    """GET: the text and what stands. POST: `give` keeps a signature or adds to it, `withdraw` takes consent back."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    if request.method != "POST":
        return _show(request, patient_id)
    post: Mapping[str, str] = request.POST.dict()
    try:
        if post.get("act") == "withdraw":
            withdraw_needling_consent(request.actor, patient_id, post.get("said_by", ""), post.get("words", ""))
            messages.success(request, _("Withdrawn. Needling is closed until somebody signs anew."))
        else:
            details = read_consent(post, ClinicTime(request.membership.clinic).today())
            give_needling_consent(request.actor, patient_id, details, read_id(post.get("replaces", "")))
            messages.success(request, _("Kept."))
    except NotFound:
        raise
    except UnusableInput as fault:
        return _show(request, patient_id, post, fault_words(fault), 422)
    except NotInThisState as fault:
        return _show(request, patient_id, post, str(fault), 409)
    return HttpResponseRedirect(reverse("needling_consent", args=[patient_id]))


def _show(
    request: Any, patient_id: uuid.UUID, typed: Mapping[str, str] | None = None, fault: str = "", status: int = 200
) -> HttpResponse:
    at = read_needling_consent(request.actor, patient_id)
    clinic = request.membership.clinic
    clock = ClinicTime(clinic)
    today = clock.today().isoformat()
    standing = at.standing if at.standing is not None and at.standing.withdrawn_at is None else None
    own = next((line for line in read_licences(request.actor) if line.person_id == request.actor.person_id), None)
    page = ConsentView(
        shell=build_shell(request, "patients", simulated=at.simulated),
        at=at,
        clock=clock,
        clinic_name=clinic.name,
        therapist=own.name if own is not None else "",
        licence=own,
        typed={**_fields(standing, today, at.patient_name if at.is_minor is False else ""), **(typed or {})},
        fault=fault,
        may_record=can(request.actor.role, Permission.RECORD),
        may_withdraw=can(request.actor.role, Permission.WITHDRAW_CONSENT),
        today=today,
    )
    return render_page(request, "needling/consent.html", page, status)


def _fields(standing: ConsentLine | None, today: str, name: str) -> dict[str, str]:
    """The form filled from the consent that stands, to add to it; blank, for today, where none does."""
    if standing is None:
        return {**dict.fromkeys(FIELDS, ""), "signed_on": today, "assent": "unknown", "signer_name": name}
    return {
        "signed_on": standing.signed_on.isoformat(),
        "signed_by": standing.signed_by,
        "signer_name": standing.signer_name,
        "copy_given_on": standing.copy_given_on.isoformat() if standing.copy_given_on else "",
        "parent_consent_on": standing.parent_consent_on.isoformat() if standing.parent_consent_on else "",
        "parent_name": standing.parent_name,
        "assent": standing.assent,
        "note": standing.note,
        "replaces": str(standing.id),
    }
