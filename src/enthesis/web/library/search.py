"""What is asked of the library, and which exercises fit: words and selections, all of which must hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from enthesis.actions.rehabilitation import exercise_groups
from enthesis.knowledge.rehabilitation import Exercise, Rehabilitation
from enthesis.knowledge.rehabilitation_words import POSITIONS

LONGEST_WORDS = 80
LONGEST_SHOWN = 30
BENDS_DEG = (0, 20, 30, 45, 60, 70, 90)
"""Offered as 'the hip bends at most'."""
BARE = "none"
"""Choice of equipment: nothing, or a mat."""


@dataclass(frozen=True)
class Filter:
    """One way to narrow the library."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    fits: Callable[[Exercise, str], bool]
    """Whether an exercise fits one of the options."""


@dataclass(frozen=True)
class Asked:
    """What the reader asks for."""

    words: str
    chosen: Mapping[str, str]
    """Value by the name of its filter."""
    problems: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The same question as the query of an address."""
        return urlencode({"q": self.words, **self.chosen})


def list_filters(*regions: Rehabilitation) -> tuple[Filter, ...]:
    """Every filter, with the options that at least one exercise of the regions fits."""
    all_of = [exercise for region in regions for exercise in region.exercises]
    phases: dict[str, str] = {}
    for phase in (phase for region in regions for phase in region.phases):
        phases.setdefault(phase.id, phase.name)
    muscles = sorted({m for e in all_of for m in e.target_muscles})
    things = sorted({t for e in all_of for t in e.equipment}, key=str.casefold)
    return (
        Filter("muscle", _("Target"), tuple((m, m) for m in muscles), lambda e, v: v in e.target_muscles),
        Filter(
            "phase",
            _("Phase"),
            tuple((p, name) for p, name in phases.items() if any(p in e.phases for e in all_of)),
            lambda e, v: v in e.phases,
        ),
        Filter(
            "bend",
            _("The hip bends at most"),
            tuple((str(deg), _("%(deg)s degrees") % {"deg": deg}) for deg in BENDS_DEG),
            lambda e, v: e.hip_flexion_deg[1] <= int(v),
        ),
        Filter(
            "equipment",
            _("Equipment"),
            ((BARE, _("nothing, or a mat")), *((t, t) for t in things)),
            lambda e, v: set(e.equipment) <= {"mat"} if v == BARE else v in e.equipment,
        ),
        Filter("position", _("Position"), _used(POSITIONS, (e.position for e in all_of)), lambda e, v: v == e.position),
        Filter("region", _("Region"), _used(exercise_groups(), (e.region for e in all_of)), lambda e, v: v == e.region),
    )


def read_asked(query: Mapping[str, str], filters: Iterable[Filter]) -> Asked:
    """The question in a query; what is not on offer is left out and said so, never a fault."""
    typed = " ".join(query.get("q", "").replace("\x00", " ").split())
    problems: list[str] = []
    if len(typed) > LONGEST_WORDS:
        problems.append(_("Words: only the first %(n)s characters are searched for; write fewer words.") % {"n": LONGEST_WORDS})
    chosen: dict[str, str] = {}
    for one in filters:
        value = query.get(one.name, "")
        if any(value == known for known, _label in one.options):
            chosen[one.name] = value
        elif value:
            shown = value if len(value) <= LONGEST_SHOWN else value[: LONGEST_SHOWN - 1] + "…"
            said = _("%(label)s: “%(value)s” is not on offer and was left out; choose one from the list.")
            problems.append(said % {"label": one.label, "value": shown})
    return Asked(typed[:LONGEST_WORDS], chosen, tuple(problems))


def find_exercises(asked: Asked, filters: Iterable[Filter], exercises: Iterable[Exercise]) -> tuple[Exercise, ...]:
    """Exercises that fit every selection and every word, in the order they were given.

    A word fits when a word of the name or of a synonym begins with it, accents and hyphens aside.
    """
    by_name = {one.name: one for one in filters}
    wanted = fold_words(asked.words)
    return tuple(
        exercise
        for exercise in exercises
        if all(by_name[name].fits(exercise, value) for name, value in asked.chosen.items())
        and all(_is_among(word, known_words(exercise)) for word in wanted)
    )


def guess_meant(asked: Asked, filters: Iterable[Filter], exercises: tuple[Exercise, ...]) -> Asked | None:
    """The question with words put right that no exercise knows; None where that finds nothing either."""
    vocabulary = sorted({word for exercise in exercises for word in known_words(exercise)})
    words = fold_words(asked.words)
    mended = [word if _is_among(word, vocabulary) else next(iter(get_close_matches(word, vocabulary, 1)), word) for word in words]
    if mended == words:
        return None
    meant = Asked(" ".join(mended), asked.chosen)
    return meant if find_exercises(meant, filters, exercises) else None


def known_words(exercise: Exercise) -> frozenset[str]:
    """The words of an exercise's name and synonyms, and neighbours written as one ('press-up' as 'pressup')."""
    found: set[str] = set()
    for text in (exercise.name, *exercise.synonyms):
        words = fold_words(text)
        found.update(words, (a + b for a, b in pairwise(words)))
    return frozenset(found)


def fold_words(text: str) -> list[str]:
    """Words in lower case, without accents and signs."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain.casefold())


def _is_among(typed: str, words: Iterable[str]) -> bool:
    return any(word.startswith(typed) or typed == word + "s" for word in words)


def _used(labels: Mapping[str, str], used: Iterable[str]) -> tuple[tuple[str, str], ...]:
    present = set(used)
    return tuple((value, label) for value, label in labels.items() if value in present)
