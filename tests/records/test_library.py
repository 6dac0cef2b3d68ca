"""The exercise library as a browser without script reads it: found by words and selections, each exercise on its page."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from records.conftest import make_actor
from records.signing_in import let_in

from enthesis.access.actor import Actor
from enthesis.actions.rehabilitation import exercises_on_offer, get_rehabilitation
from enthesis.care.figures.pose_files import load_figures
from enthesis.knowledge.regions import default_region
from enthesis.knowledge.rehabilitation import DoseRange
from enthesis.records.people import Clinic, Role
from enthesis.web.library.build import dose_in_short, dose_lines
from enthesis.web.library.search import Asked, find_exercises, guess_meant, list_filters


@pytest.fixture
def client(therapist: Actor) -> Client:
    """The therapist's browser."""
    return let_in(therapist)


def shown(client: Client, **query: str) -> tuple[str, list[str]]:
    """The page and the ids of the exercises on it."""
    answer = client.get(reverse("library"), query)
    assert answer.status_code == 200
    page = html.unescape(answer.content.decode())
    return page, re.findall(r'href="/library/([a-z0-9_]+)/"', page)


def test_all_exercises_of_the_pack_are_listed_once(client: Client) -> None:
    page, ids = shown(client)

    assert sorted(ids) == sorted(exercises_on_offer())
    assert page.count("no figure yet") == len(ids) - len(set(ids) & set(load_figures()))
    assert page.count('loading="lazy"') == len(set(ids) & set(load_figures()))


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("Nordic", "ham_nordic"),
        ("nordic  CURL", "ham_nordic"),
        ("single leg romanian", "ham_rdl_sl"),
        ("RDL", "ham_rdl_sl"),
        ("donkey kicks", "glu_quad_hipext"),
        ("quadrupéd hip-extension", "glu_quad_hipext"),
        ("extended bridge", "ham_iso_longlever_bridge"),
        ("longlever", "ham_iso_longlever_bridge"),
    ],
)
def test_words_find_names_and_synonyms(client: Client, words: str, is_found: str) -> None:
    _page, ids = shown(client, q=words)
    assert is_found in ids and len(ids) < 20


def test_every_selection_keeps_what_fits_and_nothing_else() -> None:
    rehabilitation = get_rehabilitation(default_region())
    filters = list_filters(rehabilitation)
    kept = {
        (one.name, value): find_exercises(Asked("", {one.name: value}), filters, rehabilitation.exercises)
        for one in filters
        for value, _label in one.options
    }
    assert all(kept.values()), "an option that finds nothing is not offered"
    for (name, value), found in kept.items():
        for exercise in rehabilitation.exercises:
            told = {
                "muscle": value in exercise.target_muscles,
                "phase": value in exercise.phases,
                "bend": name == "bend" and exercise.hip_flexion_deg[1] <= int(value),
                "equipment": value in exercise.equipment or (value == "none" and set(exercise.equipment) <= {"mat"}),
                "position": value == exercise.position,
                "region": value == exercise.region,
            }
            assert (exercise in found) == told[name], (name, value, exercise.id)


def test_selections_and_words_must_all_hold_and_stay_in_the_form(client: Client) -> None:
    page, ids = shown(client, q="bridge", muscle="hamstrings", bend="20", position="supine")

    known = get_rehabilitation(default_region()).exercise_by_id
    assert ids
    for one in ids:
        assert known[one].hip_flexion_deg[1] <= 20 and known[one].position == "supine"
        assert "hamstrings" in known[one].target_muscles
    assert 'value="bridge"' in page and '<option value="20" selected>' in page and '<option value="hamstrings" selected>' in page


def test_a_misspelt_word_is_offered_right(client: Client) -> None:
    page, ids = shown(client, q="nordik", region="hamstring")

    assert ids == [] and "No exercise fits" in page
    assert 'href="/library/?q=nordic&region=hamstring"' in page


