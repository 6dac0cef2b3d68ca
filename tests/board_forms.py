"""The board's form as a browser without JavaScript would send it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.test import Client

RUNNER = "1_runner_hamstring_tendon"


class _Form(HTMLParser):
    """The fields a browser without JavaScript would send for the board's form."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "input" and found.get("type") == "radio":
            if "checked" in found:
                self.fields[name] = found.get("value") or ""
        elif tag == "input" and found.get("type") not in ("file", "checkbox") and name:
            self.fields[name] = found.get("value") or ""
        elif tag == "select":
            self._select = name
            self.fields.setdefault(name, "")
        elif tag == "option" and "selected" in found:
            self.fields[self._select] = found.get("value") or ""


def fields_of(page: str) -> dict[str, str]:
    form = _Form()
    form.feed(page)
    return form.fields


def open_example(client: Client, example: str = RUNNER) -> str:
    answer = client.post("/board/", {"start": example})
    assert answer.status_code == 200
    return answer.content.decode()


def first_sources(page: str) -> list[str]:
    return re.findall(r'name="explain" value="([a-z0-9_]+)" title', page)
