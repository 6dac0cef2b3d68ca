"""Record one entry in an encounter: the one mechanism behind every autosaved field."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_record
from enthesis.access.refused import Conflict, NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.records.entries import ENTRY_MODELS, Entry, Origin
from enthesis.records.episodes import Encounter
from enthesis.terms.side import split_finding_key


@action("recorded entry", Permission.RECORD)
def record_entry(
    actor: Actor,
    encounter_id: uuid.UUID,
    kind: str,
    key: str,
    content: Mapping[str, Any],
    replaces: uuid.UUID | None = None,
    entry_id: uuid.UUID | None = None,
    origin: str = Origin.EXAMINATION,
) -> Done[Entry]:
    """Add an entry, or a correction of one.

    Args:
        kind: finding, measure, text, drawing, red_flag or diagnosis.
        key: what the entry is about, unique among the current entries of its kind in the encounter.
        content: the fields of that kind (`Entry.content_fields`); others are refused.
        replaces: the entry that stood on the screen when this was typed; None when there was none.
        entry_id: chosen by the client, so that sending the same entry twice records it once.
    Raises:
        Refused: not allowed, no such encounter, or it is locked.
        NotInThisState: the content does not fit the kind.
        Conflict: somebody else recorded under this key in the meantime; nothing was written.
    """
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_record(encounter)
    entry = write_entry(actor, encounter, kind, key, content, replaces, entry_id, origin)
    return Done(entry, encounter.patient_id, target_of(entry))


def write_entry(
    actor: Actor,
    encounter: Encounter,
    kind: str,
    key: str,
    content: Mapping[str, Any],
    replaces: uuid.UUID | None = None,
    entry_id: uuid.UUID | None = None,
    origin: str = Origin.EXAMINATION,
    models: Mapping[str, type[Entry]] = ENTRY_MODELS,
) -> Entry:
    """Add the row; for actions that record several entries at once. Arguments and errors as for `record_entry`.

    Args:
        models: the kinds there are.
    """
    model = models.get(kind)
    if model is None:
        raise NotInThisState(f"'{kind}' is no kind of entry; use one of {', '.join(models)}.")
    unknown = set(content) - set(model.content_fields)
    if unknown:
        raise NotInThisState(f"An entry of kind {kind} has no field '{min(unknown)}'; it has {', '.join(model.content_fields)}.")
    beside = split_finding_key(key) if kind == "finding" else (key, "")
    if beside[1] and beside != (content.get("finding"), content.get("side")):
        raise NotInThisState(f"The key '{key[:100]}' is for its own finding and side.")
    entry = model(
        encounter=encounter,
        key=key,
        replaces_id=replaces,
        origin=origin,
        recorded_by_id=actor.person_id,
        recorded_at=timezone.now(),
        **content,
    )
    if entry_id is not None:
        already = model.objects.filter(pk=entry_id, encounter=encounter, key=key).first()
        if already is not None and already.content == entry.content:
            return already
        entry.id = entry_id
    standing = model.objects.filter(encounter=encounter, key=key, replaced_by__isnull=True).first()
    if (standing.pk if standing else None) != replaces:
        if standing is not None and standing.content == entry.content:
            return standing
        raise Conflict(standing)
    entry.take_clinic()
    try:
        entry.full_clean(
            exclude=["clinic", "encounter", "replaces", "recorded_by"], validate_unique=False, validate_constraints=False
        )
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise NotInThisState(f"{field}: {messages[0]}") from None
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        raise Conflict(model.objects.filter(encounter=encounter, key=key, replaced_by__isnull=True).first()) from None
    return entry
