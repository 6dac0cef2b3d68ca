"""Smooth curves through hand-placed points.

A contour is a list of points.  A point is ``(x, y)`` or ``(x, y, "c")``; ``c`` marks a
corner, where the curve may turn sharply.  Between corners the curve is a centripetal
Catmull-Rom spline: it goes through every point and does not loop or overshoot.
"""

import itertools
import math


def _segments(points, closed):
    """Split a contour into runs between corners, each a list of (x, y)."""
    xy = [(float(p[0]), float(p[1])) for p in points]
    corners = [i for i, p in enumerate(points) if len(p) > 2]
    if not closed:
        stops = sorted({0, len(xy) - 1, *corners})
        return [(xy[a : b + 1], False) for a, b in itertools.pairwise(stops)]
    if not corners:
        return [(xy, True)]
    runs = []
    for a, b in zip(corners, [*corners[1:], corners[0] + len(xy)], strict=False):
        runs.append(([xy[i % len(xy)] for i in range(a, b + 1)], False))
    return runs


def _handle(before, here, after, beyond):
    """The two inner control points of the cubic from ``here`` to ``after``."""
    d1 = math.dist(before, here) ** 0.5
    d2 = math.dist(here, after) ** 0.5
    d3 = math.dist(after, beyond) ** 0.5

    def inner(far, near, other, d):
        if d < 1e-9:
            return near[0] + (other[0] - near[0]) / 3, near[1] + (other[1] - near[1]) / 3
        return tuple(
            (d * d * other[k] - d2 * d2 * far[k] + (2 * d * d + 3 * d * d2 + d2 * d2) * near[k]) / (3 * d * (d + d2))
            for k in (0, 1)
        )

    return inner(before, here, after, d1), inner(beyond, after, here, d3)


def beziers(points, closed=False):
    """Cubic Bezier pieces (start, control, control, end) of a contour."""
    pieces = []
    for run, loop in _segments(points, closed):
        n = len(run)
        if n == 2 and not loop:
            (ax, ay), (bx, by) = run
            pieces.append((run[0], (ax + (bx - ax) / 3, ay + (by - ay) / 3), (bx - (bx - ax) / 3, by - (by - ay) / 3), run[1]))
            continue
        for i in range(n if loop else n - 1):
            here, after = run[i], run[(i + 1) % n]
            before = run[i - 1] if loop or i else here
            beyond = run[(i + 2) % n] if loop or i + 2 < n else after
            pieces.append((here, *_handle(before, here, after, beyond), after))
    return pieces


def flatten(points, closed=False, step=2.0):
    """The contour as a polyline, about one vertex every ``step`` units."""
    line = []
    for a, b, c, d in beziers(points, closed):
        length = math.dist(a, b) + math.dist(b, c) + math.dist(c, d)
        n = max(1, round(length / step))
        for i in range(n):
            t = i / n
            s = 1 - t
            line.append(tuple(s**3 * a[k] + 3 * s * s * t * b[k] + 3 * s * t * t * c[k] + t**3 * d[k] for k in (0, 1)))
    last = beziers(points, closed)[-1][3]
    if not closed:
        line.append(last)
    return line


def _n(value):
    text = f"{value:.1f}"
    text = text[:-2] if text.endswith(".0") else text
    return "0" if text == "-0" else text


def path(points, closed=False):
    """SVG path data of a contour, relative cubics, one decimal."""
    pieces = beziers(points, closed)
    x, y = round(pieces[0][0][0], 1), round(pieces[0][0][1], 1)
    out = [f"M{_n(x)} {_n(y)}"]
    for _, b, c, d in pieces:
        nums = [_n(q[k] - (x, y)[k]) for q in (b, c, d) for k in (0, 1)]
        out.append("c" + " ".join(nums).replace(" -", "-"))
        x, y = x + float(nums[4]), y + float(nums[5])
    return "".join(out) + ("z" if closed else "")


def poly_path(rings):
    """SVG path data of straight-edged rings, relative, one decimal."""
    out = []
    for ring in rings:
        x, y = round(ring[0][0], 1), round(ring[0][1], 1)
        out.append(f"M{_n(x)} {_n(y)}l")
        nums = []
        for px, py in ring[1:]:
            dx, dy = _n(px - x), _n(py - y)
            nums.append(f"{dx} {dy}")
            x, y = round(x + float(dx), 1), round(y + float(dy), 1)
        out.append(" ".join(nums).replace(" -", "-") + "z")
    return "".join(out)


def tapered(points, width):
    """A crease as a thin filled shape: full width in the middle, a point at each end."""
    line = flatten(points, step=1.5)
    while len(line) < 5:
        line = [q for a, b in itertools.pairwise(line) for q in (a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2))] + [line[-1]]
    keep = min(len(line) - 1, max(6, len(line) // 7))
    picks = [line[round(i * (len(line) - 1) / keep)] for i in range(keep + 1)]
    left, right = [], []
    for i in range(1, keep):
        (ax, ay), (bx, by) = picks[i - 1], picks[i + 1]
        n = math.hypot(bx - ax, by - ay) or 1
        half = width / 2 * math.sin(math.pi * i / keep) ** 0.5
        nx, ny = -(by - ay) / n * half, (bx - ax) / n * half
        left.append((picks[i][0] + nx, picks[i][1] + ny))
        right.append((picks[i][0] - nx, picks[i][1] - ny))
    return [(*picks[0], "c"), *left, (*picks[-1], "c"), *right[::-1]]
