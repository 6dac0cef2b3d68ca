"""One picture of a course: measures over time with what would matter, phases behind them and events below, as standalone SVG.

Colours are presentation attributes that hold on paper and in greyscale; each part has a class, so that a page's own stylesheet
(static/enthesis/css/outcome_picture.css) gives it the colours of its theme. No style attribute and no script: a strict policy
lets it through. Shapes, not colours, tell things apart. What is simulated is square, hollow and dashed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from enthesis.outcomes.picture_axes import Calendar, Scale, number
from enthesis.outcomes.picture_marks import KINDS, MISSING, SIMULATED, cross, mark, sign
from enthesis.outcomes.trajectory import Point, Series, change_of

WIDTH = 1000
LEFT, RIGHT = 58, 16
TOP = 30
PLOT, SMALL_PLOT, TITLE, BETWEEN = 124, 84, 26, 20
SIGN_ROW = 20
MOST_LABELS = 8
"""Values are written beside the points of a series up to this length; beyond it at both ends and at the extremes."""
FEWEST_LETTERS = 8
"""A phase's name is cut down to this many letters, and no further: then its number alone stands there."""
NARROW, NARROW_LETTERS, LETTERS = 600, 15, 12.5
"""Below this width the picture is for a phone and its letters are larger, since it is shown smaller."""
NEAREST_LABELS = 28
LETTER = 6.6
"""Width of a letter of the labels, about."""
INK, INK_2, INK_3, ACCENT, BAND, GRID = "#14211f", "#42514d", "#5a6864", "#0b5f67", "#dcebec", "#d8dfdd"
PHASES = ("#f5f8f7", "#e6eeec")


@dataclass(frozen=True)
class PhaseSpan:
    """A phase of the plan. `ends` None: it still goes on."""

    name: str
    starts: date
    ends: date | None


@dataclass(frozen=True)
class CourseEvent:
    """Something that happened on a day. `kind` is a key of `picture_marks.KINDS`; an unknown one is shown as other."""

    kind: str
    on: date
    text: str = ""
    simulated: bool = False


@dataclass(frozen=True)
class Row:
    """One line of the table that says the same as the picture."""

    on: date
    what: str
    value: str
    note: str


@dataclass(frozen=True)
class Picture:
    """The picture, the same in words, and the same as a table."""

    svg: str
    text: str
    rows: tuple[Row, ...]


def draw(
    series: Sequence[Series],
    *,
    phases: Sequence[PhaseSpan] = (),
    events: Sequence[CourseEvent] = (),
    start: date | None = None,
    today: date | None = None,
    title: str = "Course",
    ids: str = "course",
    width: int = WIDTH,
    plot_height: int | None = None,
    show_day: Callable[[date], str] = date.isoformat,
) -> Picture:
    """Several measures under each other over one calendar. Sides of one measure share a plot.

    Args:
        start: day 0 of the calendar; default: the first day anything is known of.
        today: drawn as a line, where given; the calendar reaches at least to it.
        ids: prefix of the ids inside, to be different for every picture on a page.
        plot_height: of each measure, in units; default: less where there are many.
        width: units across; about 480 for a phone, where labels must stay legible.
    """
    plots = _plots(series)
    days = [point.on for one in series for point in one.points] + [event.on for event in events]
    days += [span.starts for span in phases] + [span.ends for span in phases if span.ends is not None]
    days += [day for day in (start, today) if day is not None]
    rows = _rows(series, events)
    text = _text(series, phases, events, show_day)
    if not days:
        return Picture("", text, rows)
    first = start if start is not None else min(days)
    calendar = Calendar(first, max(max(days), first), LEFT, width - RIGHT)
    height = TOP
    out: list[str] = []
    each = plot_height or (PLOT if len(plots) < 4 else SMALL_PLOT)
    for one in plots:
        top = height + TITLE
        out += _drawn_plot(one, calendar, top, each, ids, show_day)
        height = top + each + BETWEEN
    bottom = height
    signs, sign_height = _drawn_events(events, calendar, bottom, show_day)
    ticks = calendar.ticks()
    axis = [
        f'<line x1="{LEFT}" x2="{width - RIGHT}" y1="{bottom}" y2="{bottom}" class="op-axis" stroke="{INK_3}" stroke-width="1"/>'
    ]
    label_y = bottom + sign_height + 18
    for x, label in ticks:
        axis.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{bottom}" y2="{bottom + 5}" class="op-axis" stroke="{INK_3}"/>')
        axis.append(_words(x, label_y, label, "op-quiet", INK_3, "middle"))
    axis.append(_words(width - RIGHT, label_y + 20, f"{calendar.unit} since {show_day(first)}", "op-quiet", INK_3, "end"))
    key, key_height = _key(series, events, width, label_y + 46)
    total = label_y + 34 + key_height
    behind = _drawn_phases(phases, calendar, bottom, show_day)
    now = ""
    if today is not None and calendar.first <= today <= calendar.last:
        x = calendar.x(today)
        now = f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP - 6}" y2="{bottom}" class="op-today" stroke="{INK}" stroke-width="1.5"/>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="op" viewBox="0 0 {width} {total:g}" role="img" '
        f'aria-labelledby="{ids}-title {ids}-desc" font-size="{NARROW_LETTERS if width < NARROW else LETTERS}" font-family="Inter Variable, Inter, system-ui, sans-serif">'
        f'<title id="{ids}-title">{escape(title)}</title><desc id="{ids}-desc">{escape(text)}</desc>'
        + "".join([*behind, *out, now, *axis, *signs, *key])
        + "</svg>"
    )
    return Picture(svg, text, rows)


