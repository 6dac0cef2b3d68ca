"""What somebody merely remembers, or judges, never looks like something read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from enthesis.knowledge.rehabilitation import Basis, Rehabilitation, Support
from enthesis.terms.fault import Fault

_RECALLED = re.compile(r"\brecalled\b|\bfrom memory\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d")


def check(care: Rehabilitation) -> Iterator[Fault]:
    """What is cited has a citation and a link; what is judgement has no link; no text says that it was recalled; and a remark
    or an effect that rests on judgement holds no figure.

    Why: a recalled figure looks like a published one as soon as it stands in a plan. Doses may be judged, effects may not.
    """
    for where, name, support in _supports(care):
        yield from _support(where, name, support)
    for where, name, text, judged in _texts(care):
        if _RECALLED.search(text):
            yield Fault(where, f"{name} holds something recalled: {text[:60]!r}", "read it and cite it, or leave it out")
        if judged and _FIGURE.search(text):
            yield Fault(
                where, f"{name} holds a figure that nobody read: {text[:60]!r}", "cite where it was read, or leave it out"
            )


def _support(where: str, name: str, support: Support) -> Iterator[Fault]:
    if support.basis not in get_args(Basis):
        yield Fault(where, f"the basis of {name} is '{support.basis}'", f"write one of {', '.join(get_args(Basis))}")
    elif support.basis == "judgement":
        if support.link:
            yield Fault(where, f"{name} is judgement and yet has a link", "cite it with how it was read, or take the link out")
    elif not support.citation.strip() or not support.link.startswith(("https://", "http://")):
        yield Fault(where, f"{name} is cited as {support.basis} without a citation and a link", "write both, or write judgement")


def _supports(care: Rehabilitation) -> Iterator[tuple[str, str, Support]]:
    for exercise in care.exercises:
        yield exercise.where, exercise.id, exercise.support
        yield exercise.where, f"the dose of {exercise.id}", exercise.dose_support
    for phase in care.phases:
        yield phase.where, phase.id, phase.support
        for criterion in phase.enter_when + phase.leave_when:
            yield phase.where, f"{criterion.measure} of {phase.id}", criterion.support
    for entry in (*care.run_levels, *care.programmes, *care.interventions):
        yield entry.where, entry.id, entry.support
    for name, support in care.numbers.support_by_name.items():
        yield "care/progression.yaml", name, support


def _texts(care: Rehabilitation) -> Iterator[tuple[str, str, str, bool]]:
    """Texts that may claim something, and whether no figure may stand in them."""
    for exercise in care.exercises:
        yield exercise.where, f"the remark on {exercise.id}", exercise.remark, exercise.support.basis == "judgement"
    for programme in care.programmes:
        for text in (programme.summary, programme.pain_rule, programme.duration):
            yield programme.where, programme.id, text, False
    for intervention in care.interventions:
        judged = intervention.support.basis == "judgement"
        yield intervention.where, f"the effect of {intervention.id}", intervention.effect, judged
        for text in (intervention.indication, intervention.dose, intervention.evidence_grade, *intervention.contraindications):
            yield intervention.where, intervention.id, text, False
