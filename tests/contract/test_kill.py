"""A few rounds of kill -9 under write load; `make kill-test` runs 200 on each database."""

from __future__ import annotations

from pathlib import Path

from kill_rounds import run_rounds

ROUNDS = 4


def test_no_acknowledged_write_is_lost(tmp_path: Path) -> None:
    seen = run_rounds(tmp_path, ROUNDS, seed=7)
    assert seen.lost == [], seen
    assert seen.refused == [], seen
    assert seen.halves == 0, seen
    assert seen.acknowledged >= ROUNDS
