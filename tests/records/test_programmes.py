"""A clinic's own programmes: who makes them, what is refused, what a plan takes from them, and pages that work without script."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.export_record import export_clinic, export_patient
from enthesis.actions.keep_programme import change_programme, make_programme, offer_programme_again, retire_programme
from enthesis.actions.make_plan import make_plan
from enthesis.actions.own_programmes import newest_programmes
from enthesis.actions.read_programmes import read_programme, read_programmes
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.actions.suggest_plan import suggest_for
from enthesis.care.dosing import start_dose
from enthesis.care.own_programme import OwnExercise, OwnProgramme, own_from
from enthesis.care.plan_document import plan_to_json
from enthesis.knowledge.regions import default_region
from enthesis.records.audit import AuditRow
from enthesis.records.episodes import Encounter, Episode
from enthesis.records.isolation import clinic_scope
from enthesis.records.plans import Plan
from enthesis.records.programmes import ProgrammeVersion

TENDON = "proximal_hamstring_tendinopathy"
HOLD, CURL = "ham_iso_prone_curl", "ham_iso_bridge_dl"


def make_own(name: str = "Our holds", sets: int | None = None, **changes: Any) -> OwnProgramme:
    """A programme of two holds for the hamstring tendon."""
    library = get_rehabilitation(default_region()).exercise_by_id
    doses = [start_dose(library[exercise]) for exercise in (HOLD, CURL)]
    doses[0] = replace(doses[0], sets=sets or doses[0].sets)
    phases = {"isometric": tuple(OwnExercise(e, d) for e, d in zip((HOLD, CURL), doses, strict=True))}
    return replace(OwnProgramme(name, "rehabilitation", (TENDON,), MappingProxyType(phases)), **changes)


@pytest.fixture
def version(therapist: Actor) -> ProgrammeVersion:
    return make_programme(therapist, make_own())


def offered(actor: Actor) -> list[str]:
    return read_programmes(actor, lambda own: [one.own.name for one in own if one.retired_at is None])


def test_a_change_is_a_version_and_a_retired_programme_is_kept(therapist: Actor, lead: Actor, version: ProgrammeVersion) -> None:
    change_programme(lead, version.programme_id, 1, make_own(sets=5))
    with pytest.raises(NotInThisState, match="meantime"):
        change_programme(therapist, version.programme_id, 1, make_own(sets=4))
    retire_programme(therapist, version.programme_id)
    assert offered(therapist) == []
    with pytest.raises(NotInThisState, match="retired"):
        change_programme(therapist, version.programme_id, 2, make_own())
    versions = read_programme(therapist, version.programme_id, lambda found: found)
    assert [(one.number, one.made_by, one.own.phases["isometric"][0].dose.sets) for one in versions] == [
        (2, "Lea Lead", 5),
        (1, "Thea Berg", start_dose(get_rehabilitation(default_region()).exercise_by_id[HOLD]).sets),
    ]
    offer_programme_again(therapist, version.programme_id)
    assert offered(therapist) == ["Our holds"]


def test_names_are_not_taken_twice(therapist: Actor, version: ProgrammeVersion) -> None:
    for name in ("our HOLDS", get_rehabilitation(default_region()).programmes[0].name):
        with pytest.raises(NotInThisState, match="another name"):
            make_programme(therapist, make_own(name))
    retire_programme(therapist, version.programme_id)
    make_programme(therapist, make_own())
    with pytest.raises(NotInThisState, match="another name"):
        offer_programme_again(therapist, version.programme_id)


def test_what_the_rules_refuse_is_not_kept(therapist: Actor) -> None:
    with pytest.raises(NotInThisState, match="library's range"):
        make_programme(therapist, make_own(sets=19))
    assert offered(therapist) == []


def test_who_may_make_one(student: Actor, outsider: Actor, therapist: Actor, version: ProgrammeVersion) -> None:
    with pytest.raises(Refused, match="make the clinic's own programmes"):
        make_programme(student, make_own("x"))
    assert offered(student) == ["Our holds"]
    assert offered(outsider) == []
    for deed in (
        lambda: read_programme(outsider, version.programme_id, lambda found: found),
        lambda: change_programme(outsider, version.programme_id, 1, make_own()),
        lambda: retire_programme(outsider, version.programme_id),
        lambda: offer_programme_again(outsider, version.programme_id),
    ):
        with pytest.raises(NotFound):
            deed()
    with clinic_scope(therapist.clinic_id, writes=False):
        verbs = AuditRow.objects.filter(actor_id=therapist.person_id).order_by("-id").values_list("verb", flat=True)
        assert verbs[0] == "made programme"


def test_a_version_is_never_rewritten(therapist: Actor, version: ProgrammeVersion) -> None:
    with clinic_scope(therapist.clinic_id):
        for deed in (lambda v: v.update(number=9), lambda v: v.delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                deed(ProgrammeVersion.objects.filter(pk=version.pk))


def test_a_plan_takes_its_exercises_and_doses_and_says_whose_they_are(
    therapist: Actor, outsider: Actor, evaluated: Encounter, tmp_path: Path
) -> None:
    version = make_programme(therapist, make_own(sets=4))
    with clinic_scope(therapist.clinic_id, writes=False):
        (own,) = newest_programmes()
        suggested = suggest_for(Episode.objects.get(pk=evaluated.episode_id), phase="isometric", programme=own.name_in_plan)
    document = suggested.document
    assert [exercise.id for exercise in document.exercises] == [HOLD, CURL]
    first, second = document.exercises
    assert (first.dose.sets, first.citation, first.basis) == (4, "", "judgement")
    assert "the clinic's own, not from a study" in first.why and "the clinic's own, not from a study" in second.why
    plan = make_plan(therapist, evaluated.episode_id, plan_to_json(document))

    page = let_in(therapist).get(reverse("episode_plan", args=[evaluated.episode_id])).content.decode()
    assert "Our holds" in page and "clinic’s own, not from a study" in page
    # What is changed or retired since leaves the plan, and the name in it, as they were.
    change_programme(therapist, version.programme_id, 1, make_own("Other holds"))
    retire_programme(therapist, version.programme_id)
    page = let_in(therapist).get(reverse("episode_plan", args=[evaluated.episode_id])).content.decode()
    assert "Our holds" in page and "Other holds" not in page

    _check_exports(therapist, plan, version, tmp_path)


def _check_exports(therapist: Actor, plan: Plan, version: ProgrammeVersion, tmp_path: Path) -> None:
    """The patient's export has the version the plan was made from; the clinic's has every version."""
    for name, export, expected in (
        ("patient", lambda folder: export_patient(therapist, plan.patient_id, folder), [str(version.pk)]),
        ("clinic", lambda folder: export_clinic(replace(therapist, role="clinic_lead"), folder), None),
    ):
        folder = tmp_path / name
        folder.mkdir()
        export(folder)
        ids = re.findall(r'"id":\s*"([0-9a-f-]{36})"', (folder / "programme_version.jsonl").read_text())
        assert ids == expected or (expected is None and len(ids) == 2)
        assert (folder / "clinic_programme.jsonl").read_text().count("\n") == 1


# --- pages ---


@pytest.fixture
def browser(therapist: Actor) -> Client:
    return let_in(therapist)


def fields_of(html: str) -> dict[str, Any]:
    """Names and values of the editor's form, as a browser would send them."""
    form = html[html.index('id="programme"') :]
    found: dict[str, Any] = dict(re.findall(r'<input (?!type="(?:radio|checkbox)")[^>]*?name="([^"]+)" value="([^"]*)"', form))
    found |= dict(re.findall(r'type="radio" name="([^"]+)" value="([^"]+)" checked', form))
    found["source"] = re.findall(r'name="source" value="([^"]+)" checked', form)
    return found


