"""Read a pack's `care/` folder into typed objects, collecting every fault on the way. Read apart from the pack: assessing needs none of it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from enthesis.knowledge.document import read_document
from enthesis.knowledge.lint.treatment import LINK_RULES, TREATMENT_RULES
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.part import Part
from enthesis.knowledge.plain_words_loading import PLAIN_WORDS_FILE, build_plain_words
from enthesis.knowledge.rehabilitation import CareWords, DailyWords, Rehabilitation, Support
from enthesis.knowledge.rehabilitation_entries import Entries, build_daily, build_numbers
from enthesis.knowledge.source_needs import CareNeeds
from enthesis.knowledge.source_needs_loading import NEEDS_FILE, build_needs
from enthesis.knowledge.warning_signs import WarningSigns
from enthesis.knowledge.warning_signs_loading import WARNING_SIGNS_FILE, build_warning_signs
from enthesis.terms.fault import Fault, FaultyPack, UnusableInput

FOLDER = "care"
RUNNING_FILE = "running.yaml"
"""The running ladder; a region in which nobody is brought back to running by it has none."""
WORDS_FILE = "words.yaml"
"""Groups of exercises and kinds of interventions."""
READINGS = ("fulltext", "abstract", "secondary")
"""How a reference may have been read; what is judgement has no reference, and what is recalled never ships."""


def has_treatment(folder: Path) -> bool:
    """Whether the pack in `folder` knows anything about treatment."""
    return (folder / FOLDER).is_dir()


def load_rehabilitation(folder: Path, pack: Pack | None = None) -> Rehabilitation:
    """Read, check and return what the pack in `folder` (the folder that holds `pack.yaml`) knows about treatment.

    With `pack`, the ids of sources and findings are checked against it as well.

    Raises:
        FaultyPack: with all faults at once (file, line, what, how to mend).
        UnusableInput: the pack has no `care` folder.
    """
    found, faults = read_rehabilitation(folder, pack)
    if faults:
        raise FaultyPack(f"{folder.name} ({FOLDER})", faults)
    return found


def read_rehabilitation(folder: Path, pack: Pack | None = None) -> tuple[Rehabilitation, list[Fault]]:
    """Read the treatment knowledge and return it with all its faults; what cannot be read is left out.

    Raises:
        UnusableInput: the pack has no `care` folder.
    """
    if not has_treatment(folder):
        raise UnusableInput(f"{folder.name}/{FOLDER}", "there is no such folder", "name a pack that knows treatments")
    reader = _Reader(folder)
    found = reader.read()
    faults = reader.faults + [fault for rule in TREATMENT_RULES for fault in rule(found)]
    if pack is not None:
        faults.extend(fault for rule in LINK_RULES for fault in rule(found, pack))
    return found, faults


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[Fault] = []
        self._digest = hashlib.sha256()
        self._place_by_key: dict[str, str] = {}
        """Where each reference and each stop rule stands."""

    def _fault(self, where: str, what: str, mend: str) -> None:
        self.faults.append(Fault(where, what, mend))

    def _parts(self, name: str, key: str) -> Iterator[Part]:
        """The maps under `key` in a file of the care folder; none when the file cannot be read."""
        top = self._top(name)
        if top is not None:
            for part in top.parts(key):
                yield part
                part.done()
            top.done()

    def _top(self, name: str) -> Part | None:
        path = self._folder / FOLDER / name
        try:
            document = read_document(path, f"{self._folder.name}/{FOLDER}/{name}")
        except UnusableInput as error:
            self.faults.append(error.fault)
            return None
        self._digest.update(name.encode())
        self._digest.update(path.read_bytes())
        return Part(self._fault, document, document.value, ())

    def read(self) -> Rehabilitation:
        supports = self._references()
        entries = Entries(self._fault, supports, self._stop_rules())
        top = self._top("progression.yaml")
        numbers = build_numbers(entries, top) if top is not None else entries.blank_numbers()
        daily = build_daily(top) if top is not None else DailyWords()
        if top is not None:
            top.done()
        entries.numbers = numbers

        def all_of(name: str, key: str, build: Callable[[Part], Any]) -> tuple[Any, ...]:
            return tuple(build(part) for part in self._parts(name, key))

        names = sorted(f"exercises/{path.name}" for path in (self._folder / FOLDER / "exercises").glob("*.yaml"))
        if not names:
            self._fault(f"{self._folder.name}/{FOLDER}/exercises", "the folder is missing or empty", "add at least one YAML file")
        found = Rehabilitation(
            exercises=tuple(exercise for name in names for exercise in all_of(name, "exercises", entries.exercise)),
            phases=all_of("phases.yaml", "phases", entries.phase),
            run_levels=all_of(RUNNING_FILE, "levels", entries.run_level) if self._has(RUNNING_FILE) else (),
            programmes=all_of("programmes.yaml", "programmes", entries.programme),
            interventions=all_of("interventions.yaml", "interventions", entries.intervention),
            numbers=numbers,
            needs=self._needs(),
            warning_signs=self._warning_signs(),
            words=self._words(),
            daily=daily,
            plain_sources=self._plain_sources(),
            digest=self._digest.hexdigest(),
        )
        if not self.faults:
            # While something cannot be read, what it would have cited is not missing.
            for key in self._place_by_key.keys() - entries.used:
                self._fault(self._place_by_key[key], f"nothing names '{key}'", "name it where it is meant, or take it out")
        return found

    def _has(self, name: str) -> bool:
        return (self._folder / FOLDER / name).is_file()

    def _needs(self) -> CareNeeds | None:
        if not self._has(NEEDS_FILE):
            return None
        top = self._top(NEEDS_FILE)
        return build_needs(top, self.faults) if top is not None else None

    def _warning_signs(self) -> WarningSigns:
        top = self._top(WARNING_SIGNS_FILE)
        return build_warning_signs(top, self.faults) if top is not None else WarningSigns()

    def _words(self) -> CareWords:
        top = self._top(WORDS_FILE)
        if top is None:
            return CareWords()
        groups, kinds = (MappingProxyType(top.part(key).texts()) for key in ("exercise_groups", "intervention_kinds"))
        found = CareWords(groups, kinds, top.words("kinds_at_home"))
        top.done()
        return found

    def _plain_sources(self) -> Mapping[str, str]:
        top = self._top(PLAIN_WORDS_FILE)
        return build_plain_words(top) if top is not None else {}

    def _references(self) -> Mapping[str, Support]:
        found: dict[str, Support] = {}
        for part in self._parts("references.yaml", "references"):
            key, basis = part.get("key", str), part.get("basis", str)
            if basis not in READINGS:
                self._fault(part.where, f"the basis of {key} is '{basis}'", f"write how it was read: {', '.join(READINGS)}")
            if key in found:
                self._fault(part.where, f"the reference '{key}' stands twice", "rename or remove one of the two")
            self._place_by_key[key] = part.where
            found[key] = Support(part.get("citation", str), part.get("link", str), cast("Any", basis))
        return MappingProxyType(found)

    def _stop_rules(self) -> Mapping[str, str]:
        top = self._top("stop_rules.yaml")
        if top is None:
            return {}
        rules = top.part("stop_rules")
        top.done()
        self._place_by_key.update({str(key): rules.where for key in rules.value})
        return MappingProxyType({str(key): rules.get(str(key), str) for key in list(rules.value)})
