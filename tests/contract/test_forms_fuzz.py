"""Every address takes anything from anybody and never answers 500: no form is a fault of ours.

The addresses come from the URL configuration, the names of fields from the pages' own forms; a new address is tried without an
edit here. `scripts/with_postgresql.sh` runs it on PostgreSQL, which is stricter about texts, lengths and dates.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from asking import Answer, ask
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings
from every_address import Address, every_path, values_for, walk_addresses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from page_harvest import Harvest, harvest
from remembered import assessments_remembered, papers_remembered
from two_sites import PATIENT, STRANGER, Site, build_site

from enthesis.records.people import Role

if os.environ.get("ENTHESIS_DATABASE_URL"):
    from records.on_postgresql import django_db_setup  # noqa: F401 (takes the place of pytest-django's)

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("ENTHESIS_FUZZ_EXAMPLES", "3"))
EVERYBODY = (*(str(role) for role in Role), STRANGER, PATIENT)
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE")
ODD_VALUES = ["0", "1", "9" * 30, "x", "ü", "-", "a" * 300, "\x00", "..", "%2e%2e", "\u2028", "999999999999999999999999"]
ODD_TEXTS = [
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\x1b[31m\x07\x08",
        "\r\n\t",
        "\u202etxet",
        "\ufffe\uffff",
        "😀" * 50,
        "'\"<script>{{7*7}}{% x %}",
    ),
    *("nan", "inf", "-inf", "1e309", "-1", "0", "9" * 5000, "1_0", "٣", "0x10", "3.3333333333", "true", "null", "on"),
    *("0001-01-01", "9999-12-31", "2024-02-30", "2024-13-01T25:61", "0000-00-00", "99:99", "23:59:59.999999", "1-1-1"),
    *("[" * 4000, "{", "[]", "null", "0", '""', '{"a": [1, {"b": null}]}', '[{"id": 5}]', '{"strokes": "x"}', '{"finding:x": 3}'),
    *("../../etc/passwd", "a@b", f"{'a' * 300}@example.org", "positive", "encounter.x", "episode.", "new", "%s%n", "a" * 100_000),
    *("//example.org/", "javascript:alert(1)", "home 0001-01-01", "appointments week 9999-12-31 x", "Europe/../x", "\\", "%"),
]
CONTENT_TYPES = [
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "",
    "\u00fc",
]
BODIES = [
    *(b"", b"{}", b"[]", b"null", b"\xff\xfe\x00", b"a=%FF%00&b=%ED%A0%80", b"[" * 5000, b'{"a": NaN}', b'{"changes": [{}]}'),
    *(b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb', b"--x--", b"&".join(b"a=1" for _ in range(3500)), b"1" * 5000),
]


@dataclass(frozen=True)
class Fuzzed:
    """Two clinics, and what the first one's pages offer."""

    own: Site
    other: Site
    offered: Harvest

    def paths(self, address: Address) -> list[str]:
        """The address with ids of the own clinic first, then of the other, random and odd values."""
        values = values_for(address, [self.own, self.other], [str(uuid.uuid4()), *ODD_VALUES])
        one_each = {name: [*found[:4], *found[-len(ODD_VALUES) - 3 :]] for name, found in values.items()}
        return list(dict.fromkeys([*self.offered.paths[address.route], *every_path(address, one_each)]))

    def names(self, address: Address) -> list[str]:
        """Names of fields: of the forms that are sent there, of queries, and those that the view reads by itself."""
        in_forms = [name for form in self.offered.forms[address.route] for name in form.fields]
        return list(dict.fromkeys([*in_forms, *self.offered.asked[address.route], *address.names_read, "next", "junk"]))

    def values(self, address: Address) -> list[str]:
        """What the fields of the forms offer, and ids of either clinic."""
        offered = [v for form in self.offered.forms[address.route] for found in form.fields.values() for v in found]
        ids = [one for site in (self.own, self.other) for found in site.ids.values() for one in found[:2]]
        return list(dict.fromkeys([*offered, *ids, str(uuid.uuid4())]))


@pytest.fixture(scope="module")
def fuzzed(django_db_setup: None, django_db_blocker: Any) -> Iterator[Fuzzed]:
    """Two clinics; all is taken back at the end of this file."""
    cheap = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), cheap, transaction.atomic(), assessments_remembered(), papers_remembered():
        own = build_site("Harbour Physiotherapy", "Wilhelmina", "Quastenbrot")
        other = build_site("Hill Physiotherapy", "Alex", "Muster")
        yield Fuzzed(own, other, harvest(own, (Role.CLINIC_LEAD, PATIENT, STRANGER)))
        transaction.set_rollback(True)


