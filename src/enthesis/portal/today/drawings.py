"""Drawings of exercises for the phone. They show nobody and say nothing about a patient, so anybody may have them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from enthesis.care.figures.pose_files import load_figures
from enthesis.care.figures.svg import draw_animated, draw_still

View = Literal["moving", "still", "thumb"]
_VIEW_BOX = re.compile(r'viewBox="(-?\d+) (-?\d+) (\d+) (\d+)"')
_CAPTION = re.compile(r"<text .*?</text>")


def is_drawn(exercise_id: str) -> bool:
    """Whether there is a drawing."""
    return exercise_id in load_figures()


@lru_cache(maxsize=512)
def draw_exercise(exercise_id: str, mirrored: bool, view: View) -> str | None:
    """A drawing as SVG; None where the exercise has not been drawn yet.

    Args:
        mirrored: the left side works.
        view: the movement; start and end side by side; or the end alone, for a list.
    """
    figure = load_figures().get(exercise_id)
    if figure is None:
        return None
    name = exercise_id.replace("_", " ")
    if view == "moving":
        return draw_animated(figure, name, mirrored=mirrored)
    still = draw_still(figure, name, mirrored=mirrored, palette="screen")
    return still if view == "still" else _last_panel(still, len(figure.panels))


def _last_panel(still: str, panels: int) -> str:
    """The last of panels that stand side by side, without captions."""

    def cropped(found: re.Match[str]) -> str:
        left, top, width, height = (int(number) for number in found.groups())
        return f'viewBox="{left + width * (panels - 1) // panels} {top} {width // panels} {height}"'

    return _CAPTION.sub("", _VIEW_BOX.sub(cropped, still, count=1))
