"""Requests about needling in a clinic: its law, who may needle, whom to call, its rates; and one's own licence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can, check_can
from enthesis.actions.file_licence import file_licence
from enthesis.actions.needling_calls import read_needling_calls
from enthesis.actions.needling_facts import known_needling
from enthesis.actions.needling_rates import read_needling_rates
from enthesis.actions.read_needling import read_licences
from enthesis.actions.set_jurisdiction import set_jurisdiction
from enthesis.records.people import Clinic
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.needling.pages import ClinicPage, LicencePage
from enthesis.web.needling.picture import rate_picture
from enthesis.web.needling.posted import ANY_OTHER, fault_words, read_licence
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

FILLED_IN = re.compile(r"\{\w+\}")
"""A word of a rule's sentence that the facts of a session fill in; a list of rules shows three dots."""
MOST_CALLS = 50
LICENCE_FIELDS = (
    *("jurisdiction", "jurisdiction_name", "number", "expires_on", "unrestricted", "held_since", "training_attested"),
    *("training_hours", "supervised_sessions", "proof"),
)


@staff_page
def clinic(request: Any) -> HttpResponse:
    """GET: law, licences, checks, rates. POST: by whose law the clinic needles."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    check_can(request.actor.role, Permission.READ_RECORD)
    if request.method == "POST":
        chosen = request.POST.get("jurisdiction", "")
        set_jurisdiction(request.actor, request.POST.get("jurisdiction_name", "") if chosen == ANY_OTHER else chosen)
        messages.success(request, _("Kept."))
        return HttpResponseRedirect(reverse("clinic_needling"))
    known = known_needling()
    here = Clinic.objects.get(pk=request.actor.clinic_id).jurisdiction
    own = read_needling_rates(request.actor)
    rates = own.rates
    calls = read_needling_calls(request.actor)
    with_something = [one for one in rates if one.published or one.count]
    page = ClinicPage(
        shell=build_shell(request, "clinic_settings"),
        clock=ClinicTime(request.membership.clinic),
        jurisdiction_id=here,
        jurisdiction=known.jurisdiction_by_id.get(here),
        rule_words={rule.id: FILLED_IN.sub("…", rule.sentence) for place in known.jurisdictions for rule in place.rules},
        places=tuple(sorted(known.jurisdictions, key=lambda place: place.name)),
        check_with_board=known.check_with_board,
        may_manage=can(request.actor.role, Permission.MANAGE_CLINIC),
        licences=read_licences(request.actor),
        calls=calls[:MOST_CALLS],
        n_more_calls=max(0, len(calls) - MOST_CALLS),
        n_sessions=own.n_sessions,
        n_simulated=own.n_simulated,
        rates=tuple(rate_picture(one, known.event_by_id.get(one.event)) for one in with_something),
        without_rate=tuple(known.event_by_id[one.event].name for one in rates if one not in with_something),
    )
    return render_page(request, "needling/clinic.html", page)


@staff_page
def licence(request: Any) -> HttpResponse:
    """GET: one's own licence and training. POST: file them; what was filed before is kept."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    check_can(request.actor.role, Permission.FILE_LICENCE)
    typed: Mapping[str, str] = request.POST.dict()
    fault = ""
    if request.method == "POST":
        try:
            file_licence(request.actor, request.actor.person_id, read_licence(typed))
        except UnusableInput as error:
            fault = fault_words(error)
        else:
            messages.success(request, _("Filed."))
            return HttpResponseRedirect(reverse("needling_licence"))
    known = known_needling()
    held = next((line for line in read_licences(request.actor) if line.person_id == request.actor.person_id), None)
    filed = dict.fromkeys(LICENCE_FIELDS, "")
    if held is not None and held.filed_at is not None:
        listed = held.jurisdiction in known.jurisdiction_by_id
        words = {True: "yes", False: "no", None: ""}
        filed |= {
            "jurisdiction": held.jurisdiction if listed else ANY_OTHER,
            "jurisdiction_name": "" if listed else held.jurisdiction,
            "number": held.number,
            "expires_on": held.expires_on.isoformat() if held.expires_on else "",
            "held_since": held.held_since.isoformat() if held.held_since else "",
            "unrestricted": words[held.unrestricted],
            "training_attested": words[held.training_attested],
            "training_hours": "" if held.training_hours is None else f"{held.training_hours:g}",
            "supervised_sessions": "" if held.supervised_sessions is None else str(held.supervised_sessions),
            "proof": held.proof,
        }
    page = LicencePage(
        shell=build_shell(request, "profile"),
        clock=ClinicTime(request.membership.clinic),
        at=held,
        places=tuple(sorted(known.jurisdictions, key=lambda place: place.name)),
        typed={**filed, **typed},
        fault=fault,
    )
    return render_page(request, "needling/licence.html", page, 422 if fault else 200)
