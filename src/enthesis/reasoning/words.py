"""Plain clinical words and the findings they name, with their polarity: "sitting" that eases is not "sitting" that hurts.

A phrase matches a finding when its words do, when it names no other place, quality or time, and when its kind allows it.
A phrase with a word that no finding knows is not understood; it is never forced onto the nearest one.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise, takewhile
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from enthesis.knowledge.pack import Finding, Pack
from enthesis.reasoning import spelling
from enthesis.reasoning.phrasing import Phrasing, load_phrasing, words_of
from enthesis.reasoning.spelling import (
    ACTIVITIES,
    IMPLIED,
    JOINTS,
    LIGHT,
    LOSES,
    MARKS,
    MINOR,
    MOTIONS,
    NO,
    QUALITIES,
    SITES,
    Slips,
)
from enthesis.terms.state import FINDING_KINDS

# The figures below are elicited: chosen on the pack's own words and the published development cases, each left out in turn.
UNDERSTOOD_FROM = 0.70
"""A match below this is no match."""
WHOLE_FROM = 0.93
"""A phrase of several parts is taken as one finding without trying its parts from here on."""
SAME_TOPICS = 0.98
"""Score of a phrase with the topics of a known one in other wording."""
LIGHT_WEIGHT = 0.25
RAREST_WEIGHT = 4.5
OTHER_PLACE_KNOWN = 0.30
"""Cost of each place that the known wording names and the phrase does not."""
OTHER_PLACE_SAID = 0.25
"""Cost of each place that the phrase names and the known wording does not."""
OTHER_QUALITY = 0.20
PAIN_OR_LOSS = 0.30
"""Cost when one says that something hurts and the other that it is limited or disturbed."""
TURNED = 0.03
"""Cost when known wording and phrase have opposite polarity."""
BORROWED_FROM = 0.9
"""A part of a phrase takes a place or a quality from another part where the match is at least this good."""

SAME_KIND = 0.10
NEAR_KIND = 0.03
FAR_KIND = -0.20
ALIEN_KIND = -0.45

LISTED = 0.15
"""Lead of a listed phrase over others where its kind may be meant."""
REORDERED = 0.99
"""Score of a listed phrase in another word order or spelling."""
LONGEST_TREATMENT = 4
"""Topics up to which a phrase without an effect is a bare treatment."""
LOOKS = 0.5
"""Weight of likeness by letters where `nearest` offers findings."""
PER_CENT = 100.0

AGGRAVATING = "aggravating factor"
EASING = "easing factor"
RESPONSE = "response to prior treatment"
RADIATING = "radiat"
ONLY_EXACT = frozenset({"prior investigation", "outcome measure", "demographic"})

_TOLD = frozenset({"history", "symptom", AGGRAVATING, EASING, RESPONSE, "systemic"})
_NEAR = {
    "history": {"symptom", AGGRAVATING, RESPONSE},
    "symptom": {"history", AGGRAVATING},
    AGGRAVATING: {"symptom"},
    EASING: {RESPONSE},
    RESPONSE: {EASING, "history"},
    "systemic": {"symptom", "history", "inspection"},
    "vascular": {"physical test", "inspection", "symptom", "palpation"},
    "strength": {"physical test", "neurological"},
    "sensation": {"neurological"},
    "functional test": {"physical test", "gait", "neurological"},
    "physical test": {"neurological", "range of motion", "gait"},
    "neurological": {"physical test", "gait"},
    "palpation": {"inspection"},
    "inspection": {"palpation", "gait"},
    "gait": {"inspection", "neurological"},
    "range of motion": {"physical test"},
}
"""Kinds of finding that a kind in a record may stand for as well."""
_EXAMINED = frozenset({"palpation", "physical test", "neurological", "inspection", "gait", "range of motion"})
_ALSO_EXAMINED = frozenset({"strength", "sensation", "functional test", "vascular"})
_ALIEN: dict[str, frozenset[str]] = {
    EASING: _EXAMINED | {AGGRAVATING},
    AGGRAVATING: frozenset({EASING, "palpation", "neurological", "inspection", "gait"}),
    RESPONSE: _EXAMINED | {AGGRAVATING, "symptom"},
    **dict.fromkeys(_EXAMINED | _ALSO_EXAMINED, frozenset({AGGRAVATING, EASING, RESPONSE})),
}
"""Kinds of finding that a kind in a record never stands for."""


@dataclass(frozen=True)
class Match:
    """A finding that a phrase names.

    Attributes:
        finding: its id.
        means_present: the phrase, taken as "positive", says that the finding is present; "gradual onset" says of a
            sudden onset that it is absent.
        exact: the phrase equals a name, id or listed word but for spelling, plural, small words and word order.
        score: how well it fits, 0 to 1.
    """

    finding: str
    means_present: bool
    exact: bool
    score: float


class Reading(NamedTuple):
    """What a phrase, or a part of one, says."""

    topics: frozenset[str]
    """Stems and concepts it is about."""
    negated: bool
    """It denies them: "no night pain", "reflexes normal"."""
    relief: bool
    """It says that something eases or helps, or that it does not."""
    mixed: bool
    """It affirms one thing and denies another, so that it must be taken apart."""
    fine: bool
    """It denies by saying that all is well ("normal", "full"), not by "no": no reflexes are not normal reflexes."""
    heavy: frozenset[str]
    """The topics that carry the meaning; those of degree only where there are no others."""

    @property
    def is_place_alone(self) -> bool:
        """It names a place and says nothing of it."""
        return self.topics.isdisjoint(("pain", "exam")) and self.heavy <= SITES


class _Wording(NamedTuple):
    """One listed way of naming a finding, read."""

    finding: Finding
    reading: Reading
    says_present: bool
    """What its topics say once a denial is taken off: "no night pain" is listed as absence, "night pain" says presence."""
    bare_treatment: bool
    """A treatment without its effect ("physiotherapy"): means something only as a response to treatment."""
    by_word: bool
    """It says absence by a word of its own ("gradual onset", "closed growth plates"), so that no word may be missing."""


def read(lexemes: Sequence[str], kind: str | None = None) -> Reading:
    """What a phrase says.

    Args:
        lexemes: of `spelling.lexemes`.
        kind: under which it was said or listed; some kinds imply a word (palpation: tender).
    Assumes: a denial right before a word of health affirms ("not normal"); any other denials add up to one.
    Source: guards of the trial matcher (DESIGN 5, Words).
    """
    topics = set(lexemes)
    marks = [lexeme for lexeme in lexemes if lexeme in MARKS]
    topics.difference_update(marks)
    if "absent" in topics:
        topics.remove("absent")
        if topics & spelling.PRESENT_WHEN_ABSENT:
            topics.add("reduced")
        else:
            marks.append(NO)
    if NO in marks and topics & spelling.PRESENT_WHEN_ABSENT and topics <= spelling.PRESENT_WHEN_ABSENT | SITES:
        marks.remove(NO)
        topics.add("reduced")
    if "THAN" in marks:
        less = lexemes[lexemes.index("THAN") + 1 :][:1]
        topics |= {"than", *(f"<{topic}" for topic in less)}
    relief = "RELIEF" in marks or "FAIL" in marks
    mixed = NO in marks and any(lexeme == NO and _is_cut(lexemes, position) for position, lexeme in enumerate(lexemes))
    if "ABLE" in marks:
        topics.add("unable")
    if relief:
        topics.discard("after")
    if topics & spelling.PARTS_OF_LEG and {"AND", "OR"}.isdisjoint(marks):
        topics.discard("leg")
    about = _settled(topics, kind)
    telling = about - LIGHT
    denied = _is_denied(marks, about, relief)
    return Reading(about, denied, relief or kind == EASING, mixed, denied and NO not in marks, telling - MINOR or telling)


def _is_denied(marks: Sequence[str], topics: frozenset[str], relief: bool) -> bool:
    """Whether a phrase denies what it is about."""
    if not marks and topics.isdisjoint(spelling.SHOWS):
        return False
    fine = {"NORMAL", "PAINLESS"} if relief else {"NORMAL", "PAINLESS", "GOOD"}
    if topics & spelling.PRESENT_WHEN_ABSENT and topics & spelling.SHOWS and "reduced" not in topics:
        marks = [*marks, "NORMAL"]
    if "pain" in topics and topics & (MOTIONS | spelling.EFFORTS):
        fine = fine - {"NORMAL"}
    said_fine = bool(fine.intersection(marks))
    not_fine = any(first == NO and second in fine for first, second in pairwise(marks))
    return not not_fine and (said_fine or not {NO, "FAIL", "ABLE"}.isdisjoint(marks))


def _is_cut(lexemes: Sequence[str], position: int) -> bool:
    """Whether a denial stands between what is affirmed and what is denied ("pain not relieved by rest" does not)."""
    before, after = lexemes[:position], lexemes[position + 1 :]
    if after and after[0] in spelling.EFFECTS:
        return False
    says_something = bool(_heavy(before) - SITES) or ("pain" in before and bool(_heavy(before)))
    return bool(_heavy(after)) and (says_something or "RELIEF" in before)


def _settled(topics: set[str], kind: str | None) -> frozenset[str]:
    """Topics after what they and the kind make of each other."""
    if kind in ("neurological", "sensation") and "numb" in topics:
        topics = topics - {"numb"} | {"sensory"}
    if kind == "palpation" and "pain" in topics:
        topics = topics - {"pain"} | {"tender"}
    implied = IMPLIED.get(kind or "")
    if implied is not None and topics & SITES and topics <= SITES | MOTIONS | LIGHT | MINOR:
        topics = topics | {implied}
    if topics & spelling.SENSED:
        topics = topics - {"sensory"}
    for telling, idle in LOSES.items():
        if telling in topics:
            topics = topics - idle
    if "reflex" in topics and topics & {"increas", "exaggerat", "brisk"}:
        topics = topics - {"increas", "exaggerat"} | {"brisk"}
    if topics & spelling.SUSTAINED:
        topics = topics - {"after"}
    if "unable" in topics and topics & spelling.EFFORTS:
        topics = topics - {"unable"}
    return frozenset(topics)


def _heavy(lexemes: Iterable[str]) -> set[str]:
    return {t for t in lexemes if t not in MARKS and t not in LIGHT and t not in MINOR and t != "absent"}


class _Index(NamedTuple):
    """Read wordings by topic, rare topics weighing more than common ones."""

    wordings: list[_Wording]
    weight: dict[str, float]
    by_topic: dict[str, list[tuple[int, float]]]
    total: list[float]


def _weights(weight: dict[str, float], reading: Reading) -> dict[str, float]:
    return {t: weight.get(t, RAREST_WEIGHT) if t in reading.heavy else LIGHT_WEIGHT for t in reading.topics}


def _indexed(wordings: list[_Wording], n_findings: int) -> _Index:
    findings_with: dict[str, set[str]] = {}
    for wording in wordings:
        for topic in wording.reading.topics:
            findings_with.setdefault(topic, set()).add(wording.finding.id)
    weight = {t: min(math.log1p(n_findings / len(f)), RAREST_WEIGHT) for t, f in findings_with.items()}
    by_topic: dict[str, list[tuple[int, float]]] = {}
    total: list[float] = []
    for number, wording in enumerate(wordings):
        weights = _weights(weight, wording.reading)
        total.append(sum(weights.values()))
        for topic in wording.reading.heavy:
            by_topic.setdefault(topic, []).append((number, weights[topic]))
    return _Index(wordings, weight, by_topic, total)


class _TypeAhead:
    """Listed phrases by the beginnings of their words."""

    def __init__(self) -> None:
        self._phrases: list[tuple[str, str, str]] = []
        """(plain text, finding, as listed)"""

    def learn(self, finding: str, phrase: str, text: str) -> None:
        """Take in one listed phrase that says its finding is present."""
        self._phrases.append((text, finding, phrase))

    @cached_property
    def _spelled(self) -> list[str]:
        return [" ".join(spelling.tokens(text)) for text, _, _ in self._phrases]

    @cached_property
    def _with_word(self) -> dict[str, set[int]]:
        found: dict[str, set[int]] = {}
        for number, text in enumerate(self._spelled):
            for word in text.split():
                found.setdefault(word, set()).add(number)
        return dict(sorted(found.items()))

    @cached_property
    def _words(self) -> list[str]:
        return list(self._with_word)

    def complete(self, typed: str, count: int) -> list[tuple[str, str]]:
        """See `Vocabulary.complete`."""
        words = spelling.tokens(spelling.plain(typed))
        if not words:
            return []
        fitting = self._beginning_with(words[0])
        for word in words[1:]:
            fitting &= self._beginning_with(word)
        beginning = " ".join(words)
        order = sorted(fitting, key=lambda n: (not self._spelled[n].startswith(beginning), len(self._spelled[n]), n))
        offered: dict[str, str] = {}
        for number in order:
            _, finding, phrase = self._phrases[number]
            offered.setdefault(finding, phrase)
            if len(offered) == count:
                break
        return list(offered.items())

    def _beginning_with(self, typed: str) -> set[int]:
        """Phrases with a word that begins so, or nearly so when none does."""
        found = list(takewhile(lambda word: word.startswith(typed), islice(self._words, bisect_left(self._words, typed), None)))
        if not found and len(typed) >= spelling.SLIP_FROM_LETTERS:
            found = [word for word in self._words if word[0] == typed[0] and _is_slip(typed, word)]
        return {number for word in found for number in self._with_word[word]}


def _is_slip(typed: str, word: str) -> bool:
    """Whether a word begins with what was typed but for one letter."""
    return any(OSA.distance(typed, word[: len(typed) + more], score_cutoff=1) <= 1 for more in (-1, 0, 1))


class Vocabulary:
    """All that a pack's findings are called."""

    def __init__(self, findings: Sequence[Finding], phrasing_file: Path | None = None, foreign: Sequence[str] = ()) -> None:
        self._phrasing_file = phrasing_file
        self._foreign = frozenset(foreign)
        self._admitted: dict[str | None, frozenset[str]] = {}
        self._findings = {finding.id: finding for finding in findings}
        self._literal: dict[str, list[tuple[Finding, bool]]] = {}
        self._unread: list[tuple[Finding, list[tuple[str, str, bool]]]] = []
        """Per finding: (as listed, plain text, says present); read further when first needed."""
        for finding in findings:
            self._learn(finding)

    def match(self, phrase: str, kind: str | None = None) -> list[Match]:
        """The findings that a phrase names; none when it is not understood.

        Args:
            phrase: a finding id or plain words, one finding or several ("squatting and lunging").
            kind: of finding, as in a case file; decides what a bare word means ("sitting").
        Returns:
            each finding once, in the order of the phrase.
        Assumes: without a kind, a bare activity is what provokes the pain.
        Source: DESIGN 3.3 and 5.
        """
        kind = kind if kind in FINDING_KINDS else None
        if "_" in phrase and phrase.strip() in self._findings:
            return [Match(phrase.strip(), True, True, 1.0)]
        found = self._match_listed(phrase, kind)
        if found or kind in ONLY_EXACT or self._phrasing is None:
            return found
        guess = self._phrasing.guess(phrase, self.admitted(kind))
        if guess is None or self._is_foreign(phrase, guess.finding):
            return []
        return [Match(guess.finding, guess.present, False, UNDERSTOOD_FROM)]

    def _is_foreign(self, phrase: str, finding: str) -> bool:
        """Whether a phrase speaks of another region than the finding does."""
        strange = self._foreign.intersection(words_of(phrase))
        return any(not any(word in words_of(known) for known in self._findings[finding].words) for word in strange)

    @cached_property
    def _phrasing(self) -> Phrasing | None:
        """The sentence classifier, read when a phrase first needs it."""
        return None if self._phrasing_file is None else load_phrasing(self._phrasing_file)

    def admitted(self, kind: str | None) -> frozenset[str]:
        """Ids of findings that a kind in a record may mean; without a kind, all."""
        if kind not in self._admitted:
            self._admitted[kind] = frozenset(f.id for f in self._findings.values() if _affinity(kind, f.kind) >= 0.0)
        return self._admitted[kind]

    def _match_listed(self, phrase: str, kind: str | None) -> list[Match]:
        """Findings whose listed words a phrase holds; see `match`."""
        text = spelling.plain(phrase)
        said = spelling.without_values(text)
        lexemes = spelling.lexemes(spelling.stems(said) if text in self._literal else self._slips.mended(said))
        whole = self._best(lexemes, kind, self._listed(text, kind))
        if kind in ONLY_EXACT or (whole is not None and (whole.exact or whole.score >= WHOLE_FROM)):
            return [whole] if whole is not None else []
        for parts in (_listing(lexemes), _circumstance(lexemes)):
            found = self._all_parts(parts, kind) if len(parts) > 1 else []
            found = [match for match in found if _affinity(kind, self._findings[match.finding].kind) > 0] or found
            if found and (whole is None or min(match.score for match in found) > whole.score):
                return found
        return [whole] if whole is not None else []

    def nearest(self, phrase: str, kind: str | None = None, count: int = 3) -> list[str]:
        """Findings that share most with a phrase, best first, to offer when it is not understood.

        Args:
            phrase, kind: as for `match`.
            count: at most so many.
        Assumes: a person chooses; nothing here may be taken as a match.
        Source: DESIGN 3.3, `not_understood`.
        """
        text = spelling.without_values(spelling.plain(phrase))
        reading = read(spelling.lexemes(self._slips.mended(text)), kind)
        shared = self._shared(reading, self._weights(reading))
        scores = {f: s + _affinity(kind, self._findings[f].kind) for f, s in shared.items()}
        for finding in self._findings.values():
            alike = fuzz.token_sort_ratio(text, finding.name.lower()) / PER_CENT * LOOKS
            scores[finding.id] = max(scores.get(finding.id, 0.0), alike)
        return sorted(scores, key=lambda f: (-scores[f], f))[:count]

    def complete(self, typed: str, count: int = 8) -> list[tuple[str, str]]:
        """Findings for what has been typed so far, best first, each with the name or word that fits.

        Args:
            typed: the beginning of one or more words, small slips allowed.
            count: at most so many.
        Assumes: the last word may be unfinished; wordings that say a finding is absent are not offered.
        Source: none; a convention of this module.
        """
        return self._typed.complete(typed, count)

    def _learn(self, finding: Finding) -> None:
        """Take in what one finding is called."""
        listed = [(phrase, True) for phrase in (finding.id, finding.name, *finding.words)]
        listed += [(phrase, False) for phrase in finding.opposite_words]
        texts: list[tuple[str, str, bool]] = []
        for phrase, present in listed:
            text = spelling.plain(phrase)
            self._literal.setdefault(text, []).append((finding, present))
            texts.append((phrase, text, present))
        self._unread.append((finding, texts))

    @cached_property
    def _reordered(self) -> dict[tuple[str, ...], list[tuple[Finding, bool]]]:
        """Listed phrases whatever the order of their words."""
        found: dict[tuple[str, ...], list[tuple[Finding, bool]]] = {}
        for finding, phrases in self._unread:
            for _, text, present in phrases:
                found.setdefault(spelling.key(spelling.stems(text)), []).append((finding, present))
        return found

    @cached_property
    def _slips(self) -> Slips:
        """Known words, to mend a slip of the pen."""
        slips = Slips()
        for _, phrases in self._unread:
            for _, text, _ in phrases:
                slips.learn(text)
        return slips

    @cached_property
    def _typed(self) -> _TypeAhead:
        """Listed phrases for type-ahead."""
        typed = _TypeAhead()
        for finding, phrases in self._unread:
            for phrase, text, present in phrases:
                if present and phrase != finding.id:
                    typed.learn(finding.id, phrase, text)
        return typed

    @cached_property
    def _index(self) -> _Index:
        """All listed wordings, read; made when a phrase first needs more than the lists."""
        wordings: list[_Wording] = []
        for finding, phrases in self._unread:
            worded: dict[tuple[frozenset[str], bool, bool, bool], _Wording] = {}
            for _, text, present in phrases:
                wording = _worded(finding, text, spelling.stems(text), present)
                if wording is not None:
                    reading = wording.reading
                    worded.setdefault((reading.topics, reading.negated, reading.relief, present), wording)
            wordings += worded.values()
            wordings += _with_effect(list(worded.values()))
        return _indexed(wordings, len(self._findings))

    def _weights(self, reading: Reading) -> dict[str, float]:
        return _weights(self._index.weight, reading)

    def _listed(self, text: str, kind: str | None) -> list[tuple[Finding, bool, float]]:
        """Findings listed under these words, and those listed under the same words in another order."""
        literal = [(finding, present, 1.0) for finding, present in self._literal.get(text, ())]
        if any(_affinity(kind, finding.kind) >= 0 for finding, _, _ in literal):
            return literal
        reordered = self._reordered.get(spelling.key(spelling.stems(text)), ())
        return literal + [(finding, present, REORDERED) for finding, present in reordered]

    def _best(self, lexemes: Sequence[str], kind: str | None, listed: Sequence[tuple[Finding, bool, float]] = ()) -> Match | None:
        """The finding that a whole phrase or one part of it names."""
        said = read(lexemes)
        complains = not spelling.COMPLAINTS.isdisjoint(lexemes)
        ranked: list[tuple[tuple[float, float, int, str], Match]] = []
        for finding, present, score in listed:
            affinity = _affinity(kind, finding.kind)
            if kind in ONLY_EXACT or _may_mean(finding, said, kind, complains):
                rank = score + affinity + (LISTED if affinity >= 0 else 0)
                ranked.append(((rank, affinity, len(said.topics), finding.id), Match(finding.id, present, True, score)))
        surest = max((rank[0] for rank, _ in ranked), default=0.0)
        if kind not in ONLY_EXACT and surest <= SAME_TOPICS + SAME_KIND:
            # No other wording could rank above a phrase that is listed as it stands.
            reading = read(lexemes, kind)
            for wording, score in self._compared(reading):
                affinity = _affinity(kind, wording.finding.kind)
                unfit = wording.bare_treatment and kind != RESPONSE
                if unfit or min(score, score + affinity) < UNDERSTOOD_FROM:
                    continue
                if _may_mean(wording.finding, reading, kind, complains):
                    match = Match(wording.finding.id, wording.says_present != reading.negated, False, score)
                    ranked.append(((score + affinity, affinity, len(wording.reading.topics), wording.finding.id), match))
        best = max(ranked, key=lambda entry: entry[0], default=None)
        return best[1] if best is not None and best[0][0] >= UNDERSTOOD_FROM else None

    def _shared(self, reading: Reading, weights: dict[str, float]) -> dict[str, float]:
        """Share of words in common, by finding, without any guard."""
        best: dict[str, float] = {}
        for number, overlap in self._overlaps(reading, weights).items():
            score = 2 * overlap / (sum(weights.values()) + self._index.total[number])
            finding = self._index.wordings[number].finding.id
            best[finding] = max(best.get(finding, 0.0), score)
        return best

    def _overlaps(self, reading: Reading, weights: dict[str, float]) -> dict[int, float]:
        """Weight in common with each wording that shares a topic that can carry a match."""
        overlap: dict[int, float] = {}
        for topic in reading.heavy:
            for number, weight in self._index.by_topic.get(topic, ()):
                overlap[number] = overlap.get(number, 0.0) + min(weight, weights[topic])
        return overlap

    def _compared(self, reading: Reading) -> list[tuple[_Wording, float]]:
        """The wordings that may mean the same, with their scores; none when a word is known to no finding."""
        if reading.mixed or reading.is_place_alone or not reading.heavy <= self._index.weight.keys():
            return []
        weights = self._weights(reading)
        total = sum(weights.values())
        idle = reading.topics - reading.heavy
        found: list[tuple[_Wording, float]] = []
        for number, overlap in self._overlaps(reading, weights).items():
            wording = self._index.wordings[number]
            known = wording.reading
            whole = total + self._index.total[number]
            most = 2 * (overlap + LIGHT_WEIGHT * len(idle))
            if most < UNDERSTOOD_FROM * whole or not _are_comparable(reading, wording):
                continue
            if known.topics == reading.topics:
                score = SAME_TOPICS
            else:
                overlap += LIGHT_WEIGHT * len(idle & known.topics)
                score = min(2 * overlap / whole, SAME_TOPICS) - _differences(reading.topics, known.topics)
            found.append((wording, score - TURNED * (known.negated != reading.negated)))
        return found

    def _all_parts(self, parts: Sequence[Sequence[str]], kind: str | None) -> list[Match]:
        """What each part names; nothing when one part is not understood or two contradict each other."""
        found: dict[str, Match] = {}
        for part in parts:
            best = self._best_of_part(part, parts, kind)
            if best is None or found.setdefault(best.finding, best).means_present != best.means_present:
                return []
        return list(found.values())

    def _best_of_part(self, part: Sequence[str], parts: Sequence[Sequence[str]], kind: str | None) -> Match | None:
        """What one part names, on its own or with the place or quality that the parts share ("night and rest pain")."""
        others = {lexeme for other in parts if other is not part for lexeme in other}
        places = sorted(others & SITES) if SITES.isdisjoint(part) else []
        qualities = sorted(others & QUALITIES - MOTIONS) if (QUALITIES - MOTIONS).isdisjoint(part) else []
        for borrowed in (qualities + places, qualities, places):
            fuller = self._best([*part, *borrowed], kind) if borrowed else None
            if fuller is not None and fuller.score >= BORROWED_FROM:
                return fuller
        return self._best(part, kind)


