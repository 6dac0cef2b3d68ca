/* Kinds of sensation: word, colour and pattern. The colours and patterns are those of bodymap/svg.py; shape alone tells them apart. */
import { svg } from "./elements.js";

export const INK = "#14211f";
export const SENSATIONS = {
  ache: { word: "Ache", said: "ache", colour: "#7fb2e5", size: 8, marks: [["circle", { cx: 2, cy: 2, r: 1.5 }], ["circle", { cx: 6, cy: 6, r: 1.5 }]] },
  sharp: { word: "Sharp", said: "sharp pain", colour: "#f08a75", size: 6, marks: [["path", { d: "M-1 1l2-2M0 6L6 0M5 7l2-2", "stroke-width": 1.2 }]] },
  burning: { word: "Burning", said: "burning", colour: "#f2b155", size: 10, marks: [["path", { d: "M0 3q2.5-4 5 0t5 0M0 8q2.5-4 5 0t5 0", fill: "none", "stroke-width": 1.2 }]] },
  numb: { word: "Numb", said: "numbness", colour: "#c9a8e0", size: 7, marks: [["path", { d: "M0 3.5h7M3.5 0v7", "stroke-width": 1 }]] },
  pins_and_needles: { word: "Pins and needles", said: "pins and needles", colour: "#9fd08a", size: 8, marks: [["path", { d: "M4 1.5v5M1.5 4h5", "stroke-width": 1.3 }]] },
};
export const DEPTHS = { unknown: "Not sure", surface: "On the surface", deep: "Deep" };
export const DEPTH_SAID = { unknown: "", surface: "surface ", deep: "deep " };

export function patterns(ids) {
  return Object.entries(SENSATIONS).map(([id, { colour, size, marks }]) =>
    svg("pattern", { id: `${ids}-${id}`, width: size, height: size, patternUnits: "userSpaceOnUse" },
      svg("rect", { width: size, height: size, fill: colour }),
      svg("g", { fill: INK, stroke: INK, "stroke-width": 0 }, marks.map(([tag, attributes]) => svg(tag, attributes)))));
}

export const swatch = (ids, id) =>
  svg("svg", { class: "bc-swatch", viewBox: "0 0 40 26", "aria-hidden": "true" },
    svg("rect", { x: 1, y: 1, width: 38, height: 24, rx: 6, fill: `url(#${ids}-${id})`, stroke: INK, "stroke-width": 1.2 }));
