"""The wall between clinics, at every address there is: a lead of another clinic asks for this clinic's records by their ids.

The addresses come from the URL configuration, the forms from this clinic's own pages; a new address is walked without an edit here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from asking import Answer, ask
from django.db import transaction
from django.urls import reverse
from every_address import Address, every_path, values_for, walk_addresses
from page_harvest import Form, Harvest, harvest
from two_sites import Site, build_site, contents_of

from enthesis.records.audit import AuditRow, Outcome
from enthesis.records.isolation import clinic_scope
from enthesis.records.people import Role

pytestmark = pytest.mark.django_db
LEAVES_NO_ROW = {
    "calendar/<str:token>.ics": "the secret in the address is the key; it names no record and no person",
    "^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "opened by a secret sent by mail, by nobody signed in",
    "account/email/confirm/<key>/": "there is no such page in this product",
    "account/passkeys/<int:pk>/name/": "one's own passkeys only, counted from 1; it holds no record of a patient",
    "account/passkeys/<int:pk>/remove/": "one's own passkeys only, counted from 1; it holds no record of a patient",
    "library/<slug:exercise_id>/": "an exercise of the knowledge pack, the same for everybody; it names no record",
    "today/figures/<slug:exercise_id>.svg": "a drawing of the knowledge pack, the same for everybody; it names no record",
    "follow-up/question/<slug:measure>/": "the name of a question, the same for everybody; the cookie says whose",
    "follow-up/question/<slug:measure>/<int:number>/": "a question of a questionnaire, likewise",
    "intake/page/<slug:page_id>/": "the name of a page of questions, the same for everybody; the cookie says whose",
}
"""Addresses with an argument that is no record's id, each with the reason why asking for it leaves no refused row."""
SENSIBLE = {"kind": "text", "key": "plan", "content": {"text": "rest"}}
"""For parts of the JSON interface whose schema takes more than the server does."""
MOST_PATHS, MOST_WAYS = 4, 5
ADDRESSES = walk_addresses()
OF_RECORDS = [a for a in ADDRESSES if a.arguments and a.route not in LEAVES_NO_ROW]


@dataclass
class Wall:
    """The clinic whose records are asked for, the one that asks, and what the pages of the first offer."""

    here: Site
    there: Site
    offered: Harvest
    contents: dict[str, list[Any]]
    """This clinic's rows as they were at first."""

    def attempt(self, method: str, path: str, **sent: Any) -> tuple[Answer, int]:
        """The other clinic's lead asks; the last answer after our own redirects, and how many refused rows were left."""
        lead = self.there.cookies[Role.CLINIC_LEAD]
        before = self._refused()
        answer = ask(lead, method, path, undo=False, **sent)
        for _ in range(3):
            if answer.status != 302 or answer.location.startswith("/account/login/"):
                break
            answer = ask(lead, "GET", answer.location, undo=False)
        return answer, self._refused() - before

    def check_unchanged(self) -> None:
        """No row of this clinic was changed, added or taken away."""
        assert contents_of(self.here.clinic) == self.contents

    def _refused(self) -> int:
        with clinic_scope(self.there.clinic.id):
            return AuditRow.objects.filter(clinic_id=self.there.clinic.id, outcome=Outcome.REFUSED).count()

    def paths_to(self, address: Address) -> list[str]:
        """The address with the ids of this clinic's records, as its own pages name them too."""
        direct = every_path(address, values_for(address, [self.here]))
        return list(dict.fromkeys([*direct, *self.offered.paths[address.route]]))

    def check_silent(self, answer: Answer, asked: str) -> None:
        """Nothing of the patient stands in the answer."""
        for word in (self.here.patient_name, *self.here.patient_name.split()):
            assert word not in answer.body and word not in answer.location, f"{asked} shows the patient's name"


