"""Requests to make, change, read and end a plan. Without script every decision is a field of one form."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can, check_can
from enthesis.access.policies import check_can_make_plan
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.change_plan import change_plan, end_plan
from enthesis.actions.decide_step import adjust_step
from enthesis.actions.make_plan import make_plan
from enthesis.actions.plan_record import PlanRecord
from enthesis.actions.propose_plan import cosign_plan, hand_back_plan, newest_proposal, propose_plan
from enthesis.actions.read_progress import read_episode_plan
from enthesis.actions.suggest_plan import Suggested, suggest_for
from enthesis.care.plan_document import Goal, plan_to_json, read_plan_document
from enthesis.records.episodes import Episode
from enthesis.records.plans import PlanStatus
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.plans.build import build_form_page, build_plan_page, proposal_of
from enthesis.web.plans.draft import Draft, decide, read_goals, unseal, with_added
from enthesis.web.plans.pages import PlanFormPage, PlanPage
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page


@staff_page
def plan(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: the plan of an episode; where there is none yet, the way to make one."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    time = ClinicTime(request.membership.clinic)

    def build(episode: Episode, record: PlanRecord | None) -> PlanPage | None:
        if record is None:
            return None
        return build_plan_page(record, episode, request.actor, _shell(request, episode), time)

    page = read_episode_plan(request.actor, episode_id, build)
    if page is None:
        return HttpResponseRedirect(reverse("change_plan", args=[episode_id]))
    return render_page(request, "plans/plan.html", page)


@staff_page
def change(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: the form, from the suggestion, the plan as it stands or a proposed step. POST: suggest again, add, or keep it."""
    if not can(request.actor.role, Permission.PROPOSE_PLAN):
        check_can(request.actor.role, Permission.PLAN)
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    if request.method != "POST":
        return _show(request, episode_id, lambda episode, record: _first(request, episode, record))
    try:
        draft = unseal(request.POST, episode_id)
    except UnusableInput as fault:
        response = _show(request, episode_id, lambda episode, record: _first(request, episode, record), str(fault))
        response.status_code = 409
        return response
    act = draft.typed.get("act", "save")
    try:
        if act == "suggest":
            return _show(request, episode_id, lambda episode, _record: _again(episode, draft))
        if act.startswith("add"):
            added = with_added(draft)
            return _show(request, episode_id, lambda _episode, _record: (added, ""))
        return _save(request, episode_id, draft)
    except (UnusableInput, NotInThisState) as fault:
        if isinstance(fault, NotFound):
            raise
        said = str(fault)
        response = _show(request, episode_id, lambda _episode, _record: (draft, ""), said)
        response.status_code = 409 if isinstance(fault, NotInThisState) else 422
        return response


@staff_page
def end(request: Any, plan_id: uuid.UUID) -> HttpResponse:
    """POST: end the plan; what was said and done in it stays."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    ended = end_plan(request.actor, plan_id)
    messages.success(request, _("The plan has ended. Its phones show no plan any more; everything in it is kept."))
    return HttpResponseRedirect(reverse("episode_plan", args=[ended.episode_id]))


@staff_page
def cosign(request: Any, plan_proposal_id: uuid.UUID) -> HttpResponse:
    """POST: co-sign a student's plan, or hand it back with a reason, by the button `act`."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        if request.POST.get("act") == "cosign":
            episode_id = cosign_plan(request.actor, plan_proposal_id).plan.episode_id
            messages.success(request, _("Co-signed. The patient has the plan now, under your responsibility."))
        else:
            episode_id = hand_back_plan(request.actor, plan_proposal_id, str(request.POST.get("reason", ""))).episode_id
            messages.success(request, _("Handed back. The student reads what should be changed."))
    except NotFound:
        raise
    except NotInThisState as fault:
        messages.error(request, str(fault))
        return HttpResponseRedirect(reverse("home"))
    return HttpResponseRedirect(reverse("episode_plan", args=[episode_id]))


