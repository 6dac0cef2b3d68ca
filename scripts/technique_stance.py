"""The upright body of the technique figures, from the side and in the frontal plane, and the paper it stands on.

Points and angles are in units of the body (220 tall, as in `technique_body`); the paper shows them at `SCALE`. The patient faces
right when seen from the side. 0 degrees is to the right, 90 up. Not reviewed by a clinician.
"""

from __future__ import annotations

import math

from technique_body import (
    ARROW,
    COUCH,
    FAR_SKIN,
    FOREARM,
    HAIR,
    INK,
    SHANK,
    SHIRT,
    SHORTS,
    SKIN,
    THIGH,
    TRUNK,
    UPPER_ARM,
    Point,
    arrow,
    away,
    examiner,
    figure,
    head,
    leg,
    limb,
    number,
    painted,
)

SCALE = 0.76
GROUND = 236.0
HIP_HEIGHT_Y = GROUND - 8 - THIGH - SHANK
FAR_SHIRT = "#2d6186"
PAPER = "#f3f3f1"
Legs = tuple[float, float, float]
Arms = tuple[float, float]


def standing(title: str, description: str, *bodies: str, over: tuple[str, ...] = ()) -> str:
    """A figure of somebody standing: bodies scaled to the paper, arrows and numbers over them in their usual size."""
    return figure(title, description, f'<g transform="scale({SCALE})">{"".join(bodies)}</g>', *over)


def on_paper(at: Point) -> Point:
    """A point of the body on the paper."""
    return round(at[0] * SCALE, 1), round(at[1] * SCALE, 1)


def go(*points: Point, colour: str = ARROW) -> str:
    """An arrow of the usual size between points of the body."""
    return arrow(*(on_paper(p) for p in points), colour=colour)


def step(at: Point, text: str) -> str:
    """The number of a step at a point of the body."""
    return number(on_paper(at), text)


def ground(start: float = 8, end: float = 337, y: float = GROUND) -> str:
    """The floor."""
    return f'<path d="M{start:g} {y:g}H{end:g}" stroke="#9aa5ab" stroke-width="3" stroke-linecap="round"/>'


def wall(x: float, top: float = 20) -> str:
    """A wall to the right of the patient."""
    return f'<path d="M{x:g} {top:g}V{GROUND:g}h9V{top:g}z" fill="{COUCH}" stroke="{INK}" stroke-width="2"/>'


def dashed(*points: Point, width: float = 2, colour: str = INK, dash: str = "5 5") -> str:
    """A broken line: a level, a plumb line, a way that pain goes."""
    way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path d="M{way}" fill="none" stroke="{colour}" stroke-width="{width:g}" stroke-dasharray="{dash}" stroke-linejoin="round"/>'


def felt(at: Point, rx: float = 9, ry: float = 9, turn: float = 0) -> str:
    """A place where pain is asked for."""
    return (
        f'<ellipse transform="translate({at[0]:.1f} {at[1]:.1f}) rotate({turn:g})" rx="{rx:g}" ry="{ry:g}" '
        f'fill="{ARROW}" fill-opacity=".3" stroke="{ARROW}" stroke-width="3"/>'
    )


def ten_times(at: Point) -> str:
    """Ten strokes of a tally: the movement is repeated ten times."""
    x, y = at
    strokes = "".join(f"M{x + g * 34 + i * 6:g} {y:g}v15" for g in (0, 1) for i in range(4))
    bars = "".join(f"M{x + g * 34 - 5:g} {y + 12:g}l28 -9" for g in (0, 1))
    return f'<path d="{strokes}{bars}" fill="none" stroke="{INK}" stroke-width="2.6" stroke-linecap="round"/>'


def shifted(part: str, x: float, y: float = 0, scale: float = 1) -> str:
    """A part moved, and made smaller."""
    grow = f" scale({scale:g})" if scale != 1 else ""
    return f'<g transform="translate({x:g} {y:g}){grow}">{part}</g>'


def turned_head(at: Point, crown: float) -> str:
    """The head from the side, its crown in a direction."""
    return f'<g transform="rotate({180 - crown:.0f} {at[0]:.1f} {at[1]:.1f})">{head(at, True)}</g>'


