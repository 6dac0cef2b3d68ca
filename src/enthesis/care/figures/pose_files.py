"""Reading the figures' data: one YAML file per position in `poses/`, refused with one sentence that says where and how to mend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

import yaml

from enthesis.care.figures.figure import Cycle, Ease, Figure, Keyframe, Prop, View
from enthesis.care.figures.muscles import MUSCLES
from enthesis.care.figures.props import PROP_KINDS
from enthesis.terms.fault import UnusableInput

_yaml: Any = yaml
"""PyYAML has no types of its own."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
POSITIONS = "positions.yaml"
BOTH = {"legs": ("near_leg", "far_leg"), "arms": ("near_arm", "far_arm")}
FIGURE_KEYS = frozenset(
    {
        "view",
        "cycle",
        "anchor",
        "from",
        "muscles",
        "props",
        "stays",
        "touches",
        "trails",
        "frames",
        "panels",
        "seen_from_above",
        "incline",
    }
)
FRAME_KEYS = frozenset({"name", "says", "seconds", "hold", "ease", "tempo", "from"})
SPINE = frozenset({"trunk", "lumbar", "thoracic", "neck"})
FRONT_TRUNK = frozenset({"trunk", "side_bend", "neck", "face", "tilt", "back_view"})
LIMBS = frozenset({"near_leg", "far_leg", "near_arm", "far_arm"})
SIDE_LIMB_CHANNELS = {
    "leg": frozenset({"hip", "knee", "ankle", "pitch", "toes", "sole", "heel", "heel_back", "ball", "toe", "instep"}),
    "arm": frozenset({"shoulder", "elbow", "wrist", "grip", "palm", "points", "flat", "protract", "raise"}),
}
FRONT_LIMB_CHANNELS = {
    "leg": frozenset({"hip", "hip_towards", "shin", "shin_towards", "foot", "sole"}),
    "arm": frozenset({"shoulder", "shoulder_towards", "fore", "fore_towards", "grip", "protract", "raise", "behind"}),
}
NEUTRAL = frozenset({"wrist", "flat", "behind", "protract", "raise", "toes"})
"""Channels that are 0 where a frame says nothing."""
Document = dict[str, Any]


@lru_cache(maxsize=1)
def load_figures() -> Mapping[str, Figure]:
    """Every drawn exercise by its id.

    Raises:
        UnusableInput: a file of poses is faulty.
    """
    folder = files("enthesis.care.figures").joinpath("poses")
    positions = _document(POSITIONS, folder.joinpath(POSITIONS).read_text(encoding="utf-8"))
    found: dict[str, Figure] = {}
    for entry in sorted(folder.iterdir(), key=lambda file: file.name):
        if not entry.name.endswith(".yaml") or entry.name == POSITIONS:
            continue
        for exercise, body in _document(entry.name, entry.read_text(encoding="utf-8")).items():
            if exercise in found:
                raise UnusableInput(f"{entry.name}: {exercise}", "is drawn twice", "keep one")
            found[exercise] = read_figure(exercise, body, positions, entry.name)
    return found


