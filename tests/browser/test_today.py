"""The patient's app on a phone: given, when, then."""

from __future__ import annotations

import datetime
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from browser.clinic import Server, axe_in_both_themes, complaints_of
from browser.today_phone import (
    ZONE,
    Plan,
    another_code,
    answer,
    clinic_does,
    do_morning_check,
    given_a_plan,
    held_events,
    log_exercise,
    new_phone,
    open_by_link,
)
from playwright.sync_api import Browser, Page, Route, expect

TOO_WIDE = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg')).map(e => e.className || e.tagName)"""
CUT_OFF = """() => [...document.querySelectorAll('.n, .choice, .btn, .tick, nav, .plate, .input:not(.code)')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && e.scrollWidth > e.clientWidth + 1).map(e => e.className || e.tagName)"""
SMALL_TARGETS = """() => [...document.querySelectorAll('button, a, summary, .n, .choice, select, textarea, input.input')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.matches('.whole'))
  .map(e => [e.className || e.id, Math.round(e.getBoundingClientRect().height)]).filter(([, height]) => height > 0 && height < 44)"""
LEFT_BEHIND = """async () => ({
  databases: (await indexedDB.databases()).map(d => d.name), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length, local: localStorage.length, session: sessionStorage.length})"""
SCREENS = [
    "",
    "morning",
    "exercise/0",
    "exercise/0/done",
    "run",
    "wrong",
    "wrong/bladder",
    "progress",
    "why",
    "messages",
    "phone",
    "link",
]


@pytest.fixture
def plan(server: Server) -> Plan:
    return given_a_plan(server)


def morning_of(days_ago: int, hour: int = 8) -> datetime.datetime:
    """A moment on the phone's clock."""
    today = datetime.datetime.now(ZoneInfo(ZONE)).replace(hour=hour, minute=0, second=0, microsecond=0)
    return today - datetime.timedelta(days=days_ago)


def when_it_is_sent(page: Page) -> None:
    expect(page.locator("#status")).not_to_contain_text("to be sent")


