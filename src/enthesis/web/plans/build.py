"""Build the plan's pages from its record, inside the clinic's scope; nothing queries after."""

from __future__ import annotations

import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.actions.own_programmes import knowledge_with_own, programme_name
from enthesis.actions.plan_record import PlanRecord, Version
from enthesis.actions.propose_plan import newest_proposal
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.suggest_plan import newest_evaluation
from enthesis.care.figures.pose_files import load_figures
from enthesis.care.plan_document import Goal, PlanDocument, read_plan_document
from enthesis.care.plan_programme import NOT_ASSESSED
from enthesis.records.episodes import Episode
from enthesis.records.plans import PlanStatus, ProposalStatus
from enthesis.records.programmes import is_own
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.patients.build import address_or_empty, in_a_few_words
from enthesis.web.plans.differences import overlay_name, phase_name, run_level_name, what_changed
from enthesis.web.plans.dose_form import dose_fields
from enthesis.web.plans.draft import ADDED, N_GOALS, Draft, goal_fields, proposed_words, seal
from enthesis.web.plans.pages import (
    About,
    ExerciseField,
    ExerciseLine,
    GoalField,
    InterventionField,
    InterventionLine,
    Option,
    PlanFormPage,
    PlanPage,
    ProposalCard,
    VersionLine,
)
from enthesis.web.shell import Shell

CEILINGS = (3, 4, 5)
OWN_PROGRAMME = lazy("%(name)s (clinic’s own, not from a study)")
PURPOSES = {"rehabilitation": lazy("Rehabilitation"), "prevention": lazy("Prevention"), "training": lazy("Training")}


def about_episode(episode: Episode, time: ClinicTime) -> About:
    """Whose plan it is, and what is asked in the episode's region."""
    patient, care = episode.patient, get_rehabilitation(episode.region)
    asked = {"runs": bool(care.run_levels), "sits": "sitting_min" in care.daily.asks}
    return About(episode.pk, patient.pk, str(patient), in_a_few_words(patient, time), episode.complaint, **asked)


def side_words(side: str) -> str:
    """A side as it stands beside a dose."""
    return {"left": _("left"), "right": _("right"), "both": _("each side")}.get(side, "")


def figure_address(exercise: str, side: str) -> str:
    """The still drawing of an exercise, which the patient's app serves to anybody; empty where there is none yet."""
    if exercise not in load_figures():
        return ""
    return (
        address_or_empty(("today_figure",), exercise)
        and f"{reverse('today_figure', args=[exercise])}?view=still&side={side or 'right'}"
    )


def goal_words(goal: Goal) -> str:
    """The scores of a goal in words; empty where it has none."""
    if goal.baseline is None and goal.target is None:
        return ""
    known = {
        "now": "–" if goal.baseline is None else f"{goal.baseline:g}",
        "goal": "–" if goal.target is None else f"{goal.target:g}",
    }
    return _("PSFS %(now)s → %(goal)s of 10") % known


def suggestion_of(version: Version) -> PlanDocument | None:
    """What the engine had said for a version; None where it was not asked."""
    return read_plan_document(version.suggestion, "suggestion") if version.suggestion else None


