/* The drawing: areas of one sensation, strokes as vectors in whole tenths of a unit, tapped regions; every change can be undone.
   The same document as bodymap/drawing.py reads. */
import { HEIGHT, WIDTH } from "./figure.js";

const PER_UNIT = 10, SIMPLE = 5, MOST_KEPT = 200, MOST_AREAS = 60, MOST_STROKES = 600, MOST_POINTS = 20000;
const emptyArea = (sensation, intensity, depth) => ({ sensation, intensity_nrs_0_10: intensity, depth, strokes: [], regions: [] });

export class Drawing {
  constructor(text, build) {
    this.build = build;
    this.areas = [];
    if (text && text.trim()) {
      const read = JSON.parse(text);
      this.areas = read.areas;
      this.build = read.build;
    }
    this.past = [];
    this.future = [];
  }

  toJson() { return JSON.stringify({ version: 1, build: this.build, areas: this.areas }); }
  get empty() { return this.areas.length === 0; }

  /* One step that undo takes back. Returns whether anything changed. */
  change(act) {
    const before = JSON.stringify(this.areas);
    act(this.areas);
    this.areas = this.areas.filter((area) => area.strokes.length || area.regions.length);
    if (this.full()) { this.areas = JSON.parse(before); return false; }
    if (JSON.stringify(this.areas) === before) return false;
    this.past.push(before);
    if (this.past.length > MOST_KEPT) this.past.shift();
    this.future = [];
    return true;
  }

  full() {
    const strokes = this.areas.flatMap((area) => area.strokes);
    return this.areas.length > MOST_AREAS || strokes.length > MOST_STROKES || strokes.reduce((n, s) => n + s.points.length / 2, 0) > MOST_POINTS;
  }

  undo() { return this.step(this.past, this.future); }
  redo() { return this.step(this.future, this.past); }
  step(from, to) {
    if (!from.length) return false;
    to.push(JSON.stringify(this.areas));
    this.areas = JSON.parse(from.pop());
    return true;
  }

  /* Add a stroke to the area it touches, or start an area; returns the index of that area, -1 when the drawing is full. */
  addStroke(stroke, { sensation, intensity, depth }) {
    const touched = this.areas.findIndex((area) => area.sensation === sensation && area.strokes.some((s) => touches(s, stroke)));
    const at = touched < 0 ? this.areas.length : touched;
    const done = this.change((areas) => {
      if (touched < 0) areas.push(emptyArea(sensation, intensity, depth));
      areas[at].strokes.push(stroke);
    });
    return done ? at : -1;
  }

  /* Mark a place, or take the mark back. Returns true when it is marked now. */
  toggle(place, { sensation, intensity, depth }) {
    const same = (p) => p.region === place.region && p.side === place.side;
    const marked = this.areas.some((area) => area.sensation === sensation && area.regions.some(same));
    this.change((areas) => {
      if (marked) { for (const area of areas) if (area.sensation === sensation) area.regions = area.regions.filter((p) => !same(p)); return; }
      let area = areas.findLast((a) => a.sensation === sensation && a.regions.length && !a.strokes.length);
      if (!area) areas.push(area = emptyArea(sensation, intensity, depth));
      area.regions.push({ region: place.region, side: place.side });
    });
    return !marked && this.marks(place).length > 0;
  }

  /* Sensations marked at a place. */
  marks(place) {
    return this.areas.filter((area) => area.regions.some((p) => p.region === place.region && p.side === place.side)).map((area) => area.sensation);
  }

  /* Take away what lies under the eraser: strokes are cut, marked regions go whole. */
  erase(view, points, radius, keys, holds) {
    return this.change((areas) => {
      for (const area of areas) {
        area.strokes = area.strokes.flatMap((stroke) => stroke.view === view ? cut(stroke, points, radius) : [stroke]);
        area.regions = area.regions.filter((place) => !holds(place).some((key) => keys.has(key)));
      }
    });
  }
}

