"""The home programme on paper: figures, dose in plain words, when to stop, a log to fill in, and the way to the phone's app."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from enthesis.care.figures.pose_files import load_figures
from enthesis.care.figures.svg import draw_still
from enthesis.care.plan_document import PlanDocument, PlannedDose, PlannedExercise
from enthesis.knowledge.rehabilitation import Rehabilitation

LOG_DAYS = 14
PROPOSED = "(proposed;"
"""In a goal that the engine proposed and nobody has put into the patient's words."""
SHORT_NAME = 22


@dataclass(frozen=True)
class Picture:
    """Start and end of an exercise as SVG of our own drawing, numbered."""

    svg: str


@dataclass(frozen=True)
class HandoutExercise:
    """One exercise as the patient reads it."""

    number: int
    name: str
    side: str
    how_much: str
    """For instance "3 sets of 8"."""
    details: tuple[str, ...]
    """Load, tempo, rest, effort and how often, one a line."""
    setup: str
    cues: tuple[str, ...]
    stop_rule: str
    pictures: tuple[Picture, ...]
    """Empty: it has not been drawn yet."""


@dataclass(frozen=True)
class PhoneWay:
    """How the app is opened: shown once, on the paper that is printed with it."""

    address: str
    code: str
    qr_svg: str
    """Empty where the installation has no https address."""
    lasts: str


@dataclass(frozen=True)
class Handout:
    """A whole handout."""

    clinic_name: str
    clinic_lines: tuple[str, ...]
    telephone: str
    patient_name: str
    record_number: str
    day: str
    plan_number: int
    phase: str
    plain_words: str
    why: str
    """Why the plan is as it is, in the patient's words; empty where nothing was written."""
    goals: tuple[str, ...]
    held: str
    """What is said in place of the exercises while the plan rests; empty while it does not."""
    pain_ceiling_0_10: int
    marker: str
    marker_setup: str
    exercises: tuple[HandoutExercise, ...]
    advice: tuple[tuple[str, str], ...]
    """(what, dose) of accepted interventions."""
    running: str
    get_help: Mapping[str, str]
    """By haste (emergency, same_day, soon), the rest of the sentence that begins with whom to see."""
    asks_sitting: bool
    """The log has a column for minutes of sitting."""
    log_columns: tuple[str, ...]
    log_rows: tuple[int, ...]
    simulated: bool
    paper: str
    """a4 or letter."""
    language: str
    phone: PhoneWay | None


HELD = {
    "refer": "Do none of these exercises until you have seen the clinician your therapist named.",
    "flare": "Your pain has flared. Until your therapist tells you otherwise, do only what you agreed for a flare.",
    "hold": "Your plan rests where it is. Add nothing until your therapist has spoken to you.",
}


def compose_handout(
    document: PlanDocument,
    rehabilitation: Rehabilitation,
    *,
    clinic_name: str,
    clinic_lines: tuple[str, ...],
    telephone: str,
    patient_name: str,
    record_number: str,
    day: str,
    plan_number: int,
    why: str,
    affected_side: str,
    units: str,
    simulated: bool,
    paper: str,
    language: str,
    phone: PhoneWay | None = None,
) -> Handout:
    """Write the handout of a plan.

    Args:
        day: the day it is printed, in words.
        affected_side: left, right, both or empty; a figure of a one-sided exercise shows this side where the plan names none.
        units: metric or imperial, for running.
    Assumes: a plan that refers loads nothing, so its exercises are not printed.
    """
    phase = rehabilitation.phase_by_id.get(document.phase)
    marker = rehabilitation.exercise_by_id.get(document.marker)
    exercises = () if document.overlay == "refer" else document.exercises
    kinds = {i.id: i.kind for i in rehabilitation.interventions}
    return Handout(
        clinic_name=clinic_name,
        clinic_lines=clinic_lines,
        telephone=telephone,
        patient_name=patient_name,
        record_number=record_number,
        day=day,
        plan_number=plan_number,
        phase=phase.name if phase else document.phase,
        plain_words=phase.plain_words if phase else "",
        why=why,
        goals=tuple(goal.words for goal in document.goals if PROPOSED not in goal.words),
        held=HELD.get(document.overlay, ""),
        pain_ceiling_0_10=document.pain_ceiling_0_10,
        marker=marker.name if marker else "",
        marker_setup=marker.setup if marker else "",
        exercises=tuple(_exercise(n, line, rehabilitation, affected_side) for n, line in enumerate(exercises, 1)),
        advice=tuple(
            (i.name, i.dose)
            for i in document.interventions
            if i.decision == "accepted" and kinds.get(i.id) in rehabilitation.words.kinds_at_home
        ),
        running=_running(document, rehabilitation, units),
        get_help=rehabilitation.warning_signs.on_paper,
        asks_sitting="sitting_min" in rehabilitation.daily.asks,
        log_columns=tuple(f"{n}. {_short(line.name)}" for n, line in enumerate(exercises, 1)),
        log_rows=tuple(range(1, LOG_DAYS + 1)),
        simulated=simulated,
        paper=paper,
        language=language,
        phone=phone,
    )


