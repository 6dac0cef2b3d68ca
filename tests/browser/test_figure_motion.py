"""Figures in a real browser: they move inside `<img>` under a strict policy, pause, and stand still for who asks for less motion."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Browser, Page

from enthesis.care.figures.pose_files import load_figures
from enthesis.care.figures.svg import draw_animated, draw_still

pytestmark = pytest.mark.browser
POLICY = "default-src 'none'; img-src 'self'"
FIGURE = load_figures()["ham_kb_swing"]
PICTURE = """<!doctype html><picture><source media="(prefers-reduced-motion: reduce)" srcset="/still.svg">
<img src="/moving.svg" width="400" alt=""></picture>"""
PAGES = {
    "/": ("text/html", PICTURE),
    "/inline": ("text/html", "<!doctype html>" + draw_animated(FIGURE, "Kettlebell swing")),
    "/moving.svg": ("image/svg+xml", draw_animated(FIGURE, "Kettlebell swing")),
    "/still.svg": ("image/svg+xml", draw_still(FIGURE, "Kettlebell swing", palette="screen")),
}


class Strict(BaseHTTPRequestHandler):
    """Answers with the pages above under the policy."""

    def do_GET(self) -> None:
        kind, text = PAGES.get(self.path, ("text/plain", ""))
        self.send_response(200)  # the browser asks for its icon, too
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def strict_url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Strict)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def opened(browser: Browser, url: str, less_motion: bool = False) -> tuple[Page, list[str]]:
    page = browser.new_context(
        reduced_motion="reduce" if less_motion else "no-preference", viewport={"width": 420, "height": 420}
    ).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(url)
    page.wait_for_function("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    return page, said


def moves(page: Page) -> bool:
    """Whether any of eight pictures, taken one after the other, differs from the first."""
    first = page.screenshot()
    for _ in range(8):
        page.wait_for_timeout(150)
        if page.screenshot() != first:
            return True
    return False


def test_a_figure_moves_inside_an_image_under_a_strict_policy(browser: Browser, strict_url: str) -> None:
    page, said = opened(browser, strict_url)

    assert moves(page)
    assert said == []


def test_a_figure_stands_still_for_who_asked_for_less_motion(browser: Browser, strict_url: str) -> None:
    page, said = opened(browser, strict_url, less_motion=True)

    assert page.evaluate("document.images[0].currentSrc").endswith("/still.svg")
    assert not moves(page)
    assert said == []


WHERE = """() => [...document.querySelectorAll('path')].map(path => path.getScreenCTM()).map(m => [m.a, m.b, m.e, m.f]).join()"""


def goes_on(page: Page) -> bool:
    """Whether any part of the inline figure is elsewhere within two seconds (it is held for a moment at either end)."""
    start = page.evaluate(WHERE)
    for _ in range(20):
        page.wait_for_timeout(100)
        if page.evaluate(WHERE) != start:
            return True
    return False


def test_an_inline_figure_pauses_and_goes_on(browser: Browser, strict_url: str) -> None:
    page, said = opened(browser, strict_url + "/inline")
    assert goes_on(page)

    page.evaluate("document.querySelector('svg').pauseAnimations()")
    assert not goes_on(page)

    page.evaluate("document.querySelector('svg').unpauseAnimations()")
    assert goes_on(page)
    assert said == []
