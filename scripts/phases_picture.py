"""The stages of a programme as a picture: SVG text from the pack's phases, the same bytes for the same data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from textwrap import wrap

from enthesis.knowledge.measures import MEASURES
from enthesis.knowledge.rehabilitation import Criterion, Phase, Rehabilitation

SIGNS = {"at_most": "≤", "at_least": "≥"}
SHORT = {
    "marker_pain_0_10": "marker pain",
    "marker_rise_0_10": "marker rise",
    "test_position_pain_0_10": "pain in the next position",
    "settled_24_h_share": "settled in 24 h",
    "planned_load_share": "planned load reached",
    "completed_share": "sessions done",
    "days_in_phase": "days",
    "exposures": "sessions",
    "weeks_without_change": "weeks without change",
    "signals_missing": "answers missing",
    "warning_signs": "warning signs",
    "red_flags_open": "open red flags",
}
NONE = {"red_flags_open": "no open red flag", "signals_missing": "no answer missing"}
YES = {"examination_complete": "examined", "goal_reached": "goal reached", "cleared_by_clinician": "clearance by a clinician"}
BOX_WIDTH, BOX_HEIGHT, STEP, LEFT, TOP = 246, 46, 122, 260, 20
LINE, RIGHT = 16, 570


def number(criterion: Criterion) -> str:
    """The threshold with its sign; shares as percent."""
    share = MEASURES[criterion.measure].unit == "share"
    value = f"{criterion.threshold:.0%}" if share else f"{criterion.threshold:g}"
    return f"{SIGNS[criterion.comparison]} {value}"


def short(criteria: Iterable[Criterion]) -> list[str]:
    """What must hold, a few words each; a criterion that stands in both lists is said once."""
    return list(dict.fromkeys(_few_words(criterion) for criterion in criteria if criterion.gate))


def _few_words(criterion: Criterion) -> str:
    if criterion.comparison == "at_most" and criterion.threshold == 0 and criterion.measure in NONE:
        return NONE[criterion.measure]
    return YES.get(criterion.measure) or f"{SHORT.get(criterion.measure, criterion.measure)} {number(criterion)}"


def _wrapped(said: list[str], width: int) -> list[str]:
    """Lines that break between criteria and never inside a number with its sign."""
    kept = ", ".join(re.sub(r" (?=[≤≥])|(?<=[≤≥]) ", "\N{NO-BREAK SPACE}", words) for words in said)
    return wrap(kept, width)


def door(left: Phase, entered: Phase) -> list[str]:
    """What must hold for a step up."""
    return short(left.leave_when + entered.enter_when)


def _text(x: float, y: float, lines: list[str], anchor: str = "start", kind: str = "label") -> str:
    spans = "".join(f'<tspan x="{x:g}" y="{y + LINE * row:g}">{escape(line)}</tspan>' for row, line in enumerate(lines))
    return f'<text class="{kind}" text-anchor="{anchor}">{spans}</text>'


def _box(x: float, y: float, name: str, kind: str) -> str:
    middle = (
        f'<text class="name" text-anchor="middle" x="{x + BOX_WIDTH / 2:g}" y="{y + BOX_HEIGHT / 2 + 5:g}">{escape(name)}</text>'
    )
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="8"/>{middle}'


def draw(care: Rehabilitation) -> str:
    """The stages from top to bottom, the steps that leave one out on the left, the overlays on the right."""
    track = [phase for phase in care.phases if phase.kind == "track"]
    overlays = [phase for phase in care.phases if phase.kind == "overlay"]
    top = {phase.id: TOP + STEP * place for place, phase in enumerate(track)}
    height = TOP * 2 + STEP * (len(track) - 1) + BOX_HEIGHT
    parts: list[str] = []
    middle = LEFT + BOX_WIDTH / 2
    places = {phase.id: place for place, phase in enumerate(track)}
    skips = [(places[name] - place, phase, name) for place, phase in enumerate(track) for name in phase.next]
    longest = max((length for length, _, _ in skips), default=1)
    for length, phase, name in skips:
        start, end = top[phase.id] + BOX_HEIGHT, top[name]
        said = door(phase, care.phase_by_id[name])
        if length == 1:
            parts.append(f'<path class="step" d="M{middle:g} {start} V{end - 2}"/>')
            lines = _wrapped(said, 40)
            parts.append(_text(middle + 12, (start + end) / 2 + 5 - LINE * (len(lines) - 1) / 2, lines))
            continue
        # A step that leaves stages out bows to the left, the longest far out, so that all words fit between.
        far = length == longest
        out = LEFT - (235 if far else 30)
        from_y, to_y = start - BOX_HEIGHT * 0.6 if far else start - BOX_HEIGHT * 0.25, end + BOX_HEIGHT * (0.6 if far else 0.3)
        curve = f"M{LEFT} {from_y:g} H{out + 12} Q{out} {from_y:g} {out} {from_y + 12:g} V{to_y - 12:g} Q{out} {to_y:g} {out + 12} {to_y:g} H{LEFT - 2}"
        parts.append(f'<path class="step" d="{curve}"/>')
        lines = _wrapped(said, 26)
        y = (from_y + to_y) / 2 + 5 - LINE * (len(lines) - 1) / 2
        parts.append(_text(out + 10, y, lines) if far else _text(out - 8, y, lines, "end"))
    parts += [_box(LEFT, top[phase.id], phase.name, "stage") for phase in track]
    for place, phase in enumerate(overlays):
        y = TOP + STEP * 1.6 * (place + 1) - STEP * 0.6
        parts.append(_box(RIGHT + 130, y, phase.name, "overlay"))
        enters = _wrapped(["starts with " + " or ".join(short(phase.enter_when))], 40)
        leaves = _wrapped(["ends with " + ", ".join(short(phase.leave_when))], 40)
        parts.append(_text(RIGHT + 130, y + BOX_HEIGHT + 20, enters + leaves))
    last = TOP + STEP * 1.6 * len(overlays)
    parts.append(_text(RIGHT + 130, TOP + 14, ["Over any stage;", "each ends where it began:"], kind="head"))
    parts.append(f'<path class="brace" d="M{RIGHT + 104} {TOP} h-14 V{last + 30:g} h14"/>')
    width = RIGHT + 130 + 280
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img">
<title>The stages of a programme, and what must hold for each step up</title>
<style>
svg {{ background: #fff; font: 13px system-ui, sans-serif }}
.name {{ font-weight: 600; fill: #14303a }} .head {{ font-weight: 600; fill: #444 }} .label {{ fill: #333 }}
.stage {{ fill: #e4f1f3; stroke: #1f6f7d; stroke-width: 1.5 }}
.overlay {{ fill: #fdf3e1; stroke: #a86a12; stroke-width: 1.5; stroke-dasharray: 6 3 }}
.step {{ fill: none; stroke: #1f6f7d; stroke-width: 1.6; marker-end: url(#tip) }} .brace {{ fill: none; stroke: #999 }}
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#1f6f7d"/></marker></defs>
{chr(10).join(parts)}
</svg>
"""
