"""Take a patient's answers over into an encounter: only what the therapist confirms becomes a finding."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, check_can
from enthesis.access.policies import check_can_record
from enthesis.access.refused import Conflict, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.intake_record import drawing_document, gather_intake
from enthesis.actions.issue_intake_link import end_ways_in
from enthesis.actions.open_episode import open_episode
from enthesis.actions.record_entry import write_entry
from enthesis.actions.start_encounter import start_encounter
from enthesis.knowledge.regions import known_region
from enthesis.reasoning.intake_proposals import ProposedText
from enthesis.records.entries import ENTRY_MODELS, FindingEntry, FindingResult, Origin, current_entries
from enthesis.records.episodes import Encounter, Episode
from enthesis.records.intake import Intake, IntakeStatus

DRAWING_KEY = "pain"
"""Key of the drawing of where it hurts."""
STATES = (FindingResult.POSITIVE, FindingResult.NEGATIVE, FindingResult.EQUIVOCAL)
LONGEST_NOTE = 500
LONGEST_COMPLAINT = 200


@dataclass(frozen=True)
class Confirmed:
    """What a therapist takes over.

    Attributes:
        findings: finding id to positive, negative or equivocal; what is not there is left alone.
        texts, measures: keys and quantities to take over.
        replacing: finding id to the id of the entry that stood in the record when this was decided.
    """

    findings: Mapping[str, str]
    texts: Sequence[str] = ()
    measures: Sequence[str] = ()
    with_drawing: bool = False
    replacing: Mapping[str, uuid.UUID] = field(default_factory=dict[str, uuid.UUID])


@dataclass(frozen=True)
class WhereTo:
    """The encounter that takes the answers: one that is open, a new one in an episode, or one in a new episode."""

    encounter_id: uuid.UUID | None = None
    episode_id: uuid.UUID | None = None


@action("confirmed intake", Permission.RECORD)
def confirm_intake(actor: Actor, intake_id: uuid.UUID, where_to: WhereTo, confirmed: Confirmed) -> Done[Encounter]:
    """Record what was confirmed, with origin 'intake', and close the intake.

    A finding recorded already stays unless `replacing` names that entry: then this corrects it.

    Raises:
        Refused: not allowed, or no such intake, encounter or episode here.
        NotInThisState: the intake was not sent yet, or is closed; a finding was not asked; the encounter is locked.
        Conflict: somebody recorded the same finding in the meantime; nothing was written.
    """
    intake = get_visible(Intake, intake_id, lock=True)
    if intake.status == IntakeStatus.REVIEWED:
        raise NotInThisState(gettext("This intake was looked through already; change findings in the examination room."))
    if intake.status != IntakeStatus.SUBMITTED:
        raise NotInThisState(gettext("The patient has not sent these answers yet."))
    record = gather_intake(intake)
    proposals = {p.finding: p for p in record.proposals}
    for finding, state in confirmed.findings.items():
        if finding not in proposals or state not in STATES:
            raise NotInThisState(gettext("'%(finding)s' is not among the proposed findings.") % {"finding": finding[:60]})
    encounter = _encounter(actor, intake, where_to, _complaint(record.texts), _side(record.answers))
    check_can_record(encounter)
    if known_region(encounter.episode.region) != known_region(intake.region):
        raise NotInThisState(
            gettext("These answers are about another region than this episode; take them over into one of theirs.")
        )
    standing = current_entries(FindingEntry, encounter.pk)
    for finding, state in confirmed.findings.items():
        replaces = confirmed.replacing.get(finding)
        entry = standing.get(finding)
        if entry is not None and replaces is None:
            if entry.result == state:
                continue
            raise Conflict(entry)
        note = "; ".join(f"{b.asked if b.asked.endswith('?') else b.asked + ':'} {b.said}" for b in proposals[finding].because)
        content = {"finding": finding, "result": state, "note": note[:LONGEST_NOTE]}
        write_entry(actor, encounter, "finding", finding, content, replaces, origin=Origin.INTAKE)
    for text in record.texts:
        if text.key in confirmed.texts:
            _write_new(actor, encounter, "text", text.key, {"text": text.text})
    for measure in record.measures:
        if measure.quantity in confirmed.measures:
            content = {"quantity": measure.quantity, "number": measure.number}
            _write_new(actor, encounter, "measure", measure.quantity, content)
    if confirmed.with_drawing and record.drawing is not None:
        _write_new(actor, encounter, "drawing", DRAWING_KEY, {"drawing": drawing_document(record.drawing)})
    end_ways_in(intake)
    intake.status, intake.reviewed_at = IntakeStatus.REVIEWED, timezone.now()
    intake.encounter_id, intake.episode_id = encounter.pk, encounter.episode_id
    intake.save(update_fields=["status", "reviewed_at", "encounter_id", "episode_id"])
    said = f"{len(confirmed.findings)} of {len(proposals)} proposed findings, into encounter {encounter.pk}"
    return Done(encounter, intake.patient_id, target_of(intake), said)


def _encounter(actor: Actor, intake: Intake, where_to: WhereTo, complaint: str, side: str) -> Encounter:
    if where_to.encounter_id is not None:
        return get_visible(Encounter, where_to.encounter_id, lock=True, patient_id=intake.patient_id)
    check_can(actor.role, Permission.OPEN_EPISODE)
    if where_to.episode_id is not None:
        episode = get_visible(Episode, where_to.episode_id, lock=True, patient_id=intake.patient_id)
    else:
        episode = open_episode(actor, intake.patient_id, complaint, side, intake.region)
    return start_encounter(actor, episode.id)


def _write_new(actor: Actor, encounter: Encounter, kind: str, key: str, content: Mapping[str, object]) -> None:
    """Record what is not recorded yet; what stands there already stays."""
    if key not in current_entries(ENTRY_MODELS[kind], encounter.pk):
        write_entry(actor, encounter, kind, key, content, origin=Origin.INTAKE)


def _complaint(texts: Sequence[ProposedText]) -> str:
    said = next((t.text for t in texts if t.key == "history:complaint"), "")
    line = " ".join(said.split()) or gettext("Complaint as in the patient's answers")
    return line if len(line) <= LONGEST_COMPLAINT else line[: LONGEST_COMPLAINT - 1] + "…"


def _side(answers: Mapping[str, Mapping[str, object]]) -> str:
    chosen = str(answers.get("side", {}).get("choice", ""))
    return chosen if chosen in ("left", "right", "both") else ""