def test_made_from_a_published_one_without_script(browser: Client, therapist: Actor) -> None:
    html = browser.get(reverse("new_programme") + "?from=heavy_slow_resistance").content.decode()
    fields = fields_of(html)
    assert fields["name"] == "Heavy slow resistance, our own" and fields["source"] == [TENDON]

    def send(act: str, **typed: str) -> Any:
        return browser.post(reverse("new_programme"), {**fields, **typed, "act": act})

    answer = send("add:isotonic_low_flexion", **{"add.isotonic_low_flexion": "nordic assisted, which is none"})
    assert answer.status_code == 422 and "no exercise of the library has this name" in answer.content.decode()
    bridge = get_rehabilitation(default_region()).exercise_by_id["ham_bridge_sl"]
    html = send("add:isotonic_low_flexion", **{"add.isotonic_low_flexion": bridge.name, "x0.sets": "4"}).content.decode()
    fields = fields_of(html)
    added = next(name for name, value in fields.items() if value == bridge.id)
    assert fields["x0.sets"] == "4", "what was typed stays"

    answer = send("save", **{added.replace("exercise", "sets"): "many"})
    assert answer.status_code == 422 and "“many” is not a number" in answer.content.decode()
    answer = send("check")
    assert answer.status_code == 200 and "It can be used as it is" in answer.content.decode()
    answer = send("save")
    assert answer.status_code == 302
    html = browser.get(answer["Location"]).content.decode()
    assert bridge.name in html and "Begun from" in html and "not from a study" in html
    assert offered(therapist) == ["Heavy slow resistance, our own"]


def test_the_order_is_changed_and_an_exercise_taken_out(browser: Client, version: ProgrammeVersion) -> None:
    address = reverse("change_programme", args=[version.programme_id])
    fields = fields_of(browser.get(address).content.decode())
    for act, expected in (("down:0", [CURL, HOLD]), ("up:0", [CURL, HOLD]), ("remove:1", [CURL])):
        fields = fields_of(browser.post(address, {**fields, "act": act}).content.decode())
        assert [fields[f"x{n}.exercise"] for n in range(len(expected))] == expected
    assert browser.post(address, {**fields, "act": "save"}).status_code == 302
    assert browser.post(address, {**fields, "act": "save"}).status_code == 409, "based on the version before"


def test_retired_and_offered_again_by_buttons(browser: Client, version: ProgrammeVersion, therapist: Actor) -> None:
    for name, expected in (("retire_programme", []), ("offer_programme", ["Our holds"])):
        assert browser.post(reverse(name, args=[version.programme_id])).status_code == 302
        assert offered(therapist) == expected
    html = browser.get(reverse("programmes")).content.decode()
    assert "Our holds" in html and get_rehabilitation(default_region()).programmes[0].name in html


def test_a_published_one_as_a_beginning_keeps_its_exercises() -> None:
    rehabilitation = get_rehabilitation(default_region())
    for programme in rehabilitation.programmes:
        own = own_from(programme, rehabilitation)
        assert {phase: tuple(one.id for one in listed) for phase, listed in own.phases.items()} == dict(
            programme.exercises_by_phase
        )