def test_three_days_without_network_are_sent_once(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    assert "#" not in page.url, "the code does not stay in the address"
    context.set_offline(True)
    for days_ago, soreness in ((2, 2), (1, 5), (0, 1)):
        context.clock.set_fixed_time(morning_of(days_ago))
        page.goto(f"{server.base_url}/today/")
        do_morning_check(page, soreness)
        context.clock.set_fixed_time(morning_of(days_ago, hour=18))
        log_exercise(page, 0, 2)
        expect(page.locator("#status")).to_contain_text("No network")
    expect(page.locator("#status")).to_contain_text("6 entries wait to be sent")
    assert held_events(server, plan) == []

    context.set_offline(False)
    when_it_is_sent(page)
    held = held_events(server, plan)
    assert Counter((event["kind"], event["day"]) for event in held) == Counter(
        (kind, morning_of(days_ago).date().isoformat()) for days_ago in range(3) for kind in ("morning", "session")
    )
    assert [event["content"]["marker_pain_0_10"] for event in held if event["kind"] == "morning"] == [2, 5, 1]
    page.reload()
    expect(page.get_by_text("1 of 10 this morning")).to_be_visible()
    assert len(held_events(server, plan)) == 6
    context.close()


def test_the_app_opens_when_the_clinic_has_no_server_at_all(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    page.evaluate(
        "async () => { while (!(await (await caches.open('enthesis-today-figures')).keys()).length) await new Promise(go => setTimeout(go, 100)); }"
    )
    context.route("**/*", lambda route: route.abort())
    context.set_offline(True)
    page.close()
    page = context.new_page()
    said = complaints_of(page, statuses=False)
    page.goto(f"{server.base_url}/today/")
    page.locator(".whole").first.click()
    picture = page.locator(".large img")
    expect(picture).to_be_visible()
    assert picture.evaluate("async e => { await e.decode(); return e.naturalWidth; }") > 0
    assert said == []
    context.close()


def test_it_can_be_installed(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    devtools = context.new_cdp_session(page)
    faults = [error["errorId"] for error in devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert [fault for fault in faults if fault != "in-incognito"] == []  # a test's context is a private window
    assert devtools.send("Page.getAppManifest")["errors"] == []
    context.close()


def test_what_the_network_loses_or_repeats_arrives_once(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    faults = iter(["lost before", "lost after", "repeated", "lost after", "lost before"])

    def unreliable(route: object) -> None:
        fault = next(faults, "")
        if fault in ("lost after", "repeated"):
            route.fetch()  # type: ignore[attr-defined]
        if fault.startswith("lost"):
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    context.route("**/today/events", unreliable)
    do_morning_check(page, 3)
    for nth in (0, 0, 0):
        log_exercise(page, nth, 1)
    page.goto(f"{server.base_url}/today/#/phone")
    sent, send = page.get_by_text("Nothing waits"), page.get_by_role("button", name="Try to send now")
    for _ in range(20):
        expect(sent.or_(send)).to_be_visible()
        if sent.is_visible():
            break
        send.click()
        page.wait_for_timeout(300)
    expect(sent).to_be_visible()
    held = held_events(server, plan)
    assert Counter(event["kind"] for event in held) == {"morning": 1, "session": 3}
    context.close()


def test_an_entry_is_corrected_and_a_message_is_sent(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    do_morning_check(page, 4)
    page.get_by_role("link", name="Change my answers").click()
    answer(page, "How sore was it?", "2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("2 of 10 this morning")).to_be_visible()
    page.get_by_role("link", name="Messages").click()
    expect(page.get_by_text("Keep a rest day")).to_be_visible()
    page.get_by_label("Write to your therapist").fill("May I swim?")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".message.own")).to_contain_text("May I swim?")
    when_it_is_sent(page)
    held = clinic_does(server, "events", plan.id)
    assert held["messages"] == ["May I swim?"]
    first, correction = held["events"]
    assert (first["content"]["marker_pain_0_10"], correction["content"]["content"]["marker_pain_0_10"]) == (4, 2)
    assert correction["of"] == first["id"]
    context.close()


def test_the_next_stage_is_tried_on_a_calm_morning_and_asked_for_once(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)

    def asking(route: Route) -> None:
        """The clinic asks for the position, and ten silent days before today hold nobody back."""
        answered = route.fetch()
        if answered.status != 200:  # nothing is new
            return route.fulfill(response=answered)
        snapshot = answered.json()
        for outcome in snapshot["table"]["outcomes"]:
            outcome["today"] = "full" if outcome["rule"] == "back_after_days_away" else outcome["today"]
        exercise = snapshot["exercises"][0]
        snapshot["test"] = {name: exercise[name] for name in ("id", "name", "side", "stop_rule", "figure")} | {"words": "once"}
        route.fulfill(response=answered, json=snapshot)

    context.route("**/today/plan.json", asking)
    page = open_by_link(context, server, plan)
    page.get_by_role("link", name="Start the morning check").click()
    position = page.get_by_role("group", name="The most pain while you tried it?")
    for soreness, calm in (("8", False), ("1", True)):
        answer(page, "How sore was it?", soreness)
        answer(page, "The worst pain", soreness)
        expect(position).to_be_visible(visible=calm)
    answer(page, "The most pain while you tried it?", "2")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Change my answers").click()
    expect(position.get_by_role("radio", name="2")).to_be_checked()
    answer(page, "How sore was it?", "9")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("9 of 10 this morning")).to_be_visible()
    when_it_is_sent(page)
    told = [event["content"].get("content", event["content"]) for event in held_events(server, plan)]
    assert [content["test_position_pain_0_10"] for content in told] == [2, 2] and told[0]["test_position"]
    context.set_offline(True)
    context.clock.set_fixed_time(morning_of(-1))
    page.goto(f"{server.base_url}/today/")
    page.get_by_role("link", name="Start the morning check").click()
    answer(page, "How sore was it?", "1")
    expect(position).to_have_count(0)
    context.close()


def test_something_is_wrong_is_answered_without_network(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    context.set_offline(True)
    page.reload()
    page.get_by_role("link", name="Something feels wrong").click()
    page.get_by_role("button", name="I cannot control or empty my bladder").click()
    expect(page.get_by_text("nearest emergency department now")).to_be_visible()
    expect(page.get_by_text("Noted for your clinic.").first).to_be_visible()
    page.get_by_role("link", name="Today").click()
    expect(page.locator(".verdict.stop")).to_be_visible()
    context.set_offline(False)
    when_it_is_sent(page)
    assert [event["content"] for event in held_events(server, plan)] == [{"what": "bladder"}]
    context.close()


def test_a_tap_by_mistake_is_taken_back(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    page.get_by_role("link", name="Something feels wrong").click()
    page.get_by_role("button", name="Something popped").click()
    page.get_by_role("button", name="I tapped this by mistake").click()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    expect(page.locator(".verdict.stop")).to_have_count(0)
    when_it_is_sent(page)
    assert [event["kind"] for event in held_events(server, plan)] == ["warning", "correction"]
    context.close()


def test_the_advice_needs_no_plan_either(browser: Browser, server: Server) -> None:
    context = new_phone(browser)
    page = context.new_page()
    page.goto(f"{server.base_url}/today/")
    page.get_by_role("link", name="Something feels wrong").click()
    page.get_by_role("button", name="Numbness between my legs").click()
    expect(page.get_by_text("nearest emergency department now")).to_be_visible()
    context.close()


def test_signing_out_leaves_nothing(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    do_morning_check(page, 3)
    page.get_by_role("link", name="My phone").click()
    page.get_by_role("button", name="Sign out and remove everything").click()
    page.get_by_role("button", name="Yes, remove everything").click()
    expect(page.get_by_text("Nothing of your plan is left")).to_be_visible()
    assert page.evaluate(LEFT_BEHIND) == {"databases": [], "caches": [], "workers": 0, "local": 0, "session": 0}
    assert context.cookies() == []
    page.reload()
    expect(page.get_by_label("Code from the clinic")).to_be_visible()
    assert page.request.get(f"{server.base_url}/today/plan.json").status == 401
    context.close()


def test_a_phone_that_the_clinic_closes_clears_itself(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    assert clinic_does(server, "revoke", plan.id) == {"revoked": 1}
    page.reload()
    expect(page.get_by_text("The clinic has disconnected this phone")).to_be_visible()
    left = page.evaluate(LEFT_BEHIND)
    assert (left["databases"], [name for name in left["caches"] if "figures" in name]) == ([], [])
    context.close()


def test_a_lost_cookie_loses_no_entry(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    context.clear_cookies()
    do_morning_check(page, 3)
    expect(page.get_by_text("no longer connected")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("1 entry waits to be sent")
    page.get_by_role("link", name="Connect this phone").click()
    page.get_by_label("Code from the clinic").fill(another_code(server, plan).code.lower())
    page.get_by_role("button", name="Connect").click()
    when_it_is_sent(page)
    assert [event["kind"] for event in held_events(server, plan)] == ["morning"]
    context.close()


def test_two_phones_may_hold_one_plan_and_a_code_works_once(browser: Browser, server: Server, plan: Plan) -> None:
    parent, child, third = new_phone(browser), new_phone(browser), new_phone(browser)
    do_morning_check(open_by_link(parent, server, plan), 2)
    page = third.new_page()
    page.goto(f"{server.base_url}/today/open/#{plan.code}")
    expect(page.get_by_role("alert")).to_contain_text("used on another device")
    log_exercise(open_by_link(child, server, another_code(server, plan)), 0, 1)
    for phone in (parent, child):
        expect(phone.pages[0].locator("#status")).not_to_contain_text("wait")
    for context in (parent, child, third):
        context.close()
    assert Counter(event["kind"] for event in held_events(server, plan)) == {"morning": 1, "session": 1}


def test_entries_of_one_plan_never_go_to_another(browser: Browser, server: Server, plan: Plan) -> None:
    other = given_a_plan(server)
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    context.clear_cookies()
    do_morning_check(page, 3)
    page.get_by_role("link", name="Connect this phone").click()
    page.get_by_label("Code from the clinic").fill(other.code)
    page.get_by_role("button", name="Connect").click()
    expect(page.get_by_role("alert")).to_contain_text("belongs to another plan")
    page.wait_for_timeout(500)
    assert held_events(server, other) == []
    expect(page.locator("#status")).to_contain_text("1 entry waits")
    context.close()


def test_entries_that_wait_for_two_days_are_warned_of(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    context.set_offline(True)
    context.clock.set_fixed_time(morning_of(2, hour=8))
    page.reload()
    do_morning_check(page, 3)
    for moment, warned in ((morning_of(0, hour=8), False), (morning_of(0, hour=9), True)):
        context.clock.set_fixed_time(moment)
        page.reload()
        expect(page.locator("#status")).to_contain_text("1 entry waits")
        assert ("more than two days" in page.locator("#status").inner_text()) is warned
    context.close()


def test_the_morning_check_by_keyboard(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser, is_mobile=False, has_touch=False)
    page = open_by_link(context, server, plan)
    start = page.get_by_role("link", name="Start the morning check")
    for _ in range(6):
        page.keyboard.press("Tab")
        if start.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("#title")).to_be_focused()
    for keys in (["3"], ["4"], ["30"], ["yes"], ["no"]):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.type") == "radio", keys
        for _ in range(3):
            page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Save")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("of 10 this morning")).to_be_visible()
    context.close()


def test_a_set_is_counted_by_the_clock(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser)
    page = open_by_link(context, server, plan)
    page.clock.install()
    page.goto(f"{server.base_url}/today/#/exercise/0")
    page.reload()
    page.get_by_role("button", name="Start the set").click()
    expect(page.locator(".beat")).to_have_text("Get ready")
    page.clock.run_for(3_500)
    expect(page.locator(".beat")).to_have_text("Down")
    expect(page.get_by_text("Repetition 1 of 8")).to_be_visible()
    page.clock.run_for(8 * 4_000)
    expect(page.locator(".beat")).to_have_text("Rest")
    expect(page.get_by_text("Set 2 of 3")).to_be_visible()
    page.get_by_role("button", name="Skip the rest").click()
    page.reload()
    expect(page.get_by_text("Set 2 of 3")).to_be_visible()
    context.close()


def test_every_screen_is_clean(browser: Browser, server: Server, plan: Plan) -> None:
    context = new_phone(browser, reduced_motion="reduce")
    page = open_by_link(context, server, plan)
    said = complaints_of(page, server.base_url, statuses=False)
    for screen in SCREENS:
        page.goto(f"{server.base_url}/today/#/{screen}")
        page.wait_for_timeout(100)
        assert (screen, axe_in_both_themes(page)) == (screen, [])
        assert (screen, page.evaluate(TOO_WIDE), page.evaluate(SMALL_TARGETS)) == (screen, [], [])
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert (screen, page.evaluate(TOO_WIDE), page.evaluate(CUT_OFF)) == (screen, [], [])
        page.evaluate("document.documentElement.style.fontSize = ''")
    assert said == []
    context.close()
