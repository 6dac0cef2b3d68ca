"""Points and signs of a picture of a course. Each kind has a shape of its own, so that nothing hangs on colour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.sax.saxutils import escape

INK, ACCENT, DANGER, PAPER = "#14211f", "#0b5f67", "#a1271b", "#ffffff"
SIMULATED = "simulated (square, dashed)"
MISSING = "asked, not scored"


@dataclass(frozen=True)
class Sign:
    """A sign about 14 units wide around its middle."""

    name: str
    path: str
    filled: bool
    tone: str
    further: str = ""
    """A second path, only stroked."""


KINDS: Mapping[str, Sign] = MappingProxyType(
    {
        "visit": Sign("visit", "M6 0A6 6 0 1 1-6 0 6 6 0 1 1 6 0z", False, "ink", "M-2.8 0l2 2.2 3.8-4.2"),
        "needling": Sign("needling", "M0-6.5L6.5 0 0 6.5-6.5 0z", True, "ink"),
        "flare": Sign("flare", "M1.5-8-5 1.5H0L-1.5 8 5-1.5H0z", True, "danger"),
        "flare_by_rule": Sign("flare, found by rule", "M1.5-8-5 1.5H0L-1.5 8 5-1.5H0z", True, "danger", "M-7 7.5H7"),
        "recurrence": Sign("recurrence", "M1.5-8-5 1.5H0L-1.5 8 5-1.5H0z", False, "danger", "M-7-7L7 7"),
        "running_resumed": Sign("running resumed", "M-4.5-6L6.5 0-4.5 6z", False, "accent"),
        "race": Sign("race", "M-4-7H6L3.5-3.5 6 0H-4z", True, "accent", "M-4-7V7.5"),
        "imaging": Sign("imaging", "M-6.5-5H6.5V5H-6.5z", False, "ink", "M-6.5 5L-1-1.5 2.5 2 6.5-3"),
        "injection": Sign("injection", "M-3-7H3V1H-3z", False, "ink", "M0 1V7.5M-4.5-7H4.5"),
        "discharge": Sign("discharge", "M-5-7H5V7H-5z", False, "ink", "M-1 0H9M6-3L9 0 6 3"),
        "reopened": Sign("opened again", "M-5-7H5V7H-5z", False, "ink", "M9 0H-1M2-3L-1 0 2 3"),
        "other": Sign("other", "M0-6.5L6.5 5.5H-6.5z", False, "ink"),
    }
)
_TONES = {"ink": INK, "danger": DANGER, "accent": ACCENT}


def sign(kind: str, x: float, y: float, said: str, simulated: bool) -> str:
    """The sign of an event; dashed, and hollow, where it is simulated."""
    shape = KINDS.get(kind, KINDS["other"])
    colour = _TONES[shape.tone]
    filled = shape.filled and not simulated
    dash = ' stroke-dasharray="2 1.6"' if simulated else ""
    look = f'class="op-sign-{shape.tone}{"-full" if filled else ""}" fill="{colour if filled else PAPER}" stroke="{colour}"'
    second = (
        f'<path d="{shape.further}" class="op-sign-{shape.tone}-line" fill="none" stroke="{colour}" stroke-width="1.6"/>'
        if shape.further
        else ""
    )
    return (
        f'<g transform="translate({x:.1f} {y:.1f})">{_title(said)}'
        f'<path d="{shape.path}" {look} stroke-width="1.4" stroke-linejoin="round"{dash}/>{second}</g>'
    )


def mark(x: float, y: float, simulated: bool, is_left: bool, said: str) -> str:
    """A value: a circle; a diamond for the left side; a hollow dashed square where it is simulated."""
    if simulated:
        shape = f'<rect x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9"'
        return (
            f'<g>{_title(said)}{shape} class="op-point-simulated" fill="{PAPER}" stroke="{INK}" stroke-width="1.4"'
            ' stroke-dasharray="2 1.6"/></g>'
        )
    if is_left:
        path = f"M{x:.1f} {y - 6:.1f}L{x + 6:.1f} {y:.1f} {x:.1f} {y + 6:.1f} {x - 6:.1f} {y:.1f}z"
        return f'<g>{_title(said)}<path d="{path}" class="op-point" fill="{PAPER}" stroke="{ACCENT}" stroke-width="2"/></g>'
    return f'<g>{_title(said)}<circle cx="{x:.1f}" cy="{y:.1f}" r="4.6" class="op-point" fill="{PAPER}" stroke="{ACCENT}" stroke-width="2.2"/></g>'


def cross(x: float, y: float, said: str) -> str:
    """An answer that was asked for and gives no score: a gap, marked at the foot of the plot."""
    path = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0-8l-8 8"
    return f'<g>{_title(said)}<path d="{path}" class="op-missing" fill="none" stroke="{INK}" stroke-width="1.6"/></g>'


def _title(said: str) -> str:
    return f"<title>{escape(said)}</title>" if said else ""
