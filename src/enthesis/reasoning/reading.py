"""What one phrase says: its topics and whether it denies them; and the parts it falls into when it says several things."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from enthesis.reasoning import lexicon
from enthesis.reasoning.kinds import EASING
from enthesis.reasoning.lexicon import IMPLIED, JOINTS, LIGHT, LOSES, MARKS, MINOR, MOTIONS, NO, SITES

RADIATING = "radiat"


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
        if topics & lexicon.PRESENT_WHEN_ABSENT:
            topics.add("reduced")
        else:
            marks.append(NO)
    if NO in marks and topics & lexicon.PRESENT_WHEN_ABSENT and topics <= lexicon.PRESENT_WHEN_ABSENT | SITES:
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
    if topics & lexicon.PARTS_OF_LEG and {"AND", "OR"}.isdisjoint(marks):
        topics.discard("leg")
    about = _settled(topics, kind)
    telling = about - LIGHT
    denied = _is_denied(marks, about, relief)
    return Reading(about, denied, relief or kind == EASING, mixed, denied and NO not in marks, telling - MINOR or telling)


def _is_denied(marks: Sequence[str], topics: frozenset[str], relief: bool) -> bool:
    """Whether a phrase denies what it is about."""
    if not marks and topics.isdisjoint(lexicon.SHOWS):
        return False
    fine = {"NORMAL", "PAINLESS"} if relief else {"NORMAL", "PAINLESS", "GOOD"}
    if topics & lexicon.PRESENT_WHEN_ABSENT and topics & lexicon.SHOWS and "reduced" not in topics:
        marks = [*marks, "NORMAL"]
    if "pain" in topics and topics & (MOTIONS | lexicon.EFFORTS):
        fine = fine - {"NORMAL"}
    said_fine = bool(fine.intersection(marks))
    not_fine = any(first == NO and second in fine for first, second in pairwise(marks))
    return not not_fine and (said_fine or not {NO, "FAIL", "ABLE"}.isdisjoint(marks))


def _is_cut(lexemes: Sequence[str], position: int) -> bool:
    """Whether a denial stands between what is affirmed and what is denied ("pain not relieved by rest" does not)."""
    before, after = lexemes[:position], lexemes[position + 1 :]
    if after and after[0] in lexicon.EFFECTS:
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
    if topics & lexicon.SENSED:
        topics = topics - {"sensory"}
    for telling, idle in LOSES.items():
        if telling in topics:
            topics = topics - idle
    if "reflex" in topics and topics & {"increas", "exaggerat", "brisk"}:
        topics = topics - {"increas", "exaggerat"} | {"brisk"}
    if topics & lexicon.SUSTAINED:
        topics = topics - {"after"}
    if "unable" in topics and topics & lexicon.EFFORTS:
        topics = topics - {"unable"}
    return frozenset(topics)


def _heavy(lexemes: Iterable[str]) -> set[str]:
    return {t for t in lexemes if t not in MARKS and t not in LIGHT and t not in MINOR and t != "absent"}


def listing(lexemes: Sequence[str]) -> list[list[str]]:
    """The members of a list, each with the denial or relief that the list shares.

    Args:
        lexemes: of `spelling.lexemes`.
    Assumes: a denial holds on to the next "but" or to the next part with a mark of its own.
    Source: none; a convention of this module.
    """
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


def circumstance(lexemes: Sequence[str]) -> list[list[str]]:
    """A complaint and what brings it on or where it goes ("buttock pain with sitting", "back pain radiating to the calf").

    Args:
        lexemes: of `spelling.lexemes`.
    Assumes: the complaint comes first and is affirmed; anything else gives no parts.
    Source: none; a convention of this module.
    """
    parts, before = _cut(lexemes, frozenset({"WITH", RADIATING}))
    complaint = parts[0] if parts else []
    is_complaint = "pain" in complaint and bool(_heavy(complaint)) and _heavy(complaint) <= SITES and MARKS.isdisjoint(complaint)
    if not is_complaint or before not in (["", "WITH"], ["", RADIATING]) or not _heavy(parts[-1]):
        return []
    return [complaint, ["pain", *parts[1]] if before[-1] == RADIATING else parts[1]]


def _leading_marks(part: Sequence[str]) -> list[str]:
    return list(takewhile(lambda lexeme: lexeme in MARKS or lexeme in LIGHT, part))


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
