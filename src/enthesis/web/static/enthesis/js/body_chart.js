/* <enthesis-body-chart>: where it hurts, drawn with finger, stylus or mouse, tapped, typed or chosen with the keyboard.
   The drawing lives in a hidden field of the form around it and posts like any other; without this file the list of regions
   that the server wrote stays and posts instead.
   data-figure: address of the figure; data-build; data-readonly; data-compare: an earlier drawing as JSON.
   Fires "drawing-changed" (detail.value: the JSON) after every change. */
import { Drawing, isLoop, makeStroke } from "./body_chart/drawing.js";
import { html, icon, svg } from "./body_chart/elements.js";
import { VIEWS, drawFigure, loadFigure, outlines } from "./body_chart/figure.js";
import { drawArea, drawEarlierArea, drawNumber } from "./body_chart/ink.js";
import { Pen } from "./body_chart/pen.js";
import { RegionLayer } from "./body_chart/region_layer.js";
import { RegionList } from "./body_chart/region_list.js";
import { DEPTHS, INK, SENSATIONS, patterns, swatch } from "./body_chart/sensations.js";
import { Sight } from "./body_chart/sight.js";
import { describe } from "./body_chart/words.js";

const BRUSHES = { fine: ["Fine", 4], medium: ["Medium", 8], broad: ["Broad", 15] };
const MODES = { draw: ["Draw", "pencil"], tap: ["Tap", "tap"], erase: ["Erase", "eraser"], move: ["Move", "hand"] };
const STEP_ZOOM = 1.5, REACH_PIXELS = 22, NARROW_PIXELS = 520, ERASER = 10;
let charts = 0;

const cornerButton = (name, label, act) => html("button", { type: "button", class: "btn btn-icon", "aria-label": label, onclick: act }, icon(name));

class BodyChart extends HTMLElement {
  connectedCallback() {
    if (this.ids) return;
    this.ids = `bc${charts += 1}`;
    this.field = this.querySelector("input[data-drawing]");
    this.readonly = this.hasAttribute("data-readonly");
    loadFigure(this.dataset.figure).then((figure) => this.start(figure)).catch(() => this.dataset.failed = "");
  }

  disconnectedCallback() { this.watch?.disconnect(); }

  get value() { return this.drawing ? (this.drawing.empty ? "" : this.drawing.toJson()) : this.field?.value ?? ""; }

  start(figure) {
    this.figure = figure;
    try {
      this.drawing = new Drawing(this.field?.value, figure.build);
      this.earlier = this.dataset.compare ? new Drawing(this.dataset.compare, figure.build) : null;
    } catch { this.dataset.failed = ""; return; }
    this.view = this.firstView();
    this.mode = this.readonly ? "move" : "draw";
    this.next = { sensation: "ache", intensity: null, depth: "unknown" };
    this.brush = "medium";
    this.selected = -1;
    this.editing = false;
    this.shown = "both";
    this.build_();
    for (const fallback of this.querySelectorAll(".bc-fallback")) { fallback.disabled = true; fallback.hidden = true; }
    this.append(this.root);
    this.dataset.ready = "";
    this.watch = new ResizeObserver(() => this.sight.place());
    this.watch.observe(this.stage);
    this.addEventListener("keydown", (event) => this.key(event));
    this.showView(this.view);
    this.refresh();
  }

  firstView() {
    const wanted = this.dataset.view;
    if (wanted in VIEWS) return wanted;
    const drawn = this.drawing.areas.flatMap((area) => area.strokes)[0];
    return drawn ? drawn.view : "back";
  }

