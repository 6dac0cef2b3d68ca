"""From an evaluation to a plan, its progress and a treatment visit in a real browser, with and without script."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.clinic import Server, axe_at_size, axe_findings, serving
from browser.steps import SLOWEST_ANSWER_MS
from playwright.sync_api import Browser, BrowserContext, Page, expect

SIZES = {"phone": (360, 740), "tablet": (820, 1180), "tablet_wide": (1180, 820)}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A clinic with a plan of four weeks."""
    home = tmp_path_factory.mktemp("home")
    with serving(home) as seeded:
        env = {**os.environ, "ENTHESIS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "enthesis.settings"}
        seed = [sys.executable, str(Path(__file__).parent / "seed_plan.py")]
        made = subprocess.run(seed, env=env, check=True, capture_output=True, text=True)
        (home / "plan.json").write_text(made.stdout)
        yield seeded


@pytest.fixture(scope="module")
def plan(server: Server) -> dict[str, str]:
    """Ids of what was made."""
    known: dict[str, str] = json.loads((server.home / "plan.json").read_text())
    return known


@pytest.fixture
def context(browser: Browser, session: object) -> Iterator[BrowserContext]:
    """The therapist's browser; a script error fails the test."""
    context = browser.new_context(viewport={"width": 1180, "height": 820}, storage_state=session)  # type: ignore[arg-type]
    errors: list[str] = []
    context.on("weberror", lambda found: errors.append(str(found.error)))
    yield context
    context.close()
    assert errors == []


def pages_of(server: Server, plan: dict[str, str]) -> dict[str, str]:
    episode, base = plan["episode_id"], server.base_url
    return {
        "plan": f"{base}/episodes/{episode}/plan/",
        "change": f"{base}/episodes/{episode}/plan/change/",
        "progress": f"{base}/episodes/{episode}/progress/",
        "handout": f"{base}/plans/{plan['plan_id']}/handout/",
        "episode": f"{base}/episodes/{episode}/",
        "home": f"{base}/",
    }


def test_every_page_of_a_plan_is_clean_at_every_size(
    browser: Browser, session: object, server: Server, plan: dict[str, str]
) -> None:
    found: list[str] = []
    for size, (width, height) in SIZES.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            storage_state=session,  # type: ignore[arg-type]
        )
        page = context.new_page()
        for name, address in pages_of(server, plan).items():
            page.goto(address)
            found += [f"{name}, {size}: {complaint}" for complaint in axe_at_size(page, width)]
            if page.evaluate(SIDEWAYS) > 0:
                found.append(f"{name}, {size}: wider than the screen")
        context.close()
    assert found == []


def start_visit(page: Page, server: Server, plan: dict[str, str]) -> None:
    page.goto(f"{server.base_url}/episodes/{plan['episode_id']}/")
    page.locator(".starts button[value=treatment]").click()
    page.wait_for_url("**/treatment/")


def test_a_visit_is_saved_as_it_is_filled_in_and_signed(context: BrowserContext, server: Server, plan: dict[str, str]) -> None:
    page = context.new_page()
    start_visit(page, server, plan)
    assert axe_findings(page) == []
    # when: chips are tapped, a marker is tested again, a row of the plan is ticked by filling it in
    page.get_by_text("better", exact=True).click()
    page.locator(".retest input[value=negative]").first.check()
    page.locator(".done-row .check input").first.check()
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=SLOWEST_ANSWER_MS)
    page.locator("[name='i0.response']").fill("less sore at once")
    expect(page.locator("#saved")).to_have_attribute("data-state", "saved", timeout=SLOWEST_ANSWER_MS)
    # then: it is there after a reload, and the signed note tells it
    page.reload()
    expect(page.locator("[name='t.better_or_worse'][value=better]")).to_be_checked()
    expect(page.locator("[name='i0.response']")).to_have_value("less sore at once")
    page.get_by_role("button", name="Sign and lock").click()
    page.wait_for_url("**/note/")
    expect(page.get_by_text("less sore at once").first).to_be_visible()


def test_a_step_is_confirmed_with_one_press_from_the_first_page(
    context: BrowserContext, server: Server, plan: dict[str, str]
) -> None:
    page = context.new_page()
    page.goto(server.base_url)
    page.get_by_role("link", name="Decide").click()
    page.wait_for_url("**/progress/")
    expect(page.locator("svg.course")).to_be_visible()
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("Confirmed.")).to_be_visible()
    expect(page.get_by_text("None is proposed.")).to_be_visible()


def test_a_plan_is_changed_without_script(browser: Browser, session: object, server: Server, plan: dict[str, str]) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=session)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(pages_of(server, plan)["change"])
    page.locator("[name='e0.sets']").fill("2")
    page.get_by_label("Why, for the patient").fill("Two sets this week, because you travel.")
    page.get_by_role("button", name="Keep as a new version").click()
    page.wait_for_url("**/plan/")
    expect(page.get_by_text("Two sets this week, because you travel.")).to_be_visible()
    context.close()
