"""A real server on a fresh installation, a seeded clinic in it, and a browser that is signed in: for every browser test.

@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with serving(tmp_path_factory.mktemp("home")) as server:   # or serving(..., seeded=False) for a first start
        yield server

page = browser.new_context().new_page()
sign_in(page, server, server.seeded.emails["therapist"])
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from made_once import made_once
from migrated import copy_migrated
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
"""Chromium without the windows of a desktop: pages are drawn and scripted by the same code, and half the work is saved."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE_RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
AXE_FINDINGS = """async ([part, rules]) => {
  const found = (await axe.run(part, {runOnly: rules, resultTypes: ['violations']})).violations;
  return found.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '));
}"""
SERVE = "import sys; from enthesis.cli.serve import run; sys.exit(run('127.0.0.1', 0, False))"
WAIT_S = 60
NARROW_PX = 600


@dataclass(frozen=True)
class Seeded:
    """What `seed.py` made; ids are text."""

    password: str = ""
    emails: dict[str, str] = field(default_factory=dict)
    """By role: lead, therapist, assistant, student, front_desk, researcher; and 'outsider', the lead of another clinic."""
    clinic_id: str = ""
    patient_id: str = ""
    other_patient_id: str = ""
    episode_id: str = ""
    encounter_id: str = ""
    other_clinic_id: str = ""
    other_clinic_patient_id: str = ""


@dataclass
class Server:
    """A running `enthesis serve`. `printed` is everything it has said so far."""

    base_url: str
    home: Path
    process: subprocess.Popen[str]
    seeded: Seeded
    printed: list[str]

    @property
    def set_up_url(self) -> str:
        """The one-use link of the first start, as printed."""
        return next(m[0] for line in self.printed if (m := re.search(r"http://\S+#\S+", line)))

    @property
    def localhost_url(self) -> str:
        """The same server by its name: passkeys work there, and not at a bare number."""
        return self.base_url.replace("127.0.0.1", "localhost")

    def stop(self) -> None:
        """End the process."""
        self.process.terminate()
        self.process.wait(timeout=20)


def start_server(home: Path, seeded: bool = True, code: str = SERVE, **environment: str) -> Server:
    """Start `enthesis serve` on a free port; end it with `Server.stop`.

    Args:
        home: the folder of the installation; seeded when it is fresh and `seeded` is true.
        code: what starts it, where a test needs more than the command itself.
        environment: further ENTHESIS_... variables.
    """
    env = {**os.environ, "ENTHESIS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "enthesis.settings", **environment}
    made = home / "seeded.json"
    if seeded and not made.exists():
        copy_seeded(home)
    known = Seeded(**json.loads(made.read_text())) if made.exists() else Seeded()
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=env)
    assert process.stdout is not None
    printed: list[str] = []
    found = threading.Event()
    threading.Thread(
        target=_listen, args=(process.stdout, printed, found, "Ctrl-C" if known.emails else "#"), daemon=True
    ).start()
    if not found.wait(WAIT_S):
        process.kill()
        raise RuntimeError(f"the server did not start; it said {printed}")
    address = next(m[0] for line in printed if (m := re.search(r"http://[^\s#]+", line)))
    return Server(address.rstrip("/"), home, process, known, printed)


def copy_seeded(to: Path) -> None:
    """Fill a folder with an installation that `seed.py` has filled: it does so once for the whole run of the tests."""
    with made_once("seeded", _seed) as made:
        shutil.copytree(made, to, dirs_exist_ok=True)


def _seed(home: Path) -> None:
    copy_migrated(home)
    env = {**os.environ, "ENTHESIS_HOME": str(home), "DJANGO_SETTINGS_MODULE": "enthesis.settings"}
    seed = [sys.executable, str(Path(__file__).parent / "seed.py")]
    said = subprocess.run(seed, env=env, check=True, capture_output=True, text=True).stdout
    (home / "seeded.json").write_text(said)


def _listen(stream: IO[str], printed: list[str], found: threading.Event, last_said: str) -> None:
    """Read all the server says, so that it never waits for us."""
    for line in stream:
        printed.append(line)
        if last_said in line:
            found.set()


@contextmanager
def serving(home: Path, seeded: bool = True, **environment: str) -> Iterator[Server]:
    """A server as long as the block runs."""
    server = start_server(home, seeded, **environment)
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def chromium(*further: str) -> Iterator[Browser]:
    """A headless browser as long as the block runs.

    Args:
        further: more of its own command-line switches.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *further])
        try:
            yield browser
        finally:
            browser.close()


def sign_in(page: Page, server: Server, email: str, password: str = "", address: str = "") -> None:
    """Sign in through the page, as a person does, and stand on the first page. The offer of a second factor is put off."""
    page.goto((address or server.base_url) + "/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password or server.seeded.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)
    if "/account/second-factor/" in page.url:
        page.get_by_role("button", name="Not now").click()
        page.wait_for_url(lambda url: "/account/second-factor/" not in url)


def complaints_of(page: Page, address: str = "", statuses: bool = True) -> list[str]:
    """What goes wrong on the page from now on; the list grows by itself.

    Args:
        address: where requests may go; elsewhere is a complaint. Empty: anywhere.
        statuses: whether the browser's word on an answer of 4xx or 5xx counts.
    """
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error" and (statuses or "Failed to load resource" not in message.text):
            said.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: said.append(str(error)))
    if address:
        page.on("request", lambda request: None if request.url.startswith(address) else said.append(f"asked {request.url}"))
    return said


def axe_findings(page: Page, part: str = "html", rules: Sequence[str] = AXE_RULES) -> list[str]:
    """What axe finds on the page as it stands; an empty list is clean.

    Args:
        part: the part of the page that is new, as a selector, where the rest was looked at before.
        rules: what it looks for.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: list[str] = page.evaluate(AXE_FINDINGS, [part, list(rules)])
    return found


def axe_in_both_themes(page: Page, part: str = "html") -> list[str]:
    """What axe finds on a light page, and what it finds of colours on the same page when it is dark."""
    page.emulate_media(
        color_scheme="light", reduced_motion="reduce"
    )  # half-way between two themes there is the contrast of neither
    found = axe_findings(page, part)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"dark: {complaint}" for complaint in axe_findings(page, part, AXE_RULES_OF_COLOUR)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found


def axe_at_size(page: Page, width: int) -> list[str]:
    """What axe finds on one of several sizes of a page: a wide one is looked at light, and a narrow one dark.

    The colours are the same roles at every size, so that each is seen in both themes; `axe_in_both_themes` is for a page that
    is looked at in one size alone.
    """
    page.emulate_media(color_scheme="dark" if width < NARROW_PX else "light", reduced_motion="reduce")
    return axe_findings(page)
