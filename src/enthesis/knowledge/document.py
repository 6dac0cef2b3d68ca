"""Read a YAML or JSON document that a person wrote: safely, with the line of every part, in one sentence when it is bad."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from enthesis.terms.fault import UnusableInput

LARGEST_DOCUMENT_BYTES = 2_000_000
"""A case file is a few kilobytes, the largest pack file a few hundred; anything far above is a mistake."""
DEEPEST_NESTING = 40

_yaml: Any = yaml
"""PyYAML has no types of its own."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
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
    try:
        _refuse_dangerous_events(text, name)
        node = _yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{name}, line {mark.line + 1}" if mark else name
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        mend = "check indentation, quotes and colons there"
        raise UnusableInput(where, f"this is not valid YAML or JSON ({problem})", mend) from None
    except RecursionError:
        raise UnusableInput(name, "the document is nested too deeply", "flatten it") from None
    if node is None:
        raise UnusableInput(name, "the document is empty", "write at least one key")
    lines: dict[tuple[Any, ...], int] = {}
    value = _plain(node, (), lines, name)
    return Document(name, value, lines)


def _refuse_dangerous_events(text: str, name: str) -> None:
    """Stop at the first alias, custom tag, second document or absurd depth, before anything is built."""
    depth = 0
    documents = 0
    events: Iterator[Any] = _yaml.parse(text, Loader=_Loader)
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 0
        where = f"{name}, line {line}"
        tag: str | None = getattr(event, "tag", None)
        if isinstance(event, yaml.events.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise UnusableInput(where, "a second document starts here", "keep one document in a file")
        elif isinstance(event, yaml.events.AliasEvent):
            raise UnusableInput(where, f"aliases (*{event.anchor}) are not used here", "write the value out")
        elif isinstance(event, (yaml.events.SequenceStartEvent, yaml.events.MappingStartEvent)):
            depth += 1
            if depth > DEEPEST_NESTING:
                raise UnusableInput(where, f"the document is nested more than {DEEPEST_NESTING} deep", "flatten it")
        elif isinstance(event, (yaml.events.SequenceEndEvent, yaml.events.MappingEndEvent)):
            depth -= 1
        if tag is not None and tag not in _STANDARD_TAGS and tag != "!":
            raise UnusableInput(where, f"the tag {tag} is not used here", "remove it")


def _plain(node: Node, path: tuple[Any, ...], lines: dict[tuple[Any, ...], int], name: str) -> Any:
    line = node.start_mark.line + 1
    lines[path] = line
    if isinstance(node, ScalarNode):
        return _scalar(node, f"{name}, line {line}")
    if isinstance(node, SequenceNode):
        return [_plain(child, (*path, index), lines, name) for index, child in enumerate(node.value)]
    if isinstance(node, MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key_where = f"{name}, line {key_node.start_mark.line + 1}"
            if not isinstance(key_node, ScalarNode):
                raise UnusableInput(key_where, "a key must be a plain word", "write it as text")
            key = _scalar(key_node, key_where)
            if isinstance(key, float) and math.isnan(key):
                raise UnusableInput(key_where, "a key must be a plain word", "write it as text")
            if key in result:
                raise UnusableInput(key_where, f"the key '{key}' stands twice", "keep one of the two")
            result[key] = _plain(value_node, (*path, key), lines, name)
        return result
    raise UnusableInput(f"{name}, line {line}", "this part is neither text, list nor map", "write it plainly")


def _scalar(node: ScalarNode, where: str) -> Any:
    tag = node.tag
    text: str = node.value
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
