"""Every address of the server, found by walking the URL configuration, and the values its arguments may have.

Nothing here names an address: one that is added is walked from the next run on.
"""

from __future__ import annotations

import importlib
import inspect
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from django.urls import Resolver404, get_resolver, resolve
from two_sites import Site

ARGUMENT = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>(?:[^()]|\([^()]*\))*\)")
READ_BY_VIEW = re.compile(r"(?:GET|POST|FILES)(?:\.get|\.getlist)?[\[(]\s*\"([^\"]+)\"")


@dataclass(frozen=True)
class Address:
    """One entry of the URL configuration."""

    name: str
    route: str
    module: str

    @property
    def arguments(self) -> tuple[tuple[str, str], ...]:
        """Name and converter of each argument, as they stand in the route."""
        found = ARGUMENT.finditer(self.route)
        return tuple((m["name"] or m["group"], m["converter"] or ("regex" if m["group"] else "str")) for m in found)

    def path(self, values: dict[str, str]) -> str:
        """The address with these values, quoted as a browser would."""
        filled = ARGUMENT.sub(lambda m: quote(values[m["name"] or m["group"]], safe=""), self.route)
        return "/" + filled.replace("^", "").replace("$", "").replace("\\Z", "")

    @property
    def names_read(self) -> tuple[str, ...]:
        """Names of fields that the view's module reads by itself, without a form class."""
        try:
            return tuple(dict.fromkeys(READ_BY_VIEW.findall(inspect.getsource(importlib.import_module(self.module)))))
        except (OSError, TypeError, ImportError):
            return ()


def walk_addresses() -> tuple[Address, ...]:
    """Every address of the URL configuration, in its order."""

    def walk(patterns: Iterable[Any], before: str) -> Iterator[Address]:
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, route)
            else:
                yield Address(pattern.name or route, route, getattr(pattern.callback, "__module__", ""))

    return tuple({found.route: found for found in walk(get_resolver().url_patterns, "")}.values())


def name_of(path: str) -> tuple[str, dict[str, str]] | None:
    """Route and arguments behind a path of ours; None when there is none."""
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    return found.route, {key: str(value) for key, value in found.kwargs.items()}


def values_for(address: Address, sites: Iterable[Site], strangers: Iterable[str] = ()) -> dict[str, list[str]]:
    """For each argument of an address, values it may have: ids of the sites in their order, then what else is given."""
    found: dict[str, list[str]] = {}
    for name, converter in address.arguments:
        ids = [one for site in sites for one in (site.ids_for(name) if converter.startswith("uuid") else site.ids.get(name, []))]
        found[name] = list(dict.fromkeys([*ids, *strangers]))
    return found


def every_path(address: Address, values: dict[str, list[str]]) -> list[str]:
    """Every combination of the values that the address takes."""
    names = [name for name, _converter in address.arguments]
    made = (
        address.path(dict(zip(names, chosen, strict=True))) for chosen in itertools.product(*(values[name] for name in names))
    )
    return [path for path in made if (there := name_of(path.replace("%00", "\x00"))) is not None and there[0] == address.route]
