"""Drawings of exercises for the phone. They show nobody and say nothing about a patient, so anybody may have them."""

from __future__ import annotations

from functools import lru_cache

from enthesis.care.figures.pose_files import load_figures
from enthesis.care.figures.svg import draw_animated, draw_still


def is_drawn(exercise_id: str) -> bool:
    """Whether there is a drawing."""
    return exercise_id in load_figures()


@lru_cache(maxsize=512)
def draw_exercise(exercise_id: str, mirrored: bool, still: bool) -> str | None:
    """A drawing as SVG; None where the exercise has not been drawn yet.

    Args:
        mirrored: the left side works.
        still: start and end side by side, in place of the movement.
    """
    figure = load_figures().get(exercise_id)
    if figure is None:
        return None
    name = exercise_id.replace("_", " ")
    if still:
        return draw_still(figure, name, mirrored=mirrored, palette="screen")
    return draw_animated(figure, name, mirrored=mirrored)
