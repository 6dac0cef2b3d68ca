"""What a patient in treatment may tell that reaches beyond the plan, as the region's pack says: how soon, in which words, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Literal

Haste = Literal["emergency", "same_day", "soon", "watch"]
"""How soon somebody should look; `watch` needs nobody, only a careful day."""
HASTE_ORDER: tuple[Haste, ...] = ("emergency", "same_day", "soon", "watch")
ILLNESS, NIGHT_PAIN = "illness", "night_pain"
"""Signs of every region: the morning check asks about being ill, and a log has a column of its own for pain at night."""


@dataclass(frozen=True)
class OnPhone:
    """A sign as the phone offers it: fixed advice that needs no network."""

    tap: str
    """What the patient taps, in the first person."""
    say: str
    """Why it matters."""
    steps: tuple[str, ...]
    """What to do now, first things first."""


@dataclass(frozen=True)
class WarningSign:
    """One sign. All of it is judgement; the red flags it names hold the citations."""

    id: str
    name: str
    """What was told, for a clinician: "numbness in the saddle area"."""
    haste: Haste
    because: str
    """Ends the patient's sentence "get medical help now: ..."; empty for `watch`."""
    to_do: str
    """For the clinician; empty for `watch`."""
    red_flags: tuple[str, ...]
    """Rules of the pack that stand behind it."""
    also: tuple[str, ...]
    """Other ids under which a log may write it."""
    heard_as: tuple[re.Pattern[str], ...]
    """How a free note speaks of it."""
    in_place_of: tuple[str, ...]
    """Milder signs that are not meant as well where a note speaks of this one."""
    phone: OnPhone | None
    """None: the phone does not offer it by itself."""
    where: str


@dataclass(frozen=True)
class WarningSigns:
    """The signs of a region, gravest first, and what its papers say about getting help."""

    signs: tuple[WarningSign, ...] = ()
    on_paper: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By haste, the rest of a sentence such as "At once, at an emergency department: ..."."""
    help: tuple[str, ...] = ()
    """Sentences under "Get help at once if"."""

    @cached_property
    def by_id(self) -> Mapping[str, WarningSign]:
        """Signs by id."""
        return MappingProxyType({sign.id: sign for sign in self.signs})

    @cached_property
    def id_as_written(self) -> Mapping[str, str]:
        """Id by every name a log may use."""
        return MappingProxyType({name: sign.id for sign in self.signs for name in (*sign.also, sign.id)})

    def name_of(self, sign_id: str) -> str:
        """What a clinician calls a sign; the id in words where the region does not know it."""
        return self.by_id[sign_id].name if sign_id in self.by_id else sign_id.replace("_", " ")