def reach(shoulder: Point, hand: Point, elbow_down: bool = True) -> Arms:
    """Angles of upper arm and forearm with which the wrist comes to a place (or as near as the arm is long)."""
    x, y = hand[0] - shoulder[0], shoulder[1] - hand[1]
    far = max(abs(UPPER_ARM - FOREARM) + 0.1, min(math.hypot(x, y), UPPER_ARM + FOREARM - 0.1))
    line = math.degrees(math.atan2(y, x))
    inner = math.degrees(math.acos((UPPER_ARM**2 + far**2 - FOREARM**2) / (2 * UPPER_ARM * far)))
    bend = math.degrees(math.acos((FOREARM**2 + far**2 - UPPER_ARM**2) / (2 * FOREARM * far)))
    s = -1 if elbow_down else 1
    return line + s * inner, line - s * bend


def free_arm(shoulder: Point, upper: float, fore: float, far: bool = False, hand: float | None = None) -> str:
    """An arm with its hand."""
    skin, cloth = (FAR_SKIN, FAR_SHIRT) if far else (SKIN, SHIRT)
    elbow = away(shoulder, upper, UPPER_ARM)
    wrist = away(elbow, fore, FOREARM)
    return painted(
        (limb(shoulder, elbow, 6.5, 5.2), skin), (limb(elbow, wrist, 5.2, 4), skin),
        (limb(wrist, away(wrist, fore if hand is None else hand, 13), 4.6, 3.4), skin),
        (limb(shoulder, away(shoulder, upper, UPPER_ARM * 0.5), 7.4, 6.2), cloth),
    )  # fmt: skip


def spine(hip: Point, pelvis: float, chest: float) -> tuple[Point, Point, Point]:
    """Waist, lower chest and shoulder of a trunk whose pelvis and chest point in two directions."""
    waist = away(hip, pelvis, TRUNK * 0.3)
    ribs = away(waist, (pelvis + chest) / 2, TRUNK * 0.27)
    return waist, ribs, away(ribs, chest, TRUNK * 0.43)


def trunk_of(hip: Point, pelvis: float, chest: float, nod: float = 0) -> str:
    """Head, neck, chest and pelvis from the side; `nod` lowers the chin."""
    waist, ribs, shoulder = spine(hip, pelvis, chest)
    crown = chest - nod
    neck = away(shoulder, chest - nod / 2, 17)
    return (
        painted((limb(shoulder, neck, 7, 6.4), SKIN))
        + turned_head(away(neck, crown, 12), crown)
        + painted(
            (limb(hip, waist, 13.5, 12.5), SHORTS),
            (limb(waist, ribs, 12.5, 12.5), SHIRT),
            (limb(ribs, shoulder, 12.5, 12.5), SHIRT),
        )
    )


def stance_leg(hip: Point, pose: Legs, far: bool = False) -> str:
    """A leg in (thigh, shank, toes): 0 sets the sole level, more points the toes down."""
    thigh, shank, toes = pose
    return leg(hip, thigh, shank, True, far, bend=shank + 90 + toes)


def ankle_of(hip: Point, pose: Legs) -> Point:
    """Where the ankle is."""
    return away(away(hip, pose[0], THIGH), pose[1], SHANK)


def hip_over(ankle: Point, thigh: float, shank: float) -> Point:
    """Where the hip is when the foot stays on its place."""
    return away(away(ankle, shank + 180, SHANK), thigh + 180, THIGH)


def person(
    hip: Point,
    near: Legs = (-90, -90, 0),
    far: Legs | None = (-88, -90, 0),
    pelvis: float = 90,
    chest: float = 90,
    nod: float = 0,
    near_arm: Arms | None = (-94, -86),
    far_arm: Arms | None = None,
) -> str:
    """Somebody from the side, facing right, upright unless told otherwise."""
    shoulder = spine(hip, pelvis, chest)[2]
    parts = [stance_leg(hip, far, far=True)] if far else []
    if far_arm:
        parts.append(free_arm(shoulder, *far_arm, far=True))
    parts += [trunk_of(hip, pelvis, chest, nod), stance_leg(hip, near)]
    if near_arm:
        parts.append(free_arm(shoulder, *near_arm))
    return "".join(parts)


