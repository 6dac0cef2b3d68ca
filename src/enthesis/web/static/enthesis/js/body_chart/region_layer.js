/* The areas of the body on the figure, to tap or to mark with the keyboard: a checkbox each, and the arrow keys walk between them. */
import { svg } from "./elements.js";
import { VIEWS } from "./figure.js";

const TINTS = 4, OWN_TINT = { chest: 4, thigh_front: 4 };

const placeOfGroup = (group) => {
  const [side, region] = group.dataset.key.split(".");
  return { region, side };
};

export class RegionLayer {
  /* marks: the sensations marked at a place; toggle: mark it or take the mark away; reveal: bring a point of the figure into sight. */
  constructor(figure, { marks, toggle, reveal }) {
    this.figure = figure;
    this.marks = marks;
    this.toggle = toggle;
    this.reveal = reveal;
    this.element = svg("g", { class: "bc-regions", role: "group" });
  }

  /* whole: large areas instead of the smallest; readonly: none to mark. */
  draw(view, whole, readonly) {
    const groups = new Map();
    for (const facet of this.figure.facets(view)) {
      let key = `${facet.side}.${facet.region}`;
      if (whole) {
        const large = this.figure.regions[facet.region].coarse;
        if (facet.side === "midline" && this.figure.regions[large].paired) push(`right.${large}`, facet, true);
        key = facet.side === "midline" && this.figure.regions[large].paired ? null : `${this.figure.regions[large].paired ? facet.side : "midline"}.${large}`;
      }
      if (key) push(key, facet, false);
    }
    function push(key, facet, shared) { const entry = groups.get(key) ?? groups.set(key, []).get(key); entry.push({ facet, shared }); }
    this.element.setAttribute("aria-label", `Areas of the body, ${VIEWS[view].toLowerCase()}. Arrow keys move between areas, Enter marks one.`);
    const made = [...groups].filter(([, facets]) => facets.some((f) => !f.shared)).map(([key, facets], i) => {
      const [side, region] = key.split("."), own = facets.filter((f) => !f.shared);
      const size = (f) => (f.facet.right - f.facet.left) * (f.facet.bottom - f.facet.top), total = own.reduce((n, f) => n + size(f), 0);
      const group = svg("g", { class: `bc-region bc-tint-${this.tint(this.figure.regions[region].coarse)}`, role: "checkbox", tabindex: i ? "-1" : "0", "data-key": key, "aria-label": this.figure.placeName({ region, side }),
        onclick: (event) => { if (event.detail === 0) this.toggle(placeOfGroup(group)); } }, facets.map((f) => svg("path", { d: f.facet.path })));
      group.middle = [0, 1].map((k) => own.reduce((n, f) => n + size(f) * (k ? f.facet.y : f.facet.x), 0) / total);
      return group;
    });
    this.element.classList.toggle("bc-wholes", whole);
    this.element.replaceChildren(...(readonly ? [] : made));
    this.refresh();
  }

  refresh() {
    for (const group of this.element.children) group.setAttribute("aria-checked", String(this.marks(placeOfGroup(group)).length > 0));
  }

  /* Shows which area a tap would mark; null for none. */
  highlight(place) {
    for (const group of this.element.children) group.classList.toggle("bc-over", Boolean(place) && group.dataset.key === `${place.side}.${place.region}`);
  }

  key(event) {
    const group = event.target.closest(".bc-region");
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.toggle(placeOfGroup(group));
      return;
    }
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (!way) return;
    event.preventDefault();
    const [x, y] = group.middle;
    let best = null, least = Infinity;
    for (const other of this.element.children) {
      if (other === group) continue;
      const dx = other.middle[0] - x, dy = other.middle[1] - y, ahead = dx * way[0] + dy * way[1], aside = Math.abs(dx * way[1]) + Math.abs(dy * way[0]);
      if (ahead <= 1) continue;
      const cost = ahead + 2.2 * aside;
      if (cost < least) { least = cost; best = other; }
    }
    if (best) this.focus(best);
  }

  focus(group) {
    for (const other of this.element.querySelectorAll("[tabindex='0']")) other.setAttribute("tabindex", "-1");
    group.setAttribute("tabindex", "0");
    this.reveal(group.middle);
    this.element.append(group);
    group.focus({ preventScroll: true });
  }

  /* One of a few tints, so that whole areas that touch differ. */
  tint(whole) { return OWN_TINT[whole] ?? Object.keys(this.figure.regions).indexOf(whole) % TINTS; }
}
