"""Whatever is done in whatever order, by actions, pages, JSON, a case file or SQL, no needling is signed that is not complete; nor does
a restored file bring one in."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records.needling_visit import ALL_NO, COUNT, NEEDLE, consented, licensed, planned
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.access.refused import Conflict, Refused
from enthesis.actions.needling_facts import decision_of, gather_needling, log_of
from enthesis.actions.override_needling_rule import override_needling_rule
from enthesis.actions.read_needling import read_needling
from enthesis.actions.record_insertions import InsertionRow, count_needles, record_insertions
from enthesis.actions.screen_for_needling import screen_for_needling
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.sign_needling import cosign_needling, sign_needling
from enthesis.actions.start_encounter import start_encounter
from enthesis.actions.start_needling import leave_needling, start_needling
from enthesis.actions.withdraw_needling_consent import withdraw_needling_consent
from enthesis.care.needling_log import signable
from enthesis.knowledge.needling_loading import built_in_needling
from enthesis.records.backup import check_sqlite
from enthesis.records.episodes import Encounter, EncounterStatus
from enthesis.records.isolation import clinic_scope
from enthesis.records.needling import SETTLED, UNDER_SIGNATURE, NeedlingConsent, NeedlingSession
from enthesis.records.patients import Patient
from enthesis.terms.fault import UnusableInput

ITEM = next(item.id for item in built_in_needling().screen if item.for_region is None)


def _standing(actor: Actor, visit: Encounter, name: str) -> Any:
    return getattr(read_needling(actor, visit.pk), name)


def _screen(answer: str) -> Callable[[Actor, Encounter], Any]:
    return lambda a, v: screen_for_needling(a, v.pk, {**ALL_NO, ITEM: answer}, _standing(a, v, "screen_id"))


def _count(**changes: Any) -> Callable[[Actor, Encounter], Any]:
    return lambda a, v: count_needles(a, v.pk, {**COUNT, **changes}, _standing(a, v, "close_id"))


def _forge(actor: Actor, visit: Encounter) -> None:
    """What somebody would write past every action."""
    now = timezone.now()
    with clinic_scope(actor.clinic_id), transaction.atomic():
        columns = {"status": "signed", "verdict": "allowed", "unanswered": 0, "needles_in": 1, "needles_out": 1}
        consent = NeedlingConsent.objects.order_by("recorded_at").last()
        NeedlingSession.objects.filter(encounter=visit).update(**columns, begun_at=now, settled_at=now, consent=consent)


def _forge_visit(actor: Actor, visit: Encounter) -> None:
    with clinic_scope(actor.clinic_id), transaction.atomic():
        Encounter.objects.filter(pk=visit.pk).update(status=EncounterStatus.SIGNED)


def _by_page(name: str, **sent: str) -> Callable[[Actor, Encounter], Any]:
    """What a browser posts."""
    return lambda a, v: let_in(a).post(reverse(name, args=[v.pk]), sent)


def _by_json(actor: Actor, visit: Encounter) -> None:
    """An entry that nobody's page makes."""
    body = json.dumps({"changes": [{"kind": "needling_close", "key": "close", "content": COUNT}]})
    let_in(actor).post(reverse("api:record_entries", args=[visit.pk]), body, content_type="application/json")


def _by_file(actor: Actor, visit: Encounter) -> None:
    """A case file that says that all is well."""
    written = (
        b"needling: {status: signed, needles_in: 1, needles_out: 1}\nfindings:\n  - {name: needling_close, result: positive}\n"
    )
    sent = {"case_file": SimpleUploadedFile("case.yaml", written)}
    let_in(actor).post(reverse("import_into_encounter", args=[visit.pk]), sent)


ACTS: dict[str, Callable[[Actor, Encounter], Any]] = {
    "plan": lambda a, v: planned(a, v),
    "all no": _screen("no"),
    "one unknown": _screen("unknown"),
    "one yes": _screen("yes"),
    "consent": lambda a, v: consented(a, v.patient_id),
    "no copy": lambda a, v: consented(a, v.patient_id, copy_given_on=None),
    "withdraw": lambda a, v: withdraw_needling_consent(a, v.patient_id, "patient"),
    "override": lambda a, v: override_needling_rule(a, v.pk, f"screen.{ITEM}", "a reason", "Dr Lee"),
    "start": lambda a, v: start_needling(a, v.pk),
    "needle": lambda a, v: record_insertions(a, v.pk, [InsertionRow(NEEDLE)]),
    "needle without a lot": lambda a, v: record_insertions(a, v.pk, [InsertionRow({**NEEDLE, "lot": ""})]),
    "count": _count(),
    "one left": _count(needles_in=2),
    "not counted": _count(needles_out=None),
    "stopped": _count(stopped_because="enough"),
    "leave": lambda a, v: leave_needling(a, v.pk, "no time"),
    "sign": lambda a, v: sign_needling(a, v.pk),
    "co-sign": lambda a, v: cosign_needling(a, v.pk),
    "sign the visit": lambda a, v: sign_encounter(a, v.pk),
    "sign on the page": _by_page("needling", act="sign"),
    "sign the visit on the page": _by_page("treatment_visit", act="sign"),
    "an entry by JSON": _by_json,
    "a case file": _by_file,
    "forge": _forge,
    "forge the visit": _forge_visit,
}
IN_ORDER = ["consent", "plan", "start", "needle", "count", "sign"]
MOSTLY_IN_ORDER = st.lists(st.sampled_from(sorted(ACTS)), max_size=6).flatmap(
    lambda others: st.permutations([*range(len(IN_ORDER) + len(others))]).map(lambda places: _woven(others, places))
)