def _exercise(number: int, line: PlannedExercise, rehabilitation: Rehabilitation, affected_side: str) -> HandoutExercise:
    known = rehabilitation.exercise_by_id.get(line.id)
    sides = {"left": "left side", "right": "right side", "both": "each side"}
    how_much, details = dose_in_plain_words(line.dose)
    return HandoutExercise(
        number=number,
        name=line.name,
        side=sides.get(line.side, ""),
        how_much=how_much,
        details=details,
        setup=known.setup if known else "",
        cues=known.cues if known else (),
        stop_rule=known.stop_rule if known else "",
        pictures=_pictures(line, affected_side, known.cues if known else ()),
    )


def _pictures(line: PlannedExercise, affected_side: str, cues: tuple[str, ...]) -> tuple[Picture, ...]:
    figure = load_figures().get(line.id)
    if figure is None:
        return ()
    mirrored = (line.side or affected_side) == "left" or (line.side == "both" and affected_side == "left")
    return (Picture(draw_still(figure, line.name, "; ".join(cues), mirrored=mirrored, palette="print")),)


def dose_in_plain_words(dose: PlannedDose) -> tuple[str, tuple[str, ...]]:
    """The amount in a few words, and the rest of a dose one fact a line."""
    sets = "1 set" if dose.sets == 1 else f"{dose.sets} sets"
    if dose.repetitions is None:
        how_much = f"Hold {dose.hold_s} seconds, {times_words(dose.sets)}"
    elif dose.hold_s is not None:
        how_much = f"{sets} of {dose.repetitions}, each held {dose.hold_s} seconds"
    else:
        how_much = f"{sets} of {dose.repetitions}"
    details: list[str] = []
    if dose.load_kg is not None:
        details.append(f"Weight: {dose.load_kg:g} kg")
    elif dose.load_words:
        details.append(f"Weight: {dose.load_words}")
    if dose.tempo_s is not None:
        down, held, up = dose.tempo_s
        details.append(f"Pace: {down} s down, " + (f"{held} s held, " if held else "") + f"{up} s up")
    if dose.rest_s:
        details.append(f"Rest {dose.rest_s} s between sets")
    if dose.effort_rpe_0_10 is not None:
        details.append(f"Effort about {dose.effort_rpe_0_10} of 10")
    per_week = dose.sessions_per_week
    every_day = {7: "Every day", 14: "Twice a day"}
    details.append(every_day.get(per_week, f"{times_words(per_week)} a week".capitalize()))
    return how_much, tuple(details)


def times_words(times: int) -> str:
    """Once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(times, f"{times} times")


def _running(document: PlanDocument, rehabilitation: Rehabilitation, units: str) -> str:
    """What may be run, in one sentence; empty: running is not part of the plan yet."""
    level = next((rung for rung in rehabilitation.run_levels if rung.id == document.run_level), None)
    if level is None:
        return ""
    parts: list[str] = []
    if level.run_min:
        turn = f"walk {level.walk_min:g} min, run {level.run_min:g} min" if level.walk_min else f"run {level.run_min:g} min"
        parts.append(f"{turn}, {level.repeats} times" if level.repeats > 1 else turn)
    if level.distance_km is not None:
        distance = level.distance_km / 1.609344 if units == "imperial" else level.distance_km
        parts.append(f"{distance:.1f} {'miles' if units == 'imperial' else 'km'} in all")
    return f"{level.name}: {', '.join(parts)}." if parts else f"{level.name}."


def _short(name: str) -> str:
    return name if len(name) <= SHORT_NAME else name[: SHORT_NAME - 1].rstrip() + "…"
