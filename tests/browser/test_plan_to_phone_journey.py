"""From an evaluation to a changed plan on a phone, over https: one journey through the pages of both, and the phone's app on its own.

The server's clock stands where the test puts it (a file in its folder), so that days go by in no time.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from browser import steps
from browser.clinic import ARGUMENTS, Server, axe_findings, chromium, complaints_of, sign_in, start_server
from browser.tls_front import Certificate, Front, https_front, make_certificate
from browser.today_phone import PHONE, READY, WORKS_OFFLINE, ZONE, answer, do_morning_check, given_a_plan, new_phone, open_by_link
from playwright.sync_api import Browser, BrowserContext, Page, expect

TODAY = datetime.date.today()
MONDAY = datetime.datetime.combine(TODAY + datetime.timedelta(days=7 - TODAY.weekday()), datetime.time(9), ZoneInfo(ZONE))
"""The next one: what is seeded today lies before it."""
CLOCK = "clock"
DESKTOP_CHROMIUM = Path("/usr/bin/chromium")
"""With windows: the browser without them knows nothing of installing."""
MOVED_CLOCK = """
import datetime, os, pathlib, time
from django.utils import timezone
file = pathlib.Path(os.environ["ENTHESIS_HOME"], "clock")
timezone.now = lambda: datetime.datetime.fromisoformat(file.read_text()) + datetime.timedelta(seconds=time.time() - file.stat().st_mtime)
"""
SERVE = (
    MOVED_CLOCK
    + "import sys; from enthesis.cli import serve; serve.UPKEEP_EVERY_S = 1e9; sys.exit(serve.run('127.0.0.1', 0, False))"
)
REVIEW = """
import datetime, sys, django
django.setup()
from enthesis.actions.nightly_review import review_plans
print(review_plans(datetime.datetime.fromisoformat(sys.argv[1])))
"""
FINDINGS = (
    ("sit bone", "ischial_tenderness", "p"),
    ("pain with sitting", "sitting_pain", "p"),
    ("pain with running", "running_pain", "p"),
    ("slump", "slump_test", "n"),
)


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A busy machine fails nothing."""
    expect.set_options(timeout=steps.SLOWEST_ANSWER_MS)
    yield
    expect.set_options(timeout=None)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="module")
def browser(certificate: Certificate) -> Iterator[Browser]:
    """It trusts this certificate and no other."""
    with chromium(*certificate.trusted_by) as opened:
        yield opened


@pytest.fixture(scope="module")
def front(certificate: Certificate) -> Iterator[Front]:
    with https_front(certificate) as standing:
        yield standing


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, front: Front) -> Iterator[Server]:
    """A clinic behind https, on a Monday in March."""
    home = tmp_path_factory.mktemp("home")
    (home / CLOCK).write_text(MONDAY.isoformat())
    running = start_server(home, code=SERVE, ENTHESIS_PUBLIC_URL=front.address)
    front.lead_to(urlsplit(running.base_url).port or 0)
    running.base_url = front.address
    yield running
    running.stop()


def given_the_day(server: Server, days: int) -> datetime.datetime:
    """Nine in the morning so many days after the Monday, for the server."""
    moment = MONDAY + datetime.timedelta(days=days)
    (server.home / CLOCK).write_text(moment.isoformat())
    return moment


def when_the_night_passes(server: Server, now: datetime.datetime) -> None:
    """The nightly review, at a time of our choosing."""
    env = {**os.environ, "ENTHESIS_HOME": str(server.home), "DJANGO_SETTINGS_MODULE": "enthesis.settings"}
    subprocess.run([sys.executable, "-c", REVIEW, now.isoformat()], env=env, check=True, capture_output=True)


def when_a_plan_is_made(page: Page, server: Server) -> str:
    """Findings in the room, then the plan as it is suggested; the address of its progress."""
    page.goto(f"{server.base_url}/encounters/{server.seeded.encounter_id}/")
    steps.drawn_whole(page)
    for words, finding, key in FINDINGS:
        steps.find_and_record(page, words, finding, key)
    page.goto(f"{server.base_url}/episodes/{server.seeded.episode_id}/plan/")
    expect(page.get_by_role("heading", name="Make a plan")).to_be_visible()
    page.get_by_label("Why, for the patient").fill("We begin with holds, because sitting still hurts.")
    page.get_by_role("button", name="Make this plan").click()
    expect(page.get_by_text("The plan is made.")).to_be_visible()
    return f"{server.base_url}/episodes/{server.seeded.episode_id}/progress/"


def when_a_phone_is_linked(page: Page, progress: str) -> str:
    """What the QR code says."""
    page.goto(progress)
    page.get_by_role("button", name="Link a phone").click()
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    assert axe_findings(page) == []
    return page.get_by_role("textbox", name="The link").input_value()


def open_on_phone(context: BrowserContext, link: str) -> Page:
    """As a camera does."""
    page = context.new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="Morning check")).to_be_visible(timeout=steps.SLOWEST_ANSWER_MS)
    page.wait_for_function(WORKS_OFFLINE)
    page.wait_for_selector(READY)
    return page


def when_the_morning_is_told(page: Page) -> None:
    """A calm one."""
    page.get_by_role("link", name="Start the morning check").click()
    for question, said in (("How sore was it?", "2"), ("The worst pain", "2"), ("How long can you sit", "30")):
        answer(page, question, said)
    answer(page, "Has yesterday’s soreness", "Yes")
    answer(page, "Did you sleep badly", "No")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("2 of 10 this morning")).to_be_visible()


def when_the_first_exercise_is_done(page: Page) -> None:
    """With every answer."""
    page.locator("a.tick").first.click()
    answer(page, "The most pain during it?", "1")
    answer(page, "Pain right after?", "1")
    answer(page, "How hard was it?", "5")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Morning check")).to_be_visible()


