"""Can a person run the day with it? Journeys through the first page, patients and appointments: given, when, then."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.clinic import Server, axe_findings, complaints_of, sign_in
from playwright.sync_api import Browser, BrowserContext, Page, expect

SIZES = {"desktop": (1440, 900), "tablet": (1180, 820), "portrait": (820, 1180), "phone": (360, 740)}
SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, select, input:not([type=hidden]), .btn, .seg label, nav a')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.vh, p') && !(e.type === 'radio' || e.type === 'checkbox'))
  .map(e => [e.className || e.name, Math.round(e.getBoundingClientRect().height)])
  .filter(([, height]) => height > 0 && height < 44)"""


@pytest.fixture(scope="module")
def states(browser: Browser, server: Server) -> dict[str, object]:
    """Who is signed in, as the cookies of a browser, by role; signing in once keeps the tests short."""
    found: dict[str, object] = {}
    for role in ("therapist", "lead", "front_desk", "researcher"):
        context = browser.new_context()
        sign_in(context.new_page(), server, server.seeded.emails[role])
        found[role] = context.storage_state()
        context.close()
    return found


class Desk:
    """Staff at work in a browser."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page = page
        self.server = server
        self.complaints = complaints_of(page, server.base_url)

    def given_the_page(self, path: str) -> None:
        self.page.goto(self.server.base_url + path)

    def when_i_type_a_patient(self, given: str, family: str, born: str) -> None:
        self.page.get_by_label("Given name").fill(given)
        self.page.get_by_label("Family name").fill(family)
        self.page.get_by_label("Date of birth", exact=True).fill(born)
        self.page.get_by_role("button", name="Register", exact=True).click()

    def when_i_book(self, time: str, minutes: str = "45") -> None:
        self.page.get_by_label("Time").fill(time)
        self.page.get_by_label("Minutes").select_option(minutes)
        self.page.get_by_label("With").select_option(label="Thea Berg")
        self.page.get_by_role("button", name="Book", exact=True).click()

    def then_it_says(self, text: str) -> None:
        expect(self.page.locator("main, .banners").filter(has_text=text).first).to_be_visible()

    def then_nothing_complained(self) -> None:
        assert self.complaints == []


@pytest.fixture
def context(browser: Browser, states: dict[str, object]) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1180, "height": 820}, storage_state=states["therapist"])  # type: ignore[arg-type]
    yield opened
    opened.close()


@pytest.fixture
def desk(context: BrowserContext, server: Server) -> Desk:
    return Desk(context.new_page(), server)


def test_register_book_arrive_and_start_a_visit(desk: Desk) -> None:
    desk.given_the_page("/patients/new/")
    desk.when_i_type_a_patient("Nora", "Lindgren", "1982-03-14")
    desk.then_it_says("Nora Lindgren is registered.")

    desk.page.locator(".head").get_by_role("link", name="Book").click()
    desk.when_i_book("23:00", "15")
    desk.then_it_says("Booked for")

    desk.given_the_page("/")
    row = desk.page.locator(".pt", has_text="Nora Lindgren")
    row.get_by_role("button", name="Arrived Nora Lindgren").click()
    expect(row.locator(".chip").first).to_contain_text("arrived")
    row.get_by_role("link", name="New episode").click()
    desk.page.get_by_label("What brings the patient").fill("deep ache under the buttock")
    desk.page.get_by_label("Start the evaluation at once").uncheck()
    desk.page.get_by_role("button", name="Open episode").click()
    expect(desk.page.locator("h1")).to_have_text("Deep ache under the buttock")
    desk.then_nothing_complained()


def test_the_same_person_is_asked_about_before_registering(desk: Desk) -> None:
    desk.given_the_page("/patients/new/")
    desk.when_i_type_a_patient("alex", "muster", "1979-05-04")

    desk.then_it_says("Is it one of these?")
    expect(desk.page.get_by_label("Family name")).to_have_value("muster")
    desk.page.locator(".same a").first.click()
    expect(desk.page.locator("h1")).to_have_text("Alex Muster")


def test_finding_a_patient_with_the_keyboard_alone(desk: Desk) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    desk.given_the_page("/")

    desk.page.keyboard.press("/")
    desk.page.keyboard.type("bei rob", delay=20)
    expect(desk.page.get_by_role("option").first).to_contain_text("Robin Beispiel")
    desk.page.keyboard.press("ArrowDown")
    desk.page.keyboard.press("Enter")

    expect(desk.page.locator("h1")).to_have_text("Robin Beispiel")
    expect(desk.page.locator(".banner-simulated")).to_be_visible()
    assert not any("rob" in url.lower() for url in asked)
    assert "Beispiel" not in desk.page.url
    desk.then_nothing_complained()


def test_search_says_when_nobody_matches_and_escape_leaves(desk: Desk) -> None:
    desk.given_the_page("/patients/")
    desk.page.keyboard.press("/")
    desk.page.keyboard.type("zzzz")
    expect(desk.page.locator(".patient-matches .none")).to_be_visible()

    desk.page.keyboard.press("Escape")

    expect(desk.page.locator(".patient-matches")).to_be_hidden()
    expect(desk.page.locator("#patient-q")).to_have_value("")


def test_a_correction_shows_what_was(desk: Desk) -> None:
    desk.given_the_page(f"/patients/{desk.server.seeded.other_patient_id}/correct/")
    desk.page.get_by_label("Sport").fill("open-water swimming")
    desk.page.get_by_role("button", name="Save corrections").click()

    desk.then_it_says("are corrected")
    desk.page.locator(".fold summary").click()
    expect(desk.page.locator(".fold")).to_contain_text("was “triathlon”")


def test_a_taken_time_is_warned_of_and_booked_all_the_same(desk: Desk) -> None:
    day = (datetime.date.today() + datetime.timedelta(days=40)).isoformat()
    for index, patient in enumerate((desk.server.seeded.patient_id, desk.server.seeded.other_patient_id)):
        desk.given_the_page(f"/appointments/new/?patient={patient}&day={day}")
        desk.when_i_book("10:00" if index == 0 else "10:30")

    desk.then_it_says("The therapist has another appointment at that time.")
    expect(desk.page.get_by_label("Time")).to_have_value("10:30")
    desk.page.get_by_role("button", name="Book all the same").click()
    desk.then_it_says("Booked for")
    assert desk.page.locator(".slot").count() == 2


def test_moving_and_cancelling(desk: Desk) -> None:
    day = (datetime.date.today() + datetime.timedelta(days=50)).isoformat()
    desk.given_the_page(f"/appointments/new/?patient={desk.server.seeded.patient_id}&day={day}")
    desk.when_i_book("09:00")
    desk.page.locator(".slot-t").first.click()

    desk.page.get_by_label("Time").fill("16:20")
    desk.page.get_by_role("button", name="Move", exact=True).click()
    desk.then_it_says("Moved to")
    expect(desk.page.locator("h1")).to_contain_text("16:20")
    desk.page.get_by_role("button", name="Cancelled").click()
    desk.then_it_says("Now: cancelled.")
    expect(desk.page.get_by_role("button", name="Move", exact=True)).to_have_count(0)


def test_without_javascript_a_patient_is_registered_found_and_booked(
    browser: Browser, server: Server, states: dict[str, object]
) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=states["front_desk"])  # type: ignore[arg-type]
    desk = Desk(context.new_page(), server)
    desk.given_the_page("/patients/new/")
    desk.when_i_type_a_patient("Ilan", "Berger", "1955-07-19")
    desk.then_it_says("Ilan Berger is registered.")

    desk.given_the_page("/")
    desk.page.locator("#patient-q").fill("berger il")
    desk.page.get_by_role("button", name="Find", exact=True).click()
    expect(desk.page.locator("h1")).to_have_text("Ilan Berger")

    desk.given_the_page("/appointments/new/")
    desk.page.get_by_label("Who comes?").fill("berger")
    desk.page.locator("main").get_by_role("button", name="Find").click()
    desk.page.get_by_role("link", name="Choose Ilan Berger").click()
    desk.when_i_book("22:10", "15")
    desk.then_it_says("Booked for")
    desk.given_the_page("/")
    row = desk.page.locator(".pt", has_text="Ilan Berger")
    row.get_by_role("button", name="Arrived").first.click()
    expect(desk.page.locator(".pt", has_text="Ilan Berger").locator(".chip").first).to_contain_text("arrived")
    context.close()


def test_a_case_file_comes_into_an_episode(desk: Desk, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "region: posterior_hip\nfindings:\n  - {name: slump test, result: negative}\n  - {name: zorb, result: positive}\n"
    )
    desk.given_the_page(f"/episodes/{desk.server.seeded.episode_id}/")
    desk.page.locator("#case_file").set_input_files(case)
    desk.page.locator(".import-new").get_by_role("button", name="Import", exact=True).click()

    desk.page.wait_for_url(re.compile("/encounters/"))
    desk.given_the_page(f"/episodes/{desk.server.seeded.episode_id}/")
    assert desk.page.locator(".enc").count() >= 2


def test_the_appearance_is_kept_by_this_browser_and_nothing_else_is(desk: Desk) -> None:
    desk.given_the_page("/")
    desk.page.locator(".menu", has_text="Thea Berg").locator("summary").click()
    desk.page.locator(".theme").get_by_text("Dark").click()
    desk.given_the_page(f"/patients/{desk.server.seeded.patient_id}/")

    assert desk.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert desk.page.evaluate("Object.keys(localStorage)") == ["enthesis-theme"]
    assert desk.page.evaluate("Object.keys(sessionStorage)") == []


PATHS = {
    "home": "/",
    "patients": "/patients/",
    "new patient": "/patients/new/",
    "patient": "/patients/{patient_id}/",
    "correct": "/patients/{patient_id}/correct/",
    "new episode": "/patients/{patient_id}/episode/",
    "episode": "/episodes/{episode_id}/",
    "appointments": "/appointments/",
    "week": "/appointments/?view=week",
    "book": "/appointments/new/?patient={patient_id}",
    "choose": "/appointments/new/",
}
LEAD_PATHS = {"settings": "/clinic/settings/", "gallery": "/gallery/"}


@pytest.mark.parametrize(("size", "scheme"), [("desktop", "light"), ("phone", "dark")])
@pytest.mark.parametrize("role", ["therapist", "lead", "front_desk", "researcher", "stranger"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    browser: Browser, server: Server, states: dict[str, object], role: str, size: str, scheme: str
) -> None:
    paths = {"therapist": PATHS, "lead": LEAD_PATHS, "front_desk": {n: PATHS[n] for n in ("home", "patient", "appointments")}}
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,  # type: ignore[arg-type]
        storage_state=states.get(role),  # type: ignore[arg-type]
    )
    desk = Desk(context.new_page(), server)
    found: dict[str, object] = {}
    for name, path in paths.get(role, {"home": "/"}).items():
        desk.given_the_page(path.format(**vars(server.seeded)))
        complaints = axe_findings(desk.page)
        over = desk.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if complaints or over > 0:
            found[name] = (complaints, over)
    context.close()
    assert found == {}
    desk.then_nothing_complained()


@pytest.mark.parametrize("size", ["portrait", "phone"])
def test_touch_targets_are_large_enough(browser: Browser, server: Server, states: dict[str, object], size: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=True,
        is_mobile=True,
        storage_state=states["therapist"],  # type: ignore[arg-type]
    )
    desk = Desk(context.new_page(), server)
    small: dict[str, object] = {}
    for name, path in PATHS.items():
        desk.given_the_page(path.format(**vars(server.seeded)))
        if found := desk.page.evaluate(SMALL_TARGETS):
            small[name] = found
    context.close()
    assert small == {}