def read_figure(exercise: str, body: object, positions: Mapping[str, object], file_name: str) -> Figure:
    """One figure from its entry in a file.

    Raises:
        UnusableInput: a key, point or number is not known or missing.
    """
    where = f"{file_name}: {exercise}"
    entry = _mapping(body, where)
    _known(entry, FIGURE_KEYS, where)
    view = cast(View, _one_of(entry.get("view", "side"), ("side", "front"), f"{where}.view"))
    start = _start(entry, positions, where, view)
    keyframes: list[Keyframe] = []
    for number, raw in enumerate(_items(entry, "frames", where), 1):
        spot = f"{where}.frames[{number}]"
        frame = _mapping(raw, spot)
        base = dict(keyframes[-1].pose if keyframes else start)
        if "from" in frame:
            earlier = {kept.name: kept.pose for kept in keyframes}
            if frame["from"] not in earlier:
                raise UnusableInput(spot, f"no earlier frame is called {frame['from']}", "name one above it")
            base = dict(earlier[frame["from"]])
        keyframes.append(_keyframe(frame, base, view, spot))
    if len(keyframes) < 2:
        raise UnusableInput(where, "has fewer than two frames", "give at least a start and an end")
    channels = {name for keyframe in keyframes for name in keyframe.pose}
    neutral = {name: 0.0 for name in channels if name in SPINE or name.split(".")[-1] in NEUTRAL}
    keyframes = [replace(keyframe, pose=neutral | dict(keyframe.pose)) for keyframe in keyframes]
    for keyframe in keyframes:
        if missing := sorted(channels - set(keyframe.pose)):
            raise UnusableInput(
                f"{where}.{keyframe.name}", f"has no {missing[0]}, which another frame has", "set it in the first frame"
            )
    numbers = _items(entry, "panels", where) or [1, len(keyframes)]
    panels = tuple(int(_number(number, f"{where}.panels")) - 1 for number in numbers)
    if not all(0 <= number < len(keyframes) for number in panels):
        raise UnusableInput(f"{where}.panels", "names a frame that is not there", f"use numbers from 1 to {len(keyframes)}")
    return Figure(
        exercise=exercise,
        view=view,
        cycle=cast(Cycle, _one_of(entry.get("cycle", "there_and_back"), ("there_and_back", "round"), f"{where}.cycle")),
        anchor=str(entry.get("anchor", "near_sole")),
        keyframes=tuple(keyframes),
        panels=panels,
        muscles=_muscles(entry.get("muscles") or {}, where),
        props=tuple(_prop(raw, f"{where}.props") for raw in _items(entry, "props", where)),
        stays=tuple(map(str, _items(entry, "stays", where))),
        touches={point: str(on) for point, on in _mapping(entry.get("touches") or {}, f"{where}.touches").items()},
        trails=tuple(map(str, _items(entry, "trails", where))),
        incline_deg=_number(entry.get("incline", 0.0), f"{where}.incline"),
        seen_from_above=bool(entry.get("seen_from_above", False)),
        where=where,
    )


def _document(name: str, text: str) -> Document:
    try:
        return _mapping(_yaml.load(text, Loader=_Loader), name)
    except _yaml.YAMLError as error:
        raise UnusableInput(name, f"is not YAML: {error}", "mend the line it names") from None


def _mapping(value: object, where: str) -> Document:
    if not isinstance(value, dict):
        raise UnusableInput(where, "is not a list of names and values", "write `name: value` lines")
    return cast(Document, value)


def _items(entry: Document, key: str, where: str) -> list[object]:
    value: object = entry.get(key) or []
    if not isinstance(value, list):
        raise UnusableInput(f"{where}.{key}", "is not a list", "write [one, another]")
    return cast("list[object]", value)


def _known(entry: Mapping[str, object], allowed: frozenset[str], where: str) -> None:
    if unknown := sorted(set(entry) - allowed):
        raise UnusableInput(f"{where}.{unknown[0]}", "is not known here", f"use one of {', '.join(sorted(allowed))}")


def _one_of(value: object, choices: tuple[str, ...], where: str) -> str:
    if value not in choices:
        raise UnusableInput(where, f"is {value}", f"use one of {', '.join(choices)}")
    return str(value)