def _save(request: Any, episode_id: uuid.UUID, draft: Draft) -> HttpResponse:
    document = plan_to_json(decide(draft))
    suggestion = plan_to_json(draft.suggestion) if draft.suggestion else None
    to_patient, to_clinician = (draft.typed.get(name, "").strip() for name in ("patient_sentence", "clinician_sentence"))
    if not can(request.actor.role, Permission.PLAN):
        propose_plan(request.actor, episode_id, draft.based_on, document, suggestion, to_patient, to_clinician)
        messages.success(request, _("It waits for a co-signature. The patient gets it after that."))
        return HttpResponseRedirect(reverse("episode_plan", args=[episode_id]))
    if draft.step_id:
        adjust_step(request.actor, uuid.UUID(draft.step_id), document, to_patient, to_clinician)
        messages.success(request, _("The step is adjusted; the plan has a new version."))
        return HttpResponseRedirect(reverse("episode_progress", args=[episode_id]))
    if draft.based_on == 0:
        make_plan(request.actor, episode_id, document, suggestion, to_patient, to_clinician)
        messages.success(request, _("The plan is made."))
    else:
        plan_id = read_episode_plan(request.actor, episode_id, lambda _e, record: record.plan.pk if record else None)
        if plan_id is None:
            raise NotInThisState(_("There is no plan to change any more; open the page again."))
        change_plan(request.actor, plan_id, draft.based_on, document, to_patient, to_clinician, suggestion)
        messages.success(request, _("The plan has a new version; the earlier ones are kept."))
    return HttpResponseRedirect(reverse("episode_plan", args=[episode_id]))


def _show(request: Any, episode_id: uuid.UUID, make: Any, fault: str = "") -> HttpResponse:
    """The form for the draft that `make` gives for the episode and its plan, inside the clinic's scope."""
    time = ClinicTime(request.membership.clinic)

    def build(episode: Episode, record: PlanRecord | None) -> PlanFormPage:
        draft, said_from = make(episode, record)
        return build_form_page(draft, episode, request.actor, _shell(request, episode), time, said_from, fault)

    return render_page(request, "plans/form.html", read_episode_plan(request.actor, episode_id, build))


def _first(request: Any, episode: Episode, record: PlanRecord | None) -> tuple[Draft, str]:
    """The draft that the form opens with."""
    proposal = newest_proposal(episode.pk) if request.GET.get("from") == "proposal" else None
    if proposal is not None:
        document = read_plan_document(proposal.document)
        suggestion = read_plan_document(proposal.suggestion) if proposal.suggestion else None
        typed = {"patient_sentence": proposal.patient_sentence, "clinician_sentence": proposal.clinician_sentence}
        return Draft(document, suggestion, proposal.based_on, "", typed, episode.region), ""
    if record is not None and record.plan.status == PlanStatus.ACTIVE:
        document = read_plan_document(record.current.document)
        step = record.waiting_step if request.GET.get("from") == "step" else None
        proposed = proposal_of(step) if step is not None else None
        if step is not None and proposed is not None:
            typed = {"patient_sentence": step.patient_sentence}
            return Draft(proposed, proposed, record.current.number, str(step.pk), typed, episode.region), ""
        return Draft(document, None, record.current.number, region=episode.region), ""
    check_can_make_plan(episode, False)
    found = suggest_for(episode)
    draft = Draft(found.document, found.document if found.made_from else None, region=episode.region)
    return draft, _made_from(found, request)


def _again(episode: Episode, draft: Draft) -> tuple[Draft, str]:
    """The engine asked once more, with the phase, programme and goals as they are chosen now; other fields stay as typed."""
    goals: tuple[Goal, ...] = read_goals(draft.typed, draft.base)
    phase = draft.typed.get("phase", "")
    # A phase that was only left standing from the engine's own suggestion is not a choice.
    chosen = phase if draft.based_on or phase != draft.base.phase else ""
    found = suggest_for(episode, goals, chosen, draft.typed.get("programme", ""))
    kept = {name: text for name, text in draft.typed.items() if name[:1] not in "ei" or "." not in name}
    for name in ("phase", "programme", "marker", "overlay", "run_level"):
        kept.pop(name, None)
    return replace(draft, base=found.document, suggestion=found.document, typed=kept), ""


def _made_from(found: Suggested, request: Any) -> str:
    if found.made_from is None:
        return ""
    day = ClinicTime(request.membership.clinic).when(found.made_from)
    if found.evaluation_signed:
        return _("Suggested from the signed evaluation of %(day)s.") % {"day": day}
    return _("Suggested from the evaluation of %(day)s, which is not signed yet.") % {"day": day}


def _shell(request: Any, episode: Episode) -> Any:
    return build_shell(request, "patients", episode.patient.simulated)