  /* ---- the parts ---- */
  build_() {
    const defs = svg("defs", {}, patterns(this.ids), svg("clipPath", { id: `${this.ids}-body` }));
    this.clip = defs.lastChild;
    this.paper = svg("svg", { class: "bc-paper", "aria-hidden": "true", focusable: "false" });
    this.inkLayer = svg("g", { "clip-path": `url(#${this.ids}-body)` });
    this.live = svg("g", { "clip-path": `url(#${this.ids}-body)`, class: "bc-live" });
    this.numbers = svg("g", { class: "bc-numbers" });
    this.regions = new RegionLayer(this.figure, {
      marks: (place) => this.drawing.marks(place), toggle: (place) => { if (!this.readonly) this.toggle(place); }, reveal: (point) => this.sight.reveal(point) });
    this.marks = svg("svg", { class: "bc-marks", focusable: "false" }, defs, this.regions.element, this.inkLayer, this.live, this.numbers);
    this.hint = html("p", { class: "bc-hover", "aria-hidden": "true" });
    this.stage = html("div", { class: "bc-stage", id: `${this.ids}-stage`, role: "tabpanel", tabindex: "-1" }, this.paper, this.marks, this.hint,
      html("span", { class: "bc-lr bc-l", "aria-hidden": "true" }), html("span", { class: "bc-lr bc-r", "aria-hidden": "true" }), this.readonly ? null : this.undoButtons(), this.zoomButtons());
    this.said = html("p", { class: "vh", role: "status", "aria-live": "polite" });
    this.list = html("ul", { class: "bc-areas" });
    this.root = html("div", { class: `bc-root${this.readonly ? " bc-readonly" : ""}` },
      html("div", { class: "bc-left" }, this.viewTabs(), this.stage, this.earlier ? this.compareChoice() : null),
      html("div", { class: "bc-right" }, this.readonly ? null : this.tools(), html("section", { class: "bc-drawn", "aria-labelledby": `${this.ids}-drawn` }, html("p", { class: "bc-head", id: `${this.ids}-drawn` }, this.readonly ? "Drawn" : "Your areas"), this.list), this.readonly ? null : this.otherWay()), this.said);
    this.sight = new Sight(this.stage, [this.paper, this.marks]);
    new Pen(this.stage, this);
  }

  viewTabs() {
    this.tabs = Object.entries(VIEWS).map(([view, word]) => html("button", { type: "button", role: "tab", class: "bc-tab", "data-view": view, "aria-controls": `${this.ids}-stage`,
      onclick: () => this.showView(view) }, word, html("span", { class: "bc-dot", hidden: true }, html("span", { class: "vh" }, "drawn on"))));
    return html("div", { class: "bc-tabs", role: "tablist", "aria-label": "View of the body" }, this.tabs);
  }

  undoButtons() {
    this.undoButton = cornerButton("undo", "Undo", () => this.undo());
    this.redoButton = cornerButton("redo", "Redo", () => this.redo());
    return html("div", { class: "bc-corner bc-undo" }, this.undoButton, this.redoButton);
  }

  zoomButtons() {
    return html("div", { class: "bc-corner bc-zoom" }, cornerButton("plus", "Zoom in", () => this.zoomed(STEP_ZOOM)), cornerButton("minus", "Zoom out", () => this.zoomed(1 / STEP_ZOOM)), cornerButton("fit", "Whole body", () => { this.sight.fit(); this.say("Whole body"); }));
  }

  radios(legend, name, entries, chosen, act, face) {
    return html("fieldset", { class: `bc-choice bc-${name}` }, html("legend", {}, legend),
      html("div", { class: "bc-options" }, entries.map(([value, word]) => html("label", {},
        html("input", { type: "radio", form: "", name: `${this.ids}-${name}`, value, checked: value === chosen, onchange: () => act(value) }), face ? face(value) : null, html("span", {}, word)))));
  }

  tools() {
    this.feel = this.radios("What does it feel like?", "sensation", Object.entries(SENSATIONS).map(([id, s]) => [id, s.word]), this.next.sensation, (value) => this.setSensation(value), (value) => swatch(this.ids, value));
    this.output = html("output", { class: "bc-number" });
    this.slider = html("input", { type: "range", min: 0, max: 10, step: 1, class: "bc-slider", id: `${this.ids}-intensity`, oninput: () => this.setIntensity(Number(this.slider.value)), onclick: () => this.setIntensity(Number(this.slider.value)) });
    this.unsaid = html("button", { type: "button", class: "btn btn-s bc-unsaid", onclick: () => this.setIntensity(null) }, "No number");
    this.depth = this.radios("How deep?", "depth", Object.entries(DEPTHS), this.next.depth, (value) => this.setDepth(value));
    this.of = html("p", { class: "bc-of" });
    this.level = this.radios("Size of areas to tap", "level", [["whole", "Large"], ["point", "Small"]], this.startLevel(), () => this.drawRegions());
    this.brushes = this.radios("Brush", "brush", Object.entries(BRUSHES).map(([id, [word]]) => [id, word]), this.brush, (value) => { this.brush = value; });
    return html("div", { class: "bc-tools" },
      this.feel,
      this.radios("Tool", "mode", Object.entries(MODES).map(([id, [word]]) => [id, word]), this.mode, (value) => this.setMode(value), (value) => icon(MODES[value][1])),
      this.brushes, this.level,
      html("section", { class: "bc-details", "aria-label": "How strong and how deep" }, this.of,
        html("div", { class: "bc-strength" }, html("label", { for: `${this.ids}-intensity` }, "How strong? 0 none, 10 worst"), html("div", { class: "bc-slide" }, this.slider, this.output, this.unsaid)), this.depth));
  }