def _worded(finding: Finding, text: str, words: list[str], present: bool) -> _Wording | None:
    """One listed phrase as others may be compared with it; nothing where only the phrase itself will do."""
    values_aside = spelling.without_values(text)
    telling = words if values_aside == text else spelling.stems(values_aside)
    reading = read(spelling.lexemes(telling), EASING if finding.kind == EASING else None)
    by_word = not (present or reading.negated or reading.relief)
    names_a_lack = present and reading.negated and not reading.relief  # "no strength in the leg": without "no" it says nothing
    by_value = values_aside != text and not spelling.has_grade(text)
    if names_a_lack or by_value or reading.mixed or reading.is_place_alone:
        return None
    return _Wording(finding, reading, present != reading.negated, finding.kind == RESPONSE and _is_bare(reading), by_word)


def _is_bare(reading: Reading) -> bool:
    """Whether a response to treatment names the treatment without its effect."""
    says_effect = reading.relief or reading.negated or "wors" in reading.topics
    return not says_effect and len(reading.topics) <= LONGEST_TREATMENT


def _with_effect(wordings: Sequence[_Wording]) -> list[_Wording]:
    """Bare treatments read as "improved with ...", in the sense of the finding's other wordings."""
    senses = Counter(w.says_present for w in wordings if w.finding.kind == RESPONSE and w.reading.relief)
    if not senses:
        return []
    sense = senses.most_common(1)[0][0]
    bare = [wording for wording in wordings if wording.bare_treatment]
    return [w._replace(reading=w.reading._replace(relief=True), says_present=sense, bare_treatment=False) for w in bare]


