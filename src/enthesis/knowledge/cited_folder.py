"""A folder of knowledge while it is read: its files, what is wrong in them, and the publications they rest on (`references.yaml`)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from enthesis.knowledge.document import read_document
from enthesis.knowledge.part import Part
from enthesis.knowledge.rehabilitation import Support
from enthesis.terms.fault import Fault, UnusableInput

READINGS = ("fulltext", "abstract", "secondary")
"""How a reference may have been read; what is judgement has no reference, and what is recalled never ships."""


class CitedFolder:
    """Whatever is wrong is kept as a fault, and reading goes on."""

    def __init__(self, folder: Path, shown: str) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self._shown = shown
        """How faults name the folder."""
        self._digest = hashlib.sha256()
        self._place_by_key: dict[str, str] = {}
        """Where each thing stands that something else has to name."""

    @property
    def digest(self) -> str:
        """SHA-256 over the files read so far."""
        return self._digest.hexdigest()

    def fault(self, where: str, what: str, mend: str) -> None:
        """Keep something that is wrong."""
        self.faults.append(Fault(where, what, mend))

    def top(self, name: str) -> Part | None:
        """The map that a file holds; None, and a fault, where it cannot be read."""
        path = self.folder / name
        try:
            document = read_document(path, f"{self._shown}/{name}")
        except UnusableInput as error:
            self.faults.append(error.fault)
            return None
        self._digest.update(name.encode())
        self._digest.update(path.read_bytes())
        return Part(self.fault, document, document.value, ())

    def rows(self, top: Part | None, key: str, default: Any = ...) -> Iterator[Part]:
        """The maps in a list; a key of theirs that nobody asked for is a fault."""
        for part in top.parts(key, default) if top is not None else ():
            yield part
            part.done()

    def all_rows(self, name: str, key: str) -> Iterator[Part]:
        """The maps in the one list that a file holds; none when it cannot be read."""
        top = self.top(name)
        yield from self.rows(top, key)
        if top is not None:
            top.done()

    def read_references(self) -> Mapping[str, Support]:
        """The publications, by key."""
        found: dict[str, Support] = {}
        for part in self.all_rows("references.yaml", "references"):
            key, basis = part.get("key", str), part.get("basis", str)
            if basis not in READINGS:
                self.fault(part.where, f"the basis of {key} is '{basis}'", f"write how it was read: {', '.join(READINGS)}")
            if key in found:
                self.fault(part.where, f"the reference '{key}' stands twice", "rename or remove one of the two")
            self._place_by_key[key] = part.where
            found[key] = Support(part.get("citation", str), part.get("link", str), cast("Any", basis))
        return MappingProxyType(found)

    def check_all_named(self, used: Collection[str]) -> None:
        """What nothing names is a fault; while something cannot be read, what it would have named is not missing."""
        if not self.faults:
            for key in self._place_by_key.keys() - set(used):
                self.fault(self._place_by_key[key], f"nothing names '{key}'", "name it where it is meant, or take it out")
