/* A small line over days, drawn as SVG, with the numbers in a table behind it. */
import { daysBetween, shortDay } from "./days.js";
import { h, s } from "./dom.js";
import { words } from "./words.js";

const WIDE = 320, HIGH = 96, EDGE = 8;

/* `points` are [day, number], oldest first. `top` is the top of the scale (10 for pain), or 0 to fit. */
export function chart(name, points, top = 0) {
  const numbers = points.map(([, number]) => number);
  const most = top || Math.max(...numbers, 1);
  const days = Math.max(1, daysBetween(points[0][0], points.at(-1)[0]));
  const place = ([day, number]) => [EDGE + (daysBetween(points[0][0], day) / days) * (WIDE - 2 * EDGE), HIGH - EDGE - (number / most) * (HIGH - 2 * EDGE)];
  const spots = points.map(place).map(([x, y]) => [x.toFixed(1), y.toFixed(1)]);
  const said = words.progress.chart(name, numbers[0], numbers.at(-1), Math.min(...numbers), Math.max(...numbers));
  const [lastX, lastY] = spots.at(-1);
  return h("figure", { class: "chart" }, h("figcaption", {}, h("b", {}, name), h("span", { class: "now" }, String(numbers.at(-1)))),
    s("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", "aria-label": said },
      s("path", { class: "base", d: `M${EDGE} ${HIGH - EDGE}H${WIDE - EDGE}` }),
      s("polyline", { class: "line", points: spots.map((spot) => spot.join(",")).join(" ") }), s("circle", { class: "last", cx: lastX, cy: lastY, r: 5 })),
    h("p", { class: "ends", "aria-hidden": "true" }, h("span", {}, shortDay(points[0][0])), h("span", {}, shortDay(points.at(-1)[0]))),
    h("details", {}, h("summary", {}, words.progress.table), h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, words.progress.day), h("th", { scope: "col" }, words.progress.value))),
      h("tbody", {}, points.slice(-28).reverse().map(([day, number]) => h("tr", {}, h("th", { scope: "row" }, shortDay(day)), h("td", {}, String(number))))))));
}
