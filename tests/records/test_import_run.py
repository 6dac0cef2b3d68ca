"""A run from a watch becomes one told run: once, without its places, on a page that works without script."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from records.plan_document import make_document
from records.signing_in import let_in
from run_files import make_fit, make_gpx, make_tcx

from enthesis.access.actor import Actor
from enthesis.access.refused import NotInThisState, Refused
from enthesis.actions.import_run import import_run
from enthesis.actions.make_plan import make_plan
from enthesis.care.run_file import read_run
from enthesis.records.audit import AuditRow
from enthesis.records.episodes import Encounter
from enthesis.records.isolation import clinic_scope
from enthesis.records.plans import DailyEvent, Plan
from enthesis.terms.fault import UnusableInput

pytestmark = pytest.mark.django_db


def today() -> datetime.datetime:
    """This moment: a plan made now takes runs of today."""
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def plan(therapist: Actor, encounter: Encounter) -> Plan:
    return make_plan(therapist, encounter.episode_id, make_document())


@pytest.fixture
def browser(therapist: Actor) -> Client:
    return let_in(therapist)


def kept(actor: Actor) -> list[DailyEvent]:
    with clinic_scope(actor.clinic_id, writes=False):
        return list(DailyEvent.objects.filter(kind="run"))


def send(browser: Client, plan: Plan, data: bytes, **fields: str) -> Any:
    address = reverse("episode_runs", args=[plan.episode_id])
    return browser.post(address, {"run_file": SimpleUploadedFile("home of Alex.gpx", data), **fields})


def test_the_same_file_counts_once(therapist: Actor, plan: Plan) -> None:
    run = read_run("run", make_gpx(today()))
    assert import_run(therapist, plan.episode_id, run, pain_0_10=2).new
    assert not import_run(therapist, plan.episode_id, run, another=True).new
    (event,) = kept(therapist)
    assert event.phone is None
    assert event.content == {"km": run.distance_km, "minutes": 6.0, "climb_m": run.climb_m, "pain_0_10": 2}


def test_a_second_run_of_a_day_must_be_called_one(therapist: Actor, plan: Plan) -> None:
    begins = today()
    import_run(therapist, plan.episode_id, read_run("run", make_gpx(begins)))
    other = read_run("run", make_tcx(begins))
    with pytest.raises(NotInThisState, match="another run"):
        import_run(therapist, plan.episode_id, other)
    assert import_run(therapist, plan.episode_id, other, another=True).new
    assert len(kept(therapist)) == 2


def test_what_is_not_said_is_missing(therapist: Actor, plan: Plan) -> None:
    import_run(therapist, plan.episode_id, read_run("run", make_fit(today())))
    assert "pain_0_10" not in kept(therapist)[0].content


def test_days_outside_of_the_plan_and_no_plan_are_refused(therapist: Actor, outsider: Actor, encounter: Encounter) -> None:
    run = read_run("run", make_gpx(today()))
    with pytest.raises(NotInThisState, match="no active plan"):
        import_run(therapist, encounter.episode_id, run)
    plan = make_plan(therapist, encounter.episode_id, make_document())
    for days in (-40, 40):
        with pytest.raises(UnusableInput):
            import_run(therapist, plan.episode_id, read_run("run", make_gpx(today() + datetime.timedelta(days=days))))
    with pytest.raises(Refused):
        import_run(outsider, plan.episode_id, run)
    assert not kept(therapist)


def test_a_late_run_has_its_day_judged_again(therapist: Actor, plan: Plan) -> None:
    with clinic_scope(therapist.clinic_id):
        Plan.objects.filter(pk=plan.pk).update(reviewed_until=today().date() + datetime.timedelta(days=1))
    import_run(therapist, plan.episode_id, read_run("run", make_gpx(today())))
    with clinic_scope(therapist.clinic_id, writes=False):
        assert Plan.objects.get(pk=plan.pk).reviewed_until is None


def test_the_page_takes_a_file_and_shows_the_run(browser: Client, therapist: Actor, plan: Plan) -> None:
    answer = send(browser, plan, make_gpx(today()), pain="3")
    assert answer.status_code == 302
    page = browser.get(answer["Location"]).content.decode()
    assert "1.0 km" in page and "3/10" in page and 'enctype="multipart/form-data"' in page
    assert send(browser, plan, kept_file := make_tcx(today()), another="1").status_code == 302
    assert send(browser, plan, kept_file).status_code == 302 and len(kept(therapist)) == 2
    progress = browser.get(reverse("episode_progress", args=[plan.episode_id])).content.decode()
    assert reverse("episode_runs", args=[plan.episode_id]) in progress
    with clinic_scope(therapist.clinic_id, writes=False):
        assert not [row for row in AuditRow.objects.all() if "Alex" in row.because + row.target]


@pytest.mark.parametrize(
    ("data", "fields"), [(b"nonsense", {}), (b"", {}), (make_gpx(), {"pain": "much"}), (make_gpx(), {"pain": "11"})]
)
def test_bad_input_is_said_and_what_was_typed_stays(browser: Client, plan: Plan, data: bytes, fields: dict[str, str]) -> None:
    answer = send(browser, plan, data, **{"pain": "4", "pace": "easy", **fields})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Alex.gpx" not in page
    assert f'value="{fields.get("pain", "4")}"' in page and '<option value="easy" selected>' in page


def test_large_files_come_through_here_and_nowhere_else(browser: Client, plan: Plan) -> None:
    large = make_gpx(today()) + b" " * 6_000_000
    assert send(browser, plan, large).status_code == 302
    assert send(browser, plan, b" " * 10_300_000).status_code == 413
    elsewhere = browser.post(reverse("episode_progress", args=[plan.episode_id]), {"f": SimpleUploadedFile("f", large)})
    assert elsewhere.status_code == 413
