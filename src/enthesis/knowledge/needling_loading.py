"""Read `packs/needling` into typed objects, collecting every fault on the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from enthesis.knowledge.document import read_document
from enthesis.knowledge.lint.needling import NEEDLING_RULES
from enthesis.knowledge.loading import BUILT_IN_PACKS
from enthesis.knowledge.nearest import mend_unknown
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
from enthesis.knowledge.rehabilitation import Support
from enthesis.knowledge.rehabilitation_entries import Entries
from enthesis.knowledge.rehabilitation_loading import READINGS
from enthesis.terms.fault import Fault, FaultyPack, UnusableInput

FOLDER = "needling"
_BLANK = Support("", "", "judgement")


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
    reader = _Reader(folder)
    found = reader.read()
    return found, reader.faults + [fault for rule in NEEDLING_RULES for fault in rule(found)]


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[Fault] = []
        self._digest = hashlib.sha256()
        self._place_by_key: dict[str, str] = {}
        self._supports: Mapping[str, Support] = {}
        self._entries = Entries(self._fault, {}, {})

    def _fault(self, where: str, what: str, mend: str) -> None:
        self.faults.append(Fault(where, what, mend))

    def _top(self, name: str) -> Part | None:
        path = self._folder / name
        try:
            document = read_document(path, f"{self._folder.name}/{name}")
        except UnusableInput as error:
            self.faults.append(error.fault)
            return None
        self._digest.update(name.encode())
        self._digest.update(path.read_bytes())
        return Part(self._fault, document, document.value, ())

    def _parts(self, top: Part | None, key: str, default: Any = ...) -> Iterator[Part]:
        if top is None:
            return
        for part in top.parts(key, default):
            yield part
            part.done()

    def read(self) -> NeedlingKnowledge:
        self._supports = self._references()
        self._entries = Entries(self._fault, self._supports, {})
        law = self._top("jurisdictions.yaml")
        defaults = tuple(self._rule(part) for part in self._parts(law, "defaults"))
        places = [place for part in self._parts(law, "lists", []) for place in self._listed(part)]
        places += [self._jurisdiction(part) for part in self._parts(law, "jurisdictions")]
        techniques = tuple(Technique(part.get("id", str), part.get("name", str)) for part in self._parts(law, "techniques"))
        screen_file, site_file = self._top("screen.yaml"), self._top("sites.yaml")
        screen = tuple(self._item(part) for part in self._parts(screen_file, "screen"))
        sites = tuple(self._site(part) for part in self._parts(site_file, "sites"))
        consent = self._consent(self._top("consent.yaml"))
        adverse = self._top("adverse_events.yaml")
        events = tuple(self._event(part) for part in self._parts(adverse, "events"))
        rates = tuple(self._rate(part) for part in self._parts(adverse, "rates"))
        checks = tuple(self._check(part) for part in self._parts(adverse, "checks"))
        if adverse is not None:
            self._entries.support(adverse.part("tiers"))
        majority = law.part("age_of_majority") if law else None
        if majority is not None:
            self._entries.support(majority)
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
            digest=self._digest.hexdigest(),
        )
        for part in (law, majority, screen_file, site_file, adverse):
            if part is not None:
                part.done()
        if not self.faults:
            for key in self._place_by_key.keys() - self._entries.used:
                self._fault(self._place_by_key[key], f"nothing names '{key}'", "name it where it is meant, or take it out")
        return found

    def _references(self) -> Mapping[str, Support]:
        found: dict[str, Support] = {}
        top = self._top("references.yaml")
        for part in self._parts(top, "references"):
            key, basis = part.get("key", str), part.get("basis", str)
            if basis not in READINGS:
                self._fault(part.where, f"the basis of {key} is '{basis}'", f"write how it was read: {', '.join(READINGS)}")
            if key in found:
                self._fault(part.where, f"the reference '{key}' stands twice", "rename or remove one of the two")
            self._place_by_key[key] = part.where
            found[key] = Support(part.get("citation", str), part.get("link", str), cast("Any", basis))
        if top is not None:
            top.done()
        return MappingProxyType(found)

    def _named(self, part: Part, key: str) -> tuple[Support, ...]:
        """References named in a list."""
        names = part.words(key, [])
        for name in names:
            self._entries.used.add(name)
            if name not in self._supports:
                what = f"'{key}' names the reference '{name}', which does not exist"
                self._fault(part.where, what, mend_unknown(name, self._supports, "reference"))
        return tuple(self._supports.get(name, _BLANK) for name in names)

    def _rule(self, part: Part) -> Rule:
        return Rule(
            id=part.get("id", str),
            kind=part.get("kind", str),
            sentence=part.get("sentence", str),
            weight=part.get("weight", str),
            support=self._entries.support(part),
            in_force=part.get("in_force", str, ""),
            read_on=part.get("read_on", str, ""),
            needs=part.get("needs", float, None),
            to_begin=part.get("to_begin", float, None),
            names=part.words("names", []),
            where=part.where,
        )

    def _jurisdiction(self, part: Part) -> Jurisdiction:
        return Jurisdiction(
            id=part.get("id", str),
            name=part.get("name", str),
            standing=part.get("standing", str),
            board=part.get("board", str),
            version=part.get("version", str),
            rules=tuple(self._rule(each) for each in self._parts(part, "rules")),
            conflict=part.get("conflict", str, ""),
            where=part.where,
        )

    def _listed(self, part: Part) -> Iterator[Jurisdiction]:
        """Places of which only a list was read: each gets its standing, and a line that says what was not read."""
        support, in_force = self._entries.support(part), part.get("in_force", str)
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

    def _item(self, part: Part) -> ScreenItem:
        self._named(part, "further")
        return ScreenItem(
            id=part.get("id", str),
            question=part.get("question", str),
            kind=part.get("kind", str),
            weight=part.get("weight", str),
            sentence=part.get("sentence", str),
            support=self._entries.support(part),
            other_sources=part.words("other_sources", []),
            for_region=part.get("for_region", str, None),
            where=part.where,
        )

    def _site(self, part: Part) -> SiteCard:
        return SiteCard(
            id=part.get("id", str),
            name=part.get("name", str),
            region=part.get("region", str),
            position=part.get("position", str),
            needle=part.get("needle", str),
            direction=part.get("direction", str),
            hazards=part.words("hazards"),
            hazard_kinds=cast("Any", part.words("hazard_kinds")),
            precautions=part.words("precautions"),
            conflicts=part.words("conflicts"),
            weight=part.get("weight", str),
            weight_because=part.get("weight_because", str, ""),
            midline=part.get("midline", bool, False),
            support=self._entries.support(part),
            further=self._named(part, "further"),
            where=part.where,
        )

    def _consent(self, top: Part | None) -> ConsentText:
        sections: list[ConsentSection] = []
        for part in self._parts(top, "sections"):
            section = ConsentSection(
                id=part.get("id", str),
                heading=part.get("heading", str),
                paragraphs=part.words("paragraphs"),
                supports=self._named(part, "supports"),
                where=part.where,
            )
            sections.append(section)
        if top is None:
            return ConsentText("", (), "", "")
        found = ConsentText(
            version=top.get("version", str),
            sections=tuple(sections),
            for_minor=top.get("for_minor", str),
            withdrawal=top.get("withdrawal", str),
        )
        top.done()
        return found

    def _event(self, part: Part) -> EventKind:
        return EventKind(
            id=part.get("id", str),
            name=part.get("name", str),
            patient_words=part.get("patient_words", str),
            usual=part.get("usual", str),
            urgent=part.get("urgent", str),
            clinician=part.get("clinician", str),
            patient=part.get("patient", str),
            support=self._entries.support(part),
            urgent_over=cast("Any", part.words("urgent_over", [])),
            where=part.where,
        )

    def _rate(self, part: Part) -> PublishedRate:
        return PublishedRate(
            event=part.get("event", str),
            share=part.get("share", float),
            upper=part.get("upper", float, None),
            per=part.get("per", str),
            study=part.get("study", str),
            definition=part.get("definition", str),
            support=self._entries.support(part),
            where=part.where,
        )

    def _check(self, part: Part) -> Check:
        questions = tuple(
            CheckQuestion(
                id=each.get("id", str),
                ask=each.get("ask", str),
                event=each.get("event", str),
                only_over=cast("Any", each.words("only_over", [])),
            )
            for each in self._parts(part, "questions")
        )
        return Check(
            id=part.get("id", str),
            name=part.get("name", str),
            after_hours=part.get("after_hours", int),
            only_over=cast("Any", part.words("only_over", [])),
            questions=questions,
            support=self._entries.support(part),
            where=part.where,
        )
