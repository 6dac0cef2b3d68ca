/* The drawn figure: fetched once, shown as shapes, searched by place. */
import { svg } from "./elements.js";

export const WIDTH = 480, HEIGHT = 1010;
export const VIEWS = { front: "Front", back: "Back", left: "Left side", right: "Right side" };
const SKIN = "#f1ece5", LINE = "#46525c", CREASE = "#929ba2";
const RIM = [[50, "#f0ebe4"], [44, "#eee9e2"], [38, "#ece7e0"], [32, "#eae5de"], [27, "#e7e2db"], [22, "#e5e0d9"],
  [17, "#e2ddd6"], [12, "#dfdad3"], [8, "#dbd6cf"], [4, "#d7d2cb"]];
const fetched = new Map();

async function fetchJson(url) {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

/* Figure and table of regions; the table lies beside the figure. */
export function loadFigure(url) {
  const address = new URL(url, document.baseURI);
  if (!fetched.has(address.href)) {
    const both = Promise.all([fetchJson(address), fetchJson(new URL("regions.json", address))]).then(([figure, rows]) => new Figure(figure, rows));
    both.catch(() => fetched.delete(address.href));
    fetched.set(address.href, both);
  }
  return fetched.get(address.href);
}

export class Figure {
  constructor(document_, rows) {
    this.build = document_.build;
    this.views = document_.views;
    this.regions = {};
    for (const [id, [level, name, parent, coarse, paired]] of Object.entries(rows)) this.regions[id] = { id, level, name, parent, coarse, paired, children: [] };
    for (const region of Object.values(this.regions)) if (region.parent) this.regions[region.parent].children.push(region.id);
    this.searched = {};
    this.context = document.createElement("canvas").getContext("2d");
  }

  /* Facets of a view ready to be searched: path, box, middle. */
  facets(view) {
    if (!this.searched[view]) {
      this.searched[view] = this.views[view].facets.map((facet) => ({ ...facet, shape: new Path2D(facet.path), ...box(facet.path) }));
    }
    return this.searched[view];
  }

  facetAt(view, x, y) {
    return this.facets(view).find((f) => x >= f.left && x <= f.right && y >= f.top && y <= f.bottom && this.context.isPointInPath(f.shape, x, y)) ?? null;
  }

  /* The facet under a finger: a little beside the body still counts. */
  facetNear(view, x, y, reach) {
    const here = this.facetAt(view, x, y);
    if (here) return here;
    for (const distance of [reach * 0.35, reach * 0.7, reach]) {
      for (let k = 0; k < 12; k++) {
        const found = this.facetAt(view, x + distance * Math.cos(k * Math.PI / 6), y + distance * Math.sin(k * Math.PI / 6));
        if (found) return found;
      }
    }
    return null;
  }

  placeName({ region, side }) {
    const { name } = this.regions[region];
    return side === "midline" ? name : `${side} ${name}`;
  }

  sidesOf(region) { return this.regions[region].paired ? ["left", "right"] : ["midline"]; }

  pointsIn(region) {
    const { level, children } = this.regions[region];
    return level === "point" ? [region] : children.flatMap((child) => this.pointsIn(child));
  }

  /* Keys "side.point" of everything a place holds. */
  keysIn({ region, side }) {
    return this.pointsIn(region).map((point) => `${this.regions[point].paired ? side : "midline"}.${point}`);
  }
}

function box(path) {
  let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
  for (const part of path.split("z")) {
    const numbers = part.match(/-?\d+(?:\.\d+)?/g);
    if (!numbers) continue;
    let x = 0, y = 0;
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      x += Number(numbers[i]); y += Number(numbers[i + 1]);
      left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
  }
  return { left, top, right, bottom, x: (left + right) / 2, y: (top + bottom) / 2 };
}

/* The shapes of a view; `ids` keeps names apart when several charts are on a page. */
export function drawFigure(figure, view, ids) {
  const out = [];
  figure.views[view].shapes.forEach((shape, i) => {
    const name = `${ids}-f${i}`;
    const use = (attributes) => svg("use", { href: `#${name}`, ...attributes });
    const layers = (data, colour, opacity, widths) => data ? svg("g", { stroke: colour, "stroke-opacity": opacity }, widths.map((w) => svg("path", { d: data, "stroke-width": w }))) : null;
    out.push(
      svg("defs", {}, svg("path", { id: name, d: shape.outline }), svg("clipPath", { id: `${name}-clip` }, use({}))),
      use({ fill: SKIN }),
      svg("g", { "clip-path": `url(#${name}-clip)`, fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round" },
        RIM.map(([w, colour]) => use({ stroke: colour, "stroke-width": w })),
        layers(shape.hollows, "#000000", 0.012, [22, 19, 16, 13, 10, 7, 4]), layers(shape.lights, "#ffffff", 0.1, [38, 32, 26, 20, 14, 8])),
      svg("path", { d: shape.creases, fill: CREASE }),
      shape.ink
        ? svg("path", { d: shape.ink, fill: "none", stroke: `url(#${ids}-fade)`, "stroke-width": 1.4, "stroke-linecap": "round" })
        : use({ fill: "none", stroke: LINE, "stroke-width": 1.4, "stroke-linejoin": "round" }));
  });
  const fade = svg("linearGradient", { id: `${ids}-fade`, gradientUnits: "userSpaceOnUse", x1: 0, y1: 204, x2: 0, y2: 285 },
    svg("stop", { offset: 0, "stop-color": LINE, "stop-opacity": 0 }), svg("stop", { offset: 1, "stop-color": LINE }));
  return [svg("defs", {}, fade), ...out];
}

export const outlines = (figure, view) => figure.views[view].shapes.map((shape) => shape.outline);
