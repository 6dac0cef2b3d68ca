"""Needling on record, held by the database itself: whoever writes past every action signs nothing incomplete and changes nothing."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from records.needling_visit import (
    begun_visit,
    needled_visit,
    with_a_needle_left,
    without_a_needle,
)

from enthesis.access.actor import Actor
from enthesis.access.refused import Refused
from enthesis.actions.file_licence import LicenceDetails, file_licence
from enthesis.actions.read_needling import read_needling
from enthesis.actions.sign_needling import sign_needling
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.start_needling import start_needling
from enthesis.actions.withdraw_needling_consent import withdraw_needling_consent
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling import (
    NeedlingClose,
    NeedlingConsent,
    NeedlingDecision,
    NeedlingInsertion,
    NeedlingScreen,
    NeedlingSession,
)
from enthesis.records.needling_after import NeedlingCheck


def forged(visit: Encounter, consent: NeedlingConsent) -> dict[str, Any]:
    """What somebody would write into the columns of a session to make it look complete."""
    now = timezone.now()
    return {
        **{"status": "signed", "verdict": "allowed", "unanswered": 0, "needles_in": 1, "needles_out": 1},
        **{"begun_at": now, "settled_at": now, "consent": consent},
    }


@pytest.mark.parametrize(
    "change",
    [
        *(
            {"verdict": "blocked"},
            {"verdict": ""},
            {"unanswered": 1},
            {"unanswered": None},
            {"needles_out": 0},
            {"needles_in": 2},
        ),
        *(
            {"needles_in": None},
            {"needles_out": None},
            {"needles_in": 0, "needles_out": 0},
            {"consent": None},
            {"begun_at": None},
        ),
        {},
    ],
    ids=str,
)
def test_the_database_refuses_what_is_incomplete(therapist: Actor, adult: Encounter, change: dict[str, Any]) -> None:
    """The columns by a constraint; and where all of them say that it is complete, the rows behind them by a trigger."""
    visit = begun_visit(therapist, adult.episode_id)
    with clinic_scope(therapist.clinic_id):
        consent = NeedlingConsent.objects.get()
        for status in ("signed", "awaiting_cosignature"):
            with pytest.raises(DatabaseError, match=r"(?i)no_incomplete_needling|not complete"), transaction.atomic():
                values = {**forged(visit, consent), **change, "status": status}
                NeedlingSession.objects.filter(encounter=visit).update(**values)
        for status in ("signed", "awaiting_cosignature"):
            with pytest.raises(DatabaseError, match="needling of this visit"), transaction.atomic():
                Encounter.objects.filter(pk=visit.pk).update(status=status)


def test_the_database_looks_at_the_rows_behind_a_signature(therapist: Actor, visit: Encounter, adult: Encounter) -> None:
    """Every column is as it should be, and one row behind them is not."""
    with clinic_scope(therapist.clinic_id):
        consent = NeedlingConsent.objects.get()
        session = NeedlingSession.objects.get(encounter=visit)
        columns = {**forged(visit, consent), "begun_at": session.begun_at}
        with pytest.raises(DatabaseError, match="not complete"), transaction.atomic():
            NeedlingSession.objects.filter(pk=session.pk).update(**columns)  # the gate was not asked for the signature
        keep(session, therapist)
        for spoil in (with_a_needle_left, without_a_needle):
            with transaction.atomic():
                spoil(therapist, visit)
                with pytest.raises(DatabaseError, match="not complete"), transaction.atomic():
                    NeedlingSession.objects.filter(pk=session.pk).update(**columns)
                transaction.set_rollback(True)
        with transaction.atomic():
            withdraw_needling_consent(therapist, visit.patient_id, "patient")
            with pytest.raises(DatabaseError, match="not complete"), transaction.atomic():
                NeedlingSession.objects.filter(pk=session.pk).update(**{**columns, "begun_at": timezone.now()})
            transaction.set_rollback(True)
        with pytest.raises(DatabaseError, match=r"after it was recorded|no_incomplete"), transaction.atomic():
            other = start_encounter(therapist, adult.episode_id, "treatment")
            NeedlingSession(patient_id=other.patient_id, encounter=other, made_at=timezone.now(), **forged(other, consent)).save()
        NeedlingSession.objects.filter(pk=session.pk).update(**columns)
        with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
            NeedlingSession.objects.filter(pk=session.pk).update(status="begun")
        for row in (NeedlingInsertion, NeedlingScreen, NeedlingClose):
            entry: Any = row.objects.filter(encounter=visit).first()
            entry.pk, entry.key, entry._state.adding = uuid.uuid4(), "another", True
            with pytest.raises(DatabaseError, match="signed or was not done"), transaction.atomic():
                entry.save()


def keep(session: NeedlingSession, actor: Actor) -> None:
    """A decision as the signature keeps it."""
    NeedlingDecision(
        **{"session": session, "asked_for": "sign", "verdict": "allowed", "reasons": [], "facts": {}, "jurisdiction": "x"},
        **{"pack_version": "1", "pack_digest": "x", "asked_by_id": actor.person_id, "asked_at": timezone.now()},
    ).save()


@pytest.mark.parametrize(
    ("model", "field"), [(NeedlingConsent, "assent"), (NeedlingInsertion, "lot"), (NeedlingScreen, "pack_version")]
)
def test_what_was_recorded_stays(therapist: Actor, visit: Encounter, model: Any, field: str) -> None:
    with clinic_scope(therapist.clinic_id):
        for deed in (lambda: model.objects.update(**{field: "x"}), lambda: model.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed()


def test_the_record_is_behind_the_wall(therapist: Actor, outsider: Actor, adult: Encounter) -> None:
    visit, session = needled_visit(therapist, adult.episode_id, adult.patient_id)
    for ask in (
        lambda: read_needling(outsider, visit.pk),
        lambda: sign_needling(outsider, visit.pk),
        lambda: start_needling(outsider, visit.pk),
        lambda: withdraw_needling_consent(outsider, visit.patient_id, "patient"),
        lambda: file_licence(outsider, therapist.person_id, LicenceDetails("us-nc")),
    ):
        with pytest.raises(Refused):
            ask()
    with clinic_scope(outsider.clinic_id):
        assert not NeedlingSession.objects.filter(pk=session.pk).exists() and not NeedlingCheck.objects.exists()
