"""The app's own files: small, complete, nothing inline, nothing from elsewhere, nothing about anybody."""

from __future__ import annotations

import gzip
import json
import re
import struct
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from enthesis.portal.today.shell import FOLDER, build_manifest, build_page, build_worker, file_path, shell_files

LARGEST_SHELL_BYTES = 60_000
LONGEST_MODULE = 120
ROOT = Path(settings.PORTAL_STATIC_FOLDER) / FOLDER


def packed(text: bytes) -> int:
    return len(gzip.compress(text, 9))


def test_the_whole_shell_is_small() -> None:
    texts = [file_path(name).read_bytes() for name in shell_files()]
    texts += [page().encode() for page in (build_page, build_worker, build_manifest)]
    assert sum(map(packed, texts)) <= LARGEST_SHELL_BYTES


def test_the_worker_keeps_every_file_the_page_and_the_modules_name() -> None:
    kept = set(json.loads(re.search(r"const FILES = (\[.*\]);", build_worker())[1]))  # type: ignore[index]
    named = set(re.findall(r'(?:href|src)="(/[^"#]*)"', build_page()))
    assert named <= kept
    for module in ROOT.rglob("*.js"):
        for imported in re.findall(r'from "(\.[^"]+)"', module.read_text()):
            found = (module.parent / imported).resolve().relative_to(ROOT.parent.parent)
            assert f"{settings.STATIC_URL}{found.as_posix()}" in kept, f"{module.name} imports {imported}"
    for address in kept - {"/today/", "/today/manifest.webmanifest"}:
        assert finders.find(address.removeprefix(settings.STATIC_URL)), address


def test_every_icon_of_the_page_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="(\w+)"', build_page()))
    used = {name for module in ROOT.rglob("*.js") for name in re.findall(r'icon\("(\w+)"\)', module.read_text())}
    assert used and used <= drawn


def test_nothing_is_inline_and_nothing_comes_from_elsewhere() -> None:
    page = build_page()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=", page) == []
    for text in [page, build_worker(), *(file_path(name).read_text() for name in shell_files() if not name.endswith(".png"))]:
        assert set(re.findall(r"https?://[^\s\"')]+", text)) <= {"http://www.w3.org/2000/svg"}
        assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write", text)


def test_the_manifest_makes_it_installable() -> None:
    manifest = json.loads(build_manifest())
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/today/", "/today/", "standalone")
    assert {icon["sizes"] for icon in manifest["icons"] if icon["purpose"] == "any"} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        path = finders.find(icon["src"].removeprefix(settings.STATIC_URL))
        size = struct.unpack(">II", Path(str(path)).read_bytes()[16:24])
        assert f"{size[0]}x{size[1]}" == icon["sizes"]


def test_words_for_people_stand_in_one_file() -> None:
    """A translator finds every sentence in words.js: no other module has a text with two words in it."""
    for module in ROOT.rglob("*.js"):
        if module.name == "words.js":
            continue
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", module.read_text(), flags=re.S)
        found = [text for text in re.findall(r'"([^"\n]*)"', code) if re.fullmatch(r"[A-Z][a-z]+( [a-z’']+)+[.?!]?", text)]
        assert found == [], module.name


def test_modules_stay_short() -> None:
    for module in ROOT.rglob("*.js"):
        if module.name != "words.js":
            assert len(module.read_text().splitlines()) <= LONGEST_MODULE, module.name
