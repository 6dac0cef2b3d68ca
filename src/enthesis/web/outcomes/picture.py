"""The picture of a course for the page: measures over time with phases behind and events below, wide and narrow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from enthesis.actions.read_outcomes import Trajectories
from enthesis.outcomes.picture import CourseEvent, PhaseSpan, draw
from enthesis.outcomes.trajectory import Series
from enthesis.web.clinic_time import ClinicTime

NARROW = 400


@dataclass(frozen=True)
class CoursePicture:
    """The same picture for a wide and for a narrow screen, and as rows of a table."""

    wide: str
    narrow: str
    rows: tuple[tuple[str, str, str, str], ...]
    """Day, what, value and remark."""


def draw_course(series: Sequence[Series], found: Trajectories, time: ClinicTime) -> CoursePicture | None:
    """Some measures with all that happened beside them; None where nothing is known."""
    if not series:
        return None
    names = ", ".join(dict.fromkeys(one.measure.short for one in series))
    shown: Any = {
        "phases": [PhaseSpan(span.name, span.since, span.until) for span in found.phases],
        "events": list(course_events(found, time)),
        "start": time.local(found.episode.opened_at).date(),
        "title": _("%(measures)s over time") % {"measures": names},
        "show_day": time.short_day,
    }
    wide = draw(series, **shown, ids="course-wide")
    narrow = draw(series, **shown, ids="course-narrow", width=NARROW)
    return CoursePicture(
        wide.svg, narrow.svg, tuple((time.short_day(row.on), row.what, row.value, row.note) for row in wide.rows)
    )


def course_events(found: Trajectories, time: ClinicTime) -> Iterator[CourseEvent]:
    """All that happened in an episode. What the record of a simulated patient says by itself is simulated too."""
    simulated = found.episode.patient.simulated
    for kind, days in (("visit", found.visits), ("needling", found.needling), ("flare_by_rule", found.flare_days)):
        yield from (CourseEvent(kind, day, simulated=simulated) for day in days)
    for event in found.events:
        yield CourseEvent(str(event.kind), event.on_day, event.text, event.simulated)
    for discharge in found.discharges:
        yield CourseEvent("discharge", time.local(discharge.at).date(), simulated=simulated)
        if discharge.reopened_at is not None:
            yield CourseEvent("reopened", time.local(discharge.reopened_at).date(), discharge.reopened_because, simulated)
