"""The app's addresses over the wire: whose cookie opens what, what is refused and how, and what is kept nowhere."""

from __future__ import annotations

import datetime
import json
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from records.plan_document import EXERCISE, make_document

from enthesis.access.actor import Actor
from enthesis.actions.issue_phone_link import issue_phone_link, revoke_phone
from enthesis.actions.make_plan import make_plan
from enthesis.portal.attempts import MOST_WRONG
from enthesis.portal.today.cookie import COOKIE_NAME, COOKIE_PATH
from enthesis.records.audit import AuditRow
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.plans import DailyEvent, Phone, Plan

HOST = {"HTTP_HOST": "localhost"}
SNAPSHOT_KEYS = {
    *(
        "region",
        "asks",
        "snapshot",
        "plan",
        "made_at",
        "first_name",
        "simulated",
        "clinic",
        "plan_number",
        "purpose",
        "phase",
        "overlay",
        "exercises",
        "days",
    ),
    *(
        "marker",
        "test",
        "pain_ceiling_0_10",
        "run",
        "table",
        "why",
        "goals",
        "messages",
        "series",
        "last_entry_day",
        "reviewed_until",
    ),
    "units",
}


@pytest.fixture(autouse=True)
def no_attempts_before() -> None:
    cache.clear()


@pytest.fixture
def plan(therapist: Actor, encounter: Encounter) -> Plan:
    return make_plan(therapist, encounter.episode_id, make_document())


@pytest.fixture
def phone(therapist: Actor, plan: Plan) -> Client:
    """A phone that is linked."""
    client = Client(enforce_csrf_checks=True)
    answer = post(client, "open/", {"code": issue_phone_link(therapist, plan.id).code})
    assert answer.json() == {"opened": True}
    return client


def post(client: Client, path: str, body: object, **headers: str) -> Any:
    return client.post(f"/today/{path}", json.dumps(body), content_type="application/json", **{**HOST, **headers})


def told(**content: Any) -> dict[str, Any]:
    now = timezone.now()
    return {
        "id": str(uuid.uuid4()),
        "kind": "morning",
        "day": now.date().isoformat(),
        "said_at": now.isoformat(),
        "content": content,
    }


def test_the_cookie_is_for_the_app_alone(phone: Client) -> None:
    cookie = phone.cookies[COOKIE_NAME]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (COOKIE_PATH, True, "Strict")
    assert cookie["max-age"] > datetime.timedelta(days=180).total_seconds()


def test_the_snapshot_is_the_plan_and_little_else(phone: Client, plan: Plan) -> None:
    answer = phone.get("/today/plan.json", **HOST)
    snapshot = answer.json()
    assert set(snapshot) == SNAPSHOT_KEYS
    assert [exercise["id"] for exercise in snapshot["exercises"]] == [EXERCISE]
    assert (snapshot["plan"], snapshot["pain_ceiling_0_10"]) == (str(plan.id), 3)
    assert answer["Cache-Control"] == "no-store"
    assert "manifest-src 'self'" in answer["Content-Security-Policy"]
    figure = snapshot["exercises"][0]["figure"]
    assert figure == "" or phone.get(f"{figure}?side=left&view=thumb", **HOST)["Content-Type"] == "image/svg+xml"


def test_an_open_app_that_hears_nothing_new_leaves_no_row(phone: Client, plan: Plan) -> None:
    def rows() -> int:
        with clinic_scope(plan.clinic_id):
            return AuditRow.objects.filter(verb="read plan on phone").count()

    held = phone.get("/today/plan.json", **HOST)["ETag"]
    assert rows() == 1
    for tag in (held, f"W/{held}"):
        answer = phone.get("/today/plan.json", headers={"If-None-Match": tag}, **HOST)
        assert (answer.status_code, answer.content, rows()) == (304, b"", 1)
    post(phone, "events", {"events": [told(marker_pain_0_10=3)]})
    assert phone.get("/today/plan.json", headers={"If-None-Match": held}, **HOST).json()["last_entry_day"]
    assert rows() == 2


def test_the_shell_says_nothing_about_anybody(phone: Client) -> None:
    linked = [phone.get(f"/today/{path}", **HOST).content for path in ("", "open/", "sw.js", "manifest.webmanifest")]
    strange = [Client().get(f"/today/{path}", **HOST).content for path in ("", "open/", "sw.js", "manifest.webmanifest")]
    assert linked == strange


