"""Requests about what follows needling: events as they were told, checks on the patient, and the call to who did not answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.answer_needling_check import enter_needling_check, see_needling_check
from enthesis.actions.needling_check_link import issue_needling_check_link
from enthesis.actions.needling_facts import known_needling
from enthesis.actions.read_needling import read_needling, read_needling_check
from enthesis.actions.report_adverse_event import report_adverse_event
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.needling.pages import AfterPage, CallPage, IssuedCheck
from enthesis.web.needling.posted import fault_words, read_event, read_id
from enthesis.web.plans.phones import qr_svg
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

ANSWER_PREFIX = "a."
LOOPBACK = "127.0.0.1"


@staff_page
def after(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: events and checks of a session. POST: `event` keeps one, `link` issues a check's link."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    if request.method != "POST":
        return _show(request, encounter_id)
    post: Mapping[str, str] = request.POST.dict()
    time = ClinicTime(request.membership.clinic)
    at = read_needling(request.actor, encounter_id)
    try:
        if post.get("act") == "link":
            line = next((one for one in at.checks if str(one.id) == post.get("check")), None)
            if line is None:
                raise NotFound("There is no such check of this visit.")
            issued = issue_needling_check_link(request.actor, line.id)
            origin = settings.PUBLIC_URL[0] if settings.PUBLIC_URL else f"http://{LOOPBACK}:{request.META['SERVER_PORT']}"
            address = f"{origin}{reverse('needling_check')}#{issued.code}"
            return _show(request, encounter_id, issued=IssuedCheck(address, qr_svg(address), line.name))
        if at.session_id is None:
            raise NotInThisState(_("Nobody was needled in this visit."))
        told = report_adverse_event(request.actor, at.session_id, read_event(post, time), read_id(post.get("replaces", "")))
    except NotFound:
        raise
    except UnusableInput as fault:
        return _show(request, encounter_id, post, fault_words(fault), 422)
    except NotInThisState as fault:
        return _show(request, encounter_id, post, str(fault), 409)
    messages.success(request, _("Kept. %(tier)s") % {"tier": told.tier.sentence})
    return HttpResponseRedirect(reverse("needling_after", args=[encounter_id]))


@staff_page
def check(request: Any, check_id: uuid.UUID) -> HttpResponse:
    """GET: one check, to call the patient by. POST: `answer` enters what was said, `seen` notes that somebody looked."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    fault, status = "", 200
    if request.method == "POST":
        try:
            if request.POST.get("act") == "seen":
                see_needling_check(request.actor, check_id)
                messages.success(request, _("Noted that you looked."))
                return HttpResponseRedirect(reverse("clinic_needling"))
            given = {n.removeprefix(ANSWER_PREFIX): request.POST[n] for n in request.POST if n.startswith(ANSWER_PREFIX)}
            done = enter_needling_check(request.actor, check_id, {n: a for n, a in given.items() if a in ("yes", "no")})
            if done.complete:
                messages.success(request, _("Every question has an answer."))
            return HttpResponseRedirect(reverse("needling_call", args=[check_id]))
        except UnusableInput as error:
            fault, status = fault_words(error), 422
    line = read_needling_check(request.actor, check_id)
    events = known_needling().event_by_id
    page = CallPage(
        shell=build_shell(request, "patients", line.simulated),
        check=line,
        clock=ClinicTime(request.membership.clinic),
        advice={q.id: (events[q.event].urgent, events[q.event].clinician) for q in line.questions},
        fault=fault,
        may_record=can(request.actor.role, Permission.RECORD),
    )
    return render_page(request, "needling/call.html", page, status)


def _show(
    request: Any,
    encounter_id: uuid.UUID,
    typed: Mapping[str, str] | None = None,
    fault: str = "",
    status: int = 200,
    issued: IssuedCheck | None = None,
) -> HttpResponse:
    at = read_needling(request.actor, encounter_id)
    role = request.actor.role
    page = AfterPage(
        shell=build_shell(request, "patients", simulated=at.simulated),
        at=at,
        clock=ClinicTime(request.membership.clinic),
        typed=typed or {},
        fault=fault,
        event_options=tuple((kind.id, kind.name) for kind in at.event_kinds),
        issued=issued,
        may_record=can(role, Permission.RECORD),
        may_link=can(role, Permission.INVITE_INTAKE),
    )
    return render_page(request, "needling/after.html", page, status)