def _woven(others: list[str], places: list[int]) -> list[str]:
    """The usual order with other acts at some places between."""
    at = sorted(places[: len(others)])
    walk, usual, extra = list[str](), iter(IN_ORDER), iter(others)
    for place in range(len(IN_ORDER) + len(others)):
        walk.append(next(extra) if place in at else next(usual))
    return walk


@pytest.fixture
def ready(therapist: Actor, encounter: Encounter) -> Encounter:
    """An adult whose therapist has a licence on file."""
    with clinic_scope(therapist.clinic_id):
        Patient.objects.filter(pk=encounter.patient_id).update(birth_date=datetime.date(1980, 2, 29))
    licensed(therapist)
    return encounter


SEEN: set[str] = set()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(MOSTLY_IN_ORDER)
def test_no_walk_ends_with_an_incomplete_record_signed(therapist: Actor, ready: Encounter, walk: list[str]) -> None:
    with transaction.atomic():
        visit = start_encounter(therapist, ready.episode_id, "treatment")
        for act in walk:
            with suppress(Refused, UnusableInput, Conflict, DatabaseError), transaction.atomic():
                ACTS[act](therapist, visit)
        check_holds(therapist, visit)
        transaction.set_rollback(True)


def check_holds(actor: Actor, visit: Encounter) -> None:
    """A signed session is complete by the core's own judgement, and a signed visit has none that is not settled."""
    with clinic_scope(actor.clinic_id):
        visit = Encounter.objects.get(pk=visit.pk)
        session = NeedlingSession.objects.filter(encounter=visit).first()
        if session is None:
            return
        SEEN.add(session.status)
        if session.status in UNDER_SIGNATURE:
            record = gather_needling(visit, timezone.now())
            assert signable(log_of(record), decision_of(record), built_in_needling())
            assert session.unanswered == 0 and session.needles_in == session.needles_out and record.consent is not None
        assert visit.status != EncounterStatus.SIGNED or session.status in SETTLED


@pytest.mark.parametrize("signing", [("sign", "sign the visit"), ("sign on the page", "sign the visit on the page")])
def test_the_usual_walk_is_signed(therapist: Actor, ready: Encounter, signing: tuple[str, str]) -> None:
    """Without it the walks above could all be refused early and show nothing."""
    visit = start_encounter(therapist, ready.episode_id, "treatment")
    for act in [*IN_ORDER[:-1], *signing]:
        ACTS[act](therapist, visit)
    check_holds(therapist, visit)
    with clinic_scope(therapist.clinic_id):
        assert Encounter.objects.get(pk=visit.pk).status == EncounterStatus.SIGNED


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL holds its constraints while it restores")
def test_a_file_with_an_incomplete_signed_record_is_not_restored(db: None, tmp_path: Path) -> None:
    """Somebody edits a backup with the checks switched off; looking at the file before it is restored finds it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE name IN ('records_needlingsession', 'django_migrations') AND type = 'table'"
        )
        tables = [row[0] for row in cursor.fetchall()]
    copy = tmp_path / "copy.sqlite3"
    columns = "id, clinic_id, patient_id, encounter_id, status, made_at, verdict, not_done_because, needles_in, needles_out"
    for status, sound in (("planned", True), ("signed", False)):
        copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(copy)) as writing, writing:
            for table in tables:
                writing.execute(table)
            writing.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('records', '0001_initial', '')")
            writing.execute("PRAGMA ignore_check_constraints = ON")
            row = f"INSERT INTO records_needlingsession ({columns}) VALUES ('1', '1', '1', '1', ?, '', '', '', 2, 1)"
            writing.execute("PRAGMA foreign_keys = OFF")
            writing.execute(row, [status])
        if sound:
            with closing(sqlite3.connect(copy)) as reading:
                assert reading.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
        else:
            with pytest.raises(UnusableInput, match="damaged"):
                check_sqlite(copy)
