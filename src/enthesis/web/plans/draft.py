"""A plan while it is being decided: what it is made from, what was typed, and the document that comes of both.

What stood on the screen travels with the form under the server's seal, so that the suggestion that is kept is the one that was
shown, and what was typed stays in its fields when something has to be mended.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.dosing import start_dose
from enthesis.care.plan_document import (
    Goal,
    LeftOut,
    PlanDocument,
    PlannedExercise,
    PlannedIntervention,
    plan_to_json,
    read_plan_document,
)
from enthesis.care.plan_exercises import plan_exercise
from enthesis.knowledge.regions import default_region
from enthesis.terms.fault import UnusableInput
from enthesis.web.plans.dose_form import read_typed_dose
from enthesis.web.plans.numbers import read_number, read_whole

SALT = "plan-draft"
LASTS_S = 24 * 3600
N_GOALS = 4
MOST_TYPED = 400
LONGEST_TYPED = 2_000
ADDED = "Added by the clinician."
PROPOSED = re.compile(r"\s*\(proposed;[^)]*\)")
"""How the engine marks a goal that nobody has put into words yet."""


@dataclass(frozen=True)
class Draft:
    """A plan in the making."""

    base: PlanDocument
    """The document whose lines the form shows: the suggestion, the plan as it stands, or a proposed step."""
    suggestion: PlanDocument | None
    """What the engine said, kept beside the decision; None where it was not asked."""
    based_on: int = 0
    """Number of the version that stood on the screen; 0 for a new plan."""
    step_id: str = ""
    """The proposed step that is being adjusted; empty: none."""
    typed: Mapping[str, str] = field(default_factory=dict[str, str])
    region: str = field(default_factory=default_region)
    """Of the episode."""


def seal(draft: Draft, episode_id: uuid.UUID) -> str:
    """The draft without what was typed, for a hidden field."""
    kept = {
        "episode": str(episode_id),
        "base": plan_to_json(draft.base),
        "suggestion": plan_to_json(draft.suggestion) if draft.suggestion else None,
        "based_on": draft.based_on,
        "step": draft.step_id,
        "region": draft.region,
    }
    return signing.dumps(kept, salt=SALT, compress=True)


def unseal(post: Mapping[str, Any], episode_id: uuid.UUID) -> Draft:
    """The draft that a form was about, with what was typed into it.

    Raises:
        UnusableInput: the form is not one of this server's, of another episode, or a day old.
    """
    try:
        kept: Any = signing.loads(str(post.get("draft", "")), salt=SALT, max_age=LASTS_S)
        if kept["episode"] != str(episode_id):
            raise signing.BadSignature
    except signing.BadSignature:
        raise UnusableInput(
            _("the form"), _("it is more than a day old, or not from this page"), _("open the page again")
        ) from None
    typed = {str(name): str(value)[:LONGEST_TYPED] for name, value in list(post.items())[:MOST_TYPED] if name != "draft"}
    suggestion = read_plan_document(kept["suggestion"]) if kept["suggestion"] else None
    return Draft(read_plan_document(kept["base"]), suggestion, kept["based_on"], kept["step"], typed, kept["region"])


def with_added(draft: Draft) -> Draft:
    """The draft with an exercise or an intervention of the catalogue added at its end.

    Raises:
        UnusableInput: nothing was chosen, it is not in the catalogue, or it is in the plan already.
    """
    rehabilitation = get_rehabilitation(draft.region)
    wanted = draft.typed.get("add_exercise", "")
    if draft.typed.get("act") == "add_intervention":
        wanted = draft.typed.get("add_intervention", "")
        chosen = next((i for i in rehabilitation.interventions if i.id == wanted), None)
        if chosen is None:
            raise UnusableInput(_("Add an intervention"), _("none was chosen"), _("choose one from the list"))
        if any(i.id == wanted for i in draft.base.interventions):
            raise UnusableInput(chosen.name, _("it is in the list already"), _("accept it there"))
        line = PlannedIntervention(
            *(chosen.id, chosen.name, (), chosen.indication, chosen.contraindications, chosen.dose),
            evidence_grade=chosen.evidence_grade,
            citation=chosen.support.citation,
            decision="accepted",
            reason=ADDED,
            effect=chosen.effect,
            basis=chosen.support.basis,
            dose_basis=chosen.dose_basis,
        )
        return replace(draft, base=replace(draft.base, interventions=(*draft.base.interventions, line)))
    by_name = {exercise.name.lower(): exercise.id for exercise in rehabilitation.exercises}
    exercise = rehabilitation.exercise_by_id.get(by_name.get(wanted.strip().lower(), wanted))
    if exercise is None:
        raise UnusableInput(_("Add an exercise"), _("none of the library was chosen"), _("choose one from the list"))
    if any(e.id == exercise.id for e in draft.base.exercises):
        raise UnusableInput(exercise.name, _("it is in the plan already"), _("change its dose there"))
    added = replace(plan_exercise(exercise, "Added"), dose=start_dose(exercise), why=ADDED)
    return replace(draft, base=replace(draft.base, exercises=(*draft.base.exercises, added)))


def decide(draft: Draft) -> PlanDocument:
    """The document that the form says.

    Raises:
        UnusableInput: a number cannot be read or lies out of its range, or something suggested is declined without a reason.
    """
    base, typed = draft.base, draft.typed
    suggested = {e.id for e in draft.suggestion.exercises} if draft.suggestion else set[str]()
    exercises: list[PlannedExercise] = []
    left_out = [line for line in base.left_out if line.id not in {e.id for e in base.exercises}]
    for number, exercise in enumerate(base.exercises):
        if typed.get(f"e{number}.keep", "yes") == "yes":
            exercises.append(_exercise(f"e{number}", exercise, typed))
            continue
        reason = typed.get(f"e{number}.reason", "").strip()
        if not reason and (exercise.id in suggested or draft.based_on):
            raise UnusableInput(exercise.name, _("it is declined without a reason"), _("say why, in a few words"))
        if reason:
            left_out.append(LeftOut(exercise.id, exercise.name, reason))
    decided = replace(
        base,
        goals=read_goals(typed, base),
        pain_ceiling_0_10=read_whole(typed.get("ceiling", str(base.pain_ceiling_0_10)), _("Pain ceiling")) or 0,
        phase=typed.get("phase", base.phase),
        overlay=typed.get("overlay", base.overlay),  # type: ignore[arg-type]
        marker=typed.get("marker", base.marker),
        run_level=typed.get("run_level", base.run_level),
        run_goal=typed.get("run_goal", base.run_goal).strip(),
        exercises=tuple(exercises),
        interventions=tuple(_intervention(f"i{n}", line, typed) for n, line in enumerate(base.interventions)),
        review_in_days=read_whole(typed.get("review_in_days", str(base.review_in_days)), _("Review in days")) or 0,
        left_out=tuple(left_out),
    )
    if decided.phase not in get_rehabilitation(draft.region).phase_by_id:
        raise UnusableInput(_("Phase"), _("this phase is not known"), _("choose one from the list"))
    if decided.phase != base.phase:
        decided = replace(decided, phase_because=_("Chosen by the clinician"))
    return read_plan_document(plan_to_json(decided), _("The plan"))


def _exercise(name: str, base: PlannedExercise, typed: Mapping[str, str]) -> PlannedExercise:
    side = typed.get(f"{name}.side", base.side)
    if side not in ("left", "right", "both", ""):
        raise UnusableInput(base.name, _("this is no side"), _("choose one from the list"))
    return replace(base, side=side, dose=read_typed_dose(typed, name, base.name, base.dose))  # type: ignore[arg-type]


def _intervention(name: str, base: PlannedIntervention, typed: Mapping[str, str]) -> PlannedIntervention:
    decision = typed.get(f"{name}.decision", base.decision)
    if decision not in ("suggested", "accepted", "declined"):
        raise UnusableInput(base.name, _("this is no decision"), _("accept it, decline it, or leave it open"))
    reason = typed.get(f"{name}.reason", "").strip()
    if decision == "declined" and not reason:
        if base.decision != "declined":
            raise UnusableInput(base.name, _("it is declined without a reason"), _("say why, in a few words"))
        reason = base.reason
    dose = typed.get(f"{name}.dose", base.dose).strip()
    return replace(base, decision=decision, reason=reason or base.reason, dose=dose)  # type: ignore[arg-type]


def goal_fields(goal: Goal | None) -> dict[str, str]:
    """A goal as the texts of its fields. A goal the engine proposes is no patient's word: its field stays empty."""
    if goal is None or PROPOSED.search(goal.words):
        return {"words": "", "baseline": "", "target": ""}
    baseline, target = ("" if v is None else f"{v:g}" for v in (goal.baseline, goal.target))
    return {"words": goal.words, "baseline": baseline, "target": target}