def build_form_page(
    draft: Draft, episode: Episode, actor: Actor, shell: Shell, time: ClinicTime, said_from: str = "", fault: str = ""
) -> PlanFormPage:
    """The form for a draft."""
    base, typed, rehabilitation = draft.base, draft.typed, get_rehabilitation(episode.region)
    exercise_names = {e.id: e.name for e in rehabilitation.exercises}
    suggested = {e.id: e.dose.words for e in draft.suggestion.exercises} if draft.suggestion else {}

    def options(field: str, standing: str, known: list[tuple[str, str]]) -> tuple[Option, ...]:
        chosen = typed.get(field, standing)
        return tuple(Option(value, label, value == chosen) for value, label in known)

    tracks = [(p.id, p.name) for p in rehabilitation.phases if p.kind == "track"]
    tests = dict.fromkeys((base.marker, *(p.test_position for p in rehabilitation.phases)))
    markers = {test: exercise_names.get(test, test) for test in tests if test}
    in_plan = {e.id for e in base.exercises}
    known_interventions = {i.id for i in base.interventions}
    return PlanFormPage(
        shell=shell,
        about=about_episode(episode, time),
        is_new=draft.based_on == 0,
        adjusts_step=bool(draft.step_id),
        proposes=not can(actor.role, Permission.PLAN),
        proposal=proposal_card(episode, draft.base if draft.based_on else None, actor, time),
        draft=seal(draft, episode.pk),
        fault=fault,
        said_from=said_from,
        has_assessment=newest_evaluation(episode) is not None,
        phase_because=base.phase_because,
        sources=tuple((s.name, s.probability) for s in base.sources),
        conflicts=base.conflicts,
        refer=base.refer,
        ask_first=base.ask_first,
        left_out=tuple((line.name, line.because) for line in base.left_out),
        goals=_goal_fields(draft),
        exercises=tuple(_exercise_field(n, draft, suggested) for n in range(len(base.exercises))),
        interventions=tuple(
            InterventionField(
                number=n,
                id=line.id,
                name=line.name,
                decision=typed.get(f"i{n}.decision", line.decision),
                reason=typed.get(f"i{n}.reason", line.reason if line.decision == "declined" else ""),
                why=line.reason if line.decision != "declined" else "",
                dose=typed.get(f"i{n}.dose", line.dose),
                indication=line.indication,
                contraindications=line.contraindications,
                ask_first=line.ask_first,
                effect=line.effect,
                grade=line.evidence_grade,
                citation=line.citation,
                basis=line.basis,
            )
            for n, line in enumerate(base.interventions)
        ),
        phases=options("phase", base.phase, tracks),
        programmes=options(
            "programme", base.programme, [("", _("What the sources need")), *_programmes(episode.region, base.programme)]
        ),
        overlays=options(
            "overlay",
            base.overlay,
            [("", _("none")), *((o, overlay_name(episode.region, o)) for o in ("flare", "hold", "refer"))],
        ),
        ceilings=options(
            "ceiling", str(base.pain_ceiling_0_10), [(str(c), str(c)) for c in sorted({*CEILINGS, base.pain_ceiling_0_10})]
        ),
        markers=options("marker", base.marker, [("", _("none")), *markers.items()]),
        run_levels=options(
            "run_level", base.run_level, [("", _("no running yet")), *((r.id, r.name) for r in rehabilitation.run_levels)]
        ),
        run_goal=typed.get("run_goal", base.run_goal),
        review_in_days=typed.get("review_in_days", str(base.review_in_days)),
        patient_sentence=typed.get("patient_sentence", ""),
        clinician_sentence=typed.get("clinician_sentence", ""),
        library=tuple(
            (e.name, ", ".join(phase_name(episode.region, p) for p in e.phases))
            for e in rehabilitation.exercises
            if e.id not in in_plan
        ),
        more_interventions=tuple(
            Option(i.id, i.name, False) for i in rehabilitation.interventions if i.id not in known_interventions
        ),
    )


def _programmes(region: str, standing: str) -> list[tuple[str, str]]:
    """Programmes to choose from: those of the literature, and the clinic's own, marked as such."""
    published = get_rehabilitation(region).programme_by_id
    known = knowledge_with_own(region, (standing,)).programmes
    return [(p.id, p.name if p.id in published else str(OWN_PROGRAMME % {"name": p.name})) for p in known]


def _goal_fields(draft: Draft) -> tuple[GoalField, ...]:
    fields: list[GoalField] = []
    for number in range(max(N_GOALS, len(draft.base.goals))):
        goal = draft.base.goals[number] if number < len(draft.base.goals) else None
        texts = {part: draft.typed.get(f"g{number}.{part}", text) for part, text in goal_fields(goal).items()}
        fields.append(GoalField(number, **texts, proposed=proposed_words(goal)))
    return tuple(fields)


def _exercise_field(number: int, draft: Draft, suggested: dict[str, str]) -> ExerciseField:
    line, typed = draft.base.exercises[number], draft.typed
    side = typed.get(f"e{number}.side", line.side)
    known = get_rehabilitation(draft.region).exercise_by_id.get(line.id)
    sides = (("", _("no side")), ("left", _("left")), ("right", _("right")), ("both", _("each side")))
    return ExerciseField(
        number=number,
        id=line.id,
        name=line.name,
        keep=typed.get(f"e{number}.keep", "yes") == "yes",
        reason=typed.get(f"e{number}.reason", ""),
        dose={part: typed.get(f"e{number}.{part}", text) for part, text in dose_fields(line.dose).items()},
        sides=tuple(Option(value, label, value == side) for value, label in sides),
        why=line.why,
        citation=line.citation,
        basis=line.basis,
        suggested=suggested.get(line.id, ""),
        setup=known.setup if known else "",
        stop_rule=known.stop_rule if known else "",
        figure=figure_address(line.id, line.side),
    )


