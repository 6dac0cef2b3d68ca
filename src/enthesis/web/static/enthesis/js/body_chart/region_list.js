/* The second way: every part of the body by name, from large to small, found by typing; each a button for left and right. */
import { html } from "./elements.js";

export class RegionList {
  constructor(figure, { marks, toggle, words }) {
    this.figure = figure;
    this.marks = marks;
    this.toggle = toggle;
    this.words = words;
    const wholes = Object.values(figure.regions).filter((r) => r.level === "whole");
    this.search = html("input", { type: "search", form: "", class: "bc-search", placeholder: "Type a body part: shoulder, knee, calf …", "aria-label": "Find a body part", autocomplete: "off", spellcheck: "false", oninput: () => this.filter() });
    this.found = html("p", { class: "bc-found", role: "status" });
    this.groups = wholes.map((whole) => this.group(whole));
    this.element = html("div", { class: "bc-list" }, this.search, this.found, this.groups.map((g) => g.element));
  }

  group(whole) {
    const rows = [], body = html("ul", { class: "bc-rows" });
    const details = html("details", { class: "bc-group" }, html("summary", {}, html("span", {}, sentence(whole.name)), html("span", { class: "bc-count" })), body);
    const group = { element: details, body, rows, name: whole.name, made: false, whole };
    details.addEventListener("toggle", () => { if (details.open) this.make(group); });
    return group;
  }

  /* Rows are made when the group is first opened. */
  make(group) {
    if (group.made) return;
    group.made = true;
    const add = (id, depth) => {
      const region = this.figure.regions[id], single = region.children.length === 1;
      if (depth < 2 || !single) group.rows.push(this.row(id, depth));
      if (region.level === "part" && single) return;
      for (const child of region.children) add(child, depth + 1);
    };
    add(group.whole.id, 0);
    group.body.append(...group.rows.map((r) => r.element));
    this.refresh();
  }

  row(id, depth) {
    const region = this.figure.regions[id];
    const buttons = this.figure.sidesOf(id).map((side) => {
      const button = html("button", { type: "button", class: "bc-side", "aria-pressed": "false", "aria-label": this.figure.placeName({ region: id, side }),
        onclick: () => this.toggle({ region: id, side }) }, side === "midline" ? "Mark" : sentence(side));
      return { button, side };
    });
    const name = html("span", { class: "bc-row-name" }, depth === 0 ? `Whole: ${region.name}` : sentence(region.name));
    return { id, name: region.name, buttons, element: html("li", { class: `bc-row bc-depth-${depth}` }, name, html("span", { class: "bc-sides" }, buttons.map((b) => b.button))) };
  }

  filter() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter((w) => w && w !== "left" && w !== "right");
    let n = 0;
    for (const group of this.groups) {
      if (words.length) this.make(group);
      let any = false;
      for (const row of group.rows) {
        const named = `${row.name} ${group.name}`.toLowerCase();
        const hit = words.every((w) => named.includes(w));
        row.element.hidden = !hit;
        if (hit) { any = true; n += 1; }
      }
      group.element.hidden = words.length > 0 && !any;
      if (words.length) group.element.open = any;
    }
    if (!words.length) for (const group of this.groups) group.element.open = false;
    this.found.textContent = words.length ? (n ? `${n} found` : "No part of the body has that name. Try a shorter word.") : "";
  }

  refresh() {
    for (const group of this.groups) {
      for (const { id, buttons } of group.rows) {
        for (const { button, side } of buttons) {
          const marks = this.marks({ region: id, side });
          button.setAttribute("aria-pressed", String(marks.length > 0));
          button.title = marks.map(this.words).join(", ");
        }
      }
    }
  }
}

const sentence = (text) => text[0].toUpperCase() + text.slice(1);
