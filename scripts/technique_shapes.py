"""Shapes that the technique figures of lying tests share: marks, parts seen along their length, the couch and the feet from the foot end."""

from __future__ import annotations

from technique_body import ARROW, COUCH, INK, SHANK, SHIRT, SHORTS, SKIN, Point, arm, away, couch, leg, limb, painted, trunk

PAPER = "#f3f3f1"


def supine(hip: Point, *between: str, thigh: float, shank: float, bend: float = 0) -> str:
    """Couch, the far leg flat, the trunk, the near leg turned by the two angles, and the near arm."""
    return "".join((
        couch(), leg(hip, -1.5, -0.5, True, far=True), trunk(hip, True), *between, leg(hip, thigh, shank, True, bend=bend), arm(hip, True),
    ))  # fmt: skip


def dashed(*points: Point, colour: str = INK) -> str:
    """A broken line through points: a limit, a middle, or where a part was before."""
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="1.8" stroke-dasharray="5 4" stroke-linejoin="round"/>'


def angle_arc(at: Point, start: float, end: float, radius: float, colour: str = INK) -> str:
    """The arc of an angle, from one direction to another, both in degrees counter-clockwise from the right."""
    (x0, y0), (x1, y1) = away(at, start, radius), away(at, end, radius)
    sweep = 0 if end > start else 1
    return f'<path d="M{x0:.1f} {y0:.1f}A{radius:g} {radius:g} 0 0 {sweep} {x1:.1f} {y1:.1f}" fill="none" stroke="{colour}" stroke-width="2"/>'


def degrees(at: Point, text: str) -> str:
    """The size of an angle, in words of the drawing."""
    return (
        f'<text x="{at[0]:g}" y="{at[1]:g}" font-size="15" font-weight="600" text-anchor="middle" fill="{INK}" '
        f'font-family="Inter, system-ui, sans-serif">{text}</text>'
    )


def pressed(at: Point, radius: float = 9) -> str:
    """Pressure away from the eye: rings about a point."""
    return (
        f'<g fill="none" stroke="{ARROW}" stroke-width="2.6"><circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:g}"/>'
        f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius + 5:g}" stroke-dasharray="4 4"/></g>'
    )


def ghost(*points: Point, width: float = 12) -> str:
    """A part in its other position, as a broad pale line."""
    way = " ".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return (
        f'<polyline points="{way}" fill="none" stroke="{INK}" stroke-width="{width:g}" stroke-opacity=".25" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def oval(at: Point, rx: float, ry: float, colour: str, turn: float = 0) -> str:
    """A part of the body seen along its length."""
    place = f'transform="translate({at[0]:.1f} {at[1]:.1f}) rotate({turn:g})"'
    return f'<ellipse {place} rx="{rx:g}" ry="{ry:g}" fill="{colour}" stroke="{INK}" stroke-width="1.8"/>'


def crop(*parts: str, box: tuple[float, float, float, float], at: Point, scale: float) -> str:
    """The part of a scene inside a box (left, top, width, height), moved and made smaller; what is outside is cut off."""
    left, top, wide, high = box
    return (
        f'<svg x="{at[0]:g}" y="{at[1]:g}" width="{wide * scale:g}" height="{high * scale:g}" viewBox="{left:g} {top:g} {wide:g} {high:g}">'
        f"{''.join(parts)}</svg>"
    )


def couch_end(middle: float, top: float, half: float = 46, legs: float = 20) -> str:
    """The couch from its foot end."""
    return (
        f'<path d="M{middle - half + 10:g} {top + 8:g}v{legs:g}M{middle + half - 10:g} {top + 8:g}v{legs:g}" stroke="{INK}" stroke-width="4" '
        f'stroke-linecap="round"/><rect x="{middle - half:g}" y="{top:g}" width="{2 * half:g}" height="8" rx="3" fill="{COUCH}" '
        f'stroke="{INK}" stroke-width="1.8"/>'
    )


def sole(heel: Point, turn: float, opacity: float = 1) -> str:
    """A foot from its sole, the toes up, turned about the heel; a paler one is another position."""
    return (
        f'<path transform="translate({heel[0]:.1f} {heel[1]:.1f}) rotate({turn:g})" fill="{SKIN}" stroke="{INK}" stroke-width="1.8" opacity="{opacity:g}" '
        'd="M-6 -4C-7 2 7 2 6 -4C5 -12 9 -18 8 -25C7 -31 -7 -31 -8 -25C-9 -18 -5 -12 -6 -4Z"/>'
    )


def prone_from_the_foot_end(middle: float, top: float, left_turn: float | None, right_turn: float) -> str:
    """Prone with both knees bent up, from the foot end; each shank leans from upright by an angle, to the right when positive; None lies straight."""
    parts = [
        couch_end(middle, top), oval((middle, top - 16), 37, 16, SHIRT), oval((middle - 38, top - 7), 6, 6, SKIN), oval((middle + 38, top - 7), 6, 6, SKIN),
        oval((middle - 13, top - 13), 16, 14, SHORTS), oval((middle + 13, top - 13), 16, 14, SHORTS),
    ]  # fmt: skip
    for x, turn in ((middle - 13, left_turn), (middle + 13, right_turn)):
        if turn is None:
            parts.append(oval((x - 2, top - 9), 7, 9, SKIN))
            continue
        ankle = away((x, top - 10), 90 - turn, SHANK)
        parts.append(painted((limb((x, top - 10), ankle, 10, 6), SKIN)))
        parts.append(oval(ankle, 7.5, 6, SKIN, turn))
    return "".join(parts)