def _plots(series: Sequence[Series]) -> list[list[Series]]:
    """Series grouped by measure, in the order in which the measures come."""
    grouped: dict[str, list[Series]] = {}
    for one in series:
        grouped.setdefault(one.measure.id, []).append(one)
    return list(grouped.values())


def _drawn_plot(
    plot: Sequence[Series], calendar: Calendar, top: int, height: int, ids: str, show_day: Callable[[date], str]
) -> list[str]:
    measure = plot[0].measure
    values = [point.value for one in plot for point in one.points if point.value is not None]
    scale = Scale.of(measure, values, top, height)
    right = calendar.right
    meaning = "higher is better" if measure.better == "higher" else "lower is better"
    detail = f"{meaning}; evidence {measure.quality}"
    if calendar.right > NARROW:
        detail = f"{measure.unit}, {detail}"
    out = [
        f'<text x="{LEFT + 8}" y="{top - 9}"><tspan class="op-name" fill="{INK}" font-weight="650">{escape(measure.short)}</tspan>'
        f'<tspan class="op-quiet" fill="{INK_3}" dx="8">{escape(detail)}</tspan></text>'
    ]
    for value in scale.ticks():
        y = scale.y(value)
        line = f'<line x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" class="op-grid" stroke="{GRID}"/>'
        out += [line, _words(LEFT - 9, y + 4, number(value), "op-quiet", INK_3, "end")]
    out += _band(plot, scale, calendar)
    if not values:
        out.append(_words((LEFT + right) / 2, top + height / 2, "no value is known", "op-quiet", INK_3, "middle"))
    for one in plot:
        out += _drawn_series(one, scale, calendar, top + height, show_day, others=[other for other in plot if other is not one])
    return out


def _band(plot: Sequence[Series], scale: Scale, calendar: Calendar) -> list[str]:
    """Where a change since the first value is as large as what matters to patients; or the words that it is not established."""
    measure = plot[0].measure
    right = calendar.right
    first = next((one.known[0] for one in plot if one.known), None)
    mcid = measure.mcid.value
    y_words = scale.top - 9
    if mcid is None:
        return (
            [_words(right - 6, y_words, "meaningful change: not established", "op-quiet", INK_3, "end")] if right > NARROW else []
        )
    if first is None or first.value is None or len(plot) > 1:
        return []
    limit = first.value + mcid if measure.better == "higher" else first.value - mcid
    low, high = (limit, scale.high) if measure.better == "higher" else (scale.low, limit)
    words = f"meaningful change: {number(mcid)} {'more' if measure.better == 'higher' else 'less'}"
    mdc = measure.mdc.value
    words += f"; error {number(mdc)}" if mdc is not None else "; error not known"
    label = [_words(right - 6, y_words, words, "op-quiet", INK_3, "end")] if right > NARROW else []
    if low >= high:
        return label
    y, edge = scale.y(high), scale.y(limit)
    return [
        f'<rect x="{LEFT}" width="{right - LEFT}" y="{y:.1f}" height="{scale.y(low) - y:.1f}" class="op-band" fill="{BAND}"'
        f' fill-opacity=".75"/>',
        f'<line x1="{LEFT}" x2="{right}" y1="{edge:.1f}" y2="{edge:.1f}" class="op-limit" stroke="{ACCENT}" stroke-width="1.5"'
        f' stroke-dasharray="5 3"/>',
        *label,
    ]


