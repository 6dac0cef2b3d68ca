"""Requests for the home programme on paper. With the way to the phone it is asked for by POST: a link is issued for it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse

from enthesis.access.permissions import Permission, can
from enthesis.actions.issue_phone_link import issue_phone_link
from enthesis.actions.plan_record import PlanRecord
from enthesis.actions.read_progress import read_progress
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.plan_document import read_plan_document
from enthesis.records.plans import PlanStatus
from enthesis.reports.handout import Handout, PhoneWay, compose_handout
from enthesis.reports.pdf import PdfUnavailable, can_make_pdf, make_pdf
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.notes.paper import find_static
from enthesis.web.plans.phones import address_of, lasts_words, qr_svg
from enthesis.web.templating import get_template, page_fields, render_page
from enthesis.web.who import staff_page

PAPERS = ("a4", "letter")


@dataclass(frozen=True)
class HandoutPage:
    """The handout as it goes on paper, and the choices above it on a screen."""

    handout: Handout
    large: bool
    for_pdf: bool
    plan_id: uuid.UUID
    back_url: str
    can_pdf: bool
    may_link: bool


@staff_page
def handout(request: Any, plan_id: uuid.UUID) -> HttpResponse:
    """GET: the handout without a way to the phone. POST: with one, issued for this paper."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    return render_page(request, "plans/handout.html", _page(request, plan_id, for_pdf=False))


@staff_page
def pdf(request: Any, plan_id: uuid.UUID) -> HttpResponse:
    """The same as a PDF; where none can be made, a sentence says how to enable it."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    try:
        if not can_make_pdf() and request.method == "POST":
            make_pdf("", find_static)  # says why, before a link is spent
        page = _page(request, plan_id, for_pdf=True)
        made = make_pdf(get_template("plans/handout.html").render(**page_fields(page), csrf_token=""), find_static)
    except PdfUnavailable as unavailable:
        return HttpResponse(str(unavailable), status=501, content_type="text/plain; charset=utf-8")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="home-programme.pdf"'
    return response


def _page(request: Any, plan_id: uuid.UUID, for_pdf: bool) -> HandoutPage:
    asked = request.POST if request.method == "POST" else request.GET
    large = asked.get("size") == "large"
    clinic = request.membership.clinic
    paper = asked.get("paper") if asked.get("paper") in PAPERS else clinic.paper
    phone: PhoneWay | None = None
    if request.method == "POST":
        issued = issue_phone_link(request.actor, plan_id)
        address = address_of(request, issued)
        phone = PhoneWay(address, issued.code, qr_svg(address) if settings.BEHIND_HTTPS else "", lasts_words())
    time = ClinicTime(clinic)

    def build(record: PlanRecord) -> HandoutPage:
        patient, current = record.plan.patient, record.current
        written = compose_handout(
            read_plan_document(current.document),
            get_rehabilitation(record.region),
            clinic_name=clinic.name,
            clinic_lines=tuple(line for line in (clinic.address, clinic.telephone) if line),
            telephone=clinic.telephone,
            patient_name=str(patient),
            record_number=patient.record_number,
            day=time.day(time.today()),
            plan_number=current.number,
            why=current.patient_sentence,
            affected_side=record.plan.episode.affected_side,
            units=clinic.units,
            simulated=patient.simulated,
            paper=paper,
            language="en-US" if clinic.country == "US" else "en-GB",
            phone=phone,
        )
        may_link = can(request.actor.role, Permission.LINK_PHONE) and record.plan.status == PlanStatus.ACTIVE
        back = reverse("episode_plan", args=[record.plan.episode_id])
        return HandoutPage(written, large, for_pdf, plan_id, back, can_make_pdf(), may_link)

    return read_progress(request.actor, plan_id, build)
