"""What the browser tests share: each file has a browser, and a running server with a seeded clinic, of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser.clinic import CHROMIUM, Server, chromium, serving, sign_in
from browser.steps import SLOWEST_ANSWER_MS
from playwright.sync_api import Browser, BrowserContext, expect

HERE = Path(__file__).parent
expect.set_options(timeout=SLOWEST_ANSWER_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser that ran out of time is asked once more, and the run counts it: on a busy machine it is not the product's fault."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError", "TargetClosedError", "Locator expected"]))


@pytest.fixture(scope="session", autouse=True)
def requests_in_flight_end_with_their_page() -> Iterator[None]:
    """A caught request that is still under way when its window closes would fail in the middle of the next test."""
    close = BrowserContext.close

    def close_unrouted(self: BrowserContext, **options: Any) -> None:
        self.unroute_all(behavior="ignoreErrors")
        close(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BrowserContext, "close", close_unrouted)
        yield


@pytest.fixture(scope="module", autouse=True)
def needs_chromium() -> None:
    """Without it there is nothing to ask."""
    if not CHROMIUM.exists():
        pytest.skip("needs Debian's headless Chromium (apt-get install chromium-headless-shell)")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless browser. One for each file: Playwright's loop must not run while other tests use the database."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running `enthesis serve` with a seeded clinic."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="module")
def session(browser: Browser, server: Server) -> object:
    """The therapist's cookies: signed in once."""
    context = browser.new_context()
    sign_in(context.new_page(), server, server.seeded.emails["therapist"])
    cookies = context.storage_state()
    context.close()
    return cookies