  otherWay() {
    this.byName = new RegionList(this.figure, { marks: (place) => this.drawing.marks(place), toggle: (place) => this.toggle(place), words: (id) => SENSATIONS[id].word });
    return html("details", { class: "bc-other" }, html("summary", {}, "Choose from a list instead"), this.byName.element);
  }

  compareChoice() {
    return this.radios("Show", "shown", [["earlier", "Before"], ["both", "Both"], ["later", "Now"]], "both", (value) => { this.shown = value; this.drawAreas(); });
  }

  startLevel() { return this.clientWidth > 0 && this.clientWidth < NARROW_PIXELS ? "whole" : "point"; }
  get chosenLevel() { return this.level?.querySelector(":checked")?.value ?? "point"; }

  /* ---- views, zoom ---- */
  get zoom() { return this.sight.zoom; }
  get middle() { return this.sight.middle; }
  get scale() { return this.sight.scale; }

  /* The pen asks: each says whether anything moved. */
  zoomed(factor, at) { return this.sight.zoomed(factor, at); }
  moved(dx, dy) { return this.sight.moved(dx, dy); }

  showView(view) {
    this.view = view;
    for (const tab of this.tabs) {
      const here = tab.dataset.view === view;
      tab.setAttribute("aria-selected", String(here));
      tab.tabIndex = here ? 0 : -1;
    }
    this.stage.setAttribute("aria-label", `Body, ${VIEWS[view].toLowerCase()}`);
    this.paper.replaceChildren(...drawFigure(this.figure, view, this.ids));
    this.clip.replaceChildren(...outlines(this.figure, view).map((d) => svg("path", { d })));
    const sides = { front: ["Right", "Left"], back: ["Left", "Right"], left: ["Front", "Back"], right: ["Back", "Front"] }[view];
    [this.stage.querySelector(".bc-l").textContent, this.stage.querySelector(".bc-r").textContent] = sides;
    this.drawRegions();
    this.drawAreas();
    this.sight.place();
  }

  /* ---- drawing ---- */
  get radius() { return this.mode === "erase" ? ERASER : BRUSHES[this.brush][1]; }

  strokeStarted(mode, at) {
    this.path = [this.sight.toUnits(at)];
    this.pathMode = mode;
    const paint = mode === "erase" ? "#ffffff" : `url(#${this.ids}-${this.next.sensation})`;
    this.livePaths = [[INK, 2 * this.radius + 1.6], [paint, 2 * this.radius]].map(([stroke, width]) => svg("path", { fill: "none", stroke, "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" }));
    this.live.replaceChildren(...this.livePaths);
    this.liveData = `M${this.path[0].map((n) => n.toFixed(1)).join(" ")}l0 .01`;
    for (const path of this.livePaths) path.setAttribute("d", this.liveData);
  }

  strokeWent(positions) {
    for (const position of positions) {
      const [x, y] = this.sight.toUnits(position), [u, v] = this.path.at(-1);
      if (Math.hypot(x - u, y - v) < 0.4) continue;
      this.path.push([x, y]);
      this.liveData += `L${x.toFixed(1)} ${y.toFixed(1)}`;
    }
    for (const path of this.livePaths) path.setAttribute("d", this.liveData);
  }

  strokeDropped() { this.live?.replaceChildren(); this.path = null; }

  strokeEnded() {
    const path = this.path;
    this.live.replaceChildren();
    this.path = null;
    if (!path) return;
    if (this.pathMode === "erase") { this.eraseAlong(path); return; }
    const stroke = makeStroke(this.view, this.radius, path);
    if (!this.onBody(stroke)) { this.say("That is outside the body; nothing was drawn."); return; }
    this.editing = false;
    const at = this.drawing.addStroke(stroke, this.next);
    if (at < 0) { this.say("The drawing is full. Take something away first."); return; }
    this.selected = at;
    if (isLoop(stroke)) {
      this.drawing.change((areas) => { areas[at].strokes.at(-1).filled = true; });
    }
    this.changed(describe(this.drawing.areas[at], this.figure));
  }

  onBody(stroke) {
    for (let i = 0; i < stroke.points.length; i += 2) {
      if (this.figure.facetNear(this.view, stroke.points[i] / 10, stroke.points[i + 1] / 10, stroke.radius / 10)) return true;
    }
    return false;
  }