def test_from_an_evaluation_to_a_changed_plan_on_the_phone(browser: Browser, server: Server) -> None:
    # Given a plan that a therapist made from an evaluation, and its QR code
    clinic = browser.new_context(viewport={"width": 1180, "height": 820})
    clinic.set_default_timeout(steps.SLOWEST_ANSWER_MS)
    therapist = clinic.new_page()
    sign_in(therapist, server, server.seeded.emails["therapist"])
    progress = when_a_plan_is_made(therapist, server)
    link = when_a_phone_is_linked(therapist, progress)
    assert link.startswith(f"{server.base_url}/today/")
    # when the patient opens it, and is without network for three days
    context = new_phone(browser)
    context.clock.set_fixed_time(MONDAY)
    phone = open_on_phone(context, link)
    said = complaints_of(phone, server.base_url, statuses=False)
    dose = phone.locator(".ex .dose").first.inner_text()
    context.set_offline(True)
    today = f"{server.base_url}/today/"
    for days in range(3):
        context.clock.set_fixed_time(MONDAY + datetime.timedelta(days=days))
        phone.goto(today)
        when_the_morning_is_told(phone)
        when_the_first_exercise_is_done(phone)
    expect(phone.locator("#status")).to_contain_text("6 entries wait to be sent")
    # and is back on the fourth
    context.clock.set_fixed_time(given_the_day(server, 3))
    context.set_offline(False)
    expect(phone.locator("#status")).not_to_contain_text("to be sent")
    when_the_night_passes(server, MONDAY + datetime.timedelta(days=3))
    # then the therapist, who signs in anew after so long, sees the days and the step the rules propose, and confirms it
    sign_in(therapist, server, server.seeded.emails["therapist"])
    therapist.goto(progress)
    assert axe_findings(therapist) == []
    expect(therapist.locator(".daytable tbody tr").filter(has_text="2")).to_have_count(3)
    expect(therapist.get_by_role("heading", name="Next step proposed")).to_be_visible()
    reason = therapist.locator(".sent").inner_text().partition("“")[2].rstrip("”")
    therapist.get_by_role("button", name="Confirm").click()
    expect(therapist.get_by_text("Confirmed.")).to_be_visible()
    # and the phone shows the change once this morning is known to be calm, and why
    phone.goto(today)
    expect(phone.get_by_text(reason)).to_be_visible()
    assert phone.locator(".ex .dose").first.inner_text() == dose
    when_the_morning_is_told(phone)
    assert phone.locator(".ex .dose").first.inner_text() != dose
    assert axe_findings(phone) == []
    phone.get_by_role("link", name="Why this plan?").click()
    expect(phone.get_by_text(reason)).to_be_visible()
    expect(phone.get_by_text("We begin with holds")).to_be_visible()
    assert axe_findings(phone) == []
    assert said == []
    context.close()
    clinic.close()


IN_WORDS = """async () => ({
  secure: isSecureContext, controlled: navigator.serviceWorker.controller !== null, persisted: await navigator.storage.persisted(),
  stays_with_https: (await fetch('/today/', {cache: 'no-store'})).headers.get('strict-transport-security'),
})"""
ICONS = """async () => {
  const manifest = await (await fetch(document.querySelector('link[rel=manifest]').href)).json();
  return Promise.all(manifest.icons.map(async ({src, sizes}) => {
    const drawn = await createImageBitmap(await (await fetch(src)).blob());
    return sizes === `${drawn.width}x${drawn.height}`;
  }));
}"""


def test_over_https_it_can_be_installed_and_opens_without_network(
    browser: Browser, certificate: Certificate, server: Server, tmp_path: Path
) -> None:
    if not DESKTOP_CHROMIUM.exists():
        pytest.skip("needs Debian's chromium (apt-get install chromium)")
    (server.home / CLOCK).write_text(datetime.datetime.now(ZoneInfo(ZONE)).isoformat())
    plan = given_a_plan(server)
    # a profile of its own: a private window can install nothing
    context = browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=str(DESKTOP_CHROMIUM),
        args=[*ARGUMENTS, *certificate.trusted_by],
        viewport=PHONE,
        timezone_id=ZONE,
    )
    context.set_default_timeout(steps.SLOWEST_ANSWER_MS)
    # Given a phone that has opened the plan once and whose browser agrees to keep data
    page = open_by_link(context, server, plan)
    devtools = context.new_cdp_session(page)
    devtools.send("Browser.grantPermissions", {"permissions": ["durableStorage"], "origin": server.base_url})
    do_morning_check(page, 2)
    # then the browser would install it, and its cookie goes nowhere but to the app, over https
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    assert devtools.send("Page.getAppManifest")["errors"] == []
    icons = page.evaluate(ICONS)
    assert len(icons) == 4 and all(icons)
    in_words = page.evaluate(IN_WORDS)
    assert in_words.pop("stays_with_https").startswith("max-age=")
    assert in_words == {"secure": True, "controlled": True, "persisted": True}
    (cookie,) = context.cookies()
    assert {name: cookie[name] for name in ("secure", "httpOnly", "sameSite", "path")} == {  # type: ignore[literal-required]
        **{"secure": True, "httpOnly": True, "sameSite": "Strict", "path": "/today/"}
    }
    page.get_by_role("link", name="My phone").click()
    expect(page.get_by_text("has agreed to keep")).to_be_visible()
    # and it opens from nothing without a network
    context.set_offline(True)
    page.close()
    page = context.new_page()
    said = complaints_of(page, statuses=False)
    page.goto(f"{server.base_url}/today/")
    expect(page.get_by_text("2 of 10 this morning")).to_be_visible()
    assert said == []
    context.close()
