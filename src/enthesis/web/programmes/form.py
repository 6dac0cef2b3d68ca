"""A programme while it is being written: what was typed, in the order it stands, and the programme that comes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.dosing import start_dose
from enthesis.care.own_programme import MOST_IN_A_PHASE, OwnExercise, OwnProgramme
from enthesis.knowledge.regions import default_region, known_region
from enthesis.knowledge.rehabilitation import Phase
from enthesis.terms.fault import UnusableInput
from enthesis.web.plans.dose_form import dose_fields, read_typed_dose

DOSE_PARTS = ("sets", "repetitions", "hold_s", "distance", "sessions", "effort", "tempo", "rest_s", "depth", "load_words")
LONGEST = {"name": 120, "summary": 1000, "duration": 120}
MOST_ROWS = 60
ROW = re.compile(r"x(\d{1,3})\.exercise")


@dataclass(frozen=True)
class Row:
    """One exercise as it stands in the form."""

    phase: str
    exercise: str
    dose: Mapping[str, str]


@dataclass(frozen=True)
class Typed:
    """The whole form."""

    name: str = ""
    purpose: str = "rehabilitation"
    sources: tuple[str, ...] = ()
    summary: str = ""
    duration: str = ""
    rows: tuple[Row, ...] = ()
    origin: str = ""
    """Name in a plan of the programme it was begun from; empty: from nothing."""
    adding: Mapping[str, str] = field(default_factory=dict[str, str])
    """By phase: what stands in the field that adds an exercise."""
    region: str = field(default_factory=default_region)
    """Whose exercises, phases and sources it is made of."""


def phases_of_programmes(region: str) -> tuple[Phase, ...]:
    """Phases that the region's library has exercises for, in their order."""
    rehabilitation = get_rehabilitation(region)
    used = {phase for exercise in rehabilitation.exercises for phase in exercise.phases}
    return tuple(phase for phase in rehabilitation.phases if phase.kind == "track" and phase.id in used)


def typed_from(own: OwnProgramme) -> Typed:
    """The form of a programme as it stands."""
    rows = [Row(phase, one.id, dose_fields(one.dose)) for phase, listed in own.phases.items() for one in listed]
    return Typed(
        own.name,
        own.purpose,
        own.for_sources,
        own.summary,
        own.duration,
        tuple(rows),
        own.based_on,
        region=known_region(own.region),
    )


def read_typed(post: Any) -> Typed:
    """The form as it was sent. A row whose exercise the library does not have is left out."""
    region = known_region(post.get("region"))
    library = get_rehabilitation(region).exercise_by_id
    phases = {phase.id for phase in phases_of_programmes(region)}
    rows: list[Row] = []
    for number in sorted({int(m[1]) for name in post if (m := ROW.fullmatch(str(name)))})[:MOST_ROWS]:
        exercise, phase = str(post.get(f"x{number}.exercise", "")), str(post.get(f"x{number}.phase", ""))
        if exercise in library and phase in phases:
            parts = {part: str(post[f"x{number}.{part}"])[:200] for part in DOSE_PARTS if f"x{number}.{part}" in post}
            rows.append(Row(phase, exercise, parts))
    short = {name: " ".join(str(post.get(name, "")).split())[:most] for name, most in LONGEST.items() if name != "summary"}
    return Typed(
        **short,
        summary=str(post.get("summary", "")).strip()[: LONGEST["summary"]],
        purpose=str(post.get("purpose", "rehabilitation")),
        sources=tuple(str(value) for value in post.getlist("source")[:60]),
        rows=tuple(rows),
        origin=str(post.get("origin", ""))[:80],
        adding={phase: str(post.get(f"add.{phase}", ""))[:120] for phase in phases},
        region=region,
    )