def build_plan_page(record: PlanRecord, episode: Episode, actor: Actor, shell: Shell, time: ClinicTime) -> PlanPage:
    """The plan as it stands, with the suggestion beside the decision."""
    current, rehabilitation = record.current, get_rehabilitation(episode.region)
    document = read_plan_document(current.document)
    suggestion = next((suggestion_of(v) for v in reversed(record.versions) if v.suggestion), None)
    suggested = {e.id: e.dose.words for e in suggestion.exercises} if suggestion else {}
    phase = rehabilitation.phase_by_id.get(document.phase)
    marker = rehabilitation.exercise_by_id.get(document.marker)
    names = {s.id: s.name for s in document.sources}
    review_on = time.local(current.made_at).date() + datetime.timedelta(days=document.review_in_days)
    exercises = tuple(
        ExerciseLine(
            name=line.name,
            side=side_words(line.side),
            dose=line.dose.words,
            why=line.why,
            citation=line.citation,
            basis=line.basis,
            serves=tuple(names[s] for s in line.serves if s in names),
            suggested=suggested.get(line.id, "") if suggested.get(line.id, "") != line.dose.words else "",
            added=line.why == ADDED or (bool(suggested) and line.id not in suggested),
            figure=figure_address(line.id, line.side),
        )
        for line in document.exercises
    )
    return PlanPage(
        shell=shell,
        about=about_episode(episode, time),
        plan_id=record.plan.pk,
        active=record.plan.status == PlanStatus.ACTIVE,
        number=current.number,
        phase=phase_name(episode.region, document.phase),
        phase_words=phase.goal if phase else "",
        phase_because=document.phase_because,
        overlay=overlay_name(episode.region, document.overlay),
        overlay_id=document.overlay,
        programme=programme_name(episode.region, document.programme),
        programme_is_own=is_own(document.programme),
        has_assessment=NOT_ASSESSED not in document.phase_because and newest_evaluation(episode) is not None,
        purpose=str(PURPOSES[document.purpose]),
        sources=tuple((s.name, s.probability) for s in document.sources),
        conflicts=document.conflicts,
        refer=document.refer,
        ask_first=document.ask_first,
        left_out=tuple((line.name, line.because) for line in document.left_out),
        goals=tuple((goal.words, goal_words(goal)) for goal in document.goals if not proposed_words(goal)),
        pain_ceiling=document.pain_ceiling_0_10,
        marker=marker.name if marker else "",
        run_level=run_level_name(episode.region, document.run_level),
        run_goal=document.run_goal,
        review=ngettext("in %(n)d day, %(day)s", "in %(n)d days, %(day)s", document.review_in_days)
        % {"n": document.review_in_days, "day": time.short_day(review_on)},
        exercises=exercises,
        interventions=tuple(
            InterventionLine(i.name, i.decision, i.reason, i.dose, i.evidence_grade, i.citation, i.ask_first)
            for i in document.interventions
        ),
        versions=version_lines(record, time),
        was_suggested=suggestion is not None,
        n_changed=len(what_changed(episode.region, suggestion, document)) if suggestion else 0,
        step_waits=record.waiting_step is not None,
        n_alerts=len(record.alerts),
        proposal=proposal_card(episode, document, actor, time),
        may_propose=can(actor.role, Permission.PROPOSE_PLAN) and record.plan.status == PlanStatus.ACTIVE,
        may_plan=can(actor.role, Permission.PLAN) and record.plan.status == PlanStatus.ACTIVE,
        may_link=can(actor.role, Permission.LINK_PHONE) and record.plan.status == PlanStatus.ACTIVE,
    )


def proposal_card(episode: Episode, standing: PlanDocument | None, actor: Actor, time: ClinicTime) -> ProposalCard | None:
    """The student's plan of an episode that is open; None where there is none.

    Args:
        standing: the plan as it stands; None where there is none yet.
    """
    proposal = newest_proposal(episode.pk)
    if proposal is None:
        return None
    document = read_plan_document(proposal.document, "proposal")
    against = standing if proposal.based_on else None
    waits = proposal.status == ProposalStatus.WAITING
    by: Any = proposal.proposed_by
    back: Any = proposal.decided_by
    phase = _("Phase: %(phase)s") % {"phase": phase_name(episode.region, document.phase)}
    first = (phase, *(f"{line.name}: {line.dose.words}" for line in document.exercises))
    return ProposalCard(
        id=proposal.pk,
        who=by.full_name,
        when=time.when(proposal.proposed_at),
        handed_back="" if waits else proposal.reason,
        by=back.full_name if back else "",
        lines=what_changed(episode.region, against, document) if against else first,
        patient_sentence=proposal.patient_sentence,
        clinician_sentence=proposal.clinician_sentence,
        may_cosign=waits and can(actor.role, Permission.COSIGN) and proposal.proposed_by_id != actor.person_id,
    )


def version_lines(record: PlanRecord, time: ClinicTime) -> tuple[VersionLine, ...]:
    """Every version with what changed, the newest first."""
    lines: list[VersionLine] = []
    before: PlanDocument | None = None
    for version in record.versions:
        document = read_plan_document(version.document)
        against = before or suggestion_of(version)
        lines.append(
            VersionLine(
                version.number,
                time.when(version.made_at),
                version.made_by,
                version.patient_sentence,
                version.clinician_sentence,
                what_changed(record.region, against, document) if against else (),
            )
        )
        before = document
    return tuple(reversed(lines))


def proposal_of(step: Any) -> PlanDocument | None:
    """The plan as it would be with a proposed step; None where the step changes nothing."""
    document = step.proposal.get("document") if isinstance(step.proposal, dict) else None
    return read_plan_document(document, "proposal") if document else None
