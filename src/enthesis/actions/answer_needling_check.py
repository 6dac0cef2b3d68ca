"""Answers of a check after needling, by the patient on the phone or by who called them; a yes becomes an event."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor, CheckActor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_answer_check
from enthesis.access.refused import NotFound
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import known_needling, needled_sites
from enthesis.actions.plan_needling_checks import settle_check
from enthesis.actions.plan_record import local_day
from enthesis.care.needling_events import UrgentAction, checks_due, events_told, urgent_actions
from enthesis.care.needling_facts import Answer
from enthesis.knowledge.needling import CheckQuestion
from enthesis.records.needling_after import NeedlingCheck, NeedlingCheckAnswer, NeedlingCheckStatus, NeedlingEvent
from enthesis.records.outcomes import SaidBy
from enthesis.records.people import Clinic
from enthesis.terms.fault import UnusableInput

Built = TypeVar("Built")


@dataclass(frozen=True)
class AnsweredCheck:
    """What came of answers."""

    complete: bool
    """Every question has an answer."""
    urgent: tuple[UrgentAction, ...]
    """What has to be done, emergencies first: `patient` is for the phone, `clinician` for the clinic. Of all answers so far."""


@dataclass(frozen=True)
class OwnCheck:
    """A check as the patient's page needs it, and nothing else of the record."""

    clinic_name: str
    telephone: str
    given_name: str
    simulated: bool
    name: str
    """Of the check."""
    day: datetime.date
    """The clinic's day of the needling."""
    questions: tuple[CheckQuestion, ...]
    answers: Mapping[str, Answer]
    """So far, by question; an absent one was not answered."""
    urgent: tuple[UrgentAction, ...]
    complete: bool
    over: bool
    """It takes no more answers."""


@action("read own check after needling", None, writes=False)
def read_own_check(actor: CheckActor, build: Callable[[OwnCheck], Built]) -> Done[Built]:
    """Show the patient their own check.

    Raises:
        NotFound: there is none here.
    """
    check = get_visible(NeedlingCheck, actor.check_id)
    clinic = Clinic.objects.get(pk=check.clinic_id)
    now = timezone.now()
    answers = answers_of(check)
    patient, session = check.patient, check.session
    questions = questions_of(check)
    own = OwnCheck(
        clinic_name=clinic.name,
        telephone=clinic.telephone,
        given_name=patient.given_name,
        simulated=patient.simulated,
        name=_name(check),
        day=local_day(session.begun_at, clinic.time_zone),
        questions=questions,
        answers=answers,
        urgent=urgent_of(check, answers),
        complete=_is_complete(questions, answers),
        over=now > check.closes_at,
    )
    return Done(build(own), check.patient_id, target_of(check))


@action("answered check after needling", None)
def answer_needling_check(actor: CheckActor, answers: Mapping[str, str]) -> Done[AnsweredCheck]:
    """Keep the patient's answers, all at once or one by one.

    Args:
        answers: yes or no by id of the question; what is not there is not answered, and is no no.
    Raises:
        NotFound: there is no such check here.
        NotInThisState: its time is over.
        UnusableInput: it asks no such question, or this is no answer.
    """
    now = timezone.now()
    check = get_visible(NeedlingCheck, actor.check_id, lock=True)
    check_can_answer_check(check, now)
    return Done(_keep(check, answers, SaidBy.PATIENT, None, now), check.patient_id, target_of(check))


@action("entered check after needling", Permission.RECORD)
def enter_needling_check(actor: Actor, check_id: uuid.UUID, answers: Mapping[str, str]) -> Done[AnsweredCheck]:
    """Enter what the patient said when they were called; also after the time for the phone is over. Who enters it has seen it.

    Raises:
        Refused: not allowed, or no such check here.
        UnusableInput: it asks no such question, or this is no answer.
    """
    now = timezone.now()
    check = get_visible(NeedlingCheck, check_id, lock=True)
    done = _keep(check, answers, SaidBy.STAFF, actor.person_id, now)
    _see(check, actor.person_id, now)
    return Done(done, check.patient_id, target_of(check))