  eraseAlong(path) {
    const keys = new Set();
    for (const [x, y] of path) { const facet = this.figure.facetAt(this.view, x, y); if (facet) keys.add(`${facet.side}.${facet.region}`); }
    if (this.drawing.erase(this.view, path, ERASER, keys, (place) => this.figure.keysIn(place))) { this.selected = -1; this.editing = false; this.changed("Erased."); }
  }

  tapped(at) {
    const [x, y] = this.sight.toUnits(at);
    const facet = this.figure.facetNear(this.view, x, y, REACH_PIXELS / this.scale);
    if (facet) this.toggle(this.placeOf(facet));
  }

  hovered(at) {
    if (this.mode !== "tap") { this.hint.textContent = ""; return; }
    const facet = this.figure.facetNear(this.view, ...this.sight.toUnits(at), REACH_PIXELS / this.scale / 2);
    const place = facet && this.placeOf(facet);
    this.hint.textContent = place ? this.figure.placeName(place) : "";
    this.regions.highlight(place);
  }

  /* The place that a facet stands for at the size of areas chosen. */
  placeOf(facet) {
    if (this.chosenLevel === "point") return { region: facet.region, side: facet.side };
    const whole = this.figure.regions[facet.region].coarse;
    if (!this.figure.regions[whole].paired) return { region: whole, side: "midline" };
    return { region: whole, side: facet.side === "midline" ? this.lastSide ?? "right" : facet.side };
  }

  toggle(place) {
    if (place.side !== "midline") this.lastSide = place.side;
    const marked = this.drawing.toggle(place, this.next);
    this.editing = false;
    this.selected = marked ? this.drawing.areas.findLastIndex((area) => area.sensation === this.next.sensation && area.regions.some((p) => p.region === place.region && p.side === place.side)) : -1;
    this.changed(`${this.figure.placeName(place)}: ${marked ? `${SENSATIONS[this.next.sensation].said} marked` : "mark taken away"}.`);
  }

  undo() { if (this.drawing.undo()) { this.selected = -1; this.editing = false; this.changed("Undone."); } }
  redo() { if (this.drawing.redo()) { this.selected = -1; this.editing = false; this.changed("Done again."); } }

  /* ---- choices ---- */
  get area() { return this.drawing.areas[this.selected] ?? null; }

  setMode(mode) { this.mode = mode; this.refresh(); }

  setSensation(sensation) {
    this.next.sensation = sensation;
    if (this.editing && this.area) { this.drawing.change((areas) => { areas[this.selected].sensation = sensation; }); this.changed(`Now ${SENSATIONS[sensation].said}.`); return; }
    this.selected = -1;
    this.next.intensity = null;
    this.refresh();
  }

  setIntensity(value) {
    if (this.area) {
      if (this.area.intensity_nrs_0_10 === value) { this.refresh(); return; }
      this.drawing.change((areas) => { areas[this.selected].intensity_nrs_0_10 = value; });
      this.changed(value === null ? "No number." : `${value} of 10.`);
    } else { this.next.intensity = value; this.refresh(); }
  }

  setDepth(value) {
    this.next.depth = value;
    if (this.area) { this.drawing.change((areas) => { areas[this.selected].depth = value; }); this.changed(`${DEPTHS[value]}.`); } else this.refresh();
  }

  edit(index) {
    this.selected = index;
    this.editing = true;
    this.next = { sensation: this.area.sensation, intensity: null, depth: this.area.depth };
    const stroke = this.area.strokes[0];
    if (stroke && stroke.view !== this.view) this.showView(stroke.view);
    this.refresh();
    this.say(`Changing: ${describe(this.area, this.figure)}`);
  }

  remove(index) {
    const words = describe(this.drawing.areas[index], this.figure);
    this.drawing.change((areas) => { areas.splice(index, 1); });
    this.selected = -1;
    this.editing = false;
    this.changed(`Deleted: ${words}`);
    (this.list.querySelector("button") ?? this.stage).focus();
  }

