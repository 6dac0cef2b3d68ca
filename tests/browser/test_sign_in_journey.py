"""Can a person come in? Journeys from the first start to a locked screen, in a real browser: given, when, then."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from browser.clinic import Server, axe_in_both_themes, complaints_of, serving, sign_in
from playwright.sync_api import Browser, BrowserContext, Page, expect

PASSWORD = "harbour-lantern-42"
IDLE = """
import os, sys, time
os.environ['DJANGO_SETTINGS_MODULE'] = 'enthesis.settings'
import django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
session = SessionStore(sys.argv[1])
session['seen_at'] = time.time() - float(sys.argv[2])
session.save()
"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1180, "height": 820})
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def code_of(secret: str) -> str:
    """The code an app would show, after waiting for a fresh one: a code works once."""
    return format_hotp_value(hotp_value(secret.replace(" ", ""), int(time.time()) // 30))


def given_idle_for(server: Server, page: Page, seconds: float) -> None:
    """As if nobody had touched the page for so long."""
    cookie = next(c for c in page.context.cookies() if c["name"] == "enthesis_session")
    environment = {**os.environ, "ENTHESIS_HOME": str(server.home)}
    subprocess.run([sys.executable, "-c", IDLE, cookie["value"], str(seconds)], env=environment, check=True)


def then_it_is_clean(page: Page) -> None:
    """axe finds nothing, light and dark, and nothing hangs over the edge of a phone."""
    assert axe_in_both_themes(page) == [], page.url
    size = page.viewport_size
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    page.set_viewport_size(size or {"width": 1180, "height": 820})


def test_from_the_first_start_to_a_sign_in_with_two_factors(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path / "home", seeded=False) as server:
        page = browser.new_context(viewport={"width": 1180, "height": 820}).new_page()
        said = complaints_of(page, statuses=False)
        # Given a server that nobody has used, when I open the link it printed
        page.goto(server.set_up_url)
        expect(page.get_by_role("heading", name="Set up your clinic")).to_be_visible()
        expect(page.locator("#f-token")).to_be_hidden()
        assert "#" not in page.url, "the code is out of the address"
        then_it_is_clean(page)
        page.get_by_label("Name of the clinic").fill("Harbour Physiotherapy")
        page.get_by_label("Time zone").select_option("Europe/Vienna")
        page.get_by_label("Your name").fill("Lea Lead")
        page.get_by_label("E-mail").fill("lea.lead@example.org")
        page.get_by_label("Password").fill("short")
        page.get_by_role("button", name="Set up").click()
        # then a password that does not do is refused, and the rest stays
        expect(page.get_by_role("alert")).to_contain_text("too short")
        assert page.get_by_label("Name of the clinic").input_value() == "Harbour Physiotherapy"
        assert page.get_by_label("Time zone").input_value() == "Europe/Vienna"
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Set up").click()
        # then I am in, and a second factor is offered, which I can put off
        expect(page.get_by_role("heading", name=re.compile("second factor"))).to_be_visible()
        then_it_is_clean(page)
        page.get_by_role("button", name="Not now").click()
        expect(page.get_by_text("Only a password protects")).to_be_visible()
        when_i_sign_out(page)

        # When I sign in with the password and set up a code app
        sign_in(page, server, "lea.lead@example.org", PASSWORD)
        page.goto(server.base_url + "/account/profile/")
        page.get_by_role("link", name="Set up a code app").click()
        page.get_by_label("Your password").fill(PASSWORD)
        then_it_is_clean(page)
        page.get_by_role("button", name="Go on").click()
        then_it_is_clean(page)
        secret = page.locator("#authenticator_secret").inner_text()
        page.get_by_label("Six digits").fill(code_of(secret))
        page.get_by_role("button", name="Use this app").click()
        # then recovery codes are shown once
        expect(page.locator(".codes li")).to_have_count(10)
        then_it_is_clean(page)
        page.goto(server.base_url + "/account/profile/")
        expect(page.get_by_text("10 left")).to_be_visible()
        expect(page.get_by_text("Only a password protects")).to_have_count(0)
        when_i_sign_out(page)

        # When I sign in again, then the code is asked for
        page.get_by_label("E-mail").fill("lea.lead@example.org")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="One more step")).to_be_visible()
        then_it_is_clean(page)
        page.get_by_label("Code").fill("000000")
        page.get_by_role("button", name="Go on").click()
        expect(page.get_by_text("did not match")).to_be_visible()
        page.get_by_label("Code").fill(code_of(secret))
        page.get_by_role("button", name="Go on").click()
        page.wait_for_url(server.base_url + "/")
        assert said == []
        # and the audit holds it all, for the lead
        page.goto(server.base_url + "/clinic/audit/")
        for verb in ("set up clinic", "added second factor", "signed in", "signed out"):
            expect(page.get_by_role("cell", name=verb).first).to_be_visible()
        assert PASSWORD not in everything_kept(server.home)
        page.context.close()