def _drawn_series(
    series: Series, scale: Scale, calendar: Calendar, bottom: int, show_day: Callable[[date], str], others: Sequence[Series]
) -> list[str]:
    out: list[str] = []
    is_left = series.side == "left"
    before: tuple[float, float, Point] | None = None
    labelled, last_label = _labelled(series.known), -math.inf
    marks: list[str] = []
    for point in series.points:
        x = calendar.x(point.on)
        if point.value is None:
            said = f"{show_day(point.on)}: {point.because or 'not scored'}"
            marks.append(cross(x, bottom - 8, said))
            before = None
            continue
        y = scale.y(point.value)
        if before is not None and sorted(before[2].activities) == sorted(point.activities):
            dash = ' stroke-dasharray="2 4"' if point.simulated or before[2].simulated else ""
            thin = "1.5" if is_left else "2.2"
            out.append(
                f'<line x1="{before[0]:.1f}" y1="{before[1]:.1f}" x2="{x:.1f}" y2="{y:.1f}" class="op-line" stroke="{ACCENT}"'
                f' stroke-width="{thin}"{dash}/>'
            )
        side = f" {series.side}" if series.side else ""
        simulated = ", simulated" if point.simulated else ""
        marks.append(mark(x, y, point.simulated, is_left, f"{show_day(point.on)}{side}: {number(point.value)}{simulated}"))
        if point in labelled and (point is series.known[-1] or x - last_label >= NEAREST_LABELS):
            last_label = x
            beside = [other.value for one in others for other in one.known if other.on == point.on and other.value is not None]
            below = any(value > point.value for value in beside) or (y - scale.top <= 14 and not beside)
            text = f"{number(point.value)} {series.side[:1].upper()}".strip() if others else number(point.value)
            anchor = "end" if x > calendar.right - 20 else "start" if x < LEFT + 12 else "middle"
            marks.append(
                _words(x + (7 if anchor == "start" else 0), y + (18 if below else -10), text, "op-value", INK, anchor, 600)
            )
        before = (x, y, point)
    return out + marks


def _labelled(known: Sequence[Point]) -> set[Point]:
    if len(known) <= MOST_LABELS:
        return set(known)
    by_value = sorted(known, key=lambda point: point.value or 0.0)
    return {known[0], known[-1], by_value[0], by_value[-1]}


def _drawn_phases(phases: Sequence[PhaseSpan], calendar: Calendar, bottom: int, show_day: Callable[[date], str]) -> list[str]:
    out: list[str] = []
    for place, span in enumerate(phases):
        left, right = calendar.x(span.starts), calendar.x(span.ends or calendar.last)
        room = int((right - left - 10) / LETTER)
        label = f"{place + 1} {span.name}"
        cut = f"{label[: room - 1].rstrip()}…" if room >= FEWEST_LETTERS else f"{place + 1}" if room >= 1 else ""
        shown = label if len(label) <= room else cut
        until = show_day(span.ends) if span.ends is not None else "now"
        out.append(
            f'<g><title>{escape(f"{span.name}, {show_day(span.starts)} to {until}")}</title><rect x="{left:.1f}" y="{TOP - 6}"'
            f' width="{max(0.0, right - left):.1f}" height="{bottom - TOP + 6}" class="op-phase-{"ab"[place % 2]}"'
            f' fill="{PHASES[place % 2]}"/>'
            f'<line x1="{left:.1f}" x2="{left:.1f}" y1="{TOP - 6}" y2="{bottom}" class="op-grid" stroke="{GRID}"/></g>'
        )
        if shown:
            out.append(_words(left + 5, TOP - 12, shown, "op-name", INK_2, weight=600))
    return out


