"""Plain clinical words and the findings they name, with their polarity: "sitting" that eases is not "sitting" that hurts.

A phrase matches a finding when its words do, when it names no other place, quality or time, and when its kind allows it.
A phrase with a word that no finding knows is not understood; it is never forced onto the nearest one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rapidfuzz import fuzz

from enthesis.knowledge.pack import Finding, Pack
from enthesis.reasoning import spelling
from enthesis.reasoning.comparison import SAME_TOPICS, UNDERSTOOD_FROM, WordingIndex
from enthesis.reasoning.kinds import AGGRAVATING, EASING, ONLY_EXACT, RESPONSE, SAME_KIND, affinity
from enthesis.reasoning.lexicon import ACTIVITIES, COMPLAINTS, MOTIONS, QUALITIES, SITES
from enthesis.reasoning.phrasing import Phrasing, load_phrasing, words_of
from enthesis.reasoning.reading import Reading, circumstance, listing, read
from enthesis.reasoning.spelling import Slips
from enthesis.reasoning.type_ahead import TypeAhead
from enthesis.reasoning.wording import Wording, is_bare_treatment, wordings_of
from enthesis.terms.state import FINDING_KINDS

# The figures below are elicited: chosen on the pack's own words and the published development cases, each left out in turn.
WHOLE_FROM = 0.93
"""A phrase of several parts is taken as one finding without trying its parts from here on."""
BORROWED_FROM = 0.9
"""A part of a phrase takes a place or a quality from another part where the match is at least this good."""
LISTED = 0.15
"""Lead of a listed phrase over others where its kind may be meant."""
REORDERED = 0.99
"""Score of a listed phrase in another word order or spelling."""
LOOKS = 0.5
"""Weight of likeness by letters where `nearest` offers findings."""
PER_CENT = 100.0


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
        if guess is None or not self._foreign.isdisjoint(words_of(phrase)):
            # A phrase about another region of the body is understood from the lists alone.
            return []
        return [Match(guess.finding, guess.present, False, UNDERSTOOD_FROM)]

    @cached_property
    def _phrasing(self) -> Phrasing | None:
        """The sentence classifier, read when a phrase first needs it."""
        return None if self._phrasing_file is None else load_phrasing(self._phrasing_file)

    def admitted(self, kind: str | None) -> frozenset[str]:
        """Ids of findings that a kind in a record may mean; without a kind, all."""
        if kind not in self._admitted:
            self._admitted[kind] = frozenset(f.id for f in self._findings.values() if affinity(kind, f.kind) >= 0.0)
        return self._admitted[kind]

    def _match_listed(self, phrase: str, kind: str | None) -> list[Match]:
        """Findings whose listed words a phrase holds; see `match`."""
        text = spelling.plain(phrase)
        said = spelling.without_values(text)
        lexemes = spelling.lexemes(spelling.stems(said) if text in self._literal else self._slips.mended(said))
        whole = self._best(lexemes, kind, self._listed(text, kind))
        if kind in ONLY_EXACT or (whole is not None and (whole.exact or whole.score >= WHOLE_FROM)):
            return [whole] if whole is not None else []
        for parts in (listing(lexemes), circumstance(lexemes)):
            found = self._all_parts(parts, kind) if len(parts) > 1 else []
            found = [match for match in found if affinity(kind, self._findings[match.finding].kind) > 0] or found
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
        shared = self._index.share_words(reading)
        scores = {f: s + affinity(kind, self._findings[f].kind) for f, s in shared.items()}
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
    def _typed(self) -> TypeAhead:
        """Listed phrases for type-ahead."""
        typed = TypeAhead()
        for finding, phrases in self._unread:
            for phrase, text, present in phrases:
                if present and phrase != finding.id:
                    typed.learn(finding.id, phrase, text)
        return typed

    @cached_property
    def _index(self) -> WordingIndex:
        """All listed wordings, read; made when a phrase first needs more than the lists."""
        wordings: list[Wording] = []
        for finding, phrases in self._unread:
            wordings += wordings_of(finding, [(text, present) for _, text, present in phrases])
        return WordingIndex(wordings, len(self._findings))

    def _listed(self, text: str, kind: str | None) -> list[tuple[Finding, bool, float]]:
        """Findings listed under these words, and those listed under the same words in another order."""
        literal = [(finding, present, 1.0) for finding, present in self._literal.get(text, ())]
        if any(affinity(kind, finding.kind) >= 0 for finding, _, _ in literal):
            return literal
        reordered = self._reordered.get(spelling.key(spelling.stems(text)), ())
        return literal + [(finding, present, REORDERED) for finding, present in reordered]

    def _best(self, lexemes: Sequence[str], kind: str | None, listed: Sequence[tuple[Finding, bool, float]] = ()) -> Match | None:
        """The finding that a whole phrase or one part of it names."""
        said = read(lexemes)
        complains = not COMPLAINTS.isdisjoint(lexemes)
        ranked: list[tuple[tuple[float, float, int, str], Match]] = []
        for finding, present, score in listed:
            agreement = affinity(kind, finding.kind)
            if kind in ONLY_EXACT or _may_mean(finding, said, kind, complains):
                rank = score + agreement + (LISTED if agreement >= 0 else 0)
                ranked.append(((rank, agreement, len(said.topics), finding.id), Match(finding.id, present, True, score)))
        surest = max((rank[0] for rank, _ in ranked), default=0.0)
        if kind not in ONLY_EXACT and surest <= SAME_TOPICS + SAME_KIND:
            # No other wording could rank above a phrase that is listed as it stands.
            reading = read(lexemes, kind)
            for wording, score in self._index.compare(reading):
                agreement = affinity(kind, wording.finding.kind)
                unfit = wording.bare_treatment and kind != RESPONSE
                if unfit or min(score, score + agreement) < UNDERSTOOD_FROM:
                    continue
                if _may_mean(wording.finding, reading, kind, complains):
                    match = Match(wording.finding.id, wording.says_present != reading.negated, False, score)
                    ranked.append(((score + agreement, agreement, len(wording.reading.topics), wording.finding.id), match))
        best = max(ranked, key=lambda entry: entry[0], default=None)
        return best[1] if best is not None and best[0][0] >= UNDERSTOOD_FROM else None

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
        return not is_bare_treatment(said)
    return finding.kind != EASING or said.topics.isdisjoint(ACTIVITIES)


def vocabulary_of(pack: Pack) -> Vocabulary:
    """The vocabulary of a pack, with its sentence classifier when it has one."""
    return Vocabulary(pack.findings, pack.phrasing_file, pack.foreign_words)
