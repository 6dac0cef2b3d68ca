"""Requests about intakes from the clinic's side."""

from __future__ import annotations

import io
import uuid
from typing import Any

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can, check_can
from enthesis.access.refused import Conflict, NotInThisState
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.confirm_intake import STATES, Confirmed, WhereTo, confirm_intake
from enthesis.actions.intake_record import IntakeRecord, gather_intake
from enthesis.actions.issue_intake_link import IssuedLink, issue_intake_link, region_of_care, revoke_intake_link
from enthesis.actions.read_intake import read_intake, read_intake_status
from enthesis.knowledge.regions import known_region, region_ids
from enthesis.reasoning.intake_answers import answer_in_words
from enthesis.records.episodes import Encounter, EncounterStatus, Episode, EpisodeStatus
from enthesis.records.intake import Intake, IntakeStatus
from enthesis.records.patients import Patient
from enthesis.reports.quantities import amount, name_of
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.intake.pages import (
    AnswerLine,
    AnswerTopic,
    HandOverPage,
    IssuedView,
    IssuePage,
    ProposedView,
    ReviewPage,
    ToldView,
)
from enthesis.web.pages import Choice
from enthesis.web.patients.build import encounter_address, in_a_few_words
from enthesis.web.region_choice import region_choices
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

LOOPBACK = "127.0.0.1"
NEW_EPISODE = "new"


@staff_page
def issue(request: Any, patient_id: uuid.UUID) -> HttpResponse:
    """GET: where the patient's intake stands. POST: a new one-use link, shown once; earlier ones end."""
    check_can(request.actor.role, Permission.INVITE_INTAKE)
    why_not = _why_phones_cannot()
    if request.method in ("GET", "HEAD"):
        return render_page(request, "intake/issue.html", _issue_page(request, patient_id, None, why_not))
    if request.method != "POST":
        return not_by_this_method(request, "GET, POST")
    where = request.POST.get("where", "")
    on_clinic_tablet = where in ("tablet", "here")
    if not on_clinic_tablet and why_not:
        page = _issue_page(request, patient_id, None, why_not)
        return render_page(request, "intake/issue.html", page, status=409)
    issued = issue_intake_link(request.actor, patient_id, on_clinic_tablet, request.POST.get("region", ""))
    if where == "here":
        page = HandOverPage(issued.code, request.membership.clinic.name)
        logout(request)
        return render_page(request, "intake/hand_over.html", page)
    page = _issue_page(request, patient_id, _issued_view(request, issued), why_not)
    return render_page(request, "intake/issue.html", page)


@staff_page
def revoke(request: Any, intake_id: uuid.UUID) -> HttpResponse:
    """POST: close every way to these questions."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    intake = revoke_intake_link(request.actor, intake_id)
    messages.success(request, _("The link and every open session of it are closed. Answers given so far are kept."))
    return HttpResponseRedirect(reverse("issue_intake", args=[intake.patient_id]))


@staff_page
def review(request: Any, intake_id: uuid.UUID) -> HttpResponse:
    """GET: the answers beside the proposed findings. POST: record what was confirmed."""
    if request.method in ("GET", "HEAD"):
        return render_page(request, "intake/review.html", _review_page(request, intake_id))
    if request.method != "POST":
        return not_by_this_method(request, "GET, POST")
    form = request.POST
    findings: dict[str, str] = {key[2:]: str(state) for key, state in form.items() if key.startswith("f.") and state in STATES}
    confirmed = Confirmed(findings, form.getlist("text"), form.getlist("measure"), form.get("drawing") == "yes")
    try:
        where_to = _where_to(form.get("into", ""))
    except NotInThisState as refusal:
        page = _review_page(request, intake_id, str(refusal), findings)
        return render_page(request, "intake/review.html", page, status=409)
    try:
        encounter = confirm_intake(request.actor, intake_id, where_to, confirmed)
    except Conflict as conflict:
        standing: Any = conflict.current
        said = _(
            "'%(finding)s' is recorded in that encounter already, as %(result)s. "
            "Nothing was written; leave this finding open here, or change it in the examination room."
        ) % {"finding": _name_of(standing.finding), "result": standing.get_result_display().lower()}
        return HttpResponse(
            render_page(request, "intake/review.html", _review_page(request, intake_id, said, findings)), status=409
        )
    messages.success(request, _("%(n)d findings recorded from the intake.") % {"n": len(findings)})
    return HttpResponseRedirect(encounter_address(encounter.pk))


def _name_of(finding: str) -> str:
    known = (get_knowledge(region).pack.finding_by_id.get(finding) for region in region_ids())
    return next((found.name for found in known if found is not None), finding)


def _why_phones_cannot() -> str:
    """Why no link for a patient's own phone can be issued; empty when it can."""
    if settings.BEHIND_HTTPS:
        return ""
    return _(
        "A link for the patient's own phone needs an https address: set ENTHESIS_PUBLIC_URL, for instance "
        "https://clinic.example.org, and start again. Until then, use the clinic's tablet or this device."
    )