def was(hip: Point, pelvis: float, chest: float) -> str:
    """Where the trunk was before, as a broad pale line."""
    points = " ".join(f"{x:.1f} {y:.1f}" for x, y in (hip, *spine(hip, pelvis, chest)))
    return (
        f'<polyline points="{points}" fill="none" stroke="{INK}" stroke-width="18" stroke-opacity=".16" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def sole_end(ankle: Point, out: int = 0) -> str:
    """A foot in the frontal plane; its toes point a little outwards."""
    return limb((ankle[0], ankle[1] + 1), (ankle[0] + out * 4, ankle[1] + 3), 5.8, 5.4)


def frontal_leg(hip: Point, thigh: float, shank: float) -> str:
    """A leg from behind or from the front."""
    knee = away(hip, thigh, THIGH)
    ankle = away(knee, shank, SHANK)
    return painted(
        (sole_end(ankle, -1 if thigh < -90 else 1), SKIN), (limb(knee, ankle, 9, 5.5), SKIN), (limb(hip, knee, 13, 9), SKIN),
        (limb(hip, away(hip, thigh, THIGH * 0.5), 13.6, 11.7), SHORTS),
    )  # fmt: skip


def lifted_leg(hip: Point, behind: bool = True, out: float = 0) -> str:
    """A leg in the frontal plane with the hip and knee bent: the thigh is seen end on, the shank hangs."""
    knee = (hip[0] + out, hip[1] + (8 if behind else 4))
    ankle = away(knee, -90, SHANK * 0.92)
    shank = painted((sole_end(ankle), SKIN), (limb(knee, ankle, 9, 5.5), SKIN))
    thigh = painted((limb(hip, knee, 13.6, 12), SHORTS))
    return shank + thigh if behind else thigh + painted((limb(knee, away(knee, -90, 1), 11, 10.6), SKIN)) + shank


def heel_back_leg(hip: Point) -> str:
    """A leg from behind whose knee is bent backwards: the sole is seen."""
    knee = away(hip, -90, THIGH * 0.94)
    x, y = knee
    return painted((limb(hip, knee, 13, 9.5), SKIN), (limb(hip, away(hip, -90, THIGH * 0.5), 13.6, 11.7), SHORTS)) + (
        painted((limb((x, y + 2), (x, y + 9), 8.5, 7.5), SKIN))
        + f'<path d="M{x - 6:.1f} {y + 4:.1f}C{x - 7:.1f} {y - 8:.1f} {x + 7:.1f} {y - 8:.1f} {x + 6:.1f} {y + 4:.1f}L{x + 8:.1f} {y + 20:.1f}'
        f'C{x + 8:.1f} {y + 28:.1f} {x - 8:.1f} {y + 28:.1f} {x - 8:.1f} {y + 20:.1f}Z" fill="{FAR_SKIN}" stroke="{INK}" stroke-width="1.6"/>'
    )


def face_or_hair(at: Point, behind: bool, lean: float) -> str:
    """The head in the frontal plane."""
    place = f'<g transform="translate({at[0]:.1f} {at[1]:.1f}) rotate({lean:g})"><ellipse rx="12" ry="15" fill="{HAIR}" stroke="{INK}" stroke-width="1.8"/>'
    if behind:
        return place + "</g>"
    return (
        f'{place}<ellipse cy="3.5" rx="10" ry="11.5" fill="{SKIN}"/><path d="M-4 1h2M2 1h2" stroke="{INK}" stroke-width="1.8" stroke-linecap="round"/>'
        f'<path d="M0 3l-1.6 4h3.2z" fill="{FAR_SKIN}"/><path d="M-3 10.5h6" stroke="{INK}" stroke-width="1.3" stroke-linecap="round"/></g>'
    )


def frontal_joints(centre: Point, tilt: float = 0, lean: float = 0, shift: float = 0) -> dict[str, Point]:
    """Hips, sides of the waist, shoulders and head; `tilt` lowers the right half of the pelvis in the picture, `lean` the right shoulder."""
    cross, up = math.radians(tilt), math.radians(lean)

    def pelvic(x: float, y: float) -> Point:
        return centre[0] + x * math.cos(cross) - y * math.sin(cross), centre[1] + x * math.sin(cross) + y * math.cos(cross)

    waist = pelvic(0, -16)
    top = (waist[0] + shift + (TRUNK - 14) * math.sin(up), waist[1] - (TRUNK - 14) * math.cos(up))

    def across(half: float, down: float = 0) -> Point:
        return top[0] + half * math.cos(up) - down * math.sin(up), top[1] + half * math.sin(up) + down * math.cos(up)

    return {
        "left_hip": pelvic(-12.5, 0), "right_hip": pelvic(12.5, 0), "left_waist": pelvic(-19.5, -18), "right_waist": pelvic(19.5, -18),
        "left_side": pelvic(-25.5, -2), "right_side": pelvic(25.5, -2), "left_fold": pelvic(-12, 12), "right_fold": pelvic(12, 12),
        "top": top, "head": across(0, -28), "left_shoulder": across(-25, 4), "right_shoulder": across(25, 4),
        "left_collar": across(-9, -4), "right_collar": across(9, -4), "left_tip": across(-29, 1), "right_tip": across(29, 1),
        "left_pit": across(-24, 15), "right_pit": across(24, 15), "left_ribs": across(-21, 34), "right_ribs": across(21, 34),
    }  # fmt: skip


def outline(joints: dict[str, Point], way: str) -> str:
    """A closed path: the letters of a path, each followed by the names of its points."""
    return " ".join(word if len(word) == 1 else "{:.1f} {:.1f}".format(*joints[word]) for word in way.split()) + "Z"


CHEST = "M left_collar Q left_tip left_pit Q left_ribs left_waist L right_waist Q right_ribs right_pit Q right_tip right_collar"
PELVIS = "M left_waist L right_waist L right_side L right_fold L left_fold L left_side"


def frontal_trunk(joints: dict[str, Point], behind: bool = True, lean: float = 0) -> str:
    """Head, neck, chest and pelvis in the frontal plane."""
    return (
        painted((limb(joints["top"], joints["head"], 7, 7), SKIN))
        + face_or_hair(joints["head"], behind, lean)
        + painted((outline(joints, CHEST), SHIRT), (outline(joints, PELVIS), SHORTS))
    )


def upright_behind(
    x: float,
    tilt: float = 0,
    lean: float = 0,
    shift: float = 0,
    behind: bool = True,
    right_leg: str = "stands",
    left_arm: Arms | None = (-97, -92),
    right_arm: Arms | None = (-83, -88),
) -> str:
    """Somebody in the frontal plane, 'behind' or from the front; the right leg of the picture stands, is lifted, or has its heel back.

    `tilt` lowers the right half of the pelvis, `lean` the right shoulder (degrees), `shift` moves the chest to the right.
    """
    joints = frontal_joints((x, HIP_HEIGHT_Y), tilt, lean, shift)
    hip = joints["right_hip"]
    left = frontal_leg(joints["left_hip"], -91, -90)
    right = {
        "stands": lambda: frontal_leg(hip, -89, -90),
        "lifted": lambda: lifted_leg(hip, behind),
        "heel back": lambda: heel_back_leg(hip),
    }[right_leg]()
    pelvis = f'<path d="{outline(joints, PELVIS)}" fill="{SHORTS}"/>'
    over = right_leg == "lifted" and not behind
    arms = "".join(free_arm(joints[f"{s}_shoulder"], *a) for s, a in (("left", left_arm), ("right", right_arm)) if a)
    return frontal_trunk(joints, behind, lean) + left + (pelvis + right if over else right + pelvis) + arms


def hammer(struck: Point, blow: float, handle: float, length: float = 30) -> str:
    """A reflex hammer that strikes a point in the direction of the blow; its handle runs off in another, held in a hand."""
    back, middle = away(struck, blow + 180, 17), away(struck, blow + 180, 8.5)
    grip = away(middle, handle, length)
    return (
        f'<path d="M{middle[0]:.1f} {middle[1]:.1f}L{grip[0]:.1f} {grip[1]:.1f}" stroke="{INK}" stroke-width="4" stroke-linecap="round"/>'
        + painted((limb(away(struck, blow + 180, 4), back, 4, 5.5), "#c9483b"))
        + examiner(grip, handle, handle + 150, 24)
    )
