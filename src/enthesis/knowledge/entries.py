"""The entries of a pack's YAML files, each made into the typed object of `pack.py`."""

from __future__ import annotations

from typing import Any, cast

from enthesis.knowledge.document import Document
from enthesis.knowledge.pack import (
    Band,
    CutPoint,
    Finding,
    ManagementClass,
    Mechanism,
    Modifier,
    Pair,
    RedFlag,
    Source,
    Term,
)
from enthesis.knowledge.part import Part


def build_source(part: Part) -> Source:
    """A source of pain, of `sources.yaml`."""
    return Source(
        id=part.get("id", str),
        name=part.get("name", str),
        group=part.get("group", str),
        dangerous=part.get("dangerous", bool),
        management=part.get("management", str),
        synonyms=part.words("synonyms"),
        summary=part.get("summary", str),
        no_red_flag_because=part.get("no_red_flag_because", str, None),
        where=part.where,
    )


def build_mechanism(part: Part) -> Mechanism:
    """A mechanism that findings share, of `mechanisms.yaml`."""
    return Mechanism(part.get("id", str), part.get("name", str), part.get("correlation", float), part.where)


def build_finding(part: Part) -> Finding:
    """A finding, of `findings/`."""
    cut = part.part("cut_point") if "cut_point" in part.value else None
    cut_point = None
    if cut is not None:
        cut_point = CutPoint(
            cut.get("of", str),
            cut.get("unit", str),
            cut.get("present_at_or_below", float, None),
            cut.get("present_at_or_above", float, None),
            cut.get("basis", str),
        )
        cut.done()
    return Finding(
        id=part.get("id", str),
        name=part.get("name", str),
        kind=part.get("kind", str),
        mechanism=part.get("mechanism", str, ""),
        position=part.get("position", str),
        seconds=part.get("seconds", int),
        provokes_pain=part.get("provokes_pain", bool),
        marks=part.words("marks", ()) if "marks" in part.value else (),
        how=part.get("how", str),
        positive_when=part.get("positive_when", str),
        words=part.words("words"),
        opposite_words=part.words("opposite_words", []),
        cut_point=cut_point,
        neuro_screen=part.get("neuro_screen", str, None),
        other_side_of=part.get("other_side_of", str, None),
        offered=part.get("offered", bool, True),
        informative=part.get("informative", bool, True),
        midline=part.get("midline", bool, False),
        where=part.where,
    )


def build_red_flag(part: Part) -> RedFlag:
    """A red flag, of `red_flags.yaml`."""
    terms: list[Term] = []
    for term in part.parts("all"):
        terms.append(Term(term.words("any"), term.get("count", int, 1), term.get("state", str, "positive")))
        term.done()
    return RedFlag(
        id=part.get("id", str),
        name=part.get("name", str),
        urgency=part.get("urgency", str),
        terms=tuple(terms),
        onset_bands=part.words("bands", []),
        source_groups=part.words("source_groups"),
        sources=part.words("sources", []),
        action=part.get("action", str),
        citation=part.get("citation", str),
        where=part.where,
    )


def build_management(part: Part) -> ManagementClass:
    """A class of management, of `pack.yaml`."""
    found = ManagementClass(part.get("id", str), part.get("name", str), part.get("threshold", float), part.where)
    part.done()
    return found


def build_modifier(part: Part) -> Modifier:
    """A state of the patient that changes what findings are worth, of `pack.yaml`."""
    found = Modifier(
        part.get("id", str),
        part.get("name", str),
        part.words("criteria"),
        part.row_of_numbers("prior_by_criteria"),
        part.get("ignored_below", float),
        part.numbers("leak_rise"),
        part.where,
    )
    part.get("basis", str)
    part.done()
    return found


def build_band(part: Part) -> Band:
    """A broad class of age, sex or duration, of `pack.yaml`."""
    found = Band(
        part.get("id", str),
        part.get("dimension", str),
        part.get("at_least", float, None),
        part.get("below", float, None),
        part.get("equals", str, None),
        part.where,
    )
    part.done()
    return found


def build_pair(part: Part) -> Pair:
    """Two sources known to go together more often than chance, of `pack.yaml`."""
    sources = part.words("sources")
    both = (sources[0], sources[1]) if len(sources) == 2 else ("", "")
    found = Pair(both, part.get("odds_multiplier", float), part.get("basis", str), part.where)
    part.done()
    return found


def onset_findings(written: dict[Any, Any]) -> dict[str, dict[str, bool]]:
    """What each kind of onset says of findings, of `pack.yaml`."""
    found: dict[str, dict[str, bool]] = {}
    for word, states in written.items():
        if isinstance(states, dict):
            stated = cast("dict[Any, Any]", states)
            found[str(word)] = {str(finding): bool(present) for finding, present in stated.items()}
    return found


def places(head: Part, document: Document) -> dict[str, str]:
    """File and line of each key of pack.yaml and of each key one level below it."""
    found: dict[str, str] = {}
    for key, value in head.value.items():
        found[str(key)] = document.where(key)
        if isinstance(value, dict):
            found.update({f"{key}.{name}": document.where(key, name) for name in cast("dict[Any, Any]", value)})
    return found