@pytest.fixture(scope="module")
def wall(django_db_setup: None, django_db_blocker: Any) -> Iterator[Wall]:
    """Two clinics with the same kinds of records; all is taken back at the end of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        here = build_site("Harbour Physiotherapy", "Wilhelmina", "Quastenbrot")
        there = build_site("Hill Physiotherapy", "Alex", "Muster")
        roles = (Role.CLINIC_LEAD,)
        yield Wall(here, there, harvest(here, roles), contents_of(here.clinic))
        transaction.set_rollback(True)


def test_there_is_a_record_of_this_clinic_for_every_address(wall: Wall) -> None:
    assert len(OF_RECORDS) > 30
    for address in OF_RECORDS:
        for name, converter in address.arguments:
            if converter.startswith("uuid"):
                assert wall.here.ids.get(name.removesuffix("_id").replace("_", "")), (
                    f"{address.route}: no record for '{name}' is made in two_sites.py"
                )
        assert wall.paths_to(address), f"{address.route}: no page leads there and no value is known for its arguments"


def test_the_table_of_addresses_without_a_row_names_real_ones() -> None:
    assert set(LEAVES_NO_ROW) <= {address.route for address in ADDRESSES}
    assert not any(
        converter.startswith("uuid") for a in ADDRESSES if a.route in LEAVES_NO_ROW for _name, converter in a.arguments
    )


@pytest.mark.parametrize("address", OF_RECORDS, ids=lambda a: a.route)
def test_a_record_behind_the_wall_is_refused_and_the_attempt_noted(wall: Wall, address: Address) -> None:
    short: list[tuple[str, dict[str, Any]]] = [("GET", {}), ("POST", {"data": {}})]
    full = [*short, ("POST", {"data": b"{}", "content_type": "application/json"})]
    full += spoken(wall, address)
    full += [("POST", {"data": fields}) for form in wall.offered.forms[address.route] for fields in filled(form)]
    judged = 0
    for number, path in enumerate(wall.paths_to(address)[:MOST_PATHS]):
        for method, sent in short if number else full:
            answer, rows = wall.attempt(method, path, **sent)
            asked = f"{method} {path} {sent}"
            wall.check_silent(answer, asked)
            if answer.status in (400, 405, 422) and rows == 0:
                continue  # the method or the form was not read as far as the record
            judged += 1
            assert answer.status in (403, 404) or answer.location.startswith("/account/login/"), (
                f"{asked}: {answer.status} {answer.raised}"
            )
            assert rows == 1, f"{asked}: {answer.status}, {rows} refused rows"
    assert judged, "no attempt came as far as the record"
    wall.check_unchanged()


def spoken(wall: Wall, address: Address) -> list[tuple[str, dict[str, Any]]]:
    """What the interface says an address takes as JSON, in the smallest form it describes."""
    document = json.loads(ask(wall.there.cookies[Role.CLINIC_LEAD], "GET", reverse("api:openapi-json")).body)
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", "/" + address.route)
    found: list[tuple[str, dict[str, Any]]] = []
    for method, told in document["paths"].get(path, {}).items():
        query = {p["name"]: smallest(p["schema"], document, p["name"]) for p in told.get("parameters", ()) if p["in"] == "query"}
        if "requestBody" in told:
            schema = told["requestBody"]["content"]["application/json"]["schema"]
            found.append((method.upper(), {"data": json.dumps(smallest(schema, document)), "content_type": "application/json"}))
        elif query:
            found.append((method.upper(), {"data": query}))
    return found


def smallest(schema: dict[str, Any], document: dict[str, Any], name: str = "") -> Any:
    """The smallest value a schema describes; a text entry where an entry is wanted."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    if name in SENSIBLE:
        return SENSIBLE[name]
    if schema.get("type") == "array":
        return [smallest(schema["items"], document)] * schema.get("minItems", 0)
    if schema.get("type") == "object":
        wanted = schema.get("required", ())
        return {key: smallest(part, document, key) for key, part in schema.get("properties", {}).items() if key in wanted}
    return "2024-01-01T00:00:00Z" if schema.get("format") == "date-time" else "x"


def filled(form: Form) -> list[dict[str, str]]:
    """A form filled in with the first, second ... value that each field offers."""
    most = max((len(values) for values in form.fields.values()), default=1)
    each = range(min(most, MOST_WAYS)) if form.method == "post" else ()
    return [{name: values[which % len(values)] for name, values in form.fields.items()} for which in each]


def test_a_form_of_ones_own_with_a_record_from_behind_the_wall_changes_nothing_there(wall: Wall) -> None:
    twins = {
        theirs: mine
        for kind, ids in wall.here.ids.items()
        for theirs, mine in zip(ids, wall.there.ids[kind], strict=True)
        if len(theirs) == 36
    }
    sent_over = 0
    for form in (form for forms in wall.offered.forms.values() for form in forms):
        held = {
            name: next((v for v in values if any(theirs in v for theirs in twins)), "") for name, values in form.fields.items()
        }
        if any(held.values()):
            sent_over += 1
            to = _swap(form.action, twins)
            sent = {name: found or form.fields[name][0] for name, found in held.items()}
            answer, _rows = wall.attempt(form.method.upper(), to, data=sent)
            wall.check_silent(answer, f"{form.method} {to} {sent}")
            assert answer.status < 500, answer.raised
    assert sent_over >= 5
    wall.check_unchanged()


def _swap(text: str, twins: dict[str, str]) -> str:
    for theirs, mine in twins.items():
        text = text.replace(theirs, mine)
    return text


@pytest.mark.parametrize("address", [a for a in ADDRESSES if not a.arguments], ids=lambda a: a.route or "first page")
def test_no_page_without_a_record_names_a_patient_of_the_other_clinic(wall: Wall, address: Address) -> None:
    theirs = wall.here.ids["patient"][0]
    typed = wall.here.patient_name.split()[1][:4]
    query = "&".join(f"{name}={theirs}" for name in ("patient", *wall.offered.asked[address.route]))
    for path in (address.path({}), f"{address.path({})}?{query}"):
        for method, sent in (("GET", {}), ("POST", {"data": {"q": typed, "patient_name": typed, "patient": theirs}})):
            answer, _rows = wall.attempt(method, path, **sent)
            wall.check_silent(answer, f"{method} {path}")
            assert answer.status < 500, answer.raised
    wall.check_unchanged()
