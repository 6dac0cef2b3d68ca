"""Bars with intervals in plain text."""

from __future__ import annotations

BLANK = ""
WIDTH = 22


def bar(probability: float, low: float, high: float, before: float) -> str:
    """A bar of `WIDTH` cells: filled to the estimate, a line over the 95% interval, ^ where it stood before.

    All arguments are probabilities in [0, 1].
    """
    cells = []
    last = WIDTH - 1
    start, end, point, mark = (round(x * last) for x in (low, high, probability, before))
    for cell in range(WIDTH):
        filled = cell <= point and probability > 0.5 / WIDTH
        inside = start <= cell <= end
        symbol = "█" if filled and not inside else "▓" if filled else "─" if inside else "·"
        if cell == mark:
            symbol = "▲" if not filled else "△"
        cells.append(symbol)
    return "".join(cells)