def _are_comparable(reading: Reading, wording: _Wording) -> bool:
    """Whether two phrases may mean the same at all, before their words are weighed."""
    known = wording.reading
    if known.relief != reading.relief or known.topics & spelling.DECISIVE != reading.topics & spelling.DECISIVE:
        return False
    if wording.by_word and not (known.topics ^ reading.topics) <= {"pain"}:
        return False
    other_denial = known.negated and reading.negated and known.fine != reading.fine
    return not (other_denial and known.topics & spelling.FACULTIES)


def _may_mean(finding: Finding, said: Reading, kind: str | None, complains: bool) -> bool:
    """Whether a phrase may mean a finding under this kind.

    Bare easing factors and treatments need their kind ("sitting", "physiotherapy"), and in a history an activity is
    something the patient does ("regular exercise") unless it is complained of.
    """
    if kind == "history" and finding.kind == AGGRAVATING:
        return complains
    if said.relief or kind == finding.kind:
        return True
    if finding.kind == RESPONSE:
        return not _is_bare(said)
    return finding.kind != EASING or said.topics.isdisjoint(ACTIVITIES)


def _affinity(kind: str | None, found: str) -> float:
    """How well the kind in a record agrees with a finding's own kind."""
    if kind is None or kind in ONLY_EXACT:
        return 0.0
    if kind == found:
        return SAME_KIND
    if found in _NEAR.get(kind, ()):
        return NEAR_KIND
    if found in _ALIEN.get(kind, ()):
        return ALIEN_KIND
    return 0.0 if (kind in _TOLD) == (found in _TOLD) else FAR_KIND


