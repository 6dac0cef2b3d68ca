"""Read a run from the file of a watch: GPX, FIT or TCX, told by its content and not by its name. No place is kept of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from enthesis.care.run_fit import read_fit
from enthesis.care.run_recording import Recording
from enthesis.care.run_xml import GpxContent, TcxContent, read_run_xml
from enthesis.terms.fault import UnusableInput

LARGEST_RUN_FILE_BYTES = 10_000_000
"""A day of running with every sensor has about 8 MB in the wordiest format."""
LONGEST_KM, LONGEST_MIN = 500.0, 2_880.0
FASTEST_KM_H = 25.0
"""No run of more than a kilometre was faster over its length (judgement); what is, was ridden."""
RUN_SPORTS = re.compile(r"run|walk|hik|treadmill|other|generic|training|fitness|sport|\d+", re.IGNORECASE)
"""What watches call a run, or anything they have no name for."""
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!", b"\x28\xb5\x2f\xfd")
XML_ROOT = re.compile(r"<(?:[\w.-]+:)?(gpx|TrainingCenterDatabase)[\s>/]")
HEAD_BYTES = 4_096


@dataclass(frozen=True)
class RunFile:
    """One run as a watch recorded it."""

    started_at: datetime
    """With its time zone."""
    distance_km: float
    """Above 0, up to 500, to the metre. Of GPX it is measured along the points, and so a little long where they jump."""
    minutes: float
    """Above 0, up to 2880, to a hundredth; pauses of the watch are left out."""
    climb_m: float | None
    """0 or more, to the metre; None where the file says nothing of heights."""
    sha256: str
    """Digest of the file, 64 hexadecimal digits: the same file is the same run."""

    @property
    def pace_min_per_km(self) -> float:
        """Minutes for a kilometre."""
        return self.minutes / self.distance_km


def read_run(name: str, data: bytes) -> RunFile:
    """Read one run.

    Args:
        name: what to call the file in a sentence.
        data: the whole file.
    Raises:
        UnusableInput: it is too large, packed, none of the formats, damaged, or no run; the first thing wrong, in one sentence.
    """
    if len(data) > LARGEST_RUN_FILE_BYTES:
        limit = LARGEST_RUN_FILE_BYTES // 1_000_000
        raise UnusableInput(name, f"it has {len(data):,} bytes, over the limit of {limit} MB", "is it the right file?")
    if not data.strip():
        raise UnusableInput(name, "it is empty", "export the run from the watch again")
    return _judged(name, _read(name, data), hashlib.sha256(data).hexdigest())


def _read(name: str, data: bytes) -> Recording:
    if data.startswith(ARCHIVES):
        raise UnusableInput(name, "it is packed", "unpack it, and choose the file inside")
    if data[8:12] == b".FIT":
        return read_fit(name, data)
    head = data[:HEAD_BYTES]
    # UTF-16 is legal XML; without its zero bytes its letters read like the others.
    root = XML_ROOT.search(head.replace(b"\x00", b"").decode("latin-1"))
    if root is None:
        raise UnusableInput(name, "it is neither GPX, FIT nor TCX", "export the run from the watch in one of these")
    content = GpxContent(name) if root[1] == "gpx" else TcxContent(name)
    return read_run_xml(name, data, content)


def _judged(name: str, said: Recording, sha256: str) -> RunFile:
    """A recording that can be a run.

    Raises:
        UnusableInput: something is missing or cannot be.
    """
    if said.sport and not RUN_SPORTS.search(said.sport):
        sport = " ".join(said.sport.split())[:30].lower()
        raise UnusableInput(name, f"the watch calls it '{sport}', not a run", "choose the file of a run or walk")
    if said.started_at is None:
        raise UnusableInput(name, "it does not say when the run began", "export the activity again, or type the run")
    if not 1990 <= said.started_at.year <= 2150:
        raise UnusableInput(name, f"it began in the year {said.started_at.year}", "set the watch's clock, or type the run")
    km = round((said.metres or 0.0) / 1000, 3)
    minutes = round((said.seconds or 0.0) / 60, 2)
    if not 0 < km <= LONGEST_KM:
        what = f"it has {km:g} km" if km else "it has no distance"
        raise UnusableInput(name, what, "type the run instead, if it was one")
    if not 0 < minutes <= LONGEST_MIN:
        what = f"it lasted {minutes:g} minutes" if minutes else "it has no duration"
        raise UnusableInput(name, what, "type the run instead, if it was one")
    if km > 1 and km / minutes * 60 > FASTEST_KM_H:
        speed = km / minutes * 60
        raise UnusableInput(name, f"{speed:.0f} km/h is no running speed", "was it a ride? Choose the file of a run")
    climb_m = None if said.climb_m is None else float(round(said.climb_m))
    return RunFile(said.started_at, km, minutes, climb_m, sha256)
