"""Read a YAML or JSON document that a person wrote: safely, with the line of every part, in one sentence when it is bad."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from enthesis.terms.fault import UnusableInput

LARGEST_DOCUMENT_BYTES = 2_000_000
"""A case file is a few kilobytes, the largest pack file a few hundred; anything far above is a mistake."""
DEEPEST_NESTING = 40

_yaml: Any = yaml
"""PyYAML has no types of its own."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"
_IMPLICIT: Any = yaml.SafeLoader.yaml_implicit_resolvers
_STANDARD_TAGS = {f"tag:yaml.org,2002:{t}" for t in ("null", "bool", "int", "float", "str", "seq", "map", "timestamp")}


class Document:
    """Plain values of one document, and the line each of them stands on."""

    def __init__(self, name: str, value: Any, lines: dict[tuple[Any, ...], int]) -> None:
        self.name = name
        self.value = value
        self._lines = lines

    def where(self, *path: Any) -> str:
        """File and line of the part at `path` (keys and indexes), or of the nearest part above it."""
        for length in range(len(path), -1, -1):
            line = self._lines.get(tuple(path[:length]))
            if line is not None:
                return f"{self.name}, line {line}"
        return self.name


def read_document(path: Path, name: str | None = None) -> Document:
    """Read the YAML or JSON file at `path`.

    Raises:
        UnusableInput: not a readable file, too large, not text, not YAML, or YAML with aliases, tags, duplicate keys or
            nesting that a case or a pack never needs.
    """
    shown = name or str(path)
    try:
        if path.is_dir():
            raise UnusableInput(shown, "this is a folder", "name one file in it")
        size_bytes = path.stat().st_size
        if size_bytes > LARGEST_DOCUMENT_BYTES:
            limit = f"{LARGEST_DOCUMENT_BYTES // 1_000_000} MB"
            raise UnusableInput(shown, f"the file has {size_bytes:,} bytes, over the limit of {limit}", "is it the right file?")
        raw = path.read_bytes()
    except OSError as error:
        raise UnusableInput(shown, f"cannot be read ({error.strerror})", "check the name and the permissions") from None
    return read_text(raw, shown)


def read_text(raw: bytes, name: str) -> Document:
    """Read a document from bytes; see `read_document`."""
    if len(raw) > LARGEST_DOCUMENT_BYTES:
        limit = f"{LARGEST_DOCUMENT_BYTES:,}"
        raise UnusableInput(name, f"the document has {len(raw):,} bytes, over the limit of {limit}", "is it the right file?")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnusableInput(name, f"byte {error.start} is not UTF-8 text", "save it as plain UTF-8 text") from None
    if "\x00" in text:
        raise UnusableInput(name, "it holds zero bytes, so it is not text", "save it as plain UTF-8 text")
    builder = _Builder(name)
    try:
        events = cast("Iterator[Any]", yaml.parse(text, Loader=_Loader))  # pyright: ignore[reportUnknownMemberType]
        for event in events:
            builder.take(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}, line {mark.line + 1}" if mark else name
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        raise UnusableInput(
            where, f"this is not valid YAML or JSON ({problem})", "check indentation, quotes and colons there"
        ) from None
    except RecursionError:
        raise UnusableInput(name, "the document is nested too deeply", "flatten it") from None
    if not builder.done or builder.value is None:
        raise UnusableInput(name, "the document is empty", "write at least one key")
    return Document(name, builder.value, builder.lines)


class _Open:
    """A list or map that is being read."""

    __slots__ = ("items", "key", "path", "value", "wants_key")

    def __init__(self, value: Any, path: tuple[Any, ...]) -> None:
        self.value = value
        self.items: list[Any] | None = value if isinstance(value, list) else None
        self.path = path
        self.wants_key = isinstance(value, dict)
        self.key: Any = None


class _Builder:
    """Plain values from YAML events, in one pass: aliases, tags, second documents and absurd depth stop it at once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[tuple[Any, ...], int] = {}
        self.value: Any = None
        self.done = False
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        """Take the next event."""
        if isinstance(event, ScalarEvent):
            self._refuse_tag(event)
            line = event.start_mark.line + 1
            self._put(_scalar(event, f"{self.name}, line {line}"), line, is_scalar=True)
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            self._refuse_tag(event)
            line = event.start_mark.line + 1
            if len(self._open) >= DEEPEST_NESTING:
                raise self._fault(line, f"the document is nested more than {DEEPEST_NESTING} deep", "flatten it")
            value: Any = {} if isinstance(event, MappingStartEvent) else []
            path = self._put(value, line, is_scalar=False)
            self._open.append(_Open(value, path))
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self._open.pop()
        elif isinstance(event, AliasEvent):
            raise self._fault(event.start_mark.line + 1, f"aliases (*{event.anchor}) are not used here", "write the value out")
        elif isinstance(event, DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._fault(event.start_mark.line + 1, "a second document starts here", "keep one document in a file")

    def _put(self, value: Any, line: int, is_scalar: bool) -> tuple[Any, ...]:
        """Put a value, or a key, where it belongs; its path."""
        if not self._open:
            self.value = value
            self.done = True
            self.lines[()] = line
            return ()
        parent = self._open[-1]
        if parent.items is not None:
            path = (*parent.path, len(parent.items))
            parent.items.append(value)
        elif parent.wants_key:
            if not is_scalar:
                raise self._fault(line, "a key must be a plain word", "write it as text")
            if value in parent.value:
                raise self._fault(line, f"the key '{value}' stands twice", "keep one of the two")
            parent.key = value
            parent.value[value] = None
            parent.wants_key = False
            return parent.path
        else:
            path = (*parent.path, parent.key)
            parent.value[parent.key] = value
            parent.wants_key = True
        self.lines[path] = line
        return path

    def _refuse_tag(self, event: Any) -> None:
        tag = event.tag
        if tag is not None and tag not in _STANDARD_TAGS and tag != "!":
            raise self._fault(event.start_mark.line + 1, f"the tag {tag} is not used here", "remove it")

    def _fault(self, line: int, what: str, mend: str) -> UnusableInput:
        return UnusableInput(f"{self.name}, line {line}", what, mend)


def _resolved_tag(event: Any) -> str:
    """What a plain scalar is: YAML's own table of implicit types."""
    if event.tag is not None and event.tag != "!":
        return str(event.tag)
    if not event.implicit[0]:
        return _TEXT
    text: str = event.value
    for tag, pattern in _IMPLICIT.get(text[:1], ()):
        if pattern.match(text):
            return str(tag)
    return _TEXT


def _scalar(event: Any, where: str) -> Any:
    tag = _resolved_tag(event)
    text: str = event.value
    if tag == "tag:yaml.org,2002:null":
        return None
    if tag == "tag:yaml.org,2002:bool":
        return text.lower() in ("true", "yes", "on")
    if tag == "tag:yaml.org,2002:int":
        try:
            return int(text.replace("_", ""), 0) if not text.lstrip("+-").startswith("0") or len(text.lstrip("+-")) == 1 else text
        except ValueError:
            return text
    if tag == "tag:yaml.org,2002:float":
        lowered = text.lower().replace("_", "")
        if lowered.endswith((".inf", ".nan")):
            raise UnusableInput(where, f"'{text}' is not a finite number", "write a number")
        try:
            return float(lowered)
        except ValueError:
            return text
    return text