def everything_kept(home: Path) -> str:
    """The database as text."""
    with sqlite3.connect(home / "enthesis.sqlite3") as database:
        return "\n".join(database.iterdump())


def when_i_sign_out(page: Page) -> None:
    page.locator("header details.menu").last.locator("summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/account/login/")


def test_a_passkey_is_added_and_signs_in(server: Server, page: Page) -> None:
    # Given a device with a fingerprint reader, and the server by its name
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send(
        "WebAuthn.addVirtualAuthenticator", {"options": {**device, "isUserVerified": True, "automaticPresenceSimulation": True}}
    )
    said = complaints_of(page, statuses=False)
    email = server.seeded.emails["assistant"]
    page.goto(server.localhost_url + "/account/login/")
    then_it_is_clean(page)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    # When I take the offer of a passkey
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What to call it").fill("Practice tablet")
    then_it_is_clean(page)
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(server.localhost_url + "/account/profile/")
    expect(page.get_by_text("Practice tablet")).to_be_visible()
    then_it_is_clean(page)
    # then the lock opens by it
    page.get_by_role("main").get_by_role("button", name="Lock the screen").click()
    page.get_by_role("button", name="Unlock with a passkey").click()
    page.wait_for_url(server.localhost_url + "/")
    when_i_sign_out(page)
    # and so does the account, without a password
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(server.localhost_url + "/")
    page.goto(server.localhost_url + "/account/profile/")
    expect(page.get_by_text(email)).to_be_visible()
    when_i_sign_out(page)
    # and it is the second step after a password
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(server.localhost_url + "/")
    # When I remove it, then the password is enough again
    page.goto(server.localhost_url + "/account/profile/")
    page.get_by_role("link", name="Rename Practice tablet").click()
    page.get_by_role("link", name="Use the password").click() if page.get_by_role(
        "link", name="Use the password"
    ).count() else None
    if page.get_by_label("Your password").count():
        page.get_by_label("Your password").fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("What to call it").fill("Old tablet")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Remove Old tablet").click()
    then_it_is_clean(page)
    page.get_by_role("button", name="Remove the passkey").click()
    expect(page.get_by_text("Old tablet")).to_have_count(0)
    assert said == []


def test_a_passkey_that_is_not_used_says_so(server: Server, page: Page) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send(
        "WebAuthn.addVirtualAuthenticator", {"options": {**device, "isUserVerified": False, "automaticPresenceSimulation": True}}
    )
    page.goto(server.localhost_url + "/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used")).to_be_visible()


