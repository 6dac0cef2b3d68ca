"""The room in a real browser: saved as it is entered, two tabs, offline, keys, without script, and up to the signature."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from browser import steps
from browser.clinic import Server, axe_findings
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

NEW_ENCOUNTER = """
import django; django.setup()
from browser.seed import actor_of
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.people import Clinic, Person
actor = actor_of(Person.objects.get(email='thea.berg@example.org'), Clinic.objects.get(name='Harbour Physiotherapy'))
print(start_encounter(actor, '{episode}').pk)
"""


@pytest.fixture
def room(server: Server) -> str:
    """The address of an encounter of its own."""
    env = {**os.environ, "ENTHESIS_HOME": str(server.home), "DJANGO_SETTINGS_MODULE": "enthesis.settings"}
    env["PYTHONPATH"] = os.pathsep.join(["tests", *sys.path])
    code = NEW_ENCOUNTER.format(episode=server.seeded.episode_id)
    made = subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True, text=True)
    return f"{server.base_url}/encounters/{made.stdout.strip()}/"


@pytest.fixture
def context(browser: Browser, session: dict[str, object]) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, storage_state=session)  # type: ignore[arg-type]
    script_errors: list[str] = []
    context.on("weberror", lambda found: script_errors.append(str(found.error)))
    yield context
    context.close()
    assert script_errors == []


def opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details[data-group]').forEach(g => { g.open = true; })")
    return page


def choose(page: Page, finding: str, state: str) -> None:
    page.locator(f"#row-{finding} input[value='{state}']").evaluate("radio => radio.click()")


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved")


def test_a_change_is_saved_at_once_and_is_there_again(context: BrowserContext, room: str) -> None:
    page = opened(context, room)
    choose(page, "slump_test", "positive")
    saved(page)
    page.fill("#card-note", "calf")
    page.locator(".siderow", has_text="Left").locator("[value=negative]").click()
    saved(page)
    again = opened(context, room)
    expect(again.locator("#row-slump_test input[value=positive]")).to_be_checked()
    expect(again.locator("#row-slump_test .mark")).to_have_text("calf · left negative")


def test_two_tabs_and_one_finding(context: BrowserContext, room: str) -> None:
    first, second = opened(context, room), opened(context, room)
    choose(first, "slump_test", "negative")
    saved(first)
    choose(second, "slump_test", "positive")
    banner = second.locator(".conflict")
    expect(banner).to_contain_text("recorded “negative”")
    expect(banner).to_contain_text("You entered “positive”")
    banner.get_by_role("button", name="Use mine").click()
    saved(second)
    first.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(first.locator("#row-slump_test input[value=positive]")).to_be_checked()
    choose(first, "ischial_pain", "positive")
    saved(first)
    choose(second, "ischial_pain", "negative")
    second.locator(".conflict").get_by_role("button", name="Keep").click()
    expect(second.locator("#row-ischial_pain input[value=positive]")).to_be_checked()


def test_what_waits_for_its_button_outlives_a_redraw(context: BrowserContext, room: str) -> None:
    page = opened(context, room)
    page.locator("label:has([name='dx.agrees'][value=differ])").click()
    page.fill("#dx-reason", "worse on stairs")
    choose(page, "slump_test", "positive")
    steps.drawn_whole(page)
    expect(page.locator("[name='dx.agrees'][value=differ]")).to_be_checked()
    expect(page.locator("#dx-reason")).to_have_value("worse on stairs")


def test_offline_nothing_is_lost(context: BrowserContext, room: str) -> None:
    page = opened(context, room)
    context.set_offline(True)
    choose(page, "slump_test", "positive")
    choose(page, "ischial_pain", "negative")
    expect(page.locator("#saved")).to_contain_text("Not saved: 2 waiting")
    assert page.evaluate(
        "() => { const e = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(e); return e.defaultPrevented; }"
    )
    context.set_offline(False)
    saved(page)
    again = opened(context, room)
    expect(again.locator("#row-slump_test input[value=positive]")).to_be_checked()
    expect(again.locator("#row-ischial_pain input[value=negative]")).to_be_checked()


def test_a_lost_answer_does_not_look_like_somebody_else(context: BrowserContext, room: str) -> None:
    page = opened(context, room)
    lost: list[bool] = []

    def lose_the_first_answer(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(True)
            route.fetch()
            route.abort()

    page.route("**/entries", lose_the_first_answer)
    choose(page, "slump_test", "positive")
    expect(page.locator("#saved")).to_contain_text("Not saved")
    choose(page, "slump_test", "negative")
    saved(page)
    expect(page.locator(".conflict")).to_have_count(0)
    expect(opened(context, room).locator("#row-slump_test input[value=negative]")).to_be_checked()


def test_keys_record_and_undo(context: BrowserContext, room: str) -> None:
    page = opened(context, room)
    page.locator("#row-slump_test .row-n").click()
    expect(page.locator("#card-name")).to_have_text("Slump test")
    page.keyboard.press("p")
    saved(page)
    expect(page.locator("#row-slump_test input[value=positive]")).to_be_checked()
    page.keyboard.press("Shift+N")
    expect(page.locator("#row-slump_test .mark")).to_have_text("left negative")
    page.keyboard.press("u")
    expect(page.locator("#row-slump_test .mark")).to_be_hidden()
    expect(page.locator("#row-slump_test input[value=positive]")).to_be_checked()
    page.keyboard.press("u")
    expect(page.locator("#row-slump_test input[value='']")).to_be_checked()
    expect(page.locator("#saved")).to_contain_text("Undone")


def test_the_whole_way_to_a_signature(context: BrowserContext, room: str) -> None:
    page = opened(context, room)
    choose(page, "slump_test", "negative")
    choose(page, "straight_leg_raise", "negative")
    page.click("[data-part=reflexes]")
    for group in ("reflexes", "myotomes", "dermatomes"):
        page.click(f"[data-all={group}]")
        saved(page)
    page.select_option("[name='m.reflex_achilles.right']", "1+")
    page.locator("[data-cycle='m.dermatome_l5.right'] circle:not(.hit)").click()
    saved(page)
    while page.locator(".proposals button").count():
        n = page.locator(".proposals button").count()
        page.locator(".proposals button").first.click()
        expect(page.locator(".proposals button")).not_to_have_count(n)
    expect(page.locator("#row-ankle_reflex input[value=positive]")).to_be_checked()
    page.click("[data-tab=strength-panel]")
    page.fill("[name='m.knee_flexion_strength_90_n.right']", "150")
    page.fill("[name='m.knee_flexion_strength_90_n.left']", "200")
    page.keyboard.press("Tab")
    expect(page.locator("#strength-panel .sym").first).to_contain_text("75%")
    page.click("[data-tab=movements-panel]")
    for when, effect in (("during", "centralises"), ("after", "better")):
        page.select_option(f"[name='m.repeated_extension_lying_{when}.']", effect)
        saved(page)
    expect(page.locator("#movements-panel .when")).to_contain_text("extension")
    page.click("[data-tab=grades-panel]")
    for field in page.locator(".leftout input:visible").all():
        field.fill("not today")
        field.press("Tab")
    saved(page)
    for flag in page.locator("[name=flag]").all():
        flag_id = flag.get_attribute("value")
        page.evaluate("document.querySelectorAll('.raised').forEach(d => { d.open = true; })")
        page.select_option(f"[name='rf.{flag_id}']", "watch")
        page.locator(f"[name=flag][value={flag_id}]").click()
        saved(page)
    page.locator("label:has([name='dx.agrees'][value=accept])").click()
    page.get_by_role("button", name="Record your view").click()
    saved(page)
    assert axe_findings(page) == []
    page.click("#review")
    page.wait_for_url("**/review/")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Sign and lock").click()
    expect(page.get_by_text("Signed and locked.")).to_be_visible()
    expect(page.get_by_role("heading", name="Signatures")).to_be_visible()


def test_without_script_the_form_does_it(browser: Browser, session: dict[str, object], room: str) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=session)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(room)
    page.locator("details[data-group]:not([open]) > summary").first.click()
    page.locator("[name='card_state'][value=positive]").check(force=True)
    page.get_by_role("button", name="Record this answer").click()
    expect(page.locator("[name='card_state'][value=positive]")).to_be_checked()
    page.goto(room)
    assert "positive" in (page.locator("[name=held]").get_attribute("value") or "")
    context.close()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (820, 1180), (1180, 820)])
def test_no_screen_is_too_small(browser: Browser, session: dict[str, object], room: str, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, storage_state=session)  # type: ignore[arg-type]
    page = context.new_page()
    for address in (room, f"{room}review/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert axe_findings(page) == []
    context.close()
