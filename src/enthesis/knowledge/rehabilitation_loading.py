"""Read a pack's `care/` folder into typed objects, collecting every fault on the way. Read apart from the pack: assessing needs none of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from enthesis.knowledge.cited_folder import CitedFolder
from enthesis.knowledge.lint.treatment import LINK_RULES, TREATMENT_RULES
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.part import Part
from enthesis.knowledge.plain_words_loading import PLAIN_WORDS_FILE, build_plain_words
from enthesis.knowledge.rehabilitation import CareWords, DailyWords, Rehabilitation
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


class _Reader(CitedFolder):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder / FOLDER, f"{folder.name}/{FOLDER}")

    def read(self) -> Rehabilitation:
        supports = self.read_references()
        entries = Entries(self.fault, supports, self._stop_rules())
        top = self.top("progression.yaml")
        numbers = build_numbers(entries, top) if top is not None else entries.blank_numbers()
        daily = build_daily(top) if top is not None else DailyWords()
        if top is not None:
            top.done()
        entries.numbers = numbers

        def all_of(name: str, key: str, build: Callable[[Part], Any]) -> tuple[Any, ...]:
            return tuple(build(part) for part in self.all_rows(name, key))

        names = sorted(f"exercises/{path.name}" for path in (self.folder / "exercises").glob("*.yaml"))
        if not names:
            self.fault(f"{self._shown}/exercises", "the folder is missing or empty", "add at least one YAML file")
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
            digest=self.digest,
        )
        self.check_all_named(entries.used)
        return found

    def _has(self, name: str) -> bool:
        return (self.folder / name).is_file()

    def _needs(self) -> CareNeeds | None:
        if not self._has(NEEDS_FILE):
            return None
        top = self.top(NEEDS_FILE)
        return build_needs(top, self.faults) if top is not None else None

    def _warning_signs(self) -> WarningSigns:
        top = self.top(WARNING_SIGNS_FILE)
        return build_warning_signs(top, self.faults) if top is not None else WarningSigns()

    def _words(self) -> CareWords:
        top = self.top(WORDS_FILE)
        if top is None:
            return CareWords()
        groups, kinds = (MappingProxyType(top.part(key).texts()) for key in ("exercise_groups", "intervention_kinds"))
        found = CareWords(groups, kinds, top.words("kinds_at_home"))
        top.done()
        return found

    def _plain_sources(self) -> Mapping[str, str]:
        top = self.top(PLAIN_WORDS_FILE)
        return build_plain_words(top) if top is not None else {}

    def _stop_rules(self) -> Mapping[str, str]:
        top = self.top("stop_rules.yaml")
        if top is None:
            return {}
        rules = top.part("stop_rules")
        top.done()
        self._place_by_key.update({str(key): rules.where for key in rules.value})
        return MappingProxyType({str(key): rules.get(str(key), str) for key in list(rules.value)})
