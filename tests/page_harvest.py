"""What the pages of a clinic offer: their links and forms, followed from the first page on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

from asking import ask
from django.conf import settings
from every_address import name_of, walk_addresses
from two_sites import Site

PAGES_OF_ONE_ADDRESS = 3
PAPER = ".pdf"
"""Has no links and no forms."""


@dataclass
class Form:
    """A form as a page shows it: where it goes, and for each field the values it offers."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)


class PageReader(HTMLParser):
    """Links and forms of a page."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.links, self.forms = path, list[str](), list[Form]()
        self._open: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take links, forms and fields, those outside of their form included."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and said.get("href", "").startswith(("/", "?")):
            self.links.append(said["href"] if said["href"].startswith("/") else self.path + said["href"])
        elif tag == "form":
            action = said.get("action") or self.path
            self._open = Form(urlsplit(action).path or self.path, said.get("method", "get").lower())
            self.forms.append(self._open)
            if said.get("id"):
                self._by_id[said["id"]] = self._open
        form = self._by_id.get(said["form"]) if "form" in said else self._open
        if tag in ("input", "textarea", "select", "button") and form is not None and said.get("name"):
            self._select = said["name"] if tag == "select" else ""
            if said["name"] != "csrfmiddlewaretoken":
                form.fields.setdefault(said["name"], []).append(said.get("value", ""))
                if tag == "button" and said.get("formaction"):
                    self.forms.append(Form(said["formaction"], "post", {said["name"]: [said.get("value", "")]}))
        elif tag == "option" and form is not None and self._select:
            form.fields[self._select].append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Leave the form."""
        if tag == "form":
            self._open = None


@dataclass
class Harvest:
    """What the pages of a clinic offer: forms by route, and paths by route."""

    forms: dict[str, list[Form]]
    paths: dict[str, list[str]]
    asked: dict[str, list[str]]
    """Names of query fields by route."""


def harvest(site: Site, roles: Iterable[str]) -> Harvest:
    """Follow every link and form address from the first page on, as each of these roles, a few pages of each address."""
    forms: dict[str, list[Form]] = defaultdict(list)
    paths: dict[str, list[str]] = defaultdict(list)
    asked: dict[str, list[str]] = defaultdict(list)
    addresses = walk_addresses()
    for role in roles:
        seen: dict[str, int] = defaultdict(int)
        known: set[str] = set()
        first = [a.path({}) for a in addresses if not a.arguments]
        first += [
            a.path({a.arguments[0][0]: one})
            for a in addresses
            if len(a.arguments) == 1 and a.arguments[0][1].startswith("uuid")
            for one in site.ids_for(a.arguments[0][0])[:8]
        ]
        waiting = list(dict.fromkeys(first))
        while waiting:
            path = waiting.pop(0)
            place = name_of(path)
            if path in known or place is None:
                continue
            known.add(path)
            paths[place[0]] += [urlsplit(path).path] * (urlsplit(path).path not in paths[place[0]])
            asked[place[0]] += [key for key, _value in parse_qsl(urlsplit(path).query) if key not in asked[place[0]]]
            if seen[place[0]] >= PAGES_OF_ONE_ADDRESS or path.endswith(PAPER):
                continue
            seen[place[0]] += 1
            answer = ask(site.cookies[role], "GET", path)
            if answer.location.startswith("/"):
                waiting.append(answer.location)
            if not answer.body.lstrip().startswith("<"):
                seen[place[0]] = PAGES_OF_ONE_ADDRESS
                continue
            page = PageReader(urlsplit(path).path)
            page.feed(answer.body)
            for form in page.forms:
                target = name_of(form.action)
                if target is not None and not any(
                    f.fields.keys() == form.fields.keys() and f.action == form.action for f in forms[target[0]]
                ):
                    forms[target[0]].append(form)
                    waiting.append(form.action)
            waiting += [link for link in page.links if not link.startswith(settings.STATIC_URL)]
    return Harvest(forms, paths, asked)