  changed(words) {
    if (this.field) {
      this.field.value = this.value;
      this.field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.dispatchEvent(new CustomEvent("drawing-changed", { bubbles: true, detail: { value: this.value } }));
    this.refresh();
    this.say(words);
  }

  say(words) { this.said.textContent = ""; requestAnimationFrame(() => { this.said.textContent = words; }); }

  /* ---- keys ---- */
  key(event) {
    const undoing = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z";
    if (undoing && !this.readonly && !event.target.matches("input[type=search]")) {
      event.preventDefault();
      if (event.shiftKey) this.redo(); else this.undo();
      return;
    }
    if (event.target.role === "tab" || event.target.getAttribute("role") === "tab") this.tabKey(event);
    else if (event.target.closest?.(".bc-region")) this.regions.key(event);
  }

  tabKey(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = this.tabs.indexOf(event.target);
    const to = step ? (at + step + this.tabs.length) % this.tabs.length : event.key === "Home" ? 0 : event.key === "End" ? this.tabs.length - 1 : -1;
    if (to < 0) return;
    event.preventDefault();
    this.showView(this.tabs[to].dataset.view);
    this.tabs[to].focus();
  }

  /* ---- showing ---- */
  drawRegions() { this.regions.draw(this.view, this.chosenLevel === "whole", this.readonly); }

  drawAreas() {
    const later = this.shown === "earlier" && this.earlier ? [] : this.drawing.areas.map((area, i) => drawArea(area, this.figure, this.view, this.ids, i === this.selected && !this.readonly));
    const earlier = this.earlier && this.shown !== "later" ? this.earlier.areas.map((area) => drawEarlierArea(area, this.figure, this.view)) : [];
    this.inkLayer.replaceChildren(...earlier, ...later);
    this.numbers.replaceChildren(...(this.shown === "earlier" && this.earlier ? [] : this.drawing.areas.flatMap((area, i) => drawNumber(area, this.figure, this.view, i))));
    for (const tab of this.tabs) {
      const drawn = this.drawing.areas.some((area) => area.strokes.some((s) => s.view === tab.dataset.view));
      tab.querySelector(".bc-dot").hidden = !drawn;
    }
  }

  refresh() {
    this.dataset.mode = this.mode;
    this.drawAreas();
    this.regions.refresh();
    this.byName?.refresh();
    this.list.replaceChildren(...this.drawing.areas.map((area, i) => this.item(area, i)));
    if (!this.drawing.areas.length) this.list.append(html("li", { class: "bc-none" }, this.readonly ? "Nothing is drawn." : "Nothing yet. Pick a feeling, then draw on the body."));
    if (this.readonly) return;
    this.allow(this.undoButton, this.drawing.past.length > 0);
    this.allow(this.redoButton, this.drawing.future.length > 0);
    const intensity = this.area ? this.area.intensity_nrs_0_10 : this.next.intensity;
    this.slider.value = intensity ?? 0;
    this.slider.classList.toggle("bc-silent", intensity === null);
    this.slider.setAttribute("aria-valuetext", intensity === null ? "not said" : `${intensity} of 10`);
    this.output.textContent = intensity === null ? "–" : String(intensity);
    this.unsaid.hidden = intensity === null;
    const choose = (fieldset, value) => { const radio = fieldset.querySelector(`input[value="${value}"]`); if (radio) radio.checked = true; };
    choose(this.depth, this.area ? this.area.depth : this.next.depth);
    choose(this.feel, this.next.sensation);
    this.of.replaceChildren(this.area ? `About: ${describe(this.area, this.figure)}` : "For what you draw next");
    if (this.editing) this.of.append(" ", html("button", { type: "button", class: "btn btn-s", onclick: () => { this.editing = false; this.selected = -1; this.refresh(); } }, "Done"));
    this.brushes.hidden = this.mode !== "draw";
    this.level.hidden = this.mode !== "tap";
  }

  /* A button that is switched off hands the focus on: otherwise the keys would go nowhere. */
  allow(button, allowed) {
    const focused = document.activeElement === button;
    button.disabled = !allowed;
    if (focused && !allowed) this.stage.focus({ preventScroll: true });
  }

  item(area, index) {
    const words = describe(area, this.figure);
    return html("li", { class: index === this.selected && !this.readonly ? "bc-item bc-current" : "bc-item" }, swatch(this.ids, area.sensation), html("span", { class: "bc-words" }, words),
      this.readonly ? null : html("span", { class: "bc-acts" },
        html("button", { type: "button", class: "btn btn-icon", "aria-label": `Change: ${words}`, onclick: () => this.edit(index) }, icon("pencil")),
        html("button", { type: "button", class: "btn btn-icon", "aria-label": `Delete: ${words}`, onclick: () => this.remove(index) }, icon("bin"))));
  }
}

if (!customElements.get("enthesis-body-chart")) customElements.define("enthesis-body-chart", BodyChart);