def test_the_screen_locks_over_what_was_typed_and_opens_again(server: Server, page: Page) -> None:
    # Given a therapist who is typing
    said = complaints_of(page, statuses=False)
    sign_in(page, server, server.seeded.emails["therapist"])
    page.goto(server.base_url + "/account/profile/")
    page.get_by_label("Credentials").fill("typed and not yet saved")
    # when nobody does anything for a quarter of an hour
    given_idle_for(server, page, 15 * 60 + 5)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    # then the screen is covered
    lock = page.get_by_role("dialog", name="Thea Berg")
    expect(lock.get_by_label("Your password")).to_be_focused()
    expect(page.get_by_label("Credentials")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(lock).to_be_visible()
    then_it_is_clean(page)
    lock.get_by_label("Your password").fill("not the password")
    lock.get_by_role("button", name="Unlock").click()
    expect(lock.get_by_role("alert")).to_have_text("This is not your password.")
    # and after the password everything is as it was
    lock.get_by_label("Your password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(lock).to_have_count(0)
    assert page.get_by_label("Credentials").input_value() == "typed and not yet saved"
    page.get_by_label("Credentials").fill("PT")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert said == []


def test_a_page_asked_for_after_idling_shows_the_lock_and_leads_back(server: Server, page: Page) -> None:
    sign_in(page, server, server.seeded.emails["therapist"])
    where = f"{server.base_url}/patients/{server.seeded.patient_id}/"
    page.goto(server.base_url + "/account/profile/")
    given_idle_for(server, page, 3600)
    page.goto(where)
    page.wait_for_url("**/account/lock/")
    expect(page.get_by_text("Muster")).to_have_count(0)
    then_it_is_clean(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_url(where)
    expect(page.get_by_text("Muster").first).to_be_visible()


def test_a_lead_invites_and_somebody_comes_in(server: Server, page: Page, browser: Browser) -> None:
    sign_in(page, server, server.seeded.emails["lead"])
    page.goto(server.base_url + "/clinic/people/")
    then_it_is_clean(page)
    page.get_by_label("Name", exact=True).fill("Nora Neu")
    page.get_by_label("E-mail").fill("nora.neu@example.org")
    page.get_by_role("button", name="Make the link").click()
    then_it_is_clean(page)
    link = page.get_by_label("The link").input_value()
    # When Nora opens the link on her own machine
    other = browser.new_context(viewport={"width": 390, "height": 844})
    hers = other.new_page()
    asked: list[str] = []
    hers.on("request", lambda request: asked.append(request.url + (request.post_data or "") * (request.method == "GET")))
    hers.goto(link)
    expect(hers.get_by_role("heading", name="Welcome to Harbour Physiotherapy")).to_be_visible()
    token = link.partition("#")[2]
    assert not [url for url in asked if token in url.partition("#")[0]], "the code stands in no address that is sent"
    then_it_is_clean(hers)
    hers.get_by_label("Password").fill(PASSWORD)
    hers.get_by_role("button", name="Come in").click()
    hers.get_by_role("button", name="Not now").click()
    # then she is in; and the link lets nobody in a second time
    expect(hers.get_by_role("link", name="Patients").first).to_be_visible()
    other.close()
    again = browser.new_context().new_page()
    again.goto(link)
    expect(again.get_by_role("alert")).to_contain_text("used already")
    then_it_is_clean(again)
    again.context.close()
    # and the lead changes her role
    page.goto(server.base_url + "/clinic/people/")
    page.get_by_label("Role of Nora Neu").select_option("student")
    page.get_by_role("button", name="Change").locator("visible=true").click()
    expect(page.get_by_text("The role is changed.")).to_be_visible()
    expect(page.get_by_label("Role of Nora Neu")).to_have_value("student")


def test_the_audit_is_searched_and_taken_along(server: Server, page: Page) -> None:
    sign_in(page, server, server.seeded.emails["lead"])
    page.goto(server.base_url + "/clinic/audit/")
    then_it_is_clean(page)
    page.get_by_role("main").get_by_label("Patient").fill("alex mus")
    page.get_by_role("main").get_by_role("button", name="Search", exact=True).click()
    page.wait_for_url("**/clinic/audit/?patient=*")
    assert "mus" not in page.url
    expect(page.get_by_text("Only what concerns Alex Muster.")).to_be_visible()
    expect(page.get_by_role("cell", name="registered patient")).to_be_visible()
    then_it_is_clean(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download as CSV").click()
    assert "Alex Muster" in Path(taken.value.path()).read_text(encoding="utf-8-sig")


def test_without_javascript_one_comes_in_sets_up_a_code_app_and_unlocks(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    email = server.seeded.emails["student"]
    sign_in(page, server, email)
    page.goto(server.base_url + "/account/code-app/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Six digits").fill(code_of(page.locator("#authenticator_secret").inner_text()))
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator(".codes li")).to_have_count(10)
    given_idle_for(server, page, 3600)
    page.goto(server.base_url + "/")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Unlock").click()
    page.wait_for_url(server.base_url + "/")
    page.goto(server.base_url + "/invitation/")
    page.get_by_label("Code of the link").fill("made up")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_contain_text("not known here")
    context.close()


def test_too_many_wrong_passwords_give_a_clear_page(server: Server, page: Page) -> None:
    page.goto(server.base_url + "/account/login/")
    for _try in range(6):
        page.get_by_label("E-mail").fill("guessed@example.org")
        page.get_by_label("Password").fill("guess")
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_load_state()
    expect(page.get_by_role("alert")).to_contain_text("Too many failed tries")
    then_it_is_clean(page)