def test_words_that_are_near_nothing_are_not_guessed() -> None:
    rehabilitation = get_rehabilitation(default_region())
    filters = list_filters(rehabilitation)
    assert guess_meant(Asked("zzzzqqq", {}), filters, rehabilitation.exercises) is None
    assert guess_meant(Asked("nordik", {"region": "neural"}), filters, rehabilitation.exercises) is None


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"muscle": "<b>biceps"}, "Target: “<b>biceps” is not on offer"),
        ({"bend": "-5"}, "The hip bends at most: “-5” is not on offer"),
        ({"phase": "x" * 500}, "Phase: “" + "x" * 29 + "…” is not on offer"),
        ({"q": "bridge " * 40}, "only the first 80 characters"),
        ({"region": "elbow"}, "Region: “elbow” is not on offer"),
    ],
)
def test_what_cannot_be_used_is_said_and_left_out(client: Client, query: dict[str, str], says: str) -> None:
    answer = client.get(reverse("library"), query)

    assert answer.status_code == 200
    assert says in html.unescape(answer.content.decode())
    assert b"<b>biceps" not in answer.content


@pytest.mark.parametrize("exercise", get_rehabilitation(default_region()).exercises, ids=lambda e: e.id)
def test_every_exercise_has_a_page_with_all_that_is_known(client: Client, exercise: object) -> None:
    one = get_rehabilitation(default_region()).exercise_by_id[exercise.id]  # type: ignore[attr-defined]
    answer = client.get(reverse("library_exercise", args=[one.id]))
    page = html.unescape(answer.content.decode())

    assert answer.status_code == 200
    for told in (one.name, *one.synonyms, one.setup, *one.cues, one.stop_rule, one.remark):
        assert told in page, told
    for support in (one.support, one.dose_support):
        if support.basis == "judgement":
            assert "Clinical judgement; no study is claimed." in page
        else:
            assert support.citation in page and html.unescape(support.link) in page
    for name, words in dose_lines(one.dose):
        assert f"<dt>{name}</dt>" in page and words[1:] in page
    near = {*one.progression_of, *get_rehabilitation(default_region()).progressions_by_id[one.id]}
    assert set(re.findall(r'href="/library/([a-z0-9_]+)/"', page)) == near
    assert ("No figure yet" in page) == (one.id not in load_figures())


def test_a_moving_drawing_is_shown_only_where_motion_is_wanted(client: Client) -> None:
    address = reverse("library_exercise", args=["ham_rdl_sl"])
    moving, still = client.get(address, {"side": "left"}), client.get(address, {"figure": "still"})

    assert b'<source media="screen and (prefers-reduced-motion: no-preference)"' in moving.content
    assert b"side=left&amp;view=still" in moving.content and b'href="?side=left&amp;figure=still"' in moving.content
    assert b"<source" not in still.content and b"Let it move" in still.content


def test_an_exercise_that_is_not_there_is_said_in_the_house_style(client: Client) -> None:
    answer = client.get(reverse("library_exercise", args=["no_such_exercise"]))
    assert answer.status_code == 404 and b"There is no page here" in answer.content


@pytest.mark.parametrize("role", list(Role))
def test_everybody_of_a_clinic_reads_it_and_finds_the_way(clinic: Clinic, role: Role) -> None:
    browser = let_in(make_actor(clinic, role, f"{role.value} one"))
    page = browser.get(reverse("library")).content.decode()
    assert 'href="/library/" aria-current="page"' in page
    assert 'href="/library/"' in browser.get("/").content.decode()


@pytest.mark.django_db
def test_a_stranger_signs_in_first() -> None:
    answer = Client().get(reverse("library"), {"q": "nordic"})
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("dose", "short"),
    [
        (DoseRange((3, 4), (8, 12), None, None, (60, 90), None, (3, 3), False, True), "3–4 × 8–12"),
        (DoseRange((4, 5), None, (20, 45), None, (60, 120), None, (7, 14), True, False), "4–5 × 20–45 s each side"),
        (DoseRange((2, 2), (10, 10), (5, 5), None, (30, 30), None, (7, 7), False, False), "2 × 10 × 5 s"),
        (DoseRange((3, 3), (1, 1), None, None, (30, 60), None, (2, 4), False, False, (20, 20)), "3 × 20 m"),
        (DoseRange((1, 1), None, (1200, 1800), None, (0, 0), None, (2, 3), False, False), "1 × 20–30 min"),
    ],
)
def test_a_dose_in_short(dose: DoseRange, short: str) -> None:
    assert dose_in_short(dose) == short
