"""The measures of an episode over time, from the answers that stand, scored as they are read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from functools import lru_cache

from enthesis.actions.answer_content import is_left_out
from enthesis.actions.import_questionnaire import get_questionnaire
from enthesis.actions.outcome_knowledge import find_measure, get_outcome_measures
from enthesis.knowledge.outcome_measures import Measure
from enthesis.outcomes.questionnaire_scoring import score_response
from enthesis.outcomes.score import Score
from enthesis.outcomes.scoring import rated_activities, score
from enthesis.outcomes.trajectory import Point, Series, ordered
from enthesis.records.episodes import Episode
from enthesis.records.outcomes import Answer, SaidBy


def standing_answers(episode: Episode) -> list[Answer]:
    """The answers of an episode that no later one replaces, by day and then as they were given."""
    found = Answer.objects.filter(episode=episode, replaced_by__isnull=True).select_related("entered_by")
    return list(found.order_by("taken_on", "at", "id"))


def series_of(answers: Iterable[Answer]) -> tuple[Series, ...]:
    """One series for each measure and side, in the order of the measures; a question passed over is a gap."""
    gathered: dict[tuple[str, str], list[Point]] = {}
    known = get_outcome_measures()
    for answer in answers:
        measure = known.by_id.get(answer.measure)
        if measure is not None:
            gathered.setdefault((answer.measure, answer.side), []).append(point_of(answer, measure))
    return tuple(
        Series(measure, side, ordered(gathered[measure.id, side]))
        for measure in known.measures
        for side in ("", "left", "right")
        if (measure.id, side) in gathered
    )


def point_of(answer: Answer, measure: Measure) -> Point:
    """An answer as a point of its series."""
    scored = score_of(answer, measure)
    rater = answer.entered_by.full_name if measure.per_side and answer.entered_by is not None else ""
    source = "patient" if answer.said_by == SaidBy.PATIENT else "staff"
    because = "" if scored.value is not None else scored.because
    return Point(answer.taken_on, scored.value, source, answer.simulated, rater, because, rated_activities(answer.content))


def score_of(answer: Answer, measure: Measure) -> Score:
    """What an answer comes to, by the measure's rule, or by the questionnaire it was given on."""
    if is_left_out(answer.content):
        return Score(None, 0, measure.n_items or 1, "The patient passed over this question.")
    if "response" in answer.content and answer.questionnaire_id is not None:
        return _score_of_response(answer.pk, answer.questionnaire_id, measure.id)
    return score(measure, answer.content)


@lru_cache(maxsize=4096)
def _score_of_response(answer_id: uuid.UUID, questionnaire_id: uuid.UUID, measure_id: str) -> Score:
    """Worked out once: neither an answer nor a questionnaire is ever rewritten."""
    response = Answer.objects.values_list("content", flat=True).get(pk=answer_id)["response"]
    return score_response(get_questionnaire(questionnaire_id), response, find_measure(measure_id))
