"""The patient answers the clinic's own questionnaire in a follow-up, question by question.

What was answered so far is one answer of the follow-up: a FHIR response that is in progress until its last question, and a new row with
each question, since no answer is rewritten. Its score is worked out from the whole, by the questionnaire's own formula.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import FollowUpActor
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.answer_content import LEFT_OUT, read_item
from enthesis.actions.answer_follow_up import check_is_asked, settle_after
from enthesis.actions.asked_questions import Filling, filling_of, questionnaires_in_use
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.record_answer import clinic_day, keep_answer
from enthesis.outcomes.questionnaire_scoring import IN_PROGRESS, response_of
from enthesis.records.outcomes import FollowUp, SaidBy
from enthesis.terms.fault import UnusableInput


@action("answered questionnaire", None)
def answer_item(actor: FollowUpActor, measure_id: str, number: int, typed: str | None) -> Done[int | None]:
    """Keep the answer to one question.

    Args:
        number: of the question among all the questionnaire asks, from 0.
        typed: as the page's form posts it; None: the patient passes over the question.
    Returns:
        the question to go on with; None: the questionnaire is finished.
    Raises:
        NotFound: there is no such follow-up here.
        NotInThisState: it is over, answered or refused, or it does not ask this.
        UnusableInput: nothing was answered, or not what the question asks.
    """
    now = timezone.now()
    follow_up = get_visible(FollowUp, actor.follow_up_id, lock=True)
    earlier = check_is_asked(follow_up, measure_id, clinic_day(follow_up.episode, now))
    kept = questionnaires_in_use().get(measure_id)
    filling = filling_of(kept, earlier) if kept is not None else None
    if filling is None or number not in filling.numbers:
        raise NotInThisState(gettext("This question is not asked here."))
    question = filling.question(number)
    value = None if typed is None else read_item(question, typed)
    if typed is not None and value is None:
        raise UnusableInput(question.text[:60], gettext("nothing was answered"), gettext("answer it, or skip this question"))
    answers = {**filling.answers, question.link_id: value}
    passed = filling.passed - {question.link_id} if value is not None else filling.passed | {question.link_id}
    further = Filling(filling.questionnaire, filling.title, answers, passed)
    response = response_of(filling.questionnaire, answers)
    if further.next is not None:
        response["status"] = IN_PROGRESS
    content = {"response": response, "passed": sorted(passed)}
    if further.next is None and further.n_answered == 0:
        content = dict(LEFT_OUT)
    if earlier is None or earlier.content != content:
        keep_answer(
            episode=follow_up.episode,
            measure_id=measure_id,
            content=content,
            taken_on=clinic_day(follow_up.episode, now),
            follow_up=follow_up,
            said_by=SaidBy.PATIENT,
            earlier=earlier,
            at=now,
            questionnaire=kept,
        )
    settle_after(follow_up, now)
    return Done(further.after(number), follow_up.patient_id, target_of(follow_up), measure_id)
