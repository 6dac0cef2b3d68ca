"""What was done with needles in a session, whether the count balances, and what is missing before it can be signed.

A twitch is logged and never counted as success. Which fields must be filled is judgement (no source read fixes a minimum); a depth is
asked for over the lung, and the check that belongs to the hazards of the site after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from enthesis.care.needling_facts import Answer
from enthesis.care.needling_gate import Decision
from enthesis.knowledge.needling import NeedlingKnowledge, SiteCard

PainQuality = Literal["none", "dull_ache", "familiar", "sharp", "electric", "burning", "unknown"]
"""What the insertion felt like, in the patient's words; `familiar`: the pain they came with."""
Stimulation = Literal["none", "manual", "electrical", "unknown"]

SMALLEST_GAUGE_MM, LARGEST_GAUGE_MM = 0.10, 0.60
SMALLEST_LENGTH_MM, LARGEST_LENGTH_MM = 5.0, 150.0
"""Limits of what a slip of the pen may be; no dose."""


@dataclass(frozen=True)
class Insertion:
    """One needle in one place. `None` and blank: not recorded."""

    site: str
    side: Literal["left", "right", ""] = ""
    landmark: str = ""
    gauge_mm: float | None = None
    length_mm: float | None = None
    lot: str = ""
    lot_expires_on: date | None = None
    depth_mm: float | None = None
    passes: int | None = None
    twitches: int | None = None
    pain_quality: PainQuality = "unknown"
    dwell_s: float | None = None
    stimulation: Stimulation = "unknown"
    note: str = ""


@dataclass(frozen=True)
class ImmediateResponse:
    """What was looked at before the patient left; `unknown`: not looked at."""

    pain_before_0_10: float | None = None
    pain_after_0_10: float | None = None
    bleeding: Answer = "unknown"
    bruising: Answer = "unknown"
    faintness: Answer = "unknown"
    breathing_normal: Answer = "unknown"
    """Asked after sites over the lung."""
    strength_and_feeling_normal: Answer = "unknown"
    """Asked after sites near a nerve."""
    aftercare_given: Answer = "unknown"
    note: str = ""


@dataclass(frozen=True)
class NeedlingSession:
    """A session as it stands in the record."""

    today: date
    insertions: tuple[Insertion, ...]
    needles_in: int | None
    """Needles opened."""
    needles_out: int | None
    """Needles counted into the sharps container."""
    response: ImmediateResponse


@dataclass(frozen=True)
class Balance:
    """Needles in against needles out."""

    needles_in: int | None
    needles_out: int | None
    balanced: bool
    sentence: str


@dataclass(frozen=True)
class Missing:
    """One thing missing, or not possible, before signing."""

    field: str
    """`insertions.0.side`, `needles_out`, `response.breathing_normal`, `gate`."""
    sentence: str


@dataclass(frozen=True)
class Caution:
    """Something recorded that asks for a look now; it blocks nothing."""

    field: str
    sentence: str
    citation: str


def balance(needles_in: int | None, needles_out: int | None) -> Balance:
    """Whether every needle that was opened is in the sharps container. An unknown count is not balanced, nor is one below 0."""
    if needles_in is None or needles_out is None:
        which = "in" if needles_in is None else "out"
        return Balance(needles_in, needles_out, False, f"The needles {which} are not counted: count them before signing.")
    if needles_in < 0 or needles_out < 0:
        return Balance(needles_in, needles_out, False, "A count below 0 is a slip: count again.")
    if needles_in == needles_out:
        return Balance(needles_in, needles_out, True, f"{needles_in} in, {needles_out} out: the count balances.")
    if needles_in > needles_out:
        gap = needles_in - needles_out
        what = f"{needles_in} in, {needles_out} out: look for {gap} needle{'s' if gap > 1 else ''} before the patient leaves."
        return Balance(needles_in, needles_out, False, what)
    return Balance(
        needles_in, needles_out, False, f"{needles_in} in, {needles_out} out: more came out than went in, so count again."
    )


def missing_before_signing(session: NeedlingSession, decision: Decision | None, known: NeedlingKnowledge) -> tuple[Missing, ...]:
    """Everything that keeps the record of the session from being signed; empty: it can be signed.

    Args:
        decision: of the gate, for the facts of that session; None: the gate was not asked.
    """
    return tuple(_missing(session, decision, known))


def signable(session: NeedlingSession, decision: Decision | None, known: NeedlingKnowledge) -> bool:
    """Whether nothing keeps the record from being signed."""
    return not missing_before_signing(session, decision, known)


def _missing(session: NeedlingSession, decision: Decision | None, known: NeedlingKnowledge) -> Iterator[Missing]:
    if decision is None:
        yield Missing("gate", "The gate was not asked for this session.")
    elif decision.verdict != "allowed":
        first = decision.open_reasons[0].sentence
        yield Missing("gate", f"The gate is not open: {first}")
    if not session.insertions:
        yield Missing("insertions", "No insertion is recorded.")
    for index, row in enumerate(session.insertions):
        yield from (Missing(f"insertions.{index}.{field}", sentence) for field, sentence in _missing_in_row(row, known))
    counted = balance(session.needles_in, session.needles_out)
    if not counted.balanced:
        yield Missing("needles_out" if session.needles_in is not None else "needles_in", counted.sentence)
    elif session.insertions and session.needles_in == 0:
        yield Missing("needles_in", "Insertions are recorded and no needle is counted: count again.")
    yield from _missing_response(session, known)


