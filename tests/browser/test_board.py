"""Can a person do it? Journeys through the board in a real browser: given, when, then."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from browser.clinic import axe_in_both_themes, complaints_of, serving
from migrated import copy_migrated
from playwright.sync_api import Browser, BrowserContext, Page, expect

SMALL_TARGETS = """() => [...document.querySelectorAll('button, summary, select, .fs-o, .seg label, .tabs a, input.input')]
  .filter(e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}))
  .filter(e => !e.closest('.vh, p, dialog'))
  .map(e => [e.className || e.name, Math.round(e.getBoundingClientRect().height)])
  .filter(([, height]) => height > 0 && height < 44)"""
SIZES = {"tablet": (1180, 820), "portrait": (820, 1180), "desktop": (1440, 900), "phone": (390, 844)}
RUNNER, STRAIN, TOGETHER, BONE = range(4)
DRAWN_AT = "(document.getElementById('board').dataset.drawn ?? '')"
"""When the board was last drawn with an answer of the server."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that nobody has set up: the board needs no clinic."""
    home = tmp_path_factory.mktemp("home")
    copy_migrated(home)
    with serving(home, seeded=False) as running:
        yield running.base_url + "/"


class Board:
    """The board as a person sees it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints = complaints_of(page, address)

    def given_an_example(self, number: int) -> None:
        self.page.goto(self.address)
        self.page.locator(".start-card").nth(number).click()
        self.page.locator("#board").wait_for()
        self.page.wait_for_load_state()

    def given_an_empty_board(self) -> None:
        self.page.goto(self.address)
        self.page.get_by_role("button", name="Empty board").click()
        self.page.locator("#board").wait_for()
        self.page.wait_for_load_state()

    def when_redrawn_after(self, act: object) -> None:
        before = self.page.evaluate(DRAWN_AT)
        act()  # type: ignore[operator]
        self.page.wait_for_function(f"before => {DRAWN_AT} !== before", arg=before)

    def when_i_press(self, key: str) -> None:
        self.when_redrawn_after(lambda: self.page.keyboard.press(key))

    def then_the_first_source_is(self, name: str) -> None:
        expect(self.page.locator(".est-row.first .est-name")).to_contain_text(re.compile(name, re.IGNORECASE))

    def when_i_load(self, content: bytes) -> None:
        self.page.locator(".load-menu summary").click()
        file = {"name": "case.yaml", "mimeType": "application/yaml", "buffer": content}
        self.page.locator("#case_file").set_input_files(files=[file])  # type: ignore[list-item]
        self.page.locator(".load-menu button").click()

    def when_i_record(self, finding: str) -> None:
        self.page.evaluate(f"document.querySelector('#row-{finding}').closest('details').open = true")
        self.when_redrawn_after(lambda: self.page.locator(f"#row-{finding} .pos input").click())

    def state_of(self, finding: str) -> str:
        return self.page.locator(f"#row-{finding} .fs input:checked").get_attribute("value") or ""

    def then_nothing_complained(self) -> None:
        assert self.complaints == []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    width, height = SIZES["tablet"]
    opened = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    yield opened
    opened.close()


@pytest.fixture
def board(context: BrowserContext, address: str) -> Board:
    return Board(context.new_page(), address)


def test_an_example_opens_ranked_with_card_tests_and_reasons(board: Board) -> None:
    board.given_an_example(RUNNER)

    board.then_the_first_source_is("proximal hamstring tendinopathy")
    expect(board.page.locator(".ntt tbody button").first).to_be_visible()
    expect(board.page.locator("#wh")).to_contain_text("proximal hamstring tendinopathy")
    expect(board.page.locator("body")).to_contain_text("does not diagnose")
    board.then_nothing_complained()


def test_an_examination_by_keyboard_alone(board: Board) -> None:
    board.given_an_empty_board()
    page = board.page

    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("bent knee stretch")
    expect(page.locator("#row-slump_test")).to_be_hidden()
    expect(page.locator("#row-bent_knee_stretch")).to_be_visible()
    board.when_redrawn_after(lambda: page.keyboard.press("ArrowDown"))
    board.when_i_press("p")
    assert board.state_of("bent_knee_stretch") == "positive"
    expect(page.locator("#card-name")).to_have_text(re.compile("bent-knee stretch", re.IGNORECASE))
    board.when_i_press("ArrowDown")
    board.when_i_press("n")
    assert board.state_of("modified_bent_knee_stretch") == "negative"
    board.when_i_press("e")
    assert board.state_of("modified_bent_knee_stretch") == "equivocal"
    board.when_i_press("x")
    assert board.state_of("modified_bent_knee_stretch") == ""
    board.when_i_press("u")
    assert board.state_of("modified_bent_knee_stretch") == "equivocal"
    board.when_i_press("b")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.keyboard.press("Control+s")
    saved = yaml.safe_load(Path(download.value.path()).read_text())

    assert {"name": "bent_knee_stretch", "result": "positive"} in saved["findings"]
    board.then_nothing_complained()


def test_shortcuts_can_be_switched_off_and_nothing_else_is_kept(board: Board) -> None:
    board.given_an_example(RUNNER)
    page = board.page
    before = board.state_of(page.locator("[name=current]").get_attribute("value") or "")

    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.wait_for_timeout(300)

    assert board.state_of(page.locator("[name=current]").get_attribute("value") or "") == before
    assert page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])") == '[{"enthesis.shortcuts":"off"},{}]'


def test_search_by_plain_words_opens_and_records(board: Board) -> None:
    board.given_an_empty_board()

    board.page.locator("#q").fill("tender sit bone")
    expect(board.page.locator("#row-ischial_tenderness")).to_be_visible()
    expect(board.page.locator("#row-slump_test")).to_be_hidden()
    board.when_redrawn_after(lambda: board.page.locator("#row-ischial_tenderness .pos input").click())

    expect(board.page.locator("#card-name")).to_contain_text(re.compile("ischial tuberosity tenderness", re.IGNORECASE))
    assert board.state_of("ischial_tenderness") == "positive"


def test_a_change_moves_the_figures_and_undo_brings_them_back(board: Board) -> None:
    board.given_an_example(RUNNER)
    figure = board.page.locator(".est-row.first .est-num b")
    before = figure.inner_text()

    board.when_redrawn_after(lambda: board.page.locator(".part[value=slump_test]").click())
    board.when_redrawn_after(lambda: board.page.locator("[name=card_state][value=positive]").click())
    moved = board.page.locator(".est").inner_text()
    board.when_redrawn_after(lambda: board.page.locator("#undo").click())

    assert board.state_of("slump_test") == ""
    expect(figure).to_have_text(before)
    assert moved != board.page.locator(".est").inner_text()


def test_a_new_first_source_is_announced(board: Board) -> None:
    board.given_an_empty_board()

    for finding in (
        "pain_below_knee",
        "shooting_or_electric_pain",
        "leg_tingling_or_numbness",
        "straight_leg_raise",
        "ankle_reflex",
    ):
        board.when_i_record(finding)

    expect(board.page.locator("#said")).to_have_text(re.compile("First source"))


def test_a_red_flag_appears_when_its_findings_are_recorded(board: Board) -> None:
    board.given_an_empty_board()
    assert board.page.locator(".raised").count() == 0

    for finding in ("low_back_pain", "saddle_numbness"):
        board.when_i_record(finding)

    expect(board.page.locator(".raised-emergency")).to_be_visible()
    expect(board.page.locator(".raised-emergency")).to_contain_text("because: ")
    expect(board.page.locator("#said")).to_have_text(re.compile("Red flag"))


def test_flags_to_ask_lists_them(board: Board) -> None:
    board.given_an_example(RUNNER)

    board.page.get_by_role("button", name=re.compile("Ask these")).click()

    expect(board.page.locator("#row-saddle_numbness")).to_be_visible()
    expect(board.page.locator("#row-slump_test")).to_be_hidden()


def test_save_and_load_give_the_same_board(board: Board) -> None:
    board.given_an_example(TOGETHER)
    page = board.page
    before = page.locator(".est").inner_text()

    with page.expect_download() as download:
        page.locator("#save").click()
    board.given_an_empty_board()
    board.when_i_load(Path(download.value.path()).read_bytes())
    page.locator(".est-row.first").wait_for()

    assert page.locator(".est").inner_text() == before


def test_a_bad_file_keeps_the_board_and_says_why(board: Board) -> None:
    board.given_an_example(RUNNER)
    page = board.page

    board.when_i_load(b"a: [1")

    expect(page.get_by_role("alert")).to_contain_text("not valid YAML")
    board.then_the_first_source_is("proximal hamstring tendinopathy")


def test_patient_details_move_the_priors(board: Board) -> None:
    board.given_an_empty_board()
    before = board.page.locator(".est").inner_text()

    board.page.locator(".patient-menu summary").click()
    board.page.locator("#age").fill("15")
    board.when_redrawn_after(lambda: board.page.locator("#age").blur())

    assert board.page.locator(".est").inner_text() != before
    expect(board.page.locator(".who p")).to_contain_text("15 y")


def test_without_javascript_the_whole_board_works(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1180, "height": 820})
    board = Board(context.new_page(), address)
    board.given_an_example(RUNNER)
    page = board.page

    page.locator("#q").fill("slump")
    page.get_by_role("button", name="Find").click()
    page.locator("#row-slump_test .row-n").click()
    expect(page.locator("#card-name")).to_have_text("Slump test")
    page.locator("[name=card_state][value=positive]").check()
    page.get_by_role("button", name="Record this answer").click()
    assert board.state_of("slump_test") == "positive"
    page.locator("#undo").click()
    assert board.state_of("slump_test") == ""
    with page.expect_download():
        page.locator("#save").click()
    context.close()


def sized(browser: Browser, size: str, scheme: str) -> BrowserContext:
    width, height = SIZES[size]
    return browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, has_touch=size != "desktop")  # type: ignore[arg-type]


@pytest.mark.parametrize("size", SIZES)
def test_no_size_scrolls_sideways_or_hides_what_must_be_seen(browser: Browser, address: str, size: str) -> None:
    context = sized(browser, size, "light")
    board = Board(context.new_page(), address)
    board.page.goto(address)
    assert board.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for example in (RUNNER, BONE):
        board.given_an_example(example)
        assert board.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for words in ("Supports your decision; does not diagnose.", "draft pack, not clinically reviewed"):
            shown = board.page.locator(".strip").get_by_text(words)
            expect(shown).to_be_in_viewport()
    if size == "phone":
        expect(board.page.locator(".pinned")).to_be_in_viewport()
    context.close()


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_touch_targets_are_large_enough(browser: Browser, address: str, size: str) -> None:
    context = sized(browser, size, "light")
    board = Board(context.new_page(), address)
    board.given_an_example(RUNNER)

    small = board.page.evaluate(SMALL_TARGETS)

    assert small == []
    context.close()


STATES = {
    "entry": "html",
    "search": "html",  # on an empty board
    "bone": "html",
    "fault": "html",  # on the runner's board
    "kept": "html",
    "menus": "html",  # of the runner's board
    "help": "#help",
}
"""What is looked at, and the part of the page that is new in it."""


@pytest.mark.parametrize(("size", "state"), [*(("tablet", state) for state in STATES), ("phone", "menus"), ("phone", "help")])
def test_axe_finds_nothing(browser: Browser, address: str, state: str, size: str) -> None:
    context = sized(browser, size, "light")
    board = Board(context.new_page(), address)
    page = board.page
    if state == "entry":
        page.goto(address)
    elif state == "search":
        board.given_an_empty_board()
    else:
        board.given_an_example(BONE if state == "bone" else RUNNER)
    if state in ("fault", "kept"):
        content = b"a: [1" if state == "fault" else b"findings:\n  - {name: zorbulated quongs, result: positive}\n"
        board.when_i_load(content)
    elif state == "menus":
        page.locator(".patient-menu summary").click()
        page.locator(".rest > summary").click()
        page.locator(".why .more summary").click()
    elif state == "search":
        all_rows = page.locator("li.row:visible").count()
        page.locator("#q").fill("numb foot")
        expect(page.locator("li.row:visible")).not_to_have_count(all_rows)
    elif state == "help":
        page.evaluate("document.getElementById('help').showModal()")
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(250)

    found = axe_in_both_themes(page, STATES[state])

    assert found == []
    context.close()


def test_paper_has_the_summary_alone_on_at_most_two_pages(board: Board, tmp_path: Path) -> None:
    board.given_an_example(BONE)
    page = board.page

    page.emulate_media(media="print")
    expect(page.locator(".summary")).to_be_visible()
    expect(page.locator("#board")).to_be_hidden()
    printed = page.pdf(format="A4")

    assert 1 <= len(re.findall(rb"/Type\s*/Page[^s]", printed)) <= 2
    expect(page.locator(".summary")).to_contain_text("does not diagnose")
