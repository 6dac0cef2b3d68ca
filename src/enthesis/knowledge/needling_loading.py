"""Read `packs/needling` into typed objects, collecting every fault on the way."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from enthesis.knowledge.cited_rows import CitedRows
from enthesis.knowledge.lint.needling import NEEDLING_RULES
from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.needling import (
    Check,
    CheckQuestion,
    ConsentSection,
    ConsentText,
    EventKind,
    Jurisdiction,
    NeedlingKnowledge,
    PublishedRate,
    Rule,
    ScreenItem,
    SiteCard,
    Technique,
)
from enthesis.knowledge.part import Part
from enthesis.terms.fault import Fault, FaultyPack

FOLDER = "needling"


@lru_cache(maxsize=1)
def built_in_needling() -> NeedlingKnowledge:
    """The needling knowledge that ships with Enthesis, read once."""
    return load_needling(BUILT_IN_PACKS / FOLDER)


def load_needling(folder: Path) -> NeedlingKnowledge:
    """Read, check and return the needling knowledge in `folder`.

    Raises:
        FaultyPack: with all faults at once (file, line, what, how to mend).
    """
    found, faults = read_needling(folder)
    if faults:
        raise FaultyPack(folder.name, faults)
    return found


def read_needling(folder: Path) -> tuple[NeedlingKnowledge, list[Fault]]:
    """Read the needling knowledge and return it with all its faults; what cannot be read is left out."""
    rows = CitedRows(folder)
    found = _knowledge(rows)
    return found, rows.faults + [fault for rule in NEEDLING_RULES for fault in rule(found)]


def _knowledge(rows: CitedRows) -> NeedlingKnowledge:
    law = rows.top("jurisdictions.yaml")
    defaults = tuple(_rule(rows, part) for part in rows.rows(law, "defaults"))
    places = [place for part in rows.rows(law, "lists", []) for place in _listed(rows, part)]
    places += [_jurisdiction(rows, part) for part in rows.rows(law, "jurisdictions")]
    techniques = tuple(rows.made(Technique, part) for part in rows.rows(law, "techniques"))
    screen_file, site_file = rows.top("screen.yaml"), rows.top("sites.yaml")
    screen = tuple(_item(rows, part) for part in rows.rows(screen_file, "screen"))
    cards = rows.rows(site_file, "sites")
    sites = tuple(rows.made(SiteCard, part, ("weight_because", "midline")) for part in cards)
    consent_file = rows.top("consent.yaml")
    consent = _consent(rows, consent_file)
    adverse = rows.top("adverse_events.yaml")
    events = tuple(rows.made(EventKind, part) for part in rows.rows(adverse, "events"))
    rates = tuple(rows.made(PublishedRate, part) for part in rows.rows(adverse, "rates"))
    checks = tuple(_check(rows, part) for part in rows.rows(adverse, "checks"))
    if adverse is not None:
        rows.entries.support(adverse.part("tiers"))
    majority = law.part("age_of_majority") if law else None
    if majority is not None:
        rows.entries.support(majority)
    found = NeedlingKnowledge(
        version=law.get("version", str) if law else "",
        reviewed=law.get("reviewed", str) if law else "",
        check_with_board=law.get("check_with_board", str) if law else "",
        age_of_majority=majority.get("years", int) if majority else 0,
        techniques=techniques,
        jurisdictions=tuple(places),
        defaults=defaults,
        screen=screen,
        sites=sites,
        consent=consent,
        events=events,
        rates=rates,
        checks=checks,
        digest=rows.digest,
    )
    rows.done(law, majority, screen_file, site_file, consent_file, adverse)
    return found


def _rule(rows: CitedRows, part: Part) -> Rule:
    return rows.made(Rule, part, ("in_force", "read_on"))


def _jurisdiction(rows: CitedRows, part: Part) -> Jurisdiction:
    rules = tuple(_rule(rows, each) for each in rows.rows(part, "rules"))
    return rows.made(Jurisdiction, part, ("conflict",), rules=rules)


def _listed(rows: CitedRows, part: Part) -> Iterator[Jurisdiction]:
    """Places of which only a list was read: each gets its standing, and a line that says what was not read."""
    support, in_force = rows.entries.support(part), part.get("in_force", str)
    standing, weight, sentence = part.get("standing", str), part.get("weight", str), part.get("sentence", str)
    board, conflict, to_know = part.get("board", str), part.get("conflict", str, ""), part.get("to_know", str)
    places = part.part("places")
    for id_ in list(places.value):
        name = places.get(id_, str)
        rules = (
            Rule(f"{id_}.standing", "standing", sentence, weight, support, in_force, "", where=part.where),
            Rule(f"{id_}.to_know", "to_know", to_know, "note", support, in_force, "", where=part.where),
        )
        yield Jurisdiction(str(id_), name, standing, board, in_force, rules, conflict, part.where)


def _item(rows: CitedRows, part: Part) -> ScreenItem:
    rows.named(part, "further")
    return rows.made(ScreenItem, part, ("other_sources",))


def _consent(rows: CitedRows, top: Part | None) -> ConsentText:
    sections = tuple(rows.made(ConsentSection, part) for part in rows.rows(top, "sections"))
    return rows.made(ConsentText, top, sections=sections) if top is not None else ConsentText("", (), "", "")


def _check(rows: CitedRows, part: Part) -> Check:
    questions = tuple(rows.made(CheckQuestion, each) for each in rows.rows(part, "questions"))
    return rows.made(Check, part, ("only_over",), questions=questions)
