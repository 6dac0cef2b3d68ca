"""One map inside a stored plan: typed access, and one sentence for whatever does not fit."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, cast

from enthesis.terms.fault import UnusableInput

LONGEST_TEXT = 2000
MOST_ITEMS = 200
_REQUIRED: Any = object()


class PlanPart:
    """Keys are asked for one by one; what is missing, unknown or out of range raises `UnusableInput`."""

    def __init__(self, value: Any, where: str) -> None:
        self._where = where
        if not isinstance(value, dict):
            raise UnusableInput(where, f"a map of keys is expected, not {_kind(value)}", "send the plan's JSON object")
        self._value = cast("dict[Any, Any]", value)
        self._seen: set[str] = set()

    def _get(self, key: str, default: Any = _REQUIRED) -> Any:
        self._seen.add(key)
        if key in self._value:
            return self._value[key]
        if default is _REQUIRED:
            raise UnusableInput(self._where, f"'{key}' is missing", f"add {key}")
        return default

    def _refuse(self, key: str, what: str, mend: str) -> UnusableInput:
        return UnusableInput(f"{self._where}.{key}", what, mend)

    def text(self, key: str, default: Any = _REQUIRED, filled: bool = False) -> str:
        """Text of at most 2,000 letters; `filled` refuses an empty one."""
        found = self._get(key, default)
        if not isinstance(found, str):
            raise self._refuse(key, f"text is expected, not {_kind(found)}", "write it as text")
        if len(found) > LONGEST_TEXT or "\x00" in found:
            raise self._refuse(key, f"the text has {len(found)} letters or a zero byte", f"keep it within {LONGEST_TEXT} letters")
        if filled and not found.strip():
            raise self._refuse(key, "it is empty", "write something")
        return found

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        """One of a closed list of words."""
        found = self.text(key)
        if found not in allowed:
            shown = ", ".join(word or "an empty text" for word in allowed)
            raise self._refuse(key, f"'{found[:40]}' is not a choice", f"use one of {shown}")
        return found

    def number(self, key: str, low: float, high: float) -> float:
        """A finite number within a range."""
        return float(self._number(key, self._get(key), low, high))

    def number_or_none(self, key: str, low: float, high: float) -> float | None:
        """A finite number within a range, or nothing."""
        found = self._get(key)
        return None if found is None else float(self._number(key, found, low, high))

    def whole_number(self, key: str, low: int, high: int) -> int:
        """A whole number within a range."""
        return self._whole(key, self._get(key), low, high)

    def whole_number_or_none(self, key: str, low: int, high: int, default: Any = _REQUIRED) -> int | None:
        """A whole number within a range, or nothing."""
        found = self._get(key, default)
        return None if found is None else self._whole(key, found, low, high)

    def whole_numbers_or_none(self, key: str, count: int, low: int, high: int) -> tuple[int, ...] | None:
        """Exactly `count` whole numbers within a range, or nothing."""
        found = self._get(key)
        if found is None:
            return None
        if not isinstance(found, list) or len(cast("list[Any]", found)) != count:
            raise self._refuse(key, f"a list of {count} numbers is expected", f"write {count} whole numbers, or null")
        return tuple(self._whole(key, item, low, high) for item in cast("list[Any]", found))

    def _whole(self, key: str, found: Any, low: int, high: int) -> int:
        number = self._number(key, found, low, high)
        if number != int(number):
            raise self._refuse(key, f"{number:g} is not a whole number", "round it")
        return int(number)

    def _number(self, key: str, found: Any, low: float, high: float) -> float:
        if isinstance(found, bool) or not isinstance(found, (int, float)):
            raise self._refuse(key, f"a number is expected, not {_kind(found)}", f"write a number from {low:g} to {high:g}")
        if not math.isfinite(found) or not low <= found <= high:
            raise self._refuse(key, f"{found} lies outside {low:g} to {high:g}", "correct it")
        return found

    def words(self, key: str, default: Any = _REQUIRED) -> tuple[str, ...]:
        """A list of texts."""
        found = self._list(key, default)
        for index, item in enumerate(found):
            if not isinstance(item, str) or len(item) > LONGEST_TEXT or "\x00" in item:
                raise self._refuse(f"{key}[{index}]", f"a text of at most {LONGEST_TEXT} letters is expected", "correct it")
        return tuple(cast("list[str]", found))

    def part(self, key: str) -> PlanPart:
        """The map under a key."""
        return PlanPart(self._get(key), f"{self._where}.{key}")

    def parts(self, key: str, default: Any = _REQUIRED) -> Iterator[PlanPart]:
        """The maps of a list; each is checked for unknown keys when the next one is taken."""
        for index, item in enumerate(self._list(key, default)):
            inner = PlanPart(item, f"{self._where}.{key}[{index}]")
            yield inner
            inner.done()

    def _list(self, key: str, default: Any) -> list[Any]:
        found = self._get(key, default)
        if not isinstance(found, (list, tuple)):
            raise self._refuse(key, f"a list is expected, not {_kind(found)}", "write it as a list")
        items = list(cast("list[Any]", found))
        if len(items) > MOST_ITEMS:
            raise self._refuse(key, f"the list has {len(items)} entries", f"keep it within {MOST_ITEMS}")
        return items

    def done(self) -> None:
        """Refuse keys that nothing has asked for."""
        for key in self._value:
            if key not in self._seen:
                raise UnusableInput(self._where, f"'{str(key)[:40]}' is not a known key", "remove it or correct its spelling")


def _kind(value: Any) -> str:
    names = {"NoneType": "nothing", "bool": "true or false", "int": "a number", "float": "a number", "str": "text",
             "list": "a list", "dict": "a map"}  # fmt: skip
    return names.get(type(value).__name__, type(value).__name__)