def _drawn_events(
    events: Sequence[CourseEvent], calendar: Calendar, top: int, show_day: Callable[[date], str]
) -> tuple[list[str], int]:
    """Signs below the plots, in as many rows as they need not to cover each other, and the height of the rows."""
    out: list[str] = []
    ends: list[float] = []
    for event in sorted(events, key=lambda one: (one.on, one.kind)):
        x = calendar.x(event.on)
        row = next((place for place, end in enumerate(ends) if x - end >= 17), len(ends))
        if row == len(ends):
            ends.append(x)
        ends[row] = x
        kind = KINDS.get(event.kind, KINDS["other"])
        said = ", ".join(part for part in (kind.name, show_day(event.on), event.text) if part)
        out.append(
            sign(event.kind, x, top + 16 + row * SIGN_ROW, f"{said}{', simulated' if event.simulated else ''}", event.simulated)
        )
    return out, max(1, len(ends)) * SIGN_ROW + 4


def _key(series: Sequence[Series], events: Sequence[CourseEvent], width: int, y: int) -> tuple[list[str], int]:
    """What the signs mean, with how many there are, in lines that fit."""
    entries: list[tuple[str, Callable[[float, float], str]]] = []
    for kind, shape in KINDS.items():
        n = sum((event.kind if event.kind in KINDS else "other") == kind for event in events)
        if n:
            entries.append((f"{shape.name}, {n}", lambda x, y, kind=kind: sign(kind, x, y, "", False)))
    points = [point for one in series for point in one.points]
    if any(point.simulated for point in points) or any(event.simulated for event in events):
        entries.append((SIMULATED, lambda x, y: mark(x, y, True, False, "")))
    if any(point.value is None for point in points):
        entries.append((MISSING, lambda x, y: cross(x, y, "")))
    if any(one.side == "left" for one in series):
        entries.append(("left side", lambda x, y: mark(x, y, False, True, "")))
    out: list[str] = []
    x, lines = float(LEFT), 1
    for words, shape in entries:
        needed = 26 + len(words) * LETTER * (NARROW_LETTERS / LETTERS if width < NARROW else 1)
        if x + needed > width - RIGHT and x > LEFT:
            x, lines = float(LEFT), lines + 1
        level = y + (lines - 1) * 22
        out += [shape(x + 7, level), _words(x + 19, level + 4, words, "op-quiet", INK_2)]
        x += needed + 10
    return out, lines * 22 if entries else 0


def _words(x: float, y: float, text: str, name: str, fill: str, anchor: str = "start", weight: int = 400) -> str:
    # A rim in the colour of the paper keeps a value legible on a line.
    rim = ' stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if name == "op-value" else ""
    look = f'class="{name}" fill="{fill}" text-anchor="{anchor}" font-weight="{weight}"{rim}'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(text)}</text>'


def _text(
    series: Sequence[Series], phases: Sequence[PhaseSpan], events: Sequence[CourseEvent], show_day: Callable[[date], str]
) -> str:
    said = [change_of(one).sentence for one in series]
    said += [f"{span.name} from {show_day(span.starts)} {'to ' + show_day(span.ends) if span.ends else 'on'}." for span in phases]
    for kind, shape in KINDS.items():
        found = [event for event in events if (event.kind if event.kind in KINDS else "other") == kind]
        if found:
            days = ", ".join(show_day(event.on) + (" (simulated)" if event.simulated else "") for event in found)
            said.append(f"{shape.name[:1].upper()}{shape.name[1:]}: {days}.")
    return " ".join(said) or "Nothing is recorded yet."


def _rows(series: Sequence[Series], events: Sequence[CourseEvent]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for one in series:
        what = f"{one.measure.short}, {one.side}" if one.side else one.measure.short
        for point in one.points:
            value = "not scored" if point.value is None else f"{number(point.value)} {one.measure.unit_word}"
            note = [point.because if point.value is None else "", "simulated" if point.simulated else "", point.rater]
            rows.append(Row(point.on, what, value, "; ".join(part for part in note if part)))
    for event in events:
        kind = KINDS.get(event.kind, KINDS["other"])
        rows.append(Row(event.on, kind.name, event.text, "simulated" if event.simulated else ""))
    return tuple(sorted(rows, key=lambda row: (row.on, row.what)))