def _number(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise UnusableInput(where, f"is {value}, not a number", "give degrees or centimetres")
    return float(value)


def _start(entry: Document, positions: Mapping[str, object], where: str, view: View) -> dict[str, float]:
    name = entry.get("from")
    if name is None:
        return {"at.x": 0.0, "at.y": 0.0}
    if name not in positions:
        raise UnusableInput(f"{where}.from", f"no position is called {name}", f"use one of {', '.join(sorted(positions))}")
    return {"at.x": 0.0, "at.y": 0.0} | _pose(_mapping(positions[name], f"{POSITIONS}: {name}"), view, f"{POSITIONS}: {name}")


def _keyframe(frame: Document, base: dict[str, float], view: View, where: str) -> Keyframe:
    own = _pose({key: value for key, value in frame.items() if key not in FRAME_KEYS}, view, where)
    seconds: object = frame.get("seconds", 2.0)
    there, back = _two(frame["seconds"], f"{where}.seconds") if isinstance(seconds, list) else (seconds, seconds)
    tempo = _one_of(frame.get("tempo", ""), ("", "down", "up"), f"{where}.tempo")
    ease = _one_of(frame.get("ease", "smooth"), ("smooth", "steady", "fast_out", "fast_in", "flow"), f"{where}.ease")
    for needed in ("name", "says"):
        if not frame.get(needed):
            raise UnusableInput(f"{where}.{needed}", "is missing", "say in words what is seen")
    return Keyframe(
        name=str(frame["name"]),
        says=str(frame["says"]),
        pose=_without_other_manner(base, own) | own,
        seconds=_number(there, f"{where}.seconds"),
        seconds_back=_number(back, f"{where}.seconds"),
        hold_s=_number(frame.get("hold", 0.4), f"{where}.hold"),
        ease=cast(Ease, ease),
        tempo=cast(Any, tempo),
    )


def _two(value: object, where: str) -> tuple[object, object]:
    pair = cast("list[object]", value)
    if len(pair) != 2:
        raise UnusableInput(where, f"has {len(pair)} values", "give two: [there, back] or [x, y]")
    return pair[0], pair[1]


def _without_other_manner(base: dict[str, float], own: dict[str, float]) -> dict[str, float]:
    """The base without the places of limbs that are now posed by joints or by another point."""
    left = dict(base)
    for limb in LIMBS:
        placed = {name.split(".")[1] for name in own if name.startswith(limb) and name.endswith(".x")}
        jointed = {name.split(".")[1] for name in own if name.startswith(limb)} & {"hip", "knee", "shoulder", "elbow"}
        if placed or jointed:
            left = {name: v for name, v in left.items() if not (name.startswith(limb) and name.count(".") == 2)}
        if f"{limb}.ankle" in own:
            left.pop(f"{limb}.pitch", None)
    return left


def _pose(entry: Document, view: View, where: str) -> dict[str, float]:
    """Flat channels from nested data; `legs` and `arms` set both sides."""
    pose: dict[str, float] = {}
    trunk = SPINE if view == "side" else FRONT_TRUNK
    # Both sides first, so that one side's own value wins wherever it stands.
    for key, value in sorted(entry.items(), key=lambda item: item[0] not in BOTH):
        spot = f"{where}.{key}"
        if key in BOTH or key in LIMBS:
            for limb in BOTH.get(key, (key,)):
                pose |= _limb(limb, _mapping(value, spot), view, spot)
        elif key in trunk:
            pose[key] = _number(value, spot)
        elif isinstance(value, list):
            x, y = _two(cast(object, value), spot)
            pose |= {f"{key}.x": _number(x, spot), f"{key}.y": _number(y, spot)}
        else:
            raise UnusableInput(
                spot, "is not known here", f"use one of {', '.join(sorted(trunk | LIMBS | set(BOTH)))} or a point [x, y]"
            )
    return pose


def _limb(limb: str, entry: Document, view: View, where: str) -> dict[str, float]:
    channels = (SIDE_LIMB_CHANNELS if view == "side" else FRONT_LIMB_CHANNELS)[limb.split("_")[1]]
    _known(entry, channels, where)
    pose: dict[str, float] = {}
    for key, value in entry.items():
        if isinstance(value, list):
            x, y = _two(cast(object, value), f"{where}.{key}")
            pose |= {f"{limb}.{key}.x": _number(x, where), f"{limb}.{key}.y": _number(y, where)}
        else:
            pose[f"{limb}.{key}"] = _number(value, f"{where}.{key}")
    return pose


def _muscles(entry: object, where: str) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for side, names in _mapping(entry, f"{where}.muscles").items():
        _one_of(side, ("near", "far"), f"{where}.muscles")
        for name in names:
            _one_of(name, MUSCLES, f"{where}.muscles.{side}")
            found.append((str(side), str(name)))
    return tuple(found)


def _prop(raw: object, where: str) -> Prop:
    entry = _mapping(raw, where)
    kind, settings = next(iter(entry.items()))
    if kind not in PROP_KINDS or len(entry) != 1:
        raise UnusableInput(where, f"{kind} is no prop", f"use one of {', '.join(sorted(PROP_KINDS))}")
    values = _mapping(settings, f"{where}.{kind}")
    _known(values, PROP_KINDS[kind].settings | {"layer"}, f"{where}.{kind}")
    return Prop(kind, values)