@action("saw check after needling", Permission.RECORD)
def see_needling_check(actor: Actor, check_id: uuid.UUID) -> Done[NeedlingCheck]:
    """Note that a clinician has looked at the answers; it leaves the clinic's list.

    Raises:
        Refused: not allowed, or no such check here.
    """
    check = get_visible(NeedlingCheck, check_id, lock=True)
    _see(check, actor.person_id, timezone.now())
    return Done(check, check.patient_id, target_of(check))


def questions_of(check: NeedlingCheck) -> tuple[CheckQuestion, ...]:
    """What the check asks after the sites of its session."""
    due = checks_due(check.due_at, _sites(check), known_needling())
    return next((one.questions for one in due if one.check == check.check_kind), ())


def answers_of(check: NeedlingCheck) -> dict[str, Answer]:
    """The newest answer to each question that has one."""
    found: dict[str, Answer] = {}
    for row in NeedlingCheckAnswer.objects.filter(check_of=check).order_by("at", "id"):
        found.update(cast("dict[str, Answer]", row.answers))
    return {question: answer for question, answer in found.items() if answer in ("yes", "no")}


def urgent_of(check: NeedlingCheck, answers: Mapping[str, Answer]) -> tuple[UrgentAction, ...]:
    """What these answers ask for."""
    known = known_needling()
    return urgent_actions(events_told(check.check_kind, answers, known), _sites(check), known)


def _sites(check: NeedlingCheck) -> tuple[str, ...]:
    return needled_sites(check.session.encounter_id)  # type: ignore[attr-defined]


def _name(check: NeedlingCheck) -> str:
    return next((one.name for one in known_needling().checks if one.id == check.check_kind), check.check_kind)


def _is_complete(questions: tuple[CheckQuestion, ...], answers: Mapping[str, Answer]) -> bool:
    return bool(questions) and all(question.id in answers for question in questions)


def _keep(
    check: NeedlingCheck, answers: Mapping[str, str], said_by: SaidBy, person_id: uuid.UUID | None, now: datetime.datetime
) -> AnsweredCheck:
    questions = questions_of(check)
    asked = {question.id for question in questions}
    if not questions:
        raise NotFound("This check asks nothing any more.")
    for question, answer in answers.items():
        if question not in asked:
            raise UnusableInput("check", _("there is no such question"), _("open the page again"))
        if answer not in ("yes", "no", "unknown"):
            raise UnusableInput(question, _("this is neither yes nor no"), _("choose yes or no"))
    before = answers_of(check)
    new = {one: answer for one, answer in answers.items() if answer != "unknown" and before.get(one) != answer}
    if new:
        NeedlingCheckAnswer(
            check_of=check, patient_id=check.patient_id, answers=new, said_by=said_by, entered_by_id=person_id, at=now
        ).save()
    standing = answers_of(check)
    told = events_told(check.check_kind, cast("dict[str, Answer]", new), known_needling())
    _note_events(check, told, said_by, person_id, now)
    complete = _is_complete(questions, standing)
    if new and check.seen_at is not None:
        check.seen_at, check.seen_by = None, None  # something was told that nobody has looked at
        check.save(update_fields=["seen_at", "seen_by"])
    if complete and settle_check(check, NeedlingCheckStatus.ANSWERED):
        check.answered_at = now
        check.save(update_fields=["answered_at"])
    return AnsweredCheck(complete, urgent_of(check, standing))


def _note_events(
    check: NeedlingCheck, told: tuple[str, ...], said_by: SaidBy, person_id: uuid.UUID | None, now: datetime.datetime
) -> None:
    """An event for each yes that this check has not told yet. One that is taken back stays until a clinician strikes it out."""
    there = set(NeedlingEvent.objects.filter(from_check=check).values_list("event", flat=True))
    for event in told:
        if event not in there:
            NeedlingEvent(
                patient_id=check.patient_id,
                session_id=check.session_id,
                from_check=check,
                event=event,
                said_by=said_by,
                entered_by_id=person_id,
                at=now,
            ).save()


def _see(check: NeedlingCheck, person_id: uuid.UUID, now: datetime.datetime) -> None:
    if check.seen_at is None:
        check.seen_at, check.seen_by_id = now, person_id  # type: ignore[attr-defined]
        check.save(update_fields=["seen_at", "seen_by"])
