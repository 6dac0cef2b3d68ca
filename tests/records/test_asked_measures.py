"""What a patient is asked: the region's measures, those chosen for the episode, and the clinic's own questionnaire on the phone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from outcome_forms import calculated, form, lefs_like, visa_like, whole
from records.test_follow_up import follow_ups

from enthesis.access.actor import Actor, FollowUpActor, Stranger
from enthesis.access.refused import NotInThisState
from enthesis.actions.answer_follow_up import answer_follow_up, read_own_follow_up
from enthesis.actions.answer_questionnaire import answer_item
from enthesis.actions.asked_questions import Filling
from enthesis.actions.choose_measures import choose_measures
from enthesis.actions.discharge_episode import discharge_episode
from enthesis.actions.import_questionnaire import import_questionnaire
from enthesis.actions.issue_follow_up_link import issue_follow_up_link
from enthesis.actions.open_episode import open_episode
from enthesis.actions.open_follow_up import find_follow_up, open_follow_up
from enthesis.actions.outcome_series import series_of, standing_answers
from enthesis.outcomes.questionnaire_reading import read_questionnaire
from enthesis.portal.follow_up.cookie import COOKIE_NAME
from enthesis.portal.follow_up.item_page import said_before
from enthesis.records.episodes import Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.outcomes import FollowUp, FollowUpStatus
from enthesis.records.patients import Patient
from enthesis.terms.fault import UnusableInput


@pytest.fixture
def episode(therapist: Actor, patient: Patient) -> Episode:
    return open_episode(therapist, patient.pk, "sore sit bone when running", "right")


def given_a_questionnaire(lead: Actor, measure: str, fhir: dict[str, Any]) -> None:
    import_questionnaire(lead, measure, json.dumps(fhir).encode(), "Licence no. 12 of 4 May 2026", attested=True)


def on_the_phone(therapist: Actor, episode: Episode) -> tuple[FollowUpActor, str]:
    opened = open_follow_up(Stranger(), issue_follow_up_link(therapist, follow_ups(episode)["baseline"].pk).code)
    actor = find_follow_up(opened.cookie)
    assert actor is not None
    return actor, opened.cookie


def filling(actor: FollowUpActor, measure: str) -> Filling:
    return read_own_follow_up(actor, lambda own: own.fillings[measure])


def score(episode: Episode, measure: str) -> tuple[float | None, str]:
    """Newest score and what is said of it."""
    with clinic_scope(episode.clinic_id, writes=False):
        (series,) = (one for one in series_of(standing_answers(episode)) if one.measure.id == measure)
        return series.points[-1].value, series.points[-1].because


def test_a_questionnaire_is_answered_on_the_phone_left_halfway_and_scored(
    therapist: Actor, lead: Actor, episode: Episode
) -> None:
    choose_measures(therapist, episode.pk, ["sane", "lefs"])
    given_a_questionnaire(lead, "lefs", lefs_like())
    actor, _cookie = on_the_phone(therapist, episode)
    answer_follow_up(actor, "sane", {"number": 70})
    with pytest.raises(NotInThisState):
        answer_follow_up(actor, "lefs", {"total": 60})
    with pytest.raises(UnusableInput):
        answer_item(actor, "lefs", 0, "")
    with pytest.raises(UnusableInput):
        answer_item(actor, "lefs", 0, "17")
    for number in range(12):
        assert answer_item(actor, "lefs", number, "3") == number + 1

    assert filling(actor, "lefs").next == 12, "picked up again where it stopped"
    assert follow_ups(episode)["baseline"].status == FollowUpStatus.STARTED
    assert score(episode, "lefs") == (None, "Not scored: the questionnaire was not finished; 12 of 20 answered.")

    for number in range(12, 20):
        assert answer_item(actor, "lefs", number, "3") == (number + 1 if number < 19 else None)
    assert follow_ups(episode)["baseline"].status == FollowUpStatus.COMPLETED
    assert score(episode, "lefs")[0] == 60

    answer_item(actor, "lefs", 0, "1")
    assert score(episode, "lefs")[0] == 58, "who has answered may change an answer in time"
    answer_item(actor, "lefs", 0, None)
    value, because = score(episode, "lefs")
    assert value is None and "19 of 20 answered" in because, "a question passed over is missing, and by its formula nothing"


def test_branches_open_as_they_are_answered_and_passing_over_everything_says_nothing(
    therapist: Actor, lead: Actor, episode: Episode
) -> None:
    choose_measures(therapist, episode.pk, ["visa_h"])
    given_a_questionnaire(lead, "visa_h", visa_like())
    actor, _cookie = on_the_phone(therapist, episode)
    for number in range(6):
        answer_item(actor, "visa_h", number, "5")
    assert answer_item(actor, "visa_h", 6, "no") == 8, "the branch of those who have pain is not asked"
    with pytest.raises(NotInThisState):
        answer_item(actor, "visa_h", 7, "2")
    assert answer_item(actor, "visa_h", 8, "2") is None
    assert score(episode, "visa_h")[0] == 51

    for number in range(7):
        answer_item(actor, "visa_h", number, None)
    assert score(episode, "visa_h") == (None, "The patient passed over this question.")


def test_the_pages_of_a_questionnaire(therapist: Actor, lead: Actor, episode: Episode) -> None:
    choose_measures(therapist, episode.pk, ["visa_h"])
    given_a_questionnaire(lead, "visa_h", visa_like())
    phone = Client()
    phone.cookies[COOKIE_NAME] = on_the_phone(therapist, episode)[1]
    first = phone.get("/follow-up/question/visa_h/", follow=True)
    said = first.content.decode()
    assert (
        first.redirect_chain[-1][0] == "/follow-up/question/visa_h/0/" and "Made-up rating q1" in said and "part 1 of 7" in said
    )
    wrong = phone.post("/follow-up/question/visa_h/0/", {"answer": "seven", "go": "next"})
    assert wrong.status_code == 422 and 'value="seven"' in wrong.content.decode()
    for number in range(6):
        phone.post(f"/follow-up/question/visa_h/{number}/", {"answer": str(number), "go": "next"})
    assert "/6/" in phone.post("/follow-up/open/", {"code": "", "go": "start"}).headers["Location"], "half of it is picked up"
    phone.post("/follow-up/question/visa_h/6/", {"answer": "yes", "go": "next"})
    assert phone.post("/follow-up/question/visa_h/7/", {"answer": "3", "go": "next"}).headers["Location"] == "/follow-up/thanks/"
    assert "8 of 8 answered" in phone.get("/follow-up/thanks/").content.decode()
    assert phone.get("/follow-up/question/visa_h/99/").status_code == 302
    assert score(episode, "visa_h")[0] == 35


def test_what_a_questionnaire_says_before_its_tasks_stands_before_each_of_them() -> None:
    def said(text: str) -> dict[str, str]:
        return {"linkId": text, "type": "display", "text": text}

    group = {"linkId": "g", "type": "group", "text": "Legs", "item": [said("Last week:"), whole("q2"), whole("q3")]}
    read = read_questionnaire(
        form([said("Do you have difficulty with"), said("these?"), whole("q1"), group, calculated("t", "1")])
    )

    before = {question.link_id: said_before(read, question) for question in read.asked}
    assert before["q1"] == ("Do you have difficulty with", "these?")
    assert before["q2"] == before["q3"] == ("Do you have difficulty with", "these?", "Legs", "Last week:")


def test_what_is_asked_comes_from_the_region_or_from_the_choice(therapist: Actor, episode: Episode) -> None:
    usual = ["nprs_worst", "sitting_tolerance", "nprs_running", "running_distance", "psfs", "sane", "visa_h", "lefs"]
    assert follow_ups(episode)["baseline"].measures == usual
    assert set(follow_ups(episode)["week_6"].measures) == {*usual, "groc"}
    with clinic_scope(episode.clinic_id):
        FollowUp.objects.filter(episode=episode, occasion="week_6").update(status=FollowUpStatus.ASKED, asked_at=timezone.now())
    chosen = choose_measures(therapist, episode.pk, ["groc", "sane", "nprs_best"])
    assert chosen.asked_measures == ["sane", "groc", "nprs_best"]
    discharge_episode(therapist, episode.pk, "goals_reached")
    planned = follow_ups(episode)
    assert planned["baseline"].measures == ["sane", "nprs_best"]
    assert planned["month_6"].measures == ["sane", "groc", "nprs_best"]
    assert "psfs" in planned["week_6"].measures, "what was asked already stays"
    for wrong in ([], ["sane", "lefz"], ["single_leg_bridge"]):
        with pytest.raises(UnusableInput):
            choose_measures(therapist, episode.pk, wrong)
    assert choose_measures(therapist, episode.pk, None).asked_measures is None
    assert set(follow_ups(episode)["month_6"].measures) == {*usual, "groc"}


def test_a_questionnaire_the_clinic_does_not_have_keeps_nobody_waiting(therapist: Actor, episode: Episode) -> None:
    choose_measures(therapist, episode.pk, ["sane", "odi"])
    actor, _cookie = on_the_phone(therapist, episode)
    assert read_own_follow_up(actor, lambda own: [m.id for m in own.measures]) == ["sane"]
    assert answer_follow_up(actor, "sane", {"number": 70}) is True