def _differences(said: frozenset[str], known: frozenset[str]) -> float:
    """Cost of what only one of two phrases names."""
    added, missed = said - known, known - said
    hurts, is_off = (added, missed) if "pain" in added else (missed, added)
    contrast = "pain" in hurts and bool(is_off & {"reduced", "abnormal"})
    places = OTHER_PLACE_KNOWN * len(missed & SITES) + OTHER_PLACE_SAID * len(added & SITES)
    return places + OTHER_QUALITY * len((added | missed) & spelling.TELLING) + PAIN_OR_LOSS * contrast


def _cut(lexemes: Sequence[str], joints: frozenset[str]) -> tuple[list[list[str]], list[str]]:
    """Parts between joints, and the joint before each part; a denial in the middle begins a part."""
    parts: list[list[str]] = [[]]
    before = [""]
    for position, lexeme in enumerate(lexemes):
        if lexeme in joints or (lexeme == NO and _is_cut(lexemes, position)):
            parts.append([])
            before.append(lexeme)
        if lexeme not in JOINTS:
            parts[-1].append(lexeme)
    kept = [number for number, part in enumerate(parts) if part]
    return [parts[n] for n in kept], [before[n] for n in kept]


def _listing(lexemes: Sequence[str]) -> list[list[str]]:
    """The members of a list, each with the denial or relief that the list shares."""
    parts, before = _cut(lexemes, JOINTS - {"WITH", "REPRODUCE"})
    if not parts:
        return []
    shared = _leading_marks(parts[0])
    for number, part in enumerate(parts[1:], start=1):
        if before[number] == "BUT" or not MARKS.isdisjoint(part):
            shared = _leading_marks(part)
        else:
            parts[number] = [*shared, *part]
    final = parts[-1][-1]
    if before[-1] in ("AND", "OR") and final in MARKS and all(MARKS.isdisjoint(part) for part in parts[:-1]):
        parts[:-1] = [[*part, final] for part in parts[:-1]]
    return parts


def _leading_marks(part: Sequence[str]) -> list[str]:
    return list(takewhile(lambda lexeme: lexeme in MARKS or lexeme in LIGHT, part))


def _circumstance(lexemes: Sequence[str]) -> list[list[str]]:
    """A complaint and what brings it on or where it goes ("buttock pain with sitting", "back pain radiating to the calf")."""
    parts, before = _cut(lexemes, frozenset({"WITH", RADIATING}))
    complaint = parts[0] if parts else []
    is_complaint = "pain" in complaint and bool(_heavy(complaint)) and _heavy(complaint) <= SITES and MARKS.isdisjoint(complaint)
    if not is_complaint or before not in (["", "WITH"], ["", RADIATING]) or not _heavy(parts[-1]):
        return []
    return [complaint, ["pain", *parts[1]] if before[-1] == RADIATING else parts[1]]


def vocabulary_of(pack: Pack) -> Vocabulary:
    """The vocabulary of a pack, with its sentence classifier when it has one."""
    return Vocabulary(pack.findings, pack.phrasing_file, pack.foreign_words)
