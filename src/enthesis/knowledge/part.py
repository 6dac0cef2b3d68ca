"""One map inside a document, asked for its keys one by one; what is missing, wrong or unknown is recorded as a fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from enthesis.knowledge.document import Document

RecordFault = Callable[[str, str, str], None]
"""Takes where a fault is, what it is and how to mend it."""


class Part:
    """One map inside a document: typed access that records a fault instead of raising."""

    def __init__(self, fault: RecordFault, document: Document, value: Any, path: tuple[Any, ...]) -> None:
        self._fault = fault
        self._document = document
        self._path = path
        self._seen: set[str] = set()
        self.where = document.where(*path)
        if not isinstance(value, dict):
            fault(self.where, "a map of keys is expected here", "write key: value lines")
            value = {}
        self.value: dict[Any, Any] = value

    def get(self, key: str, kind: type | tuple[type, ...], default: Any = ...) -> Any:
        """The value of a key as `kind`, or `default` where it may be left out; a blank one when it is missing or wrong."""
        self._seen.add(key)
        if key not in self.value or (self.value[key] is None and default is not ...):
            if default is ...:
                self._fault(self.where, f"'{key}' is missing", f"add {key}")
                return _blank(kind)
            return default
        found = self.value[key]
        if kind is float and isinstance(found, int) and not isinstance(found, bool):
            found = float(found)
        if kind is str and isinstance(found, (int, float)) and not isinstance(found, bool):
            found = str(found)
        if not isinstance(found, kind) or (isinstance(found, bool) and kind in (int, float)):
            wanted = kind.__name__ if isinstance(kind, type) else "value"
            where = self._document.where(*self._path, key)
            self._fault(where, f"'{key}' should be a {wanted}, not {type(found).__name__}", "correct the value")
            return _blank(kind)
        return found

    def words(self, key: str, default: Any = ...) -> tuple[str, ...]:
        """A list of text."""
        found = self.get(key, list, default)
        if any(not isinstance(word, str) or not word.strip() for word in found):
            where = self._document.where(*self._path, key)
            self._fault(where, f"every entry of '{key}' should be text", "quote numbers and words such as yes and no")
        return tuple(str(word) for word in found)

    def parts(self, key: str, default: Any = ...) -> Iterator[Part]:
        """The maps in a list, one after another."""
        for index, value in enumerate(self.get(key, list, default)):
            yield Part(self._fault, self._document, value, (*self._path, key, index))

    def part(self, key: str) -> Part:
        """The map under a key."""
        return Part(self._fault, self._document, self.get(key, dict), (*self._path, key))

    def row_of_numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers."""
        found: list[float] = []
        for index, value in enumerate(self.get(key, list)):
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                where = self._document.where(*self._path, key, index)
                self._fault(where, f"every entry of '{key}' should be a number", "correct the value")
            else:
                found.append(float(value))
        return tuple(found)

    def numbers(self, key: str) -> dict[str, float]:
        """A map of names to numbers."""
        found = self.get(key, dict)
        result: dict[str, float] = {}
        for name, value in found.items():
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                where = self._document.where(*self._path, key, name)
                self._fault(where, f"'{name}' should be a number", "correct the value")
            else:
                result[str(name)] = float(value)
        return result

    def texts(self) -> dict[str, str]:
        """The whole map as names to text."""
        return {str(key): self.get(key, str) for key in list(self.value)}

    def done(self) -> None:
        """Record a fault for each key that nothing has asked for."""
        for key in self.value:
            if key not in self._seen:
                where = self._document.where(*self._path, key)
                self._fault(where, f"'{key}' is not a known key here", "remove it or correct its spelling")


def _blank(kind: type | tuple[type, ...]) -> Any:
    return kind() if isinstance(kind, type) else kind[0]()
