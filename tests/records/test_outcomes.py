"""Outcomes at the clinic: what is entered, corrected and shown; a discharge keeps what was known; questionnaires of the clinic."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse
from outcome_forms import lefs_like
from records import noon
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.discharge_episode import discharge_episode, read_discharge, reopen_episode
from enthesis.actions.import_questionnaire import import_questionnaire, retire_questionnaire
from enthesis.actions.note_event import note_event, withdraw_event
from enthesis.actions.open_episode import open_episode
from enthesis.actions.read_outcomes import Trajectories, read_trajectories
from enthesis.actions.record_answer import record_answer
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.knowledge.regions import default_region
from enthesis.outcomes.questionnaire_reading import FaultyQuestionnaire
from enthesis.records.episodes import Episode, EpisodeStatus
from enthesis.records.isolation import clinic_scope
from enthesis.records.outcomes import Answer, Discharge, EpisodeEvent
from enthesis.records.patients import Patient
from enthesis.records.plans import Plan, PlanVersion
from enthesis.terms.fault import UnusableInput

RIGHT = "Made up for this test, free to use."
TODAY = noon.TODAY


@pytest.fixture
def episode(therapist: Actor, patient: Patient) -> Episode:
    """An open episode without an encounter."""
    return open_episode(therapist, patient.pk, "sore sit bone when running", "right")


def course(actor: Actor, episode: Episode) -> Trajectories:
    return read_trajectories(actor, episode.pk, lambda found: found)


def values(found: Trajectories) -> dict[tuple[str, str], list[float | None]]:
    return {(one.measure.id, one.side): [point.value for point in one.points] for one in found.series}


def typed(client: Client, episode: Episode, **fields: Any) -> Any:
    return client.post(reverse("enter_outcome", args=[episode.pk]), {"taken_on": TODAY.isoformat(), **fields})


def test_every_kind_of_measure_is_entered_by_its_form(therapist: Actor, episode: Episode) -> None:
    client = let_in(therapist)
    typed(client, episode, measure="nprs_worst", number_="4")
    typed(client, episode, measure="lefs", number_="57")
    typed(client, episode, measure="single_leg_bridge", number_left="20", number_right="12")
    typed(
        client, episode, measure="psfs", activity_0="running 10 km", score_0="3", activity_1="sitting in the car", score_1="5,0"
    )

    assert values(course(therapist, episode)) == {
        ("nprs_worst", ""): [4],
        ("lefs", ""): [57],
        ("single_leg_bridge", "left"): [20],
        ("single_leg_bridge", "right"): [12],
        ("psfs", ""): [4],
    }
    shown = client.get(reverse("enter_outcome", args=[episode.pk]), {"measure": "psfs"}).content.decode()
    assert 'value="running 10 km"' in shown and "readonly" in shown, "the same activities are rated again"
    page = client.get(reverse("outcomes", args=[episode.pk])).content.decode()
    for words in ("quality", "Matters from", "Error up to", "simulated", "right to show the questions unclear"):
        assert words in page


@pytest.mark.parametrize(
    "fields",
    [
        {"measure": "nprs_worst", "number_": "11"},
        {"measure": "nprs_worst", "number_": "much"},
        {"measure": "nprs_worst", "number_": ""},
        {"measure": "nprs_worst", "number_": "nan"},
        {"measure": "nprs_worst", "number_": "3", "taken_on": "2999-01-01"},
        {"measure": "nprs_worst", "number_": "3", "taken_on": "soon"},
        {"measure": "lefs", "number_": "81"},
        {"measure": "psfs", "activity_0": "running", "score_0": "12"},
        {"measure": "psfs", "activity_0": "", "score_0": "3"},
    ],
)
def test_what_cannot_be_is_said_and_stays_in_the_form(therapist: Actor, episode: Episode, fields: dict[str, str]) -> None:
    answer = typed(let_in(therapist), episode, **fields)

    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert values(course(therapist, episode)) == {}


def test_a_correction_replaces_and_nothing_is_rewritten(therapist: Actor, episode: Episode) -> None:
    first = record_answer(therapist, episode.pk, "sane", {"number": 40}, TODAY)
    typed(let_in(therapist), episode, measure="sane", number_="45", replaces=str(first.pk))

    assert values(course(therapist, episode)) == {("sane", ""): [45]}
    with clinic_scope(therapist.clinic_id):
        assert Answer.objects.count() == 2
        with pytest.raises(Error), transaction.atomic():
            Answer.objects.filter(pk=first.pk).update(content={"number": 99})
    with pytest.raises(UnusableInput, match="corrected this answer meanwhile"):
        record_answer(therapist, episode.pk, "sane", {"number": 50}, TODAY, replaces=first.pk)


def test_answers_at_a_visit_count_for_the_occasion_they_fall_into(therapist: Actor, episode: Episode) -> None:
    with clinic_scope(therapist.clinic_id, writes=False):
        asked = list(episode.follow_ups.get(occasion="baseline").measures)  # type: ignore[attr-defined]
    for measure in asked:
        content = {"activities": [{"text": "running", "score": 2}]} if measure == "psfs" else {"number": 3}
        record_answer(therapist, episode.pk, measure, content, TODAY)
    record_answer(therapist, episode.pk, "nprs_worst", {"number": 2}, TODAY)

    found = course(therapist, episode)
    assert {f.occasion: f.status for f in found.follow_ups}["baseline"] == "completed"
    assert [a.follow_up_id is None for a in found.answers if a.measure == "nprs_worst"] == [False, True]


def test_an_event_is_noted_and_withdrawn_never_rewritten(therapist: Actor, episode: Episode) -> None:
    client = let_in(therapist)
    address = reverse("note_event", args=[episode.pk])
    assert client.post(address, {"kind": "race", "on_day": TODAY.isoformat(), "text": "10 km"}).status_code == 302
    assert client.post(address, {"kind": "other", "on_day": TODAY.isoformat(), "text": ""}).status_code == 422
    (event,) = course(therapist, episode).events
    withdraw_event(therapist, event.pk)

    assert course(therapist, episode).events == ()
    with clinic_scope(therapist.clinic_id), pytest.raises(Error), transaction.atomic():
        EpisodeEvent.objects.filter(pk=event.pk).update(text="marathon")
    with pytest.raises(NotInThisState):
        withdraw_event(therapist, event.pk)


def test_a_discharge_never_counts_what_nobody_assessed(therapist: Actor, episode: Episode) -> None:
    before = read_discharge(therapist, episode.pk, lambda view: {c.criterion.measure: c.verdict for c in view.criteria})
    assert set(before.values()) == {"not_assessed"}
    record_answer(therapist, episode.pk, "nprs_worst", {"number": 6}, TODAY)
    discharge_episode(therapist, episode.pk, "enough", "Two sessions a week.", "Better.", goal_reached=True)

    with clinic_scope(therapist.clinic_id, writes=False):
        kept = Discharge.objects.get()
        states = {c["id"]: c["state"] for c in kept.criteria}
    assert (states["nprs_worst"], states["goal_reached"], states["psfs"]) == ("not_met", "met", "not_assessed")
    with clinic_scope(therapist.clinic_id), pytest.raises(Error), transaction.atomic():
        Discharge.objects.filter(pk=kept.pk).update(summary="All is well.")


def test_the_criteria_of_the_phase_stand_with_those_of_discharge(therapist: Actor, plan: Plan) -> None:
    with clinic_scope(therapist.clinic_id, writes=False):
        document = PlanVersion.objects.get(plan=plan).document
    asked = {criterion.measure for criterion in get_rehabilitation(default_region()).phase_by_id[document["phase"]].leave_when}
    found = read_discharge(therapist, plan.episode_id, lambda view: {c.criterion.measure: c.verdict for c in view.criteria})

    assert asked and asked <= set(found)
    assert found["psfs"] == "not_assessed" and found["warning_signs"] == "not_assessed"


def test_reopening_and_a_second_discharge_keep_the_first(therapist: Actor, episode: Episode) -> None:
    client = let_in(therapist)
    address = reverse("discharge", args=[episode.pk])
    assert client.post(address, {"reason": "goals_reached", "maintenance": "Bridges twice a week."}).status_code == 302
    with pytest.raises(NotInThisState):
        discharge_episode(therapist, episode.pk, "enough")
    client.post(reverse("episode_status", args=[episode.pk]), {"to": "open", "because": "it came back after a race"})
    note_event(therapist, episode.pk, "recurrence", TODAY)
    assert client.post(address, {"reason": "referred"}).status_code == 302

    page = client.get(address).content.decode()
    for words in ("Care goes on elsewhere", "Goals reached", "Bridges twice a week.", "it came back after a race"):
        assert words in page
    with clinic_scope(therapist.clinic_id, writes=False):
        assert Discharge.objects.count() == 2
        assert Episode.objects.get(pk=episode.pk).status == EpisodeStatus.DISCHARGED


def test_an_episode_that_is_open_is_not_opened_again(therapist: Actor, episode: Episode) -> None:
    with pytest.raises(NotInThisState):
        reopen_episode(therapist, episode.pk)


def test_a_questionnaire_is_brought_in_answered_and_scored(therapist: Actor, lead: Actor, episode: Episode) -> None:
    leading, client = let_in(lead), let_in(therapist)
    file = SimpleUploadedFile("lefs.json", json.dumps(lefs_like()).encode())
    fields = {"measure": "lefs", "right": RIGHT, "attested": "yes", "questionnaire": file}
    assert leading.post(reverse("questionnaires"), fields).status_code == 302
    whole = {f"q{n}": "2" for n in range(20)}
    typed(client, episode, measure="lefs", **whole)
    typed(client, episode, measure="lefs", **{**whole, "q3": ""})

    (series,) = course(therapist, episode).series
    assert [point.value for point in series.points] == [40, None]
    assert "19 of 20" in series.points[1].because
    shown = client.get(reverse("enter_outcome", args=[episode.pk]), {"measure": "lefs"}).content.decode()
    assert "Made-up" in shown or "Answer 2" in shown


def test_a_questionnaire_without_a_right_or_with_faults_is_refused_with_all_reasons(lead: Actor, therapist: Actor) -> None:
    good = json.dumps(lefs_like()).encode()
    with pytest.raises(UnusableInput, match="not attested"):
        import_questionnaire(lead, "lefs", good, RIGHT, attested=False)
    with pytest.raises(FaultyQuestionnaire):
        import_questionnaire(lead, "lefs", b"{}", RIGHT, attested=True)
    with pytest.raises(UnusableInput):
        import_questionnaire(lead, "nprs_worst", good, RIGHT, attested=True)
    with pytest.raises(Refused):
        import_questionnaire(therapist, "lefs", good, RIGHT, attested=True)
    client = let_in(lead)
    bad = {"measure": "lefs", "right": RIGHT, "attested": "yes", "questionnaire": SimpleUploadedFile("x.json", b"[]")}
    assert client.post(reverse("questionnaires"), bad).status_code == 422
    assert client.post(reverse("questionnaires"), {"measure": "lefs"}).status_code == 422


def test_what_was_put_away_still_scores_its_answers(therapist: Actor, lead: Actor, episode: Episode) -> None:
    kept = import_questionnaire(lead, "lefs", json.dumps(lefs_like()).encode(), RIGHT, attested=True)
    typed(let_in(therapist), episode, measure="lefs", **{f"q{n}": "3" for n in range(20)})
    retire_questionnaire(lead, kept.pk)

    assert values(course(therapist, episode)) == {("lefs", ""): [60]}
    with pytest.raises(NotInThisState):
        retire_questionnaire(lead, kept.pk)


def test_the_pages_of_the_lead_are_for_the_lead(therapist: Actor, lead: Actor) -> None:
    for name in ("follow_up_rates", "questionnaires"):
        assert let_in(lead).get(reverse(name)).status_code == 200
        assert let_in(therapist).get(reverse(name)).status_code == 403


def test_the_patients_word_on_email_is_kept_on_their_page(therapist: Actor, patient: Patient) -> None:
    client = let_in(therapist)
    for word, words in (("yes", "Agreed to e-mail"), ("no", "Does not want e-mail"), ("refuses", "asked not to be asked")):
        client.post(reverse("word_on_email", args=[patient.pk]), {"word": word})
        assert words in client.get(reverse("patient", args=[patient.pk])).content.decode()


def test_another_clinics_episode_is_not_there(outsider: Actor, episode: Episode) -> None:
    with pytest.raises(NotFound):
        course(outsider, episode)
    with pytest.raises(NotFound):
        record_answer(outsider, episode.pk, "sane", {"number": 1}, TODAY)
    with pytest.raises(NotFound):
        note_event(outsider, episode.pk, "race", TODAY - datetime.timedelta(days=1))