/* A stroke from what the pointer went through (figure units): simplified, whole tenths, inside the picture. */
export function makeStroke(view, radius, path) {
  const clamp = (value, most) => Math.min(Math.max(Math.round(value * PER_UNIT), 0), most * PER_UNIT);
  const points = simplify(path.map(([x, y]) => [clamp(x, WIDTH), clamp(y, HEIGHT)]), SIMPLE);
  return { view, radius: Math.round(radius * PER_UNIT), filled: false, points: points.flat() };
}

/* Whether a line comes back to its start around something: then what it encloses is meant. */
export function isLoop({ points, radius }) {
  const n = points.length / 2;
  if (n < 6) return false;
  const gap = Math.hypot(points[0] - points[2 * n - 2], points[1] - points[2 * n - 1]);
  let area = 0, length = 0;
  for (let i = 0; i < n; i++) {
    const j = (i + 1) % n;
    area += (points[2 * i] * points[2 * j + 1] - points[2 * j] * points[2 * i + 1]) / 2;
    if (j) length += Math.hypot(points[2 * j] - points[2 * i], points[2 * j + 1] - points[2 * i + 1]);
  }
  return gap < Math.max(2.5 * radius, length * 0.12) && Math.abs(area) > 12 * radius * radius && Math.abs(area) > 0.03 * length * length;
}

function simplify(points, tolerance) {
  if (points.length < 3) return points;
  const keep = new Uint8Array(points.length);
  keep[0] = keep[points.length - 1] = 1;
  const open = [[0, points.length - 1]];
  while (open.length) {
    const [a, b] = open.pop();
    let far = 0, at = -1;
    for (let i = a + 1; i < b; i++) {
      const away = distance(points[i], points[a], points[b]);
      if (away > far) { far = away; at = i; }
    }
    if (far > tolerance) { keep[at] = 1; open.push([a, at], [at, b]); }
  }
  return points.filter((_, i) => keep[i]);
}

function distance([x, y], [ax, ay], [bx, by]) {
  const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
  const t = length ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

const pairs = (points) => Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i], points[2 * i + 1]]);

/* Points along a stroke, no further apart than `step`. */
export function along(points, step) {
  const at = pairs(points);
  const out = [at[0]];
  for (let i = 1; i < at.length; i++) {
    const [ax, ay] = at[i - 1], [bx, by] = at[i], n = Math.max(1, Math.ceil(Math.hypot(bx - ax, by - ay) / step));
    for (let k = 1; k <= n; k++) out.push([ax + (bx - ax) * k / n, ay + (by - ay) * k / n]);
  }
  return out;
}

function touches(a, b) {
  if (a.view !== b.view) return false;
  const reach = a.radius + b.radius, line = along(a.points, Math.max(20, reach / 2));
  if (along(b.points, Math.max(20, reach / 2)).some(([x, y]) => line.some(([u, v]) => Math.hypot(x - u, y - v) <= reach))) return true;
  return a.filled && inside(pairs(a.points), b.points) || b.filled && inside(pairs(b.points), a.points);
}

export function inside(ring, [x, y]) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i], [bx, by] = ring[j];
    if ((ay > y) !== (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax) odd = !odd;
  }
  return odd;
}

/* What is left of a stroke: its line is cut where the eraser passed. A filled loop goes whole when the eraser goes into it. */
function cut(stroke, eraser, radius) {
  const reach = radius * PER_UNIT + stroke.radius * 0.5, path = eraser.map(([x, y]) => [x * PER_UNIT, y * PER_UNIT]);
  const hit = ([x, y]) => path.some(([u, v]) => Math.hypot(x - u, y - v) <= reach);
  if (stroke.filled) {
    const ring = pairs(stroke.points);
    return path.some((p) => inside(ring, p)) || ring.some(hit) ? [] : [stroke];
  }
  const line = along(stroke.points, 20);
  if (!line.some(hit)) return [stroke];
  const left = [];
  let run = [];
  const close = () => { if (run.length) left.push({ ...stroke, points: simplify(run.map(([x, y]) => [Math.round(x), Math.round(y)]), SIMPLE).flat() }); run = []; };
  for (const point of line) if (hit(point)) close(); else run.push(point);
  close();
  return left.filter((s) => s.points.length > 2);
}
