"""What a patient's answers propose to the therapist, and what they are told at once. Small tables; nothing is recorded here."""

from __future__ import annotations

from typing import Any

import pytest

from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.questionnaire import Questionnaire
from enthesis.knowledge.questions import load_questionnaire
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.intake_answers import check_answer
from enthesis.reasoning.intake_proposals import propose_findings, propose_measures, propose_texts, tell_patient
from enthesis.terms.fault import UnusableInput


@pytest.fixture(scope="module")
def asked(posterior_hip: Pack) -> Questionnaire:
    return load_questionnaire(BUILT_IN_PACKS / "posterior_hip", posterior_hip)


def choose(text: str) -> dict[str, dict[str, Any]]:
    """'running=worse lunging=same sports=running+cycling' as answers."""
    answers: dict[str, dict[str, Any]] = {}
    for pair in text.split():
        question, _, chosen = pair.partition("=")
        several = question in ("sports", "doing")
        answers[question] = {"choices": chosen.split("+")} if several else {"choice": chosen}
    return answers


PROPOSED = [
    # answers                          | findings: + positive, - negative
    ("running=worse", "+running_pain"),
    ("running=same", "-running_pain"),
    ("running=eases", "-running_pain"),
    ("running=not_done", ""),
    ("sitting=worse", "+sitting_pain"),
    ("sitting=same", "-sitting_pain -eased_by_sitting"),
    ("sitting=eases", "-sitting_pain +eased_by_sitting"),
    ("sitting=not_done", ""),
    ("walking=same lying=eases", "-walking_pain -eased_by_walking -lying_pain +eased_by_lying"),
    ("squatting=worse lunging=worse", "+squat_lunge_pain"),
    ("squatting=worse lunging=same", "+squat_lunge_pain!"),
    ("squatting=same lunging=not_done", "-squat_lunge_pain"),
    ("onset=sudden pop=yes", "+sudden_onset +pop_at_onset"),
    ("onset=slow pop=no", "-sudden_onset -pop_at_onset"),
    ("onset=unsure pop=unsure", ""),
    ("doing=sprint", "+onset_sprinting_or_kicking"),
    ("doing=none", "-onset_sprinting_or_kicking -forced_stretch_mechanism -onset_lifting_or_bending -fall_or_blow"),
    ("sports=running+cycling", "+distance_runner +cyclist"),
    ("training_change=yes", "+training_load_increase"),
    ("exercise=helped", "+improved_with_loading -failed_physiotherapy"),
    ("exercise=for_a_while", ""),
    ("exercise=no_help", "-improved_with_loading +failed_physiotherapy"),
    ("exercise=not_had", ""),
    ("saddle=no bladder=no fever=unsure", "-saddle_numbness -bladder_or_bowel_change"),
    ("side=both", "+bilateral_symptoms"),
    ("side=left", ""),
    ("side=both both_legs=no", "+bilateral_symptoms!"),
]


@pytest.mark.parametrize(("said", "expected"), PROPOSED, ids=[said for said, _ in PROPOSED])
def test_proposed_findings(asked: Questionnaire, said: str, expected: str) -> None:
    proposals = propose_findings(asked, choose(said))

    signs = {("+" if p.state == "positive" else "-") + p.finding + ("!" if p.contradicted else "") for p in proposals}
    assert signs == set(expected.split())


def test_every_proposal_names_the_answers_it_rests_on(asked: Questionnaire) -> None:
    (proposal,) = propose_findings(asked, choose("squatting=worse lunging=same"))

    assert [(b.asked, b.said) for b in proposal.because] == [
        ("Squatting", "Makes it worse"),
        ("Lunging (a long step forward)", "No difference"),
    ]


TOLD = [
    # answers                    | urgency of the first sentence, or none
    ("saddle=yes", "emergency"),
    ("bladder=yes", "emergency"),
    ("weaker=yes both_legs=yes", "emergency"),
    ("weaker=yes", "same_day"),
    ("cold=yes", "same_day"),
    ("swollen=yes", "same_day"),
    ("fever=yes", "same_day"),
    ("cannot_stand=yes", "same_day"),
    ("infection=yes constant=yes night=yes unwell=yes", "same_day"),
    ("saddle=unsure bladder=unsure fever=unsure", None),
    ("saddle=no bladder=no", None),
    ("cancer=yes night=yes", None),
    ("running=worse", None),
]


@pytest.mark.parametrize(("said", "urgency"), TOLD, ids=[said for said, _ in TOLD])
def test_what_the_patient_is_told_at_once(asked: Questionnaire, posterior_hip: Pack, said: str, urgency: str | None) -> None:
    """What can wait for the visit is not told; every sentence says what to do and names its source."""
    proposals = propose_findings(asked, choose(said))
    told = tell_patient(asked, posterior_hip, proposals, Patient(), posterior_hip.default_setting)

    assert (told[0].urgency if told else None) == urgency
    assert all(t.say and t.do and t.citation for t in told)


def test_words_and_numbers_are_offered_under_their_keys(asked: Questionnaire) -> None:
    answers = {
        "complaint": {"text": "Sore sit bone"},
        "onset": {"choice": "slow"},
        "duration": {"number": 6, "unit": "months"},
        "pain_now": {"number": 3},
        "pain_worst": {"number": None, "skipped": True},
        "goals": {"text": ""},
    }

    assert {t.key: t.text for t in propose_texts(asked, answers)} == {
        "history:complaint": "Sore sit bone",
        "onset": "gradual",
        "duration_weeks": "26",
    }
    assert {m.quantity: m.number for m in propose_measures(asked, answers)} == {"pain_now_nrs_0_10": 3.0}


BAD = [
    ("running", {"choice": "sometimes"}, "not one of the answers"),
    ("running", {"choice": None}, "not one of the answers"),
    ("running", "worse", "not an answer"),
    ("sports", {"choices": ["running", "none"]}, "'none' is ticked"),
    ("sports", {"choices": "running"}, "not a list"),
    ("sports", {"choices": [{"id": 1}]}, "not one of the answers"),
    ("duration", {"number": "six", "unit": "weeks"}, "whole number"),
    ("duration", {"number": True, "unit": "weeks"}, "whole number"),
    ("duration", {"number": 6, "unit": "fortnights"}, "days, weeks"),
    ("pain_now", {"number": 11}, "0 to 10"),
    ("pain_now", {"number": 3.5}, "0 to 10"),
    ("complaint", {"text": "x" * 4001}, "longer than"),
    ("complaint", {"text": "zero\x00byte"}, "not text"),
    ("drawing", {"drawing": "back"}, "not a drawing"),
]


@pytest.mark.parametrize(("question", "answer", "said"), BAD)
def test_what_is_no_answer_is_refused_in_a_sentence(asked: Questionnaire, question: str, answer: object, said: str) -> None:
    with pytest.raises(UnusableInput, match=said):
        check_answer(asked.question_by_id[question], answer)