def _missing_in_row(row: Insertion, known: NeedlingKnowledge) -> Iterator[tuple[str, str]]:
    card = known.site_by_id.get(row.site)
    if not row.site.strip():
        yield "site", "The muscle is not recorded."
    if not row.side and not (card is not None and card.midline):
        yield "side", "The side is not recorded."
    if not row.landmark.strip():
        yield "landmark", "The landmark is not recorded."
    if row.gauge_mm is None:
        yield "gauge_mm", "The gauge of the needle is not recorded."
    elif not SMALLEST_GAUGE_MM <= row.gauge_mm <= LARGEST_GAUGE_MM:
        yield (
            "gauge_mm",
            f"A gauge of {row.gauge_mm:g} mm is no filiform needle: write {SMALLEST_GAUGE_MM:g} to {LARGEST_GAUGE_MM:g}.",
        )
    if row.length_mm is None:
        yield "length_mm", "The length of the needle is not recorded."
    elif not SMALLEST_LENGTH_MM <= row.length_mm <= LARGEST_LENGTH_MM:
        yield (
            "length_mm",
            f"A length of {row.length_mm:g} mm is no needle: write {SMALLEST_LENGTH_MM:g} to {LARGEST_LENGTH_MM:g}.",
        )
    if not row.lot.strip():
        yield "lot", "The lot of the needle is not recorded."
    if row.depth_mm is None and (card is None or card.over_pleura):
        yield "depth_mm", "The depth is not recorded; it is asked for wherever the lung may be met."
    if row.depth_mm is not None and (row.depth_mm < 0 or (row.length_mm is not None and row.depth_mm > row.length_mm)):
        yield "depth_mm", f"A depth of {row.depth_mm:g} mm is not possible with this needle."
    for field, count in (("passes", row.passes), ("twitches", row.twitches), ("dwell_s", row.dwell_s)):
        if count is not None and count < 0:
            yield field, "A count below 0 is a slip: write it again."
    if row.pain_quality == "unknown":
        yield "pain_quality", "How the insertion felt is not recorded."


def _missing_response(session: NeedlingSession, known: NeedlingKnowledge) -> Iterator[Missing]:
    response = session.response
    cards = [known.site_by_id.get(row.site) for row in session.insertions]
    for field, score in (("pain_before_0_10", response.pain_before_0_10), ("pain_after_0_10", response.pain_after_0_10)):
        if score is not None and not 0 <= score <= 10:
            yield Missing(f"response.{field}", "A pain score is 0 to 10.")
    asked: list[tuple[str, Answer, str]] = [
        ("bleeding", response.bleeding, "Whether it bled is not recorded."),
        ("faintness", response.faintness, "Whether the patient felt faint is not recorded."),
        ("aftercare_given", response.aftercare_given, "Whether advice for afterwards was given is not recorded."),
    ]
    if any(_may_be(card, "pleura") for card in cards):
        asked.append(("breathing_normal", response.breathing_normal, "Breathing was not checked after a site over the lung."))
    if any(_may_be(card, "nerve") for card in cards):
        what = "Strength and feeling were not checked after a site near a nerve."
        asked.append(("strength_and_feeling_normal", response.strength_and_feeling_normal, what))
    for field, answer, sentence in asked:
        if answer not in ("yes", "no"):
            yield Missing(f"response.{field}", sentence)


def _may_be(card: SiteCard | None, hazard: Literal["pleura", "nerve"]) -> bool:
    """A site without a card may have every hazard."""
    return card is None or hazard in card.hazard_kinds


def cautions(session: NeedlingSession, known: NeedlingKnowledge) -> tuple[Caution, ...]:
    """What was recorded that asks for a look before the patient leaves."""
    return tuple(_cautions(session, known))


def _cautions(session: NeedlingSession, known: NeedlingKnowledge) -> Iterator[Caution]:
    response = session.response
    for index, row in enumerate(session.insertions):
        card = known.site_by_id.get(row.site)
        citation = card.support.citation if card else "Clinical judgement"
        if row.lot_expires_on is not None and row.lot_expires_on < session.today:
            what = f"The lot was good until {row.lot_expires_on.isoformat()}: check the packet, and note it if it was used."
            yield Caution(f"insertions.{index}.lot_expires_on", what, "Clinical judgement")
        if row.pain_quality == "sharp" and _may_be(card, "pleura"):
            what = "Sharp pain at a site over the lung: check breathing now, and say what to watch for over two days."
            yield Caution(f"insertions.{index}.pain_quality", what, known.event_by_id["breathlessness"].support.citation)
        if row.pain_quality in ("electric", "burning"):
            what = "Electric or burning pain: the needle is withdrawn; test strength and feeling beyond the site."
            yield Caution(f"insertions.{index}.pain_quality", what, citation)
    if response.breathing_normal == "no":
        event = known.event_by_id["breathlessness"]
        yield Caution("response.breathing_normal", event.clinician, event.support.citation)
    if response.strength_and_feeling_normal == "no":
        event = known.event_by_id["numbness_or_weakness"]
        yield Caution("response.strength_and_feeling_normal", event.clinician, event.support.citation)
