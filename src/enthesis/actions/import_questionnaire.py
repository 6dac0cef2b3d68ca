"""A questionnaire the clinic may use, brought in by the clinic's lead who attests the right to it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.outcome_knowledge import find_measure
from enthesis.outcomes.questionnaire import Questionnaire
from enthesis.outcomes.questionnaire_reading import read_questionnaire
from enthesis.records.outcomes import Answer, ClinicQuestionnaire
from enthesis.terms.fault import UnusableInput

Built = TypeVar("Built")
SHORTEST_SENTENCE = 15


@action("imported questionnaire", Permission.IMPORT_QUESTIONNAIRE)
def import_questionnaire(
    actor: Actor, measure_id: str, raw: bytes, licence_sentence: str, attested: bool
) -> Done[ClinicQuestionnaire]:
    """Keep a questionnaire (FHIR R4, JSON). The one that was used for this measure is put away; answers given on it stay.

    Args:
        licence_sentence: by which right the clinic uses it, in a sentence.
        attested: whether the person stands for that right with their name.
    Raises:
        Refused: not allowed.
        UnusableInput: the measure takes no questionnaire, the right is not attested, or nothing is said about it.
        FaultyQuestionnaire: it cannot be used, with all reasons at once.
    """
    measure = find_measure(measure_id)
    if not measure.takes_questionnaire:
        raise UnusableInput(
            "measure", gettext("this measure takes no questionnaire"), gettext("choose one that is scored as a total")
        )
    sentence = " ".join(licence_sentence.split())[:500]
    if not attested or len(sentence) < SHORTEST_SENTENCE:
        raise UnusableInput(
            "licence",
            gettext("by which right the clinic uses this questionnaire is not attested"),
            gettext("write it in a sentence, for instance 'Licence no. 123 of 4 May 2026', and confirm it"),
        )
    read = read_questionnaire(raw)
    now = timezone.now()
    ClinicQuestionnaire.objects.filter(measure=measure.id, retired_at__isnull=True).update(retired_at=now)
    kept = ClinicQuestionnaire(
        title=(read.title or measure.name)[:200],
        measure=measure.id,
        fhir=dict(read.source),
        licence_sentence=sentence,
        attested_by_id=actor.person_id,
        imported_at=now,
    )
    kept.save()
    return Done(kept, None, target_of(kept), measure.id)


@action("put questionnaire away", Permission.IMPORT_QUESTIONNAIRE)
def retire_questionnaire(actor: Actor, questionnaire_id: uuid.UUID) -> Done[ClinicQuestionnaire]:
    """Use it no more; answers given on it stay, and stay scored by it.

    Raises:
        Refused: not allowed, or no such questionnaire here.
        NotInThisState: it was put away already.
    """
    kept = get_visible(ClinicQuestionnaire, questionnaire_id, lock=True)
    if kept.retired_at is not None:
        raise NotInThisState(gettext("This questionnaire was put away already."))
    kept.retired_at = timezone.now()
    kept.save(update_fields=["retired_at"])
    return Done(kept, None, target_of(kept), kept.measure)


@action("read questionnaires", Permission.IMPORT_QUESTIONNAIRE, writes=False)
def read_questionnaires(actor: Actor, build: Callable[[list[tuple[ClinicQuestionnaire, int]]], Built]) -> Done[Built]:
    """Show the clinic's questionnaires, the newest first, with the number of answers given on each."""
    found = ClinicQuestionnaire.objects.select_related("attested_by").order_by("-imported_at")
    return Done(build([(one, Answer.objects.filter(questionnaire=one).count()) for one in found]))


@lru_cache(maxsize=64)
def get_questionnaire(questionnaire_id: uuid.UUID) -> Questionnaire:
    """A questionnaire as it was imported, read once: its row never changes. Call it in the scope of its clinic."""
    kept: Any = ClinicQuestionnaire.objects.get(pk=questionnaire_id)
    return read_questionnaire(kept.fhir)
