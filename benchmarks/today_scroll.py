"""Scrolling the patient's list of 20 exercises on a phone four times slower than this machine.

    python benchmarks/today_scroll.py        (or: make bench-today)

A server on a fresh installation, Chromium with a phone's screen and `Emulation.setCPUThrottlingRate` of 4, a wheel that
turns down and up (headless Chromium scrolls by no finger of its own). Counted are the frames by what Chromium's compositor says
became of them (trace event PipelineReporter; a dropped one counts where it affects smoothness), and the main thread's tasks over
50 ms. Aim: none dropped.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from browser.clinic import chromium, serving
from browser.today_phone import given_a_plan, new_phone, open_by_link

EXERCISES, SLOWER, SWIPES, SWIPE_PX, PX_PER_S = 20, 4, 3, 1500, 1200
FRAMES, FRAME = "disabled-by-default-devtools.timeline.frame", "PipelineReporter"
LONG_TASKS = """() => { window.longTasks = [];
  new PerformanceObserver(list => window.longTasks.push(...list.getEntries().map(e => e.duration))).observe({type: 'longtask'}); }"""


def count_frames(trace: bytes) -> Counter[str]:
    """Frames by their end: presented, dropped, or not needed."""
    frames = [event for event in json.loads(trace)["traceEvents"] if event["name"] == FRAME]
    reports = [report for event in frames if (report := event["args"].get("frame_reporter"))]
    return Counter(
        "dropped"
        if "DROPPED" in state and report.get("affects_smoothness")
        else "presented"
        if "PRESENTED" in state
        else "not needed"
        for report in reports
        if (state := report.get("state", ""))
    )


def measure(page: Any, browser: Any, cdp: Any) -> tuple[Counter[str], list[float]]:
    """Frames of some swipes down and up, and the long tasks meanwhile."""
    page.evaluate(LONG_TASKS)
    browser.start_tracing(page=page, categories=["cc", "benchmark", FRAMES])
    for _ in range(SWIPES):
        for way in (-1, 1):
            swipe = {"x": 180, "y": 400 if way < 0 else 200, "yDistance": way * SWIPE_PX, "speed": PX_PER_S}
            cdp.send("Input.synthesizeScrollGesture", {**swipe, "gestureSourceType": "mouse"})
    return count_frames(browser.stop_tracing()), page.evaluate("window.longTasks")


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as server, chromium() as browser:
        plan = given_a_plan(server, EXERCISES)
        context = new_phone(browser, device_scale_factor=2)
        page = open_by_link(context, server, plan)
        shown = page.locator(".ex").count()
        page.wait_for_timeout(3000)
        cdp = context.new_cdp_session(page)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        frames, long_tasks = measure(page, browser, cdp)
        load = os.getloadavg()[0]
    print(f"{shown} exercises, processor {SLOWER} times slower, load of the machine {load:.1f}")
    print(", ".join(f"frames {end} {count}" for end, count in sorted(frames.items())))
    print(f"tasks over 50 ms: {len(long_tasks)}, longest {max(long_tasks, default=0):.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
