"""Between the keyframes: when each is shown, the poses in between, and how a prescribed tempo stretches the way."""

from __future__ import annotations

import math
from dataclasses import dataclass

from enthesis.care.figures.figure import Ease, Figure, Pose

CHANGE_PER_SAMPLE = 9.0
"""Degrees or centimetres that one straight step between samples may cover."""
FEWEST, MOST = 3, 14


@dataclass(frozen=True)
class Sample:
    """A pose and when it is shown, seconds from the start of the cycle."""

    at_s: float
    pose: Pose


@dataclass(frozen=True)
class _Move:
    start: int
    end: int
    seconds: float
    ease: Ease


def cycle_samples(figure: Figure, tempo_s: tuple[int, int, int] | None = None) -> list[Sample]:
    """Poses over one cycle; the last equals the first.

    Args:
        figure: the figure.
        tempo_s: seconds down, held, up from the dose; stretches the moves the figure marks as down and up.
    """
    moves = _moves(figure)
    down, held, up = _stretch(figure, moves, tempo_s)
    samples = [Sample(0.0, figure.keyframes[0].pose)]
    clock = 0.0

    def hold(frame: int) -> None:
        nonlocal clock
        seconds = figure.keyframes[frame].hold_s
        if held is not None and frame == held[0]:
            seconds = held[1]
        if seconds > 0:
            clock += seconds
            samples.append(Sample(clock, figure.keyframes[frame].pose))

    hold(0)
    for number, move in enumerate(moves):
        way = _way(figure, move)
        seconds = move.seconds * (down if way == "down" else up if way == "up" else 1.0)
        steps = _steps(figure, move)
        samples += [
            Sample(clock + seconds * step / steps, between(figure, move.start, move.end, step / steps, move.ease))
            for step in range(1, steps + 1)
        ]
        clock += seconds
        if number < len(moves) - 1 or move.end != 0:
            hold(move.end)
    return samples


def _moves(figure: Figure) -> list[_Move]:
    frames = figure.keyframes
    there = [_Move(i - 1, i, frames[i].seconds, frames[i].ease) for i in range(1, len(frames))]
    if figure.cycle == "round":
        return [*there, _Move(len(frames) - 1, 0, frames[0].seconds, frames[0].ease)]
    mirrored: dict[Ease, Ease] = {"fast_out": "fast_in", "fast_in": "fast_out"}
    back = [
        _Move(i, i - 1, frames[i].seconds_back, mirrored.get(frames[i].ease, frames[i].ease))
        for i in range(len(frames) - 1, 0, -1)
    ]
    return there + back


def _way(figure: Figure, move: _Move) -> str:
    forwards = figure.cycle == "round" or move.end > move.start
    way = figure.keyframes[move.end if forwards else move.start].tempo
    if forwards or not way:
        return way
    return "up" if way == "down" else "down"


def _stretch(
    figure: Figure, moves: list[_Move], tempo_s: tuple[int, int, int] | None
) -> tuple[float, tuple[int, float] | None, float]:
    """Factors of the down and up moves, and the keyframe that is held after the way down."""
    if tempo_s is None:
        return 1.0, None, 1.0
    drawn = {way: sum(move.seconds for move in moves if _way(figure, move) == way) for way in ("down", "up")}
    if not drawn["down"] or not drawn["up"]:
        return 1.0, None, 1.0
    downs = [move.end for move in moves if _way(figure, move) == "down"]
    # Nobody can watch a movement that takes no time: half a second at the least.
    down, up = max(tempo_s[0], 0.5) / drawn["down"], max(tempo_s[2], 0.5) / drawn["up"]
    return down, (downs[-1], float(tempo_s[1])), up


def _steps(figure: Figure, move: _Move) -> int:
    start, end = figure.keyframes[move.start].pose, figure.keyframes[move.end].pose
    change = max((abs(end.get(name, 0.0) - value) for name, value in start.items()), default=0.0)
    return min(MOST, max(FEWEST, math.ceil(change / CHANGE_PER_SAMPLE)))


def eased(part: float, ease: Ease) -> float:
    """How much of the way is done after a part of its time, both 0 to 1."""
    if ease in ("steady", "flow"):
        return part
    if ease == "fast_out":
        return 1 - (1 - part) ** 2
    if ease == "fast_in":
        return part * part
    return part * part * (3 - 2 * part)


def between(figure: Figure, start: int, end: int, part: float, ease: Ease) -> Pose:
    """The pose between two keyframes after a part of the time (0 to 1)."""
    first, last = figure.keyframes[start].pose, figure.keyframes[end].pose
    done = eased(part, ease)
    if ease != "flow":
        return {name: value + (last.get(name, value) - value) * done for name, value in first.items()}
    # A curve through the neighbouring keyframes, so that a stride has no corners.
    count = len(figure.keyframes)
    before, after = figure.keyframes[(start - 1) % count].pose, figure.keyframes[(end + 1) % count].pose
    flowing: dict[str, float] = {}
    for name, b in first.items():
        a, c, d = before.get(name, b), last.get(name, b), after.get(name, b)
        t = done
        flowing[name] = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
    return flowing