@pytest.mark.parametrize("path", ["plan.json", "events", "messages"])
def test_without_a_cookie_nothing_opens(path: str) -> None:
    answer = Client().get("/today/plan.json", **HOST) if path == "plan.json" else post(Client(), path, {path: []})
    assert (answer.status_code, "Ask the clinic" in answer.json()["error"]) == (401, True)


def test_a_revoked_phone_is_told_so(phone: Client, therapist: Actor, plan: Plan) -> None:
    with clinic_scope(plan.clinic_id):
        held = Phone.objects.get(plan=plan)
    revoke_phone(therapist, held.id)
    assert phone.get("/today/plan.json", **HOST).status_code == 410
    assert not phone.cookies[COOKIE_NAME].value


def test_leaving_ends_the_cookie(phone: Client) -> None:
    kept = phone.cookies[COOKIE_NAME].value
    assert post(phone, "leave/", {}).status_code == 204
    phone.cookies[COOKIE_NAME] = kept
    assert phone.get("/today/plan.json", **HOST).status_code == 410


def test_each_entry_is_answered(phone: Client, plan: Plan) -> None:
    good, bad = told(marker_pain_0_10=3), told(marker_pain_0_10=11)
    answer = post(phone, "events", {"events": [good, bad, good]}).json()
    assert (answer["accepted"], [refused["id"] for refused in answer["refused"]]) == ([good["id"]], [bad["id"]])
    with clinic_scope(plan.clinic_id):
        assert [event.content for event in DailyEvent.objects.all()] == [{"marker_pain_0_10": 3}]


@pytest.mark.parametrize(
    ("path", "body", "kind", "headers", "status"),
    [
        ("events", '{"events": 3}', "application/json", {}, 400),
        ("events", "[]", "application/json", {}, 400),
        ("events", "{", "application/json", {}, 400),
        ("events", "[" * 100_000, "application/json", {}, 400),
        ("events", b"\xff\xfe", "application/json", {}, 400),
        ("events", '{"events": []}', "text/plain", {}, 400),
        ("events", '{"events": []}', "application/json", {"HTTP_ORIGIN": "https://elsewhere.example"}, 403),
        ("events", '{"events": []}', "application/json", {"HTTP_ORIGIN": "null"}, 403),
        ("events", '{"events": []}', "application/json", {"HTTP_SEC_FETCH_SITE": "cross-site"}, 403),
        ("events", '{"events": []}', "application/json", {"HTTP_ORIGIN": "http://localhost"}, 200),
        ("leave/", "{}", "application/json", {"HTTP_ORIGIN": "https://elsewhere.example"}, 403),
        ("open/", '{"code": 7}', "application/json", {}, 400),
        ("open/", '{"code": " "}', "application/json", {}, 400),
        ("open/", '{"code": "7KQM-3XRT-9WFA-2HDP"}', "application/json", {}, 404),
        ("messages", '{"messages": {}}', "application/json", {}, 400),
    ],
)
def test_what_the_app_does_not_send_is_refused(
    phone: Client, path: str, body: str | bytes, kind: str, headers: dict[str, str], status: int
) -> None:
    answer = phone.post(f"/today/{path}", body, content_type=kind, **{**HOST, **headers})
    assert answer.status_code == status
    assert status == 200 or answer.json()["error"]


@pytest.mark.django_db
def test_codes_cannot_be_tried_by_the_thousand() -> None:
    client = Client()
    answers = [post(client, "open/", {"code": f"7KQM-3XRT-9WFA-{number:04}"}).status_code for number in range(MOST_WRONG + 1)]
    assert answers == [404] * MOST_WRONG + [429]


def test_a_code_is_in_no_log_and_no_audit(therapist: Actor, plan: Plan, caplog: pytest.LogCaptureFixture) -> None:
    code = issue_phone_link(therapist, plan.id).code
    post(Client(), "open/", {"code": code})
    with clinic_scope(plan.clinic_id):
        audited = " ".join(f"{row.verb} {row.target} {row.because} {row.actor_name}" for row in AuditRow.objects.all())
    assert code not in caplog.text + audited
    assert "linked phone" in audited
