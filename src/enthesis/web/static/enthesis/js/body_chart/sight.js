/* What of the figure is in sight: how near, and which point of it stands in the middle of the stage.
   Positions on the stage are pixels from its upper left corner; the figure has units of its own. */
import { HEIGHT, WIDTH } from "./figure.js";

const FURTHEST_ZOOM = 7;

export class Sight {
  /* papers: the drawings on the stage that show what is in sight. */
  constructor(stage, papers) {
    this.stage = stage;
    this.papers = papers;
    this.zoom = 1;
    this.middle = [WIDTH / 2, HEIGHT / 2];
  }

  get fitScale() {
    const { clientWidth: w, clientHeight: h } = this.stage;
    return Math.max(0.05, Math.min(w / (WIDTH - 36), h / (HEIGHT - 14)));
  }
  get scale() { return this.fitScale * this.zoom; }

  place() {
    const { clientWidth: w, clientHeight: h } = this.stage;
    if (!w || !h) return;
    const wide = w / this.scale, high = h / this.scale;
    const keep = (value, size, whole) => size >= whole ? whole / 2 : Math.min(Math.max(value, size / 2), whole - size / 2);
    this.middle = [keep(this.middle[0], wide, WIDTH), keep(this.middle[1], high, HEIGHT)];
    const box = [this.middle[0] - wide / 2, this.middle[1] - high / 2, wide, high].map((n) => n.toFixed(2)).join(" ");
    for (const paper of this.papers) paper.setAttribute("viewBox", box);
  }

  toUnits([x, y]) {
    return [this.middle[0] + (x - this.stage.clientWidth / 2) / this.scale, this.middle[1] + (y - this.stage.clientHeight / 2) / this.scale];
  }

  zoomed(factor, at = [this.stage.clientWidth / 2, this.stage.clientHeight / 2]) {
    const before = this.toUnits(at), was = this.zoom;
    this.zoom = Math.min(FURTHEST_ZOOM, Math.max(1, this.zoom * factor));
    if (this.zoom === was) return false;
    const after = this.toUnits(at);
    this.middle = [this.middle[0] + before[0] - after[0], this.middle[1] + before[1] - after[1]];
    this.place();
    return true;
  }

  moved(dx, dy) {
    const was = [...this.middle];
    this.middle = [this.middle[0] - dx / this.scale, this.middle[1] - dy / this.scale];
    this.place();
    return was[0] !== this.middle[0] || was[1] !== this.middle[1];
  }

  fit() { this.zoom = 1; this.place(); }

  /* Brings a point of the figure into sight when it is outside or at the edge. */
  reveal([x, y]) {
    const half = [this.stage.clientWidth / this.scale / 2, this.stage.clientHeight / this.scale / 2];
    if (Math.abs(x - this.middle[0]) > half[0] * 0.8 || Math.abs(y - this.middle[1]) > half[1] * 0.8) { this.middle = [x, y]; this.place(); }
  }
}
