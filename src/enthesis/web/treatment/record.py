"""The record of a treatment visit, read inside the clinic's scope."""

from __future__ import annotations

import datetime
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from enthesis.actions.encounter_facts import gather_facts, read_and_assess
from enthesis.actions.plan_record import PlanRecord, gather_plan
from enthesis.actions.suggest_plan import newest_evaluation
from enthesis.knowledge.pack import Finding
from enthesis.records.entries import ENTRY_MODELS, Entry, FindingEntry, current_entries
from enthesis.records.episodes import Encounter, EncounterStatus, Episode
from enthesis.records.plans import Plan, PlanStatus
from enthesis.reports.care_words import WITHDRAWN
from enthesis.web.assessor import get_knowledge
from enthesis.web.home.waiting import unanswered_flags

KINDS = ("text", "finding", "measure", "intervention", "exercise_done")
MARKERS = 3
MOST_RETESTS = 15


@dataclass(frozen=True)
class VisitRecord:
    """What the page of a visit is made from."""

    encounter: Encounter
    episode: Episode
    entries: Mapping[str, Mapping[str, Any]]
    """Current entries by kind and key."""
    retests: tuple[Finding, ...]
    """Positive findings of the evaluation that can be tested again, the weightiest first."""
    before: Mapping[str, tuple[tuple[datetime.datetime, FindingEntry], ...]]
    """How a finding was found in earlier encounters, oldest first."""
    plan: PlanRecord | None
    unanswered_flags: tuple[str, ...]
    n_visits: int
    last_visit_at: datetime.datetime | None

    @property
    def held(self) -> str:
        """Ids of the current entries by kind and key, for a hidden field."""
        found = {f"{kind}:{key}": str(entry.pk) for kind, of_kind in self.entries.items() for key, entry in of_kind.items()}
        return json.dumps(found, separators=(",", ":"))

    @property
    def saved_at(self) -> datetime.datetime | None:
        """When the newest entry was made."""
        return max((e.recorded_at for of_kind in self.entries.values() for e in of_kind.values()), default=None)


def gather_visit(encounter: Encounter) -> VisitRecord:
    """Read a visit and what it goes on from, with the best markers of change first."""
    return _gather(encounter, ranked=True)


def gather_saved(encounter: Encounter) -> VisitRecord:
    """The same without asking the reasoning for an order: quick enough for what is saved while somebody types."""
    return _gather(encounter, ranked=False)


def _gather(encounter: Encounter, ranked: bool) -> VisitRecord:
    episode: Any = Episode.objects.select_related("patient").get(pk=encounter.episode_id)
    earlier = list(
        Encounter.objects.filter(episode=episode, started_at__lt=encounter.started_at)
        .exclude(status=EncounterStatus.ABANDONED)
        .order_by("started_at")
    )
    before = _before(earlier)
    plan = Plan.objects.filter(episode=episode, status=PlanStatus.ACTIVE).select_related("patient").first()
    flags = tuple(flag.name for found in unanswered_flags([encounter]).values() for flag in found)
    return VisitRecord(
        encounter=encounter,
        episode=episode,
        entries={kind: current_entries(ENTRY_MODELS[kind], encounter.pk) for kind in KINDS},
        retests=_retests(episode, encounter, before, ranked),
        before=before,
        plan=gather_plan(plan) if plan is not None else None,
        unanswered_flags=flags,
        n_visits=len(earlier) + 1,
        last_visit_at=earlier[-1].started_at if earlier else None,
    )


def _before(earlier: list[Encounter]) -> dict[str, tuple[tuple[datetime.datetime, FindingEntry], ...]]:
    when = {encounter.pk: encounter.started_at for encounter in earlier}
    found: dict[str, list[tuple[datetime.datetime, FindingEntry]]] = {}
    current = FindingEntry.objects.filter(encounter_id__in=list(when), replaced_by__isnull=True).exclude(result="not_assessed")
    for entry in current.filter(key=F("finding")):  # what was recorded of the other side beside it is no earlier result
        found.setdefault(entry.finding, []).append((when[entry.encounter_id], entry))  # type: ignore[attr-defined]
    return {finding: tuple(sorted(listed, key=lambda pair: pair[0])) for finding, listed in found.items()}


def _retests(
    episode: Episode,
    encounter: Encounter,
    before: Mapping[str, tuple[tuple[datetime.datetime, FindingEntry], ...]],
    ranked: bool,
) -> tuple[Finding, ...]:
    """Findings that were positive when first found and are seen or felt rather than told.

    Assumes: those that said most about the first source of the newest evaluation are the best markers of change.
    """
    pack = get_knowledge(episode.region).pack
    positive = [
        pack.finding_by_id[finding]
        for finding, found in before.items()
        if found[0][1].result == "positive" and finding in pack.finding_by_id
    ]
    testable = [f for f in positive if f.position != "interview" and f.informative]
    if not ranked:
        return tuple(testable)
    evaluation = newest_evaluation(episode)
    weight: dict[str, float] = {}
    if testable and evaluation is not None and evaluation.pk != encounter.pk:
        _read, answer = read_and_assess(gather_facts(evaluation))
        for explained in answer.explanations[:1]:
            weight = {f.finding: abs(f.alone_decibans) for group in explained.groups for f in group.findings}
    place = {finding.id: number for number, finding in enumerate(pack.findings)}
    testable.sort(key=lambda f: (-weight.get(f.id, 0.0), place[f.id]))
    return tuple(testable[:MOST_RETESTS])


def standing_content(entry: Entry | None) -> Mapping[str, Any]:
    """What an entry says; empty for none, and for one that was withdrawn."""
    if entry is None:
        return {}
    content = entry.content
    return {} if WITHDRAWN in (content.get("response"), content.get("note")) else content


def read_held(text: str) -> dict[tuple[str, str], uuid.UUID]:
    """What the page held, by kind and key; what cannot be read is left out."""
    try:
        found = json.loads(text or "{}") if len(text) < 200_000 else {}
    except (ValueError, RecursionError):
        return {}
    held: dict[tuple[str, str], uuid.UUID] = {}
    for name, identity in found.items() if isinstance(found, dict) else ():
        kind, _colon, key = str(name).partition(":")
        try:
            held[kind, key] = uuid.UUID(str(identity))
        except ValueError:
            continue
    return held
