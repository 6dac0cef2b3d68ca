/* An area in words, as bodymap/description.py says it: "Deep ache, 6/10, right buttock crease and upper back of the thigh." */
import { along, inside } from "./drawing.js";
import { DEPTH_SAID, SENSATIONS } from "./sensations.js";

const NAMED_SHARE = 0.12, MOST_NAMED = 4, STEP = 60;

export function describe(area, figure) {
  const start = `${DEPTH_SAID[area.depth]}${SENSATIONS[area.sensation].said}${area.intensity_nrs_0_10 === null ? "" : `, ${area.intensity_nrs_0_10}/10`}`;
  const sentence = `${start}, ${where(area, figure) || "outside the body"}.`;
  return sentence[0].toUpperCase() + sentence.slice(1);
}

export function where(area, figure) {
  const parts = new Map();
  const add = (view, x, y, weight = 1) => {
    const facet = figure.facetAt(view, x, y);
    if (facet) count(figure.regions[facet.region].parent, facet.side, y, weight);
  };
  const count = (region, side, y, weight) => {
    const key = `${side}.${region}`, entry = parts.get(key) ?? { region, side, n: 0, y: 0 };
    entry.n += weight; entry.y += y * weight; parts.set(key, entry);
  };
  for (const stroke of area.strokes) {
    const r = stroke.radius / 10;
    for (const [x, y] of along(stroke.points, STEP)) {
      for (const [dx, dy] of [[0, 0], [0.7, 0], [-0.7, 0], [0, 0.7], [0, -0.7]]) add(stroke.view, x / 10 + dx * r, y / 10 + dy * r, r);
    }
    if (stroke.filled) addInside(stroke, add);
  }
  for (const place of area.regions) {
    const level = figure.regions[place.region].level, region = level === "point" ? figure.regions[place.region].parent : place.region;
    count(region, place.side, heightOf(figure, place), 40);
  }
  const all = [...parts.values()].sort((a, b) => b.n - a.n), total = all.reduce((sum, p) => sum + p.n, 0);
  let chosen = all.filter((p) => p.n / total >= NAMED_SHARE).slice(0, MOST_NAMED);
  if (!chosen.length) chosen = all.slice(0, 1);
  return nameParts(chosen.sort((a, b) => a.y / a.n - b.y / b.n), figure);
}

function addInside(stroke, add) {
  const ring = Array.from({ length: stroke.points.length / 2 }, (_, i) => [stroke.points[2 * i] / 10, stroke.points[2 * i + 1] / 10]);
  const xs = ring.map(([x]) => x), ys = ring.map(([, y]) => y);
  for (let y = Math.min(...ys); y < Math.max(...ys); y += 6) {
    for (let x = Math.min(...xs); x < Math.max(...xs); x += 6) if (inside(ring, [x, y])) add(stroke.view, x, y, 4);
  }
}

function heightOf(figure, place) {
  const keys = new Set(figure.keysIn(place));
  for (const view of Object.keys(figure.views)) {
    const facet = figure.facets(view).find((f) => keys.has(`${f.side}.${f.region}`));
    if (facet) return facet.y;
  }
  return 0;
}

const joined = (names) => names.length === 1 ? names[0] : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

function nameParts(parts, figure) {
  const by = { midline: [], left: [], right: [] };
  for (const { region, side } of parts) {
    const { name } = figure.regions[region];
    if (!by[side].includes(name)) by[side].push(name);
  }
  const across = by.left.filter((n) => by.right.includes(n) && by.midline.includes(n));
  const middle = by.midline.filter((n) => across.includes(n) || !(by.left.includes(n) || by.right.includes(n)));
  const left = by.left.filter((n) => !across.includes(n)), right = by.right.filter((n) => !across.includes(n));
  const both = left.filter((n) => right.includes(n));
  const phrases = [];
  if (middle.length) phrases.push(joined(middle));
  if (both.length) phrases.push(`${joined(both)} on both sides`);
  for (const [side, names] of [["right", right], ["left", left]]) {
    const rest = names.filter((n) => !both.includes(n));
    if (rest.length) phrases.push(`${side} ${joined(rest)}`);
  }
  return phrases.join("; ");
}
