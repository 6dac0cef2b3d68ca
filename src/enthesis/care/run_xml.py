"""GPX and TCX, read as a stream: nothing is built of the file but numbers, and document types and entities are refused.

GPX is the format of topografix.com (1.0, 1.1), TCX Garmin's Training Center Database v2. Namespaces are not looked at: watches
write several for the same elements.
"""

from __future__ import annotations

import io
import math
import xml.sax
from datetime import UTC, datetime
from typing import Any
from xml.sax.handler import ContentHandler

import defusedxml
import defusedxml.sax
from gpxpy import geo

from enthesis.care.run_recording import Recording
from enthesis.terms.fault import UnusableInput

MOST_POINTS = 400_000
"""Four days at one point a second; a file of 10 MB has fewer, unless it is made to be slow."""
DEEPEST = 40
LONGEST_TEXT = 200
"""Letters kept of one element: a number or a time has fewer."""


class RunContent(ContentHandler):
    """What both formats share: the path of open elements, and the text of the innermost."""

    root = ""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.file_name, self.path, self.text = name, list[str](), ""

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 (SAX's name)
        """Open an element."""
        tag = name.rpartition(":")[2]
        if not self.path and tag != self.root:
            raise UnusableInput(
                self.file_name, f"it holds '{tag[:40]}', not '{self.root}'", "export the run from the watch again"
            )
        if len(self.path) >= DEEPEST:
            raise UnusableInput(self.file_name, "its elements are nested too deep", "export the run from the watch again")
        self.path.append(tag)
        self.text = ""
        self.open(tag, attrs)

    def characters(self, content: str) -> None:
        """Take text, the first letters of it."""
        if len(self.text) < LONGEST_TEXT:
            self.text += content[:LONGEST_TEXT]

    def endElement(self, name: str) -> None:  # noqa: N802 (SAX's name)
        """Close an element."""
        self.close(self.path.pop(), self.path[-1] if self.path else "", self.text.strip())
        self.text = ""

    def open(self, tag: str, attrs: Any) -> None:
        """An element was opened."""

    def close(self, tag: str, inside: str, text: str) -> None:
        """An element was closed, with its text; `inside` is the one around it."""

    def check_count(self, n_points: int) -> None:
        """Stop where a file has more points than any run."""
        if n_points > MOST_POINTS:
            raise UnusableInput(self.file_name, f"it has more than {MOST_POINTS:,} points", "is it one run?")

    def number(self, text: str, low: float, high: float, what: str) -> float:
        """A number of the file.

        Raises:
            UnusableInput: it is none, or outside of what can be.
        """
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not low <= value <= high:
            raise UnusableInput(self.file_name, f"its {what} is '{text[:20]}'", "export the run from the watch again")
        return value

    def moment(self, text: str) -> datetime:
        """A moment of the file; without a time zone it is taken for UTC, as both formats say.

        Raises:
            UnusableInput: it is none.
        """
        try:
            found = datetime.fromisoformat(text)
            return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            raise UnusableInput(self.file_name, f"its time is '{text[:40]}'", "export the run from the watch again") from None


class GpxContent(RunContent):
    """A GPX file: distance along the points of each segment; a pause ends a segment and does not count."""

    root = "gpx"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.metres, self.seconds, self.n_points, self.sport = 0.0, 0.0, 0, ""
        self.first: datetime | None = None
        self.timed = False
        self._last: tuple[float, float] | None = None
        self._began: datetime | None = None
        self._ended: datetime | None = None
        self._heights: list[float | None] = []
        self.climb_m: float | None = None

    def open(self, tag: str, attrs: Any) -> None:
        """Points count while they come; only the last one is kept."""
        if tag == "trkseg":
            self._last = self._began = self._ended = None
            self._heights = []
        elif tag == "trkpt":
            self.n_points += 1
            self.check_count(self.n_points)
            here = (
                self.number(str(attrs.get("lat", "")), -90, 90, "latitude"),
                self.number(str(attrs.get("lon", "")), -180, 180, "longitude"),
            )
            if self._last is not None:
                self.metres += geo.haversine_distance(*self._last, *here)
            self._last = here

    def close(self, tag: str, inside: str, text: str) -> None:
        """Times and heights of points; the sport; the sums of a segment at its end."""
        if inside == "trkpt" and tag == "time":
            self._ended = self.moment(text)
            self._began = self._began or self._ended
            self.first = self.first or self._ended
        elif inside == "trkpt" and tag == "ele":
            self._heights.append(self.number(text, -1_000, 10_000, "height"))
        elif inside == "trk" and tag == "type":
            self.sport = text
        elif tag == "trkseg":
            if self._began is not None and self._ended is not None:
                self.timed = True
                self.seconds += (self._ended - self._began).total_seconds()
            if self._heights:
                self.climb_m = (self.climb_m or 0.0) + geo.calculate_uphill_downhill(self._heights)[0]

    def recording(self) -> Recording:
        """What was read.

        Raises:
            UnusableInput: it is a route or a set of places, not a run.
        """
        if not self.n_points:
            raise UnusableInput(self.file_name, "it holds no track", "export the activity, not a route or a place")
        if not self.timed:
            raise UnusableInput(self.file_name, "its points have no times", "export the activity, not a planned route")
        return Recording(self.first, self.metres, self.seconds, self.climb_m, self.sport)


class TcxContent(RunContent):
    """A TCX file: the watch's own distance and time of each lap; climb from the heights of its points."""

    root = "TrainingCenterDatabase"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.metres: float | None = None
        self.seconds: float | None = None
        self.first: datetime | None = None
        self.sports: list[str] = []
        self._heights: list[float | None] = []
        self._n_points = 0

    def open(self, tag: str, attrs: Any) -> None:
        """The sport stands on the activity, the start on its laps."""
        if tag == "Activity":
            self.sports.append(str(attrs.get("Sport", ""))[:40])
        elif tag == "Lap" and "Activity" in self.path and self.first is None:
            self.first = self.moment(str(attrs.get("StartTime", "")))
        elif tag == "Trackpoint":
            self._n_points += 1
            self.check_count(self._n_points)

    def close(self, tag: str, inside: str, text: str) -> None:
        """Sums of the laps, and heights. Laps of a planned course are none of an activity."""
        if "Activity" not in self.path:
            return
        if inside == "Lap" and tag == "DistanceMeters":
            self.metres = (self.metres or 0.0) + self.number(text, 0, 10_000_000, "distance")
        elif inside == "Lap" and tag == "TotalTimeSeconds":
            self.seconds = (self.seconds or 0.0) + self.number(text, 0, 10_000_000, "time")
        elif inside == "Trackpoint" and tag == "AltitudeMeters":
            self._heights.append(self.number(text, -1_000, 10_000, "height"))

    def recording(self) -> Recording:
        """What was read.

        Raises:
            UnusableInput: it holds no activity, or several.
        """
        if len(self.sports) != 1:
            said = "it holds no activity" if not self.sports else f"it holds {len(self.sports)} activities"
            raise UnusableInput(self.file_name, said, "export one run by itself")
        climb_m = geo.calculate_uphill_downhill(self._heights)[0] if self._heights else None
        return Recording(self.first, self.metres, self.seconds, climb_m, self.sports[0])


def read_run_xml(name: str, data: bytes, content: GpxContent | TcxContent) -> Recording:
    """Read a GPX or TCX file.

    Raises:
        UnusableInput: it is broken, refers to something outside, or is not a run.
    """
    sax: Any = defusedxml.sax
    try:
        sax.parse(io.BytesIO(data), content, forbid_dtd=True)
    except defusedxml.DefusedXmlException:
        said = "it declares a document type or entities, which no watch writes"
        raise UnusableInput(name, said, "export the run from the watch again") from None
    except (xml.sax.SAXException, ValueError, LookupError) as error:
        where = error.getLineNumber() if isinstance(error, xml.sax.SAXParseException) else None
        said = f"it is damaged in line {where}" if where else "it is damaged"
        raise UnusableInput(name, said, "export the run from the watch again") from None
    return content.recording()