def _issued_view(request: Any, issued: IssuedLink) -> IssuedView:
    """The link, with a QR code where it is https. The address is the one set for this installation; without one it is
    that of this machine itself. It is never taken from the Host header of a request."""
    origin = settings.PUBLIC_URL[0] if settings.PUBLIC_URL else f"http://{LOOPBACK}:{request.META['SERVER_PORT']}"
    address = f"{origin}{reverse('intake')}#{issued.code}"
    lasts = _("30 minutes") if issued.on_clinic_tablet else _("72 hours")
    return IssuedView(issued.code, address, _qr_svg(address) if settings.BEHIND_HTTPS else "", issued.on_clinic_tablet, lasts)


def _qr_svg(text: str) -> str:
    """A QR code as SVG paths without style attributes."""
    code = qrcode.QRCode(border=2, image_factory=qrcode.image.svg.SvgPathImage)
    code.add_data(text)
    image: Any = code.make_image()
    drawn = io.BytesIO()
    image.save(drawn)
    svg = drawn.getvalue().decode()
    return svg[svg.index("<svg") :]


def _issue_page(request: Any, patient_id: uuid.UUID, issued: IssuedView | None, why_not: str) -> IssuePage:
    def build(patient: Patient) -> IssuePage:
        newest = Intake.objects.filter(patient=patient).order_by("-created_at").first()
        is_open = newest is not None and newest.status in (IntakeStatus.INVITED, IntakeStatus.STARTED)
        return IssuePage(
            shell=build_shell(request, simulated=patient.simulated),
            patient_id=patient.pk,
            patient=str(patient),
            standing=str(newest.get_status_display()) if newest is not None else "",  # pyright: ignore
            open_intake=newest.pk if newest is not None and is_open else None,
            issued=issued,
            phones_can_open=not why_not,
            phones_why_not=why_not,
            regions=region_choices(newest.region if newest is not None and is_open else region_of_care(patient)),
        )

    return read_intake_status(request.actor, patient_id, build)


def _where_to(value: str) -> WhereTo:
    kind, _dot, name = value.partition(".")
    try:
        chosen = uuid.UUID(name) if name else None
    except ValueError:
        raise NotInThisState(_("Choose the encounter that takes the answers.")) from None
    if kind == "encounter" and chosen:
        return WhereTo(encounter_id=chosen)
    if kind == "episode" and chosen:
        return WhereTo(episode_id=chosen)
    if value == NEW_EPISODE:
        return WhereTo()
    raise NotInThisState(_("Choose the encounter that takes the answers."))


