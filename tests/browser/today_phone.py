"""What the tests of the patient's app share: a plan at the clinic, a phone in the hand, and what the clinic holds afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from browser.clinic import Server
from playwright.sync_api import Browser, BrowserContext, Page, expect

PHONE = {"width": 360, "height": 740}
ZONE = "Europe/Vienna"
"""The seeded clinic's; the phone's days are then the clinic's."""
FILL = Path(__file__).parent / "seed_today.py"
PATIENCE_MS = 30_000
READY = "html[data-ready]"
WORKS_OFFLINE = "() => navigator.serviceWorker.controller !== null"


def clinic_does(server: Server, *words: str) -> Any:
    """One verb of `seed_today.py` on the server's installation."""
    env = {**os.environ, "ENTHESIS_HOME": str(server.home), "DJANGO_SETTINGS_MODULE": "enthesis.settings"}
    env["PYTHONPATH"] = os.pathsep.join(["tests", *sys.path])
    done = subprocess.run([sys.executable, str(FILL), *words], env=env, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


@dataclass(frozen=True)
class Plan:
    """A plan at the clinic, and a code that links one phone to it."""

    id: str
    code: str


def given_a_plan(server: Server, exercises: int = 3) -> Plan:
    """A plan made ten days ago."""
    made = clinic_does(server, "plan", str(exercises))
    return Plan(made["plan"], made["code"])


def another_code(server: Server, plan: Plan) -> Plan:
    """The same plan with a new code."""
    return Plan(plan.id, clinic_does(server, "link", plan.id)["code"])


def held_events(server: Server, plan: Plan) -> list[dict[str, Any]]:
    """What the clinic holds."""
    events: list[dict[str, Any]] = clinic_does(server, "events", plan.id)["events"]
    return events


def new_phone(browser: Browser, **options: Any) -> BrowserContext:
    """A phone that nobody has linked yet."""
    given: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "timezone_id": ZONE, **options}
    context = browser.new_context(**given)
    context.set_default_timeout(PATIENCE_MS)
    return context


def open_by_link(context: BrowserContext, server: Server, plan: Plan) -> Page:
    """Open the address of the QR code, as a camera does; stand on today's list, ready to go on without network."""
    page = context.new_page()
    page.goto(f"{server.base_url}/today/open/#{plan.code}")
    expect(page.get_by_role("heading", name="Morning check")).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_function(WORKS_OFFLINE)
    page.wait_for_selector(READY)
    return page


def answer(page: Page, question: str, words: str) -> None:
    """Tap one answer of a question, by the words of both."""
    page.get_by_role("group", name=question).get_by_role("radio", name=words, exact=True).check()


def do_morning_check(page: Page, soreness: int) -> None:
    """From today's list and back."""
    page.get_by_role("link", name="Start the morning check").click()
    answer(page, "How sore was it?", str(soreness))
    answer(page, "The worst pain", str(min(10, soreness + 1)))
    answer(page, "How long can you sit", "30")
    answer(page, "Has yesterday’s soreness", "Yes")
    answer(page, "Did you sleep badly", "No")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"{soreness} of 10 this morning")).to_be_visible()


def log_exercise(page: Page, nth: int, pain: int) -> None:
    """Mark one of the list as done, with its pain."""
    page.locator("a.tick").nth(nth).click()
    answer(page, "The most pain during it?", str(pain))
    answer(page, "Pain right after?", str(pain))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Morning check")).to_be_visible()
