/* The referral atlas: point at a name to see its zone on the figure, tap the figure to ask what refers there.
   Everything is also a plain link or a field of the form; without this file nothing is missing. */
import { svg } from "./body_chart/elements.js";
import { loadFigure } from "./body_chart/figure.js";

const REACH = 14;
const frame = document.querySelector("[data-atlas]");
const told = document.querySelector("[data-pointed]");
const atRest = told?.textContent ?? "";
const OTHER = { left: ["left"], right: ["right"], both: ["left", "right"] };

function points(figure, id) {
  const children = figure.regions[id]?.children ?? [];
  return children.length ? children.flatMap((child) => points(figure, child)) : [id];
}

function placesOf(figure, regions, side) {
  const found = new Set();
  for (const id of regions.split(" ").filter(Boolean)) {
    for (const point of points(figure, id)) {
      for (const one of figure.regions[point].paired ? OTHER[side] : ["midline"]) found.add(`${point}.${one}`);
    }
  }
  return found;
}

class Plates {
  constructor(figure) {
    this.figure = figure;
    this.plates = [...frame.querySelectorAll("[data-view]")];
    for (const link of document.querySelectorAll(".zone-link")) {
      const show = () => this.preview(link), hide = () => this.clear();
      link.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") show(); });
      link.addEventListener("pointerleave", hide);
      link.addEventListener("focus", () => { if (link.matches(":focus-visible")) show(); });
      link.addEventListener("blur", hide);
    }
    if (!frame.dataset.ask) return;
    for (const plate of this.plates) {
      plate.dataset.asks = "";
      plate.addEventListener("click", (event) => this.ask(plate, event));
      plate.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse") this.point(plate, event); });
      plate.addEventListener("pointerleave", () => this.clear());
    }
    frame.dataset.ready = "";
  }

  /* What lies under the pointer: the part of the body and its side. */
  under(plate, event) {
    const picture = plate.querySelector("svg");
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(picture.getScreenCTM().inverse());
    const facet = this.figure.facetNear(plate.dataset.view, at.x, at.y, REACH);
    if (!facet) return null;
    let region = this.figure.regions[facet.region];
    while (region.level === "point") region = this.figure.regions[region.parent];
    return { region, side: region.paired ? facet.side : "midline", facet };
  }

  ask(plate, event) {
    const found = this.under(plate, event);
    if (!found) return;
    const side = found.side === "midline" ? "right" : found.side;
    location.assign(`${frame.dataset.ask}?${new URLSearchParams({ region: found.region.id, on: side })}`);
  }

  point(plate, event) {
    const found = this.under(plate, event);
    this.clear();
    if (!found) return;
    const places = placesOf(this.figure, found.region.id, found.side === "midline" ? "both" : found.side);
    this.paint((key) => (places.has(key) ? "pointed" : ""));
    if (told) told.textContent = found.side === "midline" ? found.region.name : `${found.side} ${found.region.name}`;
  }

  preview(link) {
    const { essential, spillover, side } = link.dataset;
    const main = placesOf(this.figure, essential, side), more = placesOf(this.figure, spillover, side);
    this.clear();
    this.paint((key) => (main.has(key) ? "preview-essential" : more.has(key) ? "preview-spillover" : ""));
    for (const plate of this.plates) plate.dataset.previewed = "";
    if (told) told.textContent = link.textContent;
  }

  paint(classOf) {
    for (const plate of this.plates) {
      const layer = svg("g", { class: "preview", "aria-hidden": "true" });
      for (const facet of this.figure.facets(plate.dataset.view)) {
        const name = classOf(`${facet.region}.${facet.side}`);
        if (name) layer.append(svg("path", { d: facet.path, class: name }));
      }
      plate.querySelector("svg").append(layer);
    }
  }

  clear() {
    for (const plate of this.plates) {
      plate.querySelector(".preview")?.remove();
      delete plate.dataset.previewed;
    }
    if (told) told.textContent = atRest;
  }
}

if (frame) loadFigure(frame.dataset.figure).then((figure) => new Plates(figure)).catch(() => { frame.dataset.failed = ""; });