def _review_page(request: Any, intake_id: uuid.UUID, fault: str = "", typed: dict[str, str] | None = None) -> ReviewPage:
    time = ClinicTime(request.membership.clinic)

    def build(intake: Intake) -> ReviewPage:
        record = gather_intake(intake)
        patient = intake.patient
        topics = tuple(
            AnswerTopic(
                page.id,
                page.title,
                lines := tuple(
                    AnswerLine(
                        q.label,
                        " ".join(record.drawn) if q.kind == "drawing" else answer_in_words(q, record.answers.get(q.id)),
                    )
                    for q in page.questions
                ),
                sum(bool(line.said) for line in lines),
            )
            for page in record.questions.pages
        )
        return ReviewPage(
            shell=build_shell(request, simulated=patient.simulated),
            intake_id=intake.pk,
            patient_id=patient.pk,
            patient=str(patient),
            line=in_a_few_words(patient, time),
            status=str(intake.status),
            status_words=str(intake.get_status_display()),  # pyright: ignore
            sent="" if intake.submitted_at is None else time.when(intake.submitted_at),  # pyright: ignore
            topics=topics,
            told=_told(record),
            told_read="" if record.told_read_at is None or record.unread else time.when(record.told_read_at),
            proposals=_proposals(record, intake.region, typed),
            n_proposals=len(record.proposals),
            texts=tuple((t.key, t.label, t.text) for t in record.texts),
            measures=tuple(
                (m.quantity, name_of(m.quantity), amount(m.number, "", m.quantity, "metric")) for m in record.measures
            ),
            drawn=record.drawn,
            drawing="" if record.drawing is None else record.drawing.to_json(),
            figure_url=static("enthesis/body/neutral.json"),
            build="neutral" if record.drawing is None else record.drawing.build,
            destinations=_destinations(intake, time),
            may_confirm=intake.status == IntakeStatus.SUBMITTED and can(request.actor.role, Permission.RECORD),
            recorded_in="" if intake.encounter_id is None else encounter_address(intake.encounter_id),
            fault=fault,
        )

    return read_intake(request.actor, intake_id, build)


def _told(record: IntakeRecord) -> tuple[ToldView, ...]:
    """What the patient was told, under what to do, most urgent first."""
    by_deed: dict[str, list[tuple[str, str]]] = {}
    for told in record.told:
        by_deed.setdefault(told.do, []).append((told.say, told.citation))
    return tuple(ToldView(do, tuple(lines)) for do, lines in by_deed.items())


def _proposals(
    record: IntakeRecord, region: str, typed: dict[str, str] | None
) -> tuple[tuple[str, tuple[ProposedView, ...]], ...]:
    """Proposed findings, positive first; what was chosen on a page that could not be recorded stays chosen."""
    names = get_knowledge(region).pack.finding_by_id
    shown = [
        ProposedView(
            p.finding,
            names[p.finding].name,
            p.state,
            tuple((b.asked, b.said) for b in p.because),
            p.contradicted,
            typed.get(p.finding, "") if typed is not None else "" if p.contradicted else p.state,
        )
        for p in record.proposals
    ]
    groups = (
        (_("Answers differ: ask"), tuple(p for p in shown if p.contradicted)),
        (_("Proposed as positive"), tuple(p for p in shown if not p.contradicted and p.state == "positive")),
        (_("Proposed as negative"), tuple(p for p in shown if not p.contradicted and p.state == "negative")),
    )
    return tuple(group for group in groups if group[1])


def _destinations(intake: Intake, time: ClinicTime) -> tuple[Choice, ...]:
    """Open encounters of the patient first, then open episodes for a new evaluation, then a new episode; each of the region asked about."""
    encounters = Encounter.objects.filter(patient_id=intake.patient_id, status=EncounterStatus.OPEN).select_related("episode")
    episodes = Episode.objects.filter(patient_id=intake.patient_id, status=EpisodeStatus.OPEN)
    found = [
        (
            f"encounter.{e.pk}",
            _("%(kind)s of %(day)s (open)") % {"kind": e.get_kind_display(), "day": time.when(e.started_at)},  # pyright: ignore
        )
        for e in encounters.order_by("-started_at")
        if known_region(e.episode.region) == known_region(intake.region)
    ]
    found += [
        (f"episode.{e.pk}", _("a new evaluation in '%(complaint)s'") % {"complaint": e.complaint})
        for e in episodes.order_by("-opened_at")
        if known_region(e.region) == known_region(intake.region)
    ]
    found.append((NEW_EPISODE, _("a new episode and its evaluation")))
    return tuple(Choice(value, label, at == 0) for at, (value, label) in enumerate(found))