def check(answer: Answer, asked: str) -> None:
    """No fault of ours, told or shown."""
    assert answer.status < 500, f"{asked}: {answer.status}\n{answer.raised}"
    assert not answer.raised, f"{asked}: {answer.raised}"
    for trace in ("Traceback (most recent call last)", "DEBUG = True", 'File "/'):
        assert trace not in answer.body, f"{asked} shows a traceback"


def test_the_walk_finds_the_addresses_and_their_forms(fuzzed: Fuzzed) -> None:
    addresses = walk_addresses()
    assert not django_settings.DEBUG
    assert len(addresses) > 90 and len({a.route for a in addresses}) == len(addresses)
    assert sum(1 for forms in fuzzed.offered.forms.values() if any(form.fields for form in forms)) > 25
    for address in addresses:
        assert fuzzed.paths(address), f"{address.route}: no value is known that this address takes"


@pytest.mark.parametrize("address", walk_addresses(), ids=lambda a: a.route or "first page")
def test_no_request_to_an_address_is_a_fault_of_ours(fuzzed: Fuzzed, address: Address) -> None:
    paths, names, values = fuzzed.paths(address), fuzzed.names(address), fuzzed.values(address)
    # Who may open a paper is for test_walls to say; each costs a second and more.
    for who in (str(Role.CLINIC_LEAD), STRANGER) if address.route.endswith(".pdf") else EVERYBODY:
        cookies = fuzzed.own.cookies[who]
        check(ask(cookies, "GET", paths[0]), f"{who}: GET {paths[0]}")
        check(ask(cookies, "POST", paths[0], data={}), f"{who}: POST {paths[0]}")
    for method in METHODS:
        check(ask(fuzzed.own.cookies[Role.CLINIC_LEAD], method, paths[0]), f"{method} {paths[0]}")

    text = st.one_of(st.sampled_from(ODD_TEXTS), st.sampled_from(values), st.text(max_size=30))
    a_file = st.builds(
        lambda name, content: (name or "f", content), st.sampled_from(["a.yaml", "\x00", "é" * 200]), st.sampled_from(BODIES)
    )
    fields = st.dictionaries(
        st.one_of(st.sampled_from(names), st.text(min_size=1, max_size=10)),
        st.one_of(text, st.lists(text, min_size=2, max_size=3), a_file),
        max_size=6,
    )
    filled = [form for form in fuzzed.offered.forms[address.route] if form.fields]
    whole = (
        st.just({})
        if not filled
        else st.sampled_from(filled).flatmap(
            lambda form: st.fixed_dictionaries({name: st.sampled_from(found) for name, found in form.fields.items()})
        )
    )

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(
        who=st.one_of(st.just(str(Role.CLINIC_LEAD)), st.sampled_from(EVERYBODY)),
        path=st.one_of(st.just(paths[0]), st.sampled_from(paths)),
        sort=st.sampled_from(["form", "form", "form", "query", "body"]),
        form=st.builds(lambda offered, changed: {**offered, **changed}, whole, fields),
        body=st.tuples(st.sampled_from(BODIES), st.sampled_from(CONTENT_TYPES)),
        wants_json=st.booleans(),
    )
    def send(who: str, path: str, sort: str, form: dict[str, Any], body: tuple[bytes, str], wants_json: bool) -> None:
        headers = {"Accept": "application/json"} if wants_json else {}
        cookies = fuzzed.own.cookies[who]
        if sort == "body":
            answer = ask(cookies, "POST", path, data=body[0], content_type=body[1], headers=headers)
        else:
            ready = {_sendable(name): _field(value) for name, value in form.items()}
            if sort == "query":
                ready = {name: value for name, value in ready.items() if not isinstance(value, SimpleUploadedFile)}
            answer = ask(cookies, "GET" if sort == "query" else "POST", path, data=ready, headers=headers)
        check(answer, f"{who}: {sort} {path} {str(form)[:600]} {str(body)[:80]} json={wants_json}")

    send()


def _field(value: Any) -> Any:
    if isinstance(value, tuple):
        return SimpleUploadedFile(*value)
    return [_sendable(v) for v in value] if isinstance(value, list) else _sendable(value)


def _sendable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
