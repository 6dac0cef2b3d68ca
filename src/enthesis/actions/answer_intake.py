"""A patient's acts on their own intake: answer, read, send, and leave the device."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import PatientActor
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.intake_record import TOLD_READ, current_answers, gather_intake, get_questionnaire
from enthesis.actions.issue_intake_link import OPEN_STATES, end_ways_in
from enthesis.bodymap.drawing import read_drawing
from enthesis.reasoning.intake_answers import Answer, check_answer, is_empty
from enthesis.reasoning.intake_proposals import Told
from enthesis.records.intake import Intake, IntakeAnswer, IntakeStatus, PortalSession
from enthesis.records.people import Clinic
from enthesis.terms.fault import UnusableInput

Built = TypeVar("Built")
MOST_CHANGES = 400
"""Times one answer may be changed, each kept: far beyond what a person does."""


@action("read own intake", None, writes=False)
def read_own_intake(actor: PatientActor, build: Callable[[Intake, Clinic], Built]) -> Done[Built]:
    """Show a patient their own questions and answers.

    Args:
        build: makes the page model inside the clinic's scope; nothing may query after it.
    """
    intake = get_visible(Intake, actor.intake_id)
    clinic = Clinic.objects.get(pk=actor.clinic_id)
    return Done(build(intake, clinic), intake.patient_id, target_of(intake))


@action("answered intake questions", None)
def answer_intake(
    actor: PatientActor, page_id: str, answers: Mapping[str, Answer], stopped_at: str = ""
) -> Done[tuple[Told, ...]]:
    """Keep answers. One that is unchanged is not kept again; a changed one replaces the earlier, which stays.

    Args:
        page_id: the page they stand on.
        answers: by id of the question; only questions of that page are taken.
        stopped_at: id of the page to go on with later; the page itself when empty.
    Returns:
        what the patient must be told and has not read yet, most urgent first.
    Raises:
        NotInThisState: the answers were sent already, or one has not the form of its question.
    """
    intake = get_visible(Intake, actor.intake_id, lock=True)
    asked = get_questionnaire(intake.region)
    check_open(intake)
    page = asked.page_by_id.get(page_id)
    if page is None:
        raise NotInThisState(gettext("This page is not among the questions. Go on from the first page."))
    standing = current_answers(intake)
    for question in page.questions:
        if question.id not in answers:
            continue
        try:
            answer = check_answer(question, dict(answers[question.id]))
            if question.kind == "drawing":
                read_drawing(answer["drawing"])
        except UnusableInput as error:
            raise NotInThisState(str(error)) from None
        before = standing.get(question.id)
        if before is None and is_empty(question, answer) and not answer.get("skipped"):
            continue
        if before is not None and before.answer == answer:
            continue
        if IntakeAnswer.objects.filter(intake=intake, question=question.id).count() >= MOST_CHANGES:
            raise NotInThisState(gettext("This answer was changed too often. Tell the clinic, please."))
        IntakeAnswer(intake=intake, question=question.id, answer=answer, replaces=before, answered_at=timezone.now()).save()
    intake.page = stopped_at if stopped_at in asked.page_by_id or stopped_at == CHECK_PAGE else page.id
    intake.save(update_fields=["page"])
    return Done(gather_intake(intake).unread, intake.patient_id, target_of(intake), f"page {page.id}")


@action("read urgent advice", None)
def acknowledge_told(actor: PatientActor) -> Done[str]:
    """Note that the patient says to have read all they are told so far.

    Returns:
        id of the page to go on with.
    """
    intake = get_visible(Intake, actor.intake_id, lock=True)
    check_open(intake)
    record = gather_intake(intake)
    if record.unread:
        before = current_answers(intake).get(TOLD_READ)
        ids = sorted({told.id for told in record.told} | set(before.answer["ids"] if before else ()))
        IntakeAnswer(intake=intake, question=TOLD_READ, answer={"ids": ids}, replaces=before, answered_at=timezone.now()).save()
    because = ", ".join(told.id for told in record.unread)
    return Done(intake.page, intake.patient_id, target_of(intake), because)


CHECK_PAGE = "check"
"""Where the answers are looked through before they are sent."""


@action("sent intake", None)
def submit_intake(actor: PatientActor) -> Done[tuple[Told, ...]]:
    """Send the answers to the therapist; nothing of them can be read on this device afterwards.

    Returns:
        what the patient must be told.
    Raises:
        NotInThisState: they were sent already, or there is no answer.
    """
    intake = get_visible(Intake, actor.intake_id, lock=True)
    check_open(intake)
    record = gather_intake(intake)
    if all(is_empty(q, record.answers.get(q.id)) for q in record.questions.question_by_id.values()):
        raise NotInThisState(gettext("There is no answer yet. Answer at least one question, then send."))
    intake.status = IntakeStatus.SUBMITTED
    intake.submitted_at = timezone.now()
    intake.save(update_fields=["status", "submitted_at"])
    end_ways_in(intake)
    return Done(record.told, intake.patient_id, target_of(intake))


@action("left intake", None)
def leave_intake(actor: PatientActor, session_id: uuid.UUID) -> Done[None]:
    """End the session on this device; what was answered stays."""
    intake = get_visible(Intake, actor.intake_id)
    PortalSession.objects.filter(pk=session_id, intake_id=actor.intake_id, ended_at__isnull=True).update(ended_at=timezone.now())
    return Done(None, intake.patient_id, target_of(intake))


def check_open(intake: Intake) -> None:
    """Whether answers may still be given.

    Raises:
        NotInThisState: they were sent.
    """
    if intake.status not in OPEN_STATES:
        raise NotInThisState(gettext("These answers were sent already. Tell your therapist what has changed."))