def proposed_words(goal: Goal | None) -> str:
    """What the engine proposes to ask about; empty where the goal is the patient's own."""
    return PROPOSED.sub("", goal.words) if goal is not None and PROPOSED.search(goal.words) else ""


def read_goals(typed: Mapping[str, str], base: PlanDocument) -> tuple[Goal, ...]:
    """The goals as typed; a row without words and scores is none.

    Raises:
        UnusableInput: a score is no number from 0 to 10, or stands without words.
    """
    goals: list[Goal] = []
    for number in range(max(N_GOALS, len(base.goals))):
        shown = goal_fields(base.goals[number] if number < len(base.goals) else None)
        words, baseline, target = (typed.get(f"g{number}.{part}", shown[part]).strip() for part in shown)
        where = _("Goal %(n)d") % {"n": number + 1}
        scores = [read_number(text, where) for text in (baseline, target)]
        if any(score is not None and not 0 <= score <= 10 for score in scores):
            raise UnusableInput(where, _("the score lies outside 0 to 10"), _("0 is unable, 10 is as before"))
        if not words:
            if any(score is not None for score in scores):
                raise UnusableInput(where, _("it has a score and no words"), _("write what the patient wants to do"))
            continue
        goals.append(Goal(words, "psfs" if any(score is not None for score in scores) else "", *scores))
    return tuple(goals)
