"""What every answer holds to: its headers, nothing inline, no third party, refusals in the house style."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from enthesis.web.case_files import list_examples


@pytest.mark.parametrize(
    "method_and_path", [("get", "/"), ("post", "/board/"), ("get", "/nowhere"), ("get", "/board/save"), ("post", "/board/words")]
)
def test_headers_hold_on_every_page(client: Client, method_and_path: tuple[str, str]) -> None:
    method, path = method_and_path
    answer = getattr(client, method)(path)

    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("start", [None, "empty", *(e.id for e in list_examples())])
def test_pages_have_nothing_inline_and_ask_no_third_party(client: Client, start: str | None) -> None:
    page = (client.get("/") if start is None else client.post("/board/", {"start": start})).content.decode()

    assert "</main>" in page
    assert not re.search(r"\sstyle\s*=", page)
    assert not re.search(r"\son[a-z]+\s*=", page)
    assert not re.search(r"<style|javascript:", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
    for tag, address in re.findall(r'<(\w+)[^>]*?\s(?:src|href|action|formaction)="([^"]*)"', page):
        assert address.startswith(("/", "#")) or tag == "a", address
    for link in re.findall(r'<a [^>]*href="https?://[^>]*>', page):
        assert 'rel="noreferrer"' in link


def test_forms_need_the_key_of_this_server() -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False, HTTP_HOST="localhost")

    answer = strict.post("/board/", {"start": "empty"})

    assert answer.status_code == 403
    assert b"How to mend it" in answer.content


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/nowhere", 404), ("get", "/board/save", 405), ("get", "/board/words", 405), ("put", "/board/", 405)],
)
def test_error_pages_say_what_where_and_how_to_mend(client: Client, method: str, path: str, status: int) -> None:
    answer = getattr(client, method)(path)

    assert answer.status_code == status
    for part in (b"What", b"Where", b"How to mend it", path.encode()):
        assert part in answer.content


def test_unknown_host_is_refused_in_the_house_style() -> None:
    answer = Client(raise_request_exception=False, HTTP_HOST="evil.example").get("/")

    assert answer.status_code == 400
    assert b"How to mend it" in answer.content
