"""The documents of an episode: what can be made, what each would say, what was issued; issued ones are frozen."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils import timezone

from enthesis.access.actor import Actor, Installation
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.gather_outcomes import gather_outcomes
from enthesis.actions.issue_document import issue
from enthesis.records.episodes import Document, DocumentKind, Encounter, EncounterStatus, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Clinic, Person
from enthesis.reports.dates import date_words, moment_words
from enthesis.reports.episode_documents import BY_KIND, DOCUMENTS, LONGEST_WORDS, EpisodeDocument, missing_in, typed_words
from enthesis.reports.note import Note, thaw
from enthesis.reports.outcome_record import OutcomeRecord
from enthesis.reports.referral_letter import Writing

Built = TypeVar("Built")


@dataclass(frozen=True)
class CanBeMade:
    """One kind of document as it stands for an episode."""

    document: EpisodeDocument
    missing: tuple[str, ...]
    """What it would name as missing, in its own sentences."""
    cannot_issue: str
    """Why it cannot be issued now; empty: it can."""


@dataclass(frozen=True)
class EpisodeDocuments:
    """What can be made of an episode, and what was issued."""

    episode: Episode
    record: OutcomeRecord
    can_be_made: tuple[CanBeMade, ...]
    issued: tuple[Document, ...]
    """Of every kind, the newest first."""


@dataclass(frozen=True)
class Draft:
    """A document before it is issued."""

    episode: Episode
    document: EpisodeDocument
    note: Note
    words: Mapping[str, str]
    """What is in its fields: as typed, else as in the version issued last."""
    missing: tuple[str, ...]
    cannot_issue: str
    issued: tuple[Document, ...]
    """Earlier versions, the newest first."""


@action("read documents of episode", Permission.READ_RECORD, writes=False)
def read_documents(actor: Actor, episode_id: uuid.UUID, build: Callable[[EpisodeDocuments], Built]) -> Done[Built]:
    """Show which documents an episode can have, what each would be missing, and what was issued.

    Args:
        build: makes the page model inside the clinic's scope; nothing may query after it.
    Raises:
        Refused: not allowed, or no such episode here.
    """
    episode = get_visible(Episode, episode_id)
    record = gather_outcomes(episode, timezone.now())
    writing = written_by(actor, record)
    can = tuple(
        CanBeMade(document, missing_in(document.compose(record, {}, writing, False)), why_not(document, record))
        for document in DOCUMENTS
    )
    issued = Document.objects.filter(encounter__episode=episode).select_related("issued_by", "encounter")
    found = EpisodeDocuments(episode, record, can, tuple(issued.order_by("-issued_at", "-id")))
    return Done(build(found), episode.patient_id, target_of(episode))


@action("read draft of document", Permission.READ_RECORD, writes=False)
def read_draft(
    actor: Actor, episode_id: uuid.UUID, kind: str, words: Mapping[str, str] | None, build: Callable[[Draft], Built]
) -> Done[Built]:
    """Show a document as it would be issued.

    Args:
        words: the writer's parts by field; None: those of the version issued last.
    Raises:
        Refused: not allowed, or no such episode or kind of document here.
    """
    episode, document = get_visible(Episode, episode_id), document_of(kind)
    issued = tuple(earlier_of(episode, kind))
    if words is None:
        words = typed_words(thaw(issued[0].content), document) if issued else {}
    record = gather_outcomes(episode, timezone.now())
    note = document.compose(
        record, {name: text[:LONGEST_WORDS] for name, text in words.items()}, written_by(actor, record), False
    )
    draft = Draft(episode, document, note, words, missing_in(note), why_not(document, record), issued)
    return Done(build(draft), episode.patient_id, target_of(episode), kind)


@action("issued document of episode", Permission.ISSUE_DOCUMENT)
def issue_episode_document(actor: Actor, episode_id: uuid.UUID, kind: str, words: Mapping[str, str]) -> Done[Document]:
    """Issue a document of an episode as the record stands; it may be issued again.

    Args:
        words: the writer's parts by field; a part that is empty is named as missing where the document has to say something.
    Raises:
        Refused: not allowed, or no such episode or kind of document here.
        NotInThisState: there is nothing to write it from yet, or a part is too long.
    """
    episode, document = get_visible(Episode, episode_id, lock=True), document_of(kind)
    for field, text in words.items():
        if field not in document.fields:
            raise NotInThisState(f"This document has no part '{field[:40]}'.")
        if len(text) > LONGEST_WORDS:
            raise NotInThisState(f"'{document.fields[field]}' has {len(text)} characters; shorten it to {LONGEST_WORDS}.")
    record = gather_outcomes(episode, timezone.now())
    if because := why_not(document, record):
        raise NotInThisState(because)
    note = document.compose(record, words, written_by(actor, record), True)
    newest = Encounter.objects.get(pk=record.visits[-1].encounter.id)
    issued = issue(actor, newest, DocumentKind(kind), note)
    return Done(issued, episode.patient_id, target_of(issued), kind)


@action("wrote document to a file", None, writes=False)
def compose_for_file(installation: Installation, episode_id: uuid.UUID, kind: str) -> Done[Note]:
    """A document of an episode as it would be issued now, for the person who runs the installation.

    Raises:
        Refused: no such episode or kind of document here.
    """
    episode, document = get_visible(Episode, episode_id), document_of(kind)
    record = gather_outcomes(episode, timezone.now())
    now = timezone.now()
    writing = Writing("", date_words(record.clinic, now), moment_words(record.clinic, now))
    return Done(document.compose(record, {}, writing, False), episode.patient_id, target_of(episode), kind)


def clinic_of_episode(episode_id: uuid.UUID) -> uuid.UUID:
    """Which clinic an episode belongs to, for a command of the installation: each clinic is asked in its own scope.

    Raises:
        NotFound: none has such an episode.
    """
    for clinic_id in Clinic.objects.order_by("id").values_list("id", flat=True):
        with clinic_scope(clinic_id, writes=False):
            if Episode.objects.filter(pk=episode_id).exists():
                return clinic_id
    raise NotFound("There is no such episode in this installation.")


def document_of(kind: str) -> EpisodeDocument:
    """A kind of document by its id.

    Raises:
        NotFound: there is none.
    """
    if kind not in BY_KIND:
        raise NotFound("There is no such kind of document.")
    return BY_KIND[kind]


def earlier_of(episode: Episode, kind: str) -> list[Document]:
    """Issued documents of one kind, the newest first."""
    found = Document.objects.filter(encounter__episode=episode, kind=kind).select_related("issued_by")
    return list(found.order_by("-issued_at", "-id"))


def written_by(actor: Actor, record: OutcomeRecord) -> Writing:
    """Who writes, and when, in the clinic's words."""
    now = timezone.now()
    name = Person.objects.get(pk=actor.person_id).signature
    return Writing(name, date_words(record.clinic, now), moment_words(record.clinic, now))


def why_not(document: EpisodeDocument, record: OutcomeRecord) -> str:
    """Why a document cannot be issued now; empty where it can."""
    signed = [visit for visit in record.visits if visit.encounter.status == EncounterStatus.SIGNED]
    if not signed:
        return "No meeting of this episode is signed yet; sign one first, then there is something to write from."
    if document.kind == DocumentKind.DISCHARGE_REPORT and record.discharge is None:
        return "The patient is not discharged; discharge first, or issue a progress report."
    return ""
