"""Issue documents: the note that signing freezes, and the referral letter of a raised red flag."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import TypeVar

from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.gather_encounter import gather_record
from enthesis.reasoning.red_flags import RaisedFlag
from enthesis.records.episodes import Document, DocumentKind, Encounter, EncounterStatus
from enthesis.records.people import Person
from enthesis.reports.encounter_record import EncounterRecord
from enthesis.reports.evaluation_note import compose_note
from enthesis.reports.note import Note, digest_of, freeze
from enthesis.reports.referral_letter import FIELDS, LONGEST_FIELD, compose_letter, written_by

Built = TypeVar("Built")
NOTES = (DocumentKind.EVALUATION_NOTE, DocumentKind.VISIT_NOTE)
"""Kinds of document that the signature of an encounter issues."""


def issue_note(actor: Actor, encounter: Encounter) -> Document:
    """Freeze the note of an encounter at the moment it is signed, inside the signing action's transaction."""
    note = compose_note(gather_record(encounter))
    return issue(actor, encounter, DocumentKind(note.kind), note)


@action("issued note", Permission.ISSUE_DOCUMENT)
def issue_document(actor: Actor, encounter_id: uuid.UUID) -> Done[Document]:
    """Issue the note of an encounter that was signed before notes were issued with the signature. Issued once.

    Raises:
        Refused: not allowed, or no such encounter here.
        NotInThisState: it is not signed yet.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    if encounter.status != EncounterStatus.SIGNED:
        raise NotInThisState("The note is issued when the encounter is signed.")
    issued = find_note(encounter) or issue_note(actor, encounter)
    return Done(issued, encounter.patient_id, target_of(issued))


@action("issued referral letter", Permission.ISSUE_DOCUMENT)
def issue_referral_letter(actor: Actor, encounter_id: uuid.UUID, flag_id: str, words: Mapping[str, str]) -> Done[Document]:
    """Issue the letter of a raised red flag; it may follow a signature, and may be issued again.

    Args:
        words: the parts as they stood in the form, by field; a part as generated keeps its data.
    Raises:
        NotFound: no such encounter here, or its record does not raise this flag.
        NotInThisState: a part is too long, or nobody is named to receive it.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    record = gather_record(encounter)
    flag = find_flag(record, flag_id)
    check_words(words)
    person = Person.objects.get(pk=actor.person_id)
    letter = compose_letter(record, flag, words, written_by(record, person.signature, timezone.now()), issued=True)
    document = issue(actor, encounter, DocumentKind.REFERRAL_LETTER, letter)
    return Done(document, encounter.patient_id, target_of(document), f"red flag {flag.id}")


@action("read document", Permission.READ_RECORD, writes=False)
def read_document(actor: Actor, document_id: uuid.UUID, build: Callable[[Document], Built]) -> Done[Built]:
    """Show a document as it was issued.

    Args:
        build: makes the page model inside the clinic's scope.
    Raises:
        Refused: not allowed, or no such document here.
    """
    document = get_visible(Document, document_id)
    patient_id: uuid.UUID = document.patient_id  # type: ignore[attr-defined]
    return Done(build(document), patient_id, target_of(document))


def find_note(encounter: Encounter) -> Document | None:
    """The note issued with the signature, or None while there is none."""
    issued = Document.objects.filter(encounter=encounter, kind__in=NOTES)
    return issued.order_by("issued_at", "id").first()


def find_flag(record: EncounterRecord, flag_id: str) -> RaisedFlag:
    """The raised flag of a record.

    Raises:
        NotFound: the record does not raise it.
    """
    raised = record.assessment.red_flags if record.assessment is not None else ()
    flag = next((flag for flag in raised if flag.id == flag_id), None)
    if flag is None:
        raise NotFound("This record does not raise that red flag now; go back to the room and look at what is raised.")
    return flag


def check_words(words: Mapping[str, str]) -> None:
    """Whether the parts of a letter can stand in it.

    Raises:
        NotInThisState: a part is unknown or too long.
    """
    for field, text in words.items():
        if field not in FIELDS:
            raise NotInThisState(f"A letter has no part '{field[:40]}'; it has {', '.join(FIELDS)}.")
        if len(text) > LONGEST_FIELD:
            raise NotInThisState(f"'{FIELDS[field]}' has {len(text)} characters; shorten it to {LONGEST_FIELD}.")


def issue(actor: Actor, encounter: Encounter, kind: DocumentKind, note: Note) -> Document:
    """Freeze a document, inside the transaction of the action that issues it.

    Args:
        encounter: what it is about; for a document of an episode the newest meeting it was written from.
    """
    content = freeze(note)
    document = Document(
        encounter=encounter,
        patient_id=encounter.patient_id,
        kind=kind,
        content=content,
        content_sha256=digest_of(content),
        issued_by_id=actor.person_id,
        issued_at=timezone.now(),
    )
    document.save()
    return document
