"""Write in a note by hand: one sentence, or one of its free texts. The generated wording is kept beside an edit."""

from __future__ import annotations

import uuid

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_record
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.gather_encounter import gather_record
from enthesis.actions.issue_document import check_words, find_flag
from enthesis.actions.record_entry import write_entry
from enthesis.records.entries import Entry, TextEntry, current_entries
from enthesis.records.episodes import Encounter
from enthesis.reports.evaluation_note import BASIS, EDIT, compose_note
from enthesis.reports.referral_letter import FIELDS, key_of

FREE_TEXTS = ("summary", "plan")
"""Keys of the free texts of a note."""
LONGEST_SENTENCE = 2000
LONGEST_TEXT = 10_000


@action("edited note", Permission.RECORD)
def edit_sentence(
    actor: Actor, encounter_id: uuid.UUID, sentence_id: str, text: str, replaces: uuid.UUID | None = None
) -> Done[Entry]:
    """Word one sentence of the note by hand; empty text puts the generated wording back.

    Args:
        replaces: the edit that stood on the page; None when there was none.
    Raises:
        NotFound: the note has no such sentence, or no such encounter is here.
        NotInThisState: the encounter is locked, the text is too long, or the sentence repeats a free text.
        Conflict: somebody else edited the sentence in the meantime.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_record(encounter)
    typed = " ".join(text.split())
    if len(typed) > LONGEST_SENTENCE:
        raise NotInThisState(f"A sentence has at most {LONGEST_SENTENCE} characters; this one has {len(typed)}.")
    sentence = next((s for s in compose_note(gather_record(encounter)).sentences if s.id == sentence_id), None)
    if sentence is None:
        raise NotFound("The note has no such sentence now; open it again to see what it says.")
    if sentence.field:
        raise NotInThisState("This sentence repeats a text of yours; change it there.")
    generated = sentence.generated or sentence.text
    if typed == generated:
        typed = ""
    entry = write_entry(actor, encounter, "text", f"{EDIT}{sentence_id}", {"text": typed}, replaces)
    standing = current_entries(TextEntry, encounter.pk).get(f"{BASIS}{sentence_id}")
    if standing is None or standing.text != generated:
        write_entry(actor, encounter, "text", f"{BASIS}{sentence_id}", {"text": generated}, standing.pk if standing else None)
    return Done(entry, encounter.patient_id, target_of(entry))


@action("wrote in note", Permission.RECORD)
def write_free_text(
    actor: Actor,
    encounter_id: uuid.UUID,
    key: str,
    text: str,
    replaces: uuid.UUID | None = None,
    entry_id: uuid.UUID | None = None,
) -> Done[Entry]:
    """Record the summary or the plan. Arguments and errors as for `record_entry`."""
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_record(encounter)
    if key not in FREE_TEXTS:
        raise NotInThisState(f"A note has no text '{key[:40]}'; it has {' and '.join(FREE_TEXTS)}.")
    if len(text) > LONGEST_TEXT:
        raise NotInThisState(f"A text has at most {LONGEST_TEXT} characters; this one has {len(text)}.")
    content = {"text": text.replace("\r\n", "\n").strip()}
    entry = write_entry(actor, encounter, "text", key, content, replaces, entry_id)
    return Done(entry, encounter.patient_id, target_of(entry))


@action("drafted referral letter", Permission.RECORD)
def draft_letter(actor: Actor, encounter_id: uuid.UUID, flag_id: str, words: dict[str, str]) -> Done[int]:
    """Keep the parts of a letter as they were written, until it is issued. Gives how many were kept.

    Raises:
        NotFound: no such encounter here, or its record does not raise this flag.
        NotInThisState: the encounter is locked (issue the letter instead), or a part is too long.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_record(encounter)
    check_words(words)
    find_flag(gather_record(encounter), flag_id)
    standing = current_entries(TextEntry, encounter.pk)
    kept = 0
    for field in FIELDS:
        if field not in words:
            continue
        key, text = key_of(flag_id, field), words[field].replace("\r\n", "\n").strip()
        earlier = standing.get(key)
        if (earlier.text if earlier is not None else "") != text:
            write_entry(actor, encounter, "text", key, {"text": text}, earlier.pk if earlier is not None else None)
            kept += 1
    return Done(kept, encounter.patient_id, target_of(encounter))
