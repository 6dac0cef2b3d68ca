/* How drawn areas look on one view of the figure. */
import { svg } from "./elements.js";
import { WIDTH } from "./figure.js";
import { INK } from "./sensations.js";

function shapes(area, figure, view) {
  const strokes = area.strokes.filter((s) => s.view === view).map((s) => {
    const points = [];
    for (let i = 0; i < s.points.length; i += 2) points.push(`${s.points[i] / 10} ${s.points[i + 1] / 10}`);
    return { d: `M${points[0]}L${points.slice(1).join(" ") || points[0]}${s.filled ? "z" : ""}`, width: s.radius / 5, fill: s.filled };
  });
  const keys = new Set(area.regions.flatMap((place) => figure.keysIn(place)));
  const facets = figure.facets(view).filter((f) => keys.has(`${f.side}.${f.region}`)).map((f) => ({ d: f.path, width: 0.8, fill: true }));
  return [...strokes, ...facets];
}

const layer = (all, paint, more) => all.map((s) => svg("path", { d: s.d, fill: s.fill ? paint : "none", stroke: paint, "stroke-width": s.width + more }));

/* The union of an area: all of it in ink a little wider, then all of it in its pattern. */
export function drawArea(area, figure, view, ids, chosen) {
  const all = shapes(area, figure, view), edge = area.depth === "deep" ? 3.2 : 1.8;
  return svg("g", { class: chosen ? "bc-area bc-chosen" : "bc-area", "stroke-linecap": "round", "stroke-linejoin": "round" },
    chosen ? layer(all, "#1545c4", edge + 4) : [], layer(all, INK, edge), layer(all, `url(#${ids}-${area.sensation})`, 0));
}

/* An area of an earlier drawing, under the new one. */
export function drawEarlierArea(area, figure, view) {
  const all = shapes(area, figure, view);
  return svg("g", { class: "bc-earlier", "stroke-linecap": "round", "stroke-linejoin": "round" }, layer(all, "#5a6864", 3.6), layer(all, "#d9d9d6", 0));
}

/* The number said for an area, beside it; nothing when none was said or the area is not on this view. */
export function drawNumber(area, figure, view, index) {
  const stroke = area.strokes.find((s) => s.view === view);
  let at = null;
  if (stroke) { const k = 2 * Math.floor(stroke.points.length / 4); at = [stroke.points[k] / 10, stroke.points[k + 1] / 10]; at[0] += (at[0] > WIDTH / 2 ? 1 : -1) * (stroke.radius / 10 + 9); }
  else if (area.regions.length) {
    const keys = new Set(area.regions.flatMap((place) => figure.keysIn(place))), facet = figure.facets(view).find((f) => keys.has(`${f.side}.${f.region}`));
    if (facet) at = [facet.x, facet.y];
  }
  if (!at || area.intensity_nrs_0_10 === null) return [];
  return [svg("g", { "data-area": index }, svg("circle", { cx: at[0], cy: at[1], r: 9, fill: "#ffffff", stroke: INK, "stroke-width": 1.2 }),
    svg("text", { x: at[0], y: at[1] + 4, "text-anchor": "middle", class: "bc-nrs", fill: INK }, area.intensity_nrs_0_10))];
}
