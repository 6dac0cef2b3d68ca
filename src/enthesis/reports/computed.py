"""Numbers that no entry holds: each is made by a named rule, and its trace shows what it was made from.

A document may say a number only if it stands in the record, in a cited source, or behind one of these rules.
"""

from __future__ import annotations

import datetime
import statistics
from collections.abc import Sequence

from enthesis.reports.note import Trace

RULES = {
    "difference": "last less first",
    "count": "how many records of one kind stand behind the sentence",
    "share": "one side as a percentage of the other",
    "days": "days from one date to another",
    "weeks": "whole weeks from one date to another",
    "median": "the number in the middle, or the mean of the two in the middle",
    "day": "day of the episode; its first day is day 1",
}
"""Every rule by its name, in words."""
RULE = "rule"


def figure(number: float) -> str:
    """A number as documents write it: at most one decimal, a true minus."""
    text = f"{abs(number):.1f}".removesuffix(".0")
    return f"−{text}" if number < 0 and text != "0" else text


def difference(later: float, earlier: float) -> tuple[str, Trace]:
    """Later less earlier with its sign, and how it was computed. Both are rounded as they are written before the difference."""
    rounded = round(later, 1) - round(earlier, 1)
    said = figure(rounded) if rounded <= 0 else f"+{figure(rounded)}"
    return said, Trace(RULE, "difference", f"{figure(later)} − {figure(earlier)} = {figure(rounded)}")


def share(percent: float, words: str) -> Trace:
    """One measured number as a percentage of another.

    Args:
        words: the two numbers, for instance "180 of 225".
    """
    return Trace(RULE, "share", f"{words} = {percent:.0f}%")


def median_of(numbers: Sequence[float]) -> tuple[str, Trace]:
    """The median as it is written, and how it was computed.

    Args:
        numbers: at least one.
    """
    ranked = sorted(numbers)
    said = figure(statistics.median(ranked))
    return said, Trace(RULE, "median", f"{', '.join(figure(one) for one in ranked)}; in the middle {said}")


def counted(n: int, what: str) -> Trace:
    """How many records of a kind stand behind a sentence.

    Args:
        what: in words; the sentence also traces each of them.
    """
    return Trace(RULE, "count", f"{n} {what}")


def day_number(on: datetime.date, first: datetime.date) -> int:
    """Day of the episode; its first day is day 1, the day before it day 0."""
    return (on - first).days + 1


def whole_weeks(start: datetime.date, end: datetime.date) -> int:
    """Whole weeks from one date to another; never below zero."""
    return max(0, (end - start).days) // 7
