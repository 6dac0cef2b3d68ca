"""Needling of earlier visits in the documents of an episode: sessions, sites, counts, responses and events, each traced."""

from __future__ import annotations

import pytest
from django.utils import timezone
from records.needling_visit import NEEDLE, OVER_LUNG, begun_visit, logged_visit, ready_to_needle, session_of

from enthesis.access.actor import Actor
from enthesis.actions.issue_episode_document import read_draft
from enthesis.actions.record_insertions import InsertionRow, count_needles, record_insertions
from enthesis.actions.report_adverse_event import EventDetails, report_adverse_event
from enthesis.records.episodes import Encounter, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.reports.note import Sentence

DOCUMENTS = ("progress_report", "discharge_report", "case_report")


@pytest.fixture
def needled(therapist: Actor, encounter: Encounter) -> tuple[Episode, Encounter]:
    """An episode with two visits with needles, the second over the lung and without a count of what came out."""
    ready_to_needle(therapist, encounter)
    logged_visit(therapist, encounter.episode_id)
    second = begun_visit(therapist, encounter.episode_id, site=OVER_LUNG)
    record_insertions(therapist, second.pk, [InsertionRow({**NEEDLE, "site": OVER_LUNG})] * 2)
    count_needles(therapist, second.pk, {"needles_in": 2, "bleeding": "unknown", "breathing_normal": "yes"})
    with clinic_scope(therapist.clinic_id):
        return Episode.objects.get(pk=encounter.episode_id), second


def told(actor: Actor, episode: Episode, kind: str) -> dict[str, Sentence]:
    """Sentences about needling by their ids."""
    note = read_draft(actor, episode.pk, kind, {}, lambda draft: draft.note)
    return {one.id: one for one in note.sentences if one.id.startswith("needling")}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_each_session_is_told_and_traced(therapist: Actor, needled: tuple[Episode, Encounter], kind: str) -> None:
    said = told(therapist, needled[0], kind)
    assert set(said) == {"needling.summary", "needling.visit.1", "needling.visit.2", "needling.no_event"}
    assert "in 2 visits" in said["needling.summary"].text
    assert "Biceps femoris" in said["needling.visit.1"].text and ", right" in said["needling.visit.1"].text
    assert "1 in, 1 out; pain 5/10 before, 4/10 after; bleeding: no" in said["needling.visit.1"].text
    second = said["needling.visit.2"].text
    assert "2 in, out not counted" in second and "breathing normal: yes" in second
    assert "bleeding" not in second, "what nobody looked at is no no"
    assert [trace.kind for trace in said["needling.visit.2"].sources] == ["needling_insertion"] * 2 + ["needling_close"]
    assert {trace.kind for trace in said["needling.summary"].sources} == {"needling_insertion", "rule"}
    assert "none recorded, which does not say that none happened" in said["needling.no_event"].text
    assert [trace.kind for trace in said["needling.no_event"].sources] == ["absence"]


def test_an_event_is_told_with_its_grade_and_a_case_report_names_nobody(
    therapist: Actor, needled: tuple[Episode, Encounter]
) -> None:
    episode, second = needled
    details = EventDetails("breathlessness", words="Alex was short of breath on 3 March 2026", done_about_it="sent to hospital")
    report_adverse_event(therapist, session_of(second).pk, details)
    for kind in DOCUMENTS:
        said = told(therapist, episode, kind)
        event = said["needling.event.1"]
        assert "needling.no_event" not in said
        assert "Breathlessness (at least significant" in event.text and "done about it: sent to hospital" in event.text
        assert [trace.kind for trace in event.sources] == ["needling_event"]
        if kind == "case_report":
            assert all("Alex" not in one.text and str(timezone.now().year) not in one.text for one in said.values())
            assert "Day 1:" in said["needling.visit.1"].text


def test_an_episode_without_a_needle_says_nothing_of_it(therapist: Actor, encounter: Encounter) -> None:
    with clinic_scope(therapist.clinic_id):
        episode = Episode.objects.get(pk=encounter.episode_id)
    assert all(told(therapist, episode, kind) == {} for kind in DOCUMENTS)
