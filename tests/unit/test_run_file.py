"""Runs from a watch: the three formats say the same, and what is no run is refused in one sentence."""

from __future__ import annotations

import contextlib
import gzip
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from run_files import NOON, fit_of, make_fit, make_gpx, make_tcx

from enthesis.care import run_file
from enthesis.care.run_file import read_run
from enthesis.terms.fault import UnusableInput

GPX, TCX, FIT = make_gpx(), make_tcx(), make_fit()
BOMB = b'<!DOCTYPE gpx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + GPX.replace(b"running", b"&b;")
OUTSIDE = b'<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + GPX.replace(b"running", b"&a;")
BROKEN = {
    "empty": (b"  \n", "empty"),
    "foreign": (b"%PDF-1.7 ...", "neither GPX, FIT nor TCX"),
    "other xml": (b"<html><body/></html>", "neither"),
    "gpx cut short": (GPX[: len(GPX) // 2], "damaged"),
    "gpx entities": (BOMB, "entities"),
    "gpx outside": (OUTSIDE, "entities"),
    "gpx without track": (b"<gpx><wpt lat='1' lon='2'/></gpx>", "no track"),
    "gpx without times": (GPX.replace(b"time>", b"hour>"), "no times"),
    "gpx bad time": (GPX.replace(b"2026-03", b"2026-33"), "time is"),
    "gpx bad place": (GPX.replace(b'lon="8.0"', b'lon="x"'), "longitude"),
    "gpx not a number": (GPX.replace(b'lon="8.0"', b'lon="nan"'), "longitude"),
    "gpx too deep": (b"<gpx>" + b"<a>" * 500, "too deep"),
    "gpx of a ride": (make_gpx(sport="cycling"), "not a run"),
    "tcx at the speed of a ride": (TCX.replace(b"180.0", b"60").replace(b"500.0", b"900"), "km/h"),
    "gpx in one place": (make_gpx(km=0), "no distance"),
    "gpx in another encoding": (b'<?xml version="1.0" encoding="nonsense"?>' + GPX[21:], "damaged"),
    "tcx of a ride": (make_tcx(sport="Biking"), "not a run"),
    "tcx without activity": (b"<TrainingCenterDatabase><Courses/></TrainingCenterDatabase>", "no activity"),
    "tcx bad distance": (TCX.replace(b"500.0", b"-5"), "distance"),
    "tcx hours of laps": (TCX.replace(b"180.0", b"1e6"), "minutes"),
    "fit cut short": (FIT[:-6], "damaged"),
    "fit with a wrong checksum": (FIT[:-1] + bytes([FIT[-1] ^ 1]), "damaged"),
    "fit of a ride": (make_fit(sport=2), "cycling"),
    "fit without session": (make_fit(global_number=19), "no activity"),
    "fit empty": (fit_of(b""), "no activity"),
    "fit clock never set": (make_fit(begins=NOON.replace(year=1989, month=12, day=31)), "begin|began"),
    "zip": (b"PK\x03\x04" + bytes(50), "packed"),
    "gzip": (gzip.compress(GPX), "packed"),
    "too large": (b"<gpx>" + b" " * 10_000_000, "10 MB"),
}


@pytest.mark.parametrize("data", [GPX, TCX, FIT], ids=["gpx", "tcx", "fit"])
def test_the_formats_say_the_same(data: bytes) -> None:
    run = read_run("run", data)
    assert run.started_at == NOON
    assert run.distance_km == pytest.approx(1.0, abs=0.002)
    assert run.minutes == pytest.approx(6.0)
    assert run.climb_m == pytest.approx(10, abs=6)
    assert run.pace_min_per_km == pytest.approx(6.0, abs=0.02)


@pytest.mark.parametrize(("data", "says"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_run_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_run("The file", data)
    said = str(refused.value)
    assert re.search(says, said) and said.startswith("The file: ") and "\n" not in said and len(said) < 200


def test_missing_heights_are_not_a_flat_run() -> None:
    assert read_run("run", GPX.replace(b"ele>", b"oth>")).climb_m is None


def test_a_pause_of_the_watch_does_not_count() -> None:
    points = GPX.split(b"</trkpt>")
    paused = b"</trkpt>".join(points[:6]) + b"</trkpt></trkseg><trkseg>" + b"</trkpt>".join(points[6:])
    assert read_run("run", paused).minutes == pytest.approx(5.4)


def test_reading_changes_nothing_for_others() -> None:
    """gpxpy's own parser would register the file's prefixes for the whole process."""
    before = dict(ElementTree._namespace_map)  # type: ignore[attr-defined]
    read_run("run", GPX.replace(b"xmlns=", b'xmlns:svg="urn:x" xmlns='))
    assert dict(ElementTree._namespace_map) == before  # type: ignore[attr-defined]


def test_too_many_points_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enthesis.care.run_xml.MOST_POINTS", 10)
    monkeypatch.setattr("enthesis.care.run_fit.MOST_MESSAGES", 1)
    for data in (GPX, FIT):
        with pytest.raises(UnusableInput, match="more than"):
            read_run("run", data)


def test_no_place_is_kept() -> None:
    assert not {"lat", "lon", "points"} & set(run_file.RunFile.__dataclass_fields__)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from([GPX, TCX, FIT]), st.data())
def test_any_damage_is_a_run_or_a_sentence(data: bytes, draw: st.DataObject) -> None:
    damaged = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 4))):
        damaged[draw.draw(st.integers(0, len(damaged) - 1))] = draw.draw(st.integers(0, 255))
    with contextlib.suppress(UnusableInput):
        assert read_run("run", bytes(damaged)).distance_km > 0


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=120))
def test_any_fit_messages_are_a_run_or_a_sentence(body: bytes) -> None:
    with contextlib.suppress(UnusableInput):
        read_run("run", fit_of(body))
