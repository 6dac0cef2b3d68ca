"""The JSON interface and the forms of the room take anything and never answer 500."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enthesis.access.actor import Actor
from enthesis.actions.open_episode import open_episode
from enthesis.actions.register_patient import PatientDetails, register_patient
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.people import Clinic, Membership, Person, Role

pytestmark = pytest.mark.usefixtures("assessments_are_made_once")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EXAMPLES = 25


@pytest.fixture
def fuzzed(db: None) -> tuple[Client, str]:
    """A therapist's browser, and the id of an open encounter."""
    clinic = Clinic.objects.create(name="Harbour Physiotherapy")
    person = Person.objects.create_user("thea@example.org", "Thea Berg")
    Membership.objects.create(person=person, clinic=clinic, role=Role.THERAPIST)
    actor = Actor(person.id, clinic.id, Role.THERAPIST, "Thea Berg")
    patient = register_patient(actor, PatientDetails("Alex", "Muster"), simulated=True)
    encounter = start_encounter(actor, open_episode(actor, patient.id, "sore sit bone", "right").id)
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client, str(encounter.pk)


def test_no_request_of_the_interface_is_a_fault_of_ours(fuzzed: tuple[Client, str]) -> None:
    client, encounter_id = fuzzed
    document = client.get("/api/openapi.json").json()
    schema = schemathesis.openapi.from_dict(document)
    seen: set[int] = set()

    for result in schema.get_all_operations():
        operation: Any = result.ok()

        @given(case=operation.as_strategy(), here=st.booleans())
        @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
        def send(case: Any, here: bool) -> None:
            if here and "encounter_id" in (case.path_parameters or {}):
                case.path_parameters["encounter_id"] = encounter_id
            answer = client.generic(
                case.method,
                case.formatted_path,
                b"" if not isinstance(case.body, (dict, list)) else json.dumps(case.body),
                content_type="application/json",
                query_params=case.query or None,
            )
            seen.add(answer.status_code)
            assert answer.status_code < 500, (case.method, case.formatted_path, case.body)
            if answer.status_code >= 400:
                assert {"what", "where", "mend"} <= set(answer.json())

        send()
    assert {200, 422} <= seen, seen


NAMES = st.sampled_from(
    [
        *("f.slump_test", "f.none", "v.straight_leg_raise", "s.slump_test", "n.slump_test", "m.reflex_achilles.right", "t.plan"),
        *("m.straight_leg_raise_deg.left", "m.repeated_flexion_lying_during.", "t.duration_weeks", "t.left_out:SLR", "held"),
        *(
            "card",
            "action",
            "flag",
            "rf.x",
            "confirm",
            "explain",
            "dx.agrees",
            "q",
            "show",
            "card_of",
            "card_state",
            "act",
            "text",
        ),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["positive", "value", "undo", "diagnosis", "sign", "addendum", "hand_back", "cosign", "1e309", "nan", "-5"]),
    st.sampled_from(
        ['{"finding:slump_test": {"id": 5, "content": []}}', "[" * 4000, "ankle_reflex|positive", "\x00", "slump_test"]
    ),
    st.builds(lambda i: f'{{"finding:slump_test": {{"id": "{i}", "content": {{"note": 5}}}}}}', st.uuids()),
)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(fields=st.dictionaries(NAMES, TEXTS, max_size=8), which=st.sampled_from(["room", "sign_encounter"]))
def test_no_form_of_the_room_is_a_fault_of_ours(fuzzed: tuple[Client, str], fields: dict[str, str], which: str) -> None:
    client, encounter_id = fuzzed
    sendable = {name: text.encode("utf-8", "replace").decode() for name, text in fields.items()}
    assert client.post(reverse(which, args=[encounter_id]), sendable).status_code < 500


def test_an_address_nobody_has(fuzzed: tuple[Client, str]) -> None:
    client, _encounter = fuzzed
    assert client.get(reverse("room", args=[uuid.uuid4()])).status_code == 404
