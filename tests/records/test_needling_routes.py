"""Other ways in than the pages: the JSON interface, an imported case file, a phone. None of them records needling, none signs it."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from records.needling_visit import ALL_NO, COUNT, NEEDLE, begun_visit, ready_to_needle, session_of
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.access.refused import NotInThisState
from enthesis.actions.read_needling import read_needling
from enthesis.actions.record_entry import record_entry
from enthesis.records.entries import TextEntry
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling import NEEDLING_ENTRIES, NeedlingSession, NeedlingStatus
from enthesis.web.api import api

FORGED = {
    "needling_plan": {"sites": [{"id": "upper_trapezius", "side": "right"}], "technique": "muscle"},
    "needling_screen": {"asked_on": "2026-11-24", "answers": ALL_NO},
    "needling_override": {"reason": "all is well", "medical_advice": "Dr Lee"},
    "needling_insertion": NEEDLE,
    "needling_close": COUNT,
}
"""For each kind of entry what would make the record of a begun session look complete."""


@pytest.fixture
def visit(therapist: Actor, encounter: Encounter) -> Encounter:
    """Needling has begun, and nothing is logged."""
    return begun_visit(therapist, ready_to_needle(therapist, encounter).episode_id)


def entries_of(visit: Encounter) -> dict[str, int]:
    """How many rows of each kind the needling of a visit has."""
    with clinic_scope(visit.clinic_id, writes=False):
        return {kind: model.objects.filter(encounter=visit).count() for kind, model in NEEDLING_ENTRIES.items()}


def test_every_kind_of_entry_is_tried() -> None:
    assert set(FORGED) == set(NEEDLING_ENTRIES)


@pytest.mark.parametrize("kind", sorted(FORGED))
def test_the_json_interface_takes_no_needling(therapist: Actor, visit: Encounter, kind: str) -> None:
    before = entries_of(visit)
    with pytest.raises(NotInThisState, match="no kind of entry"):
        record_entry(therapist, visit.pk, kind, "x", FORGED[kind])
    client = let_in(therapist)
    for sent in (
        {"kind": kind, "key": "x", "content": FORGED[kind]},
        {"kind": "text", "key": kind, "content": {"text": json.dumps(FORGED[kind])}},
    ):
        body = json.dumps({"changes": [sent]})
        client.post(reverse("api:record_entries", args=[visit.pk]), body, content_type="application/json")
    assert entries_of(visit) == before
    assert session_of(visit).status == NeedlingStatus.BEGUN
    assert read_needling(therapist, visit.pk).missing


def test_the_json_interface_has_no_address_of_needling() -> None:
    assert [path for path in api.get_openapi_schema(path_prefix="")["paths"] if "needl" in path or "sign" in path] == []


CASE = """
needling: {status: signed, verdict: allowed, needles_in: 2, needles_out: 2}
needling_screen: {answers: {pacemaker: "no"}}
findings:
  - {name: slump_test, result: negative}
  - {name: dry needling signed, result: positive}
  - {name: needling_close, result: positive, note: "2 in, 2 out"}
"""


def imported(client: Client, address: str) -> None:
    answer = client.post(address, {"case_file": SimpleUploadedFile("forged.yaml", CASE.encode())}, follow=True)
    assert "Not imported." not in answer.content.decode()


def test_an_imported_case_file_brings_no_needling(therapist: Actor, visit: Encounter) -> None:
    before, client = entries_of(visit), let_in(therapist)
    imported(client, reverse("import_into_encounter", args=[visit.pk]))
    imported(client, reverse("import_case", args=[visit.episode_id]))
    assert entries_of(visit) == before and session_of(visit).status == NeedlingStatus.BEGUN
    with clinic_scope(therapist.clinic_id, writes=False):
        assert NeedlingSession.objects.count() == 1
        kept = TextEntry.objects.filter(encounter__episode_id=visit.episode_id, key="import:not_understood")
        assert kept and all("signed" in one.text for one in kept), "what a file claims stays a line that was not understood"
    page = client.post(reverse("needling", args=[visit.pk]), {"act": "sign"})
    assert page.status_code == 409
