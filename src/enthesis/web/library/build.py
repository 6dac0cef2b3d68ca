"""The library's pages, from the pack's exercises and drawings."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.actions.rehabilitation import exercise_groups, exercises_on_offer, get_rehabilitation
from enthesis.care.figures.pose_files import load_figures
from enthesis.knowledge.rehabilitation import DoseRange, Exercise
from enthesis.knowledge.rehabilitation_words import CONTRACTIONS, POSITIONS
from enthesis.web.library.pages import Card, Choice, ExercisePage, FigureView, Group, LibraryPage, Selection
from enthesis.web.library.search import LONGEST_WORDS, Asked, Filter, find_exercises, guess_meant
from enthesis.web.shell import Shell


def build_library(shell: Shell, asked: Asked, filters: tuple[Filter, ...], may_see_programmes: bool) -> LibraryPage:
    """The list of what fits, by region."""
    exercises = tuple(exercise for _region, exercise in exercises_on_offer().values())
    found = find_exercises(asked, filters, exercises)
    meant = None if found else guess_meant(asked, filters, exercises)
    groups = ((name, [e for e in found if e.region == region]) for region, name in exercise_groups().items())
    return LibraryPage(
        shell=shell,
        words=asked.words,
        longest_words=LONGEST_WORDS,
        selections=tuple(_selection(one, asked) for one in filters),
        problems=asked.problems,
        narrowed=bool(asked.words or asked.chosen),
        groups=tuple(Group(name, _cards(members)) for name, members in groups if members),
        found=len(found),
        total=len(exercises),
        may_see_programmes=may_see_programmes,
        meant=meant.words if meant else "",
        meant_query=meant.query if meant else "",
    )


def build_exercise(shell: Shell, region: str, exercise: Exercise, side: str, is_still: bool) -> ExercisePage:
    """One exercise, with the ones a step below and above it.

    Args:
        region: whose library has it.
        side: right or left, the side the drawing shows.
        is_still: the reader wants no movement.
    """
    rehabilitation = get_rehabilitation(region)
    low, high = exercise.hip_flexion_deg
    return ExercisePage(
        shell=shell,
        exercise=exercise,
        region=rehabilitation.words.exercise_groups[exercise.region],
        figure=_figure(exercise.id, side, is_still),
        dose=dose_lines(exercise.dose),
        facts=(
            (_("Target"), ", ".join(exercise.target_muscles)),
            (_("How it works"), CONTRACTIONS[exercise.contraction]),
            (_("Position"), POSITIONS[exercise.position]),
            (_("Equipment"), ", ".join(exercise.equipment) or _("none")),
            (_("Phases"), "; ".join(rehabilitation.phase_by_id[p].name for p in exercise.phases)),
        ),
        judged=(
            *([(_("Loaded hip bends"), _("%(range)s degrees") % {"range": between((low, high))})] if high else []),
            (_("Load on the tendon"), exercise.tendon_load.replace("_", " ")),
            (_("Compression"), exercise.compression.replace("_", " ")),
        ),
        easier=_cards(rehabilitation.exercise_by_id[one] for one in exercise.progression_of),
        harder=_cards(rehabilitation.exercise_by_id[one] for one in rehabilitation.progressions_by_id[exercise.id]),
    )


def dose_in_short(dose: DoseRange) -> str:
    """`3–4 × 8–12`, `4–5 × 20–45 s`, `3 × 20 m`, each side where it is."""
    each = [
        *([between(dose.repetitions)] if dose.repetitions and not (dose.distance_m and dose.repetitions == (1, 1)) else []),
        *([_("%(n)s m") % {"n": between(dose.distance_m)}] if dose.distance_m else []),
        *([seconds(dose.hold_s)] if dose.hold_s else []),
    ]
    short = " × ".join((between(dose.sets), *each))
    return _("%(dose)s each side") % {"dose": short} if dose.each_side else short


def dose_lines(dose: DoseRange) -> tuple[tuple[str, str], ...]:
    """Name and words of every part of a dose range that applies."""
    lines = [(_("Sets"), between(dose.sets))]
    if dose.repetitions:
        lines.append((_("Repetitions"), between(dose.repetitions)))
    if dose.hold_s:
        lines.append((_("Each lasts"), seconds(dose.hold_s)))
    if dose.distance_m:
        lines.append((_("Distance"), _("%(n)s m") % {"n": between(dose.distance_m)}))
    if dose.each_side:
        lines.append((_("Sides"), _("each side")))
    if dose.tempo_s:
        words = _("%(down)s s down, %(held)s s held, %(up)s s up")
        lines.append((_("Tempo"), words % dict(zip(("down", "held", "up"), dose.tempo_s, strict=True))))
    lines.append((_("Rest"), seconds(dose.rest_s)))
    if dose.effort_rpe_0_10:
        lines.append((_("Effort"), _("%(n)s of 10") % {"n": between(dose.effort_rpe_0_10)}))
    lines.append((_("Sessions"), _("%(n)s a week") % {"n": between(dose.sessions_per_week)}))
    lines.append((_("Added load"), _("a weight, band or setting can be added") if dose.loaded else _("none")))
    return tuple(lines)


def between(range_: tuple[int, int]) -> str:
    """`8–12`, or `10` where both ends are the same."""
    low, high = range_
    return str(low) if low == high else f"{low}–{high}"


def seconds(range_: tuple[int, int]) -> str:
    """A range of seconds; in minutes where both ends are whole ones from two minutes on."""
    low, high = range_
    if low >= 120 and low % 60 == 0 and high % 60 == 0:
        return _("%(n)s min") % {"n": between((low // 60, high // 60))}
    return _("%(n)s s") % {"n": between(range_)}


def _selection(one: Filter, asked: Asked) -> Selection:
    held = asked.chosen.get(one.name, "")
    options = (("", _("any")), *one.options)
    return Selection(one.name, one.label, tuple(Choice(value, label, value == held) for value, label in options))


def _cards(exercises: Iterable[Exercise]) -> tuple[Card, ...]:
    return tuple(
        Card(
            id=one.id,
            name=one.name,
            thumb=f"{_drawing(one.id)}?view=thumb" if one.id in load_figures() else "",
            dose=dose_in_short(one.dose),
            targets=", ".join(one.target_muscles),
            facts=", ".join(
                (
                    *([_("hip %(range)s°") % {"range": between(one.hip_flexion_deg)}] if one.hip_flexion_deg[1] else []),
                    _("tendon load %(load)s") % {"load": one.tendon_load.replace("_", " ")},
                )
            ),
        )
        for one in exercises
    )


def _figure(exercise_id: str, side: str, is_still: bool) -> FigureView | None:
    figure = load_figures().get(exercise_id)
    if figure is None:
        return None
    address = f"{_drawing(exercise_id)}?side={side}"
    return FigureView(
        still=f"{address}&view=still",
        moving="" if is_still else address,
        side=side,
        frames=tuple((figure.keyframes[n].name, figure.keyframes[n].says) for n in figure.panels),
    )


def _drawing(exercise_id: str) -> str:
    """The drawing that the patient's app serves to anybody and keeps in memory: drawn once for both."""
    return reverse("today_figure", args=[exercise_id])