def with_act(typed: Typed, act: str) -> tuple[Typed, str, str]:
    """The form after one of its buttons: add, take out, up, down.

    Returns:
        the form, what was done in words, and the id of the field to go on in.
    Raises:
        UnusableInput: what is to be added is not in the library, stands there already, or belongs to another phase.
    """
    kind, _colon, what = act.partition(":")
    if kind == "add":
        return _with_added(typed, what)
    if not what.isdigit() or int(what) >= len(typed.rows):
        return typed, "", ""
    at = int(what)
    rows, moved = list(typed.rows), typed.rows[at]
    name = get_rehabilitation(typed.region).exercise_by_id[moved.exercise].name
    if kind == "remove":
        del rows[at]
        return replace(typed, rows=tuple(rows)), _("%(name)s is taken out.") % {"name": name}, f"add-{moved.phase}"
    neighbours = [n for n, row in enumerate(rows) if row.phase == moved.phase]
    place = neighbours.index(at)
    other = place - 1 if kind == "up" else place + 1
    if kind not in ("up", "down") or not 0 <= other < len(neighbours):
        return typed, "", ""
    rows[at], rows[neighbours[other]] = rows[neighbours[other]], moved
    said = _("%(name)s stands at place %(n)d now.") % {"name": name, "n": other + 1}
    return replace(typed, rows=tuple(rows)), said, f"{kind}-{neighbours[other]}"


def _with_added(typed: Typed, phase: str) -> tuple[Typed, str, str]:
    rehabilitation = get_rehabilitation(typed.region)
    found = next((each for each in phases_of_programmes(typed.region) if each.id == phase), None)
    if found is None:
        return typed, "", ""
    wanted = typed.adding.get(phase, "").strip().lower()
    exercise = next((each for each in rehabilitation.exercises if wanted in (each.name.lower(), each.id)), None)
    if exercise is None:
        raise UnusableInput(found.name, _("no exercise of the library has this name"), _("choose one from the list"))
    if phase not in exercise.phases:
        belongs = ", ".join(rehabilitation.phase_by_id[p].name for p in exercise.phases)
        what = _("%(name)s does not belong to this phase") % {"name": exercise.name}
        raise UnusableInput(found.name, what, _("add it in %(phases)s") % {"phases": belongs})
    if any((row.phase, row.exercise) == (phase, exercise.id) for row in typed.rows):
        raise UnusableInput(found.name, _("%(name)s stands here already") % {"name": exercise.name}, _("change its dose there"))
    if sum(row.phase == phase for row in typed.rows) >= MOST_IN_A_PHASE:
        raise UnusableInput(found.name, _("it is full"), _("take an exercise out first"))
    rows = (*typed.rows, Row(phase, exercise.id, dose_fields(start_dose(exercise))))
    said = _("%(name)s is added to %(phase)s.") % {"name": exercise.name, "phase": found.name}
    return replace(typed, rows=rows, adding={**typed.adding, phase: ""}), said, f"add-{phase}"


def read_own(typed: Typed) -> tuple[OwnProgramme | None, tuple[str, ...]]:
    """The programme as typed, or what cannot be read of it: a sentence for each place."""
    library = get_rehabilitation(typed.region).exercise_by_id
    problems: list[str] = []
    phases: dict[str, list[OwnExercise]] = {phase.id: [] for phase in phases_of_programmes(typed.region)}
    if not typed.name:
        problems.append(str(UnusableInput(_("Name"), _("it is empty"), _("write what the programme is called"))))
    if typed.purpose not in ("rehabilitation", "prevention", "training"):
        problems.append(str(UnusableInput(_("What it is for"), _("this is no purpose"), _("choose one"))))
    for row in typed.rows:
        exercise = library[row.exercise]
        try:
            fields = {f"x.{part}": text for part, text in row.dose.items()}
            phases[row.phase].append(OwnExercise(row.exercise, read_typed_dose(fields, "x", exercise.name, start_dose(exercise))))
        except UnusableInput as fault:
            problems.append(str(fault))
    if problems:
        return None, tuple(problems)
    chosen = {phase: tuple(listed) for phase, listed in phases.items() if listed}
    own = OwnProgramme(
        typed.name,
        typed.purpose,  # type: ignore[arg-type]
        typed.sources,
        MappingProxyType(chosen),
        typed.summary,
        typed.duration,
        typed.origin,
        typed.region,
    )
    return own, ()
