"""Which measures a patient is asked at each follow-up: a region's own `outcomes.yaml`, or `packs/measures/asked.yaml` for all others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from enthesis.knowledge.document import read_document
from enthesis.knowledge.lint.outcomes.asked import check_asked
from enthesis.knowledge.loading import BUILT_IN_PACKS, find_pack_folder
from enthesis.knowledge.outcome_measures import OutcomeMeasures
from enthesis.knowledge.outcome_measures_loading import built_in_measures
from enthesis.knowledge.part import Part
from enthesis.terms.fault import Fault, FaultyPack, UnusableInput

FILE = "outcomes.yaml"
EVERYWHERE = BUILT_IN_PACKS / "measures" / "asked.yaml"


@dataclass(frozen=True)
class AskedMeasures:
    """Ids of measures, in the order in which they are asked."""

    asked: tuple[str, ...]
    after_start: tuple[str, ...]
    """Asked on every occasion but the first."""
    with_questionnaire: tuple[str, ...]
    """Asked where the clinic has brought in the questionnaire of the measure, and only there."""

    @property
    def all(self) -> tuple[str, ...]:
        """Everything that may be asked."""
        return (*self.asked, *self.after_start, *self.with_questionnaire)


@lru_cache(maxsize=32)
def asked_in(region: str) -> AskedMeasures:
    """What is asked in a region; a region whose pack is not here, or says nothing of it, is asked what everybody is.

    Raises:
        FaultyPack: the file is not right, with all its faults.
    """
    try:
        own = find_pack_folder(region) / FILE
    except UnusableInput:
        own = EVERYWHERE
    path = own if own.is_file() else EVERYWHERE
    found, faults = read_asked(path, built_in_measures())
    if faults:
        raise FaultyPack(f"{path.parent.name} ({path.name})", faults)
    return found


def read_asked(path: Path, known: OutcomeMeasures) -> tuple[AskedMeasures, list[Fault]]:
    """Read one such file and return it with all its faults; what cannot be read is left out."""
    faults: list[Fault] = []
    where = f"{path.parent.name}/{path.name}"
    try:
        document = read_document(path, where)
    except UnusableInput as error:
        return AskedMeasures((), (), ()), [error.fault]

    def note(at: str, what: str, mend: str) -> None:
        faults.append(Fault(at, what, mend))

    top = Part(note, document, document.value, ())
    found = AskedMeasures(top.words("asked"), top.words("after_start", []), top.words("with_questionnaire", []))
    top.done()
    return found, [*faults, *check_asked(where, found.asked + found.after_start, found.with_questionnaire, known)]
