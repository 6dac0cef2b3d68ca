"""The outbox in the browser's own database, under random loss, repetition and disorder.

ENTHESIS_TODAY_RUNS sets how many runs (`make today-runs`: 1,000).
"""

from __future__ import annotations

import os
from pathlib import Path

from browser.clinic import Server
from browser.today_phone import new_phone
from playwright.sync_api import Browser

RUN = (Path(__file__).parent / "today_storage.js").read_text()
FOLDER = "() => document.querySelector('script[type=module]').src.replace(/app\\.js$/, '')"
RUNS = int(os.environ.get("ENTHESIS_TODAY_RUNS", "100"))
IN_ONE_CALL = 50


def test_whatever_the_network_does_each_entry_arrives_once(browser: Browser, server: Server) -> None:
    context = new_phone(browser)
    page = context.new_page()
    page.goto(f"{server.base_url}/today/")
    folder = page.evaluate(FOLDER)
    wrong: list[str] = []
    for first in range(0, RUNS, IN_ONE_CALL):
        wrong += page.evaluate(RUN, [folder, first, min(IN_ONE_CALL, RUNS - first)])
    assert wrong == []
    context.close()
