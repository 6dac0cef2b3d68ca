/* Fingers, stylus and mouse over the figure: one draws (or taps, erases, moves), two move and zoom.
   Once a stylus was used, fingers move the figure and a resting palm draws nothing. */
const TAP_PIXELS = 9, LATE_SECOND_FINGER_MS = 350;

export class Pen {
  constructor(surface, chart) {
    this.surface = surface;
    this.chart = chart;
    this.pointers = new Map();
    this.drawing = null;
    this.stylus = false;
    for (const [name, act] of [["pointerdown", this.down], ["pointermove", this.move], ["pointerup", this.up], ["pointercancel", this.cancel]]) {
      surface.addEventListener(name, act.bind(this));
    }
    surface.addEventListener("wheel", this.wheel.bind(this), { passive: false });
    surface.addEventListener("contextmenu", (event) => { if (this.drawing) event.preventDefault(); });
  }

  at(event) {
    const frame = this.surface.getBoundingClientRect();
    return [event.clientX - frame.left - this.surface.clientLeft, event.clientY - frame.top - this.surface.clientTop];
  }

  down(event) {
    if (event.pointerType === "mouse" && event.button !== 0 && event.button !== 1) return;
    if (event.target.closest("button, input, label")) return;
    if (event.pointerType === "pen") this.stylus = true;
    this.surface.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, this.at(event));
    if (this.pointers.size === 2) {
      if (this.drawing && (performance.now() - this.drawing.since < LATE_SECOND_FINGER_MS || this.drawing.mode === "move")) { this.chart.strokeDropped(); this.drawing = null; }
      if (!this.drawing) this.pinch = this.spread();
      return;
    }
    if (this.pointers.size > 2) return;
    const fingerBesideStylus = this.stylus && event.pointerType === "touch";
    const mode = event.button === 1 || fingerBesideStylus ? "move" : this.chart.mode;
    this.drawing = { id: event.pointerId, mode, since: performance.now(), start: this.at(event), last: this.at(event), moved: false };
    if (mode === "draw" || mode === "erase") this.chart.strokeStarted(mode, this.at(event));
    if (event.pointerType === "mouse") event.preventDefault();
    this.surface.focus({ preventScroll: true });
  }

  move(event) {
    if (!this.pointers.has(event.pointerId)) { if (event.pointerType === "mouse") this.chart.hovered(this.at(event)); return; }
    this.pointers.set(event.pointerId, this.at(event));
    if (this.pinch && this.pointers.size >= 2) { this.pinchSoon(); return; }
    const now = this.drawing;
    if (!now || now.id !== event.pointerId) return;
    const here = this.at(event);
    if (Math.hypot(here[0] - now.start[0], here[1] - now.start[1]) > TAP_PIXELS) now.moved = true;
    if (now.mode === "move" || (now.mode === "tap" && now.moved)) this.chart.moved(here[0] - now.last[0], here[1] - now.last[1]);
    else if (now.mode !== "tap") {
      const events = event.getCoalescedEvents?.() ?? [];
      this.chart.strokeWent((events.length ? events : [event]).map((e) => this.at(e)));
    }
    now.last = here;
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    if (this.pinch) { if (this.pointers.size < 2) this.pinch = null; return; }
    const now = this.drawing;
    if (!now || now.id !== event.pointerId) return;
    this.drawing = null;
    if (now.mode === "tap" && !now.moved) this.chart.tapped(this.at(event));
    if (now.mode === "draw" || now.mode === "erase") this.chart.strokeEnded();
  }

  cancel(event) {
    this.pointers.delete(event.pointerId);
    if (this.pointers.size < 2) this.pinch = null;
    if (this.drawing?.id === event.pointerId) { this.chart.strokeDropped(); this.drawing = null; }
  }

  spread() {
    const [a, b] = [...this.pointers.values()];
    return { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, gap: Math.max(10, Math.hypot(a[0] - b[0], a[1] - b[1])) };
  }

  /* Once a frame: the fingers report one after the other, and half a step looks like a turn. */
  pinchSoon() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => { this.waiting = 0; if (this.pinch && this.pointers.size >= 2) this.pinched(); });
  }

  pinched() {
    const now = this.spread(), before = this.pinch;
    const moved = this.chart.zoomed(now.gap / before.gap, [now.x, now.y]) | this.chart.moved(now.x - before.x, now.y - before.y);
    if (!moved) this.scrollPage(before.y - now.y, now);
    this.pinch = now;
  }

  /* Everything is in sight: two fingers move the page. The surface moves with it, and so do the places that are known on it. */
  scrollPage(down, pinch) {
    const was = window.scrollY;
    window.scrollBy({ top: down, behavior: "instant" });
    const went = window.scrollY - was;
    pinch.y += went;
    for (const at of this.pointers.values()) at[1] += went;
  }

  wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.chart.zoomed(Math.exp(-event.deltaY / 240), this.at(event));
  }
}
