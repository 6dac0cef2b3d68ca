"""One slip of the pen in the tiny pack, and the fault it should give."""

from __future__ import annotations

from dataclasses import dataclass

PACK = "pack.yaml"
SOURCES = "sources.yaml"
FLAGS = "red_flags.yaml"
ASKED = "findings/interview.yaml"
EXAMINED = "findings/examination.yaml"
JUDGED = "judgements/all.yaml"
PROFILES = "profiles.csv"
EVIDENCE = "evidence.csv"
FEVER_AS_ALARM = "      - any: [fever]"


@dataclass(frozen=True)
class Slip:
    """One slip of the pen, and the fault it should give."""

    rule: str
    file: str
    old: str
    new: str
    at: str
    """Text that stands on the line the fault should name, after the change."""
    what: str
    mend: str
    at_file: str = ""
    """The file the fault should name, when it is not the one that was changed."""
