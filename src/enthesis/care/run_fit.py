"""FIT, Garmin's binary form: the watch's own sums of a session, read with its checksum."""

from __future__ import annotations

import importlib
import io
from datetime import UTC, datetime
from typing import Any

from enthesis.care.run_recording import Recording
from enthesis.terms.fault import UnusableInput

MOST_MESSAGES = 200_000
"""Two days at one a second; files that are made to be slow have more."""
AGAIN = "export the run from the watch again"


def read_fit(name: str, data: bytes) -> Recording:
    """Read the sessions of a FIT file. Of a multisport file the parts that are no run are left out.

    Raises:
        UnusableInput: it is broken, or holds no session.
    """
    # Its table of Garmin's profile is large; who imports no run does not load it.
    fitdecode: Any = importlib.import_module("fitdecode")

    sessions: list[dict[str, Any]] = []
    try:
        with fitdecode.FitReader(
            io.BytesIO(data), check_crc=fitdecode.CrcCheck.RAISE, error_handling=fitdecode.ErrorHandling.IGNORE
        ) as frames:
            for n_frames, frame in enumerate(frames):
                if n_frames > MOST_MESSAGES:
                    raise UnusableInput(name, f"it has more than {MOST_MESSAGES:,} messages", "is it one run?")
                if isinstance(frame, fitdecode.FitDataMessage) and frame.name == "session":
                    sessions.append({str(field.name): field.value for field in frame.fields})
    except UnusableInput:
        raise
    except Exception:  # whatever the decoder stumbles over, the file is damaged: it names its faults by a dozen classes
        raise UnusableInput(name, "it is damaged or cut short", AGAIN) from None
    if not sessions:
        raise UnusableInput(name, "it holds no activity", "export the activity itself, not a course or settings")
    runs = [session for session in sessions if session.get("sport") == "running"] or sessions[:1]
    return Recording(
        started_at=_moment(runs[0].get("start_time")),
        metres=_sum(runs, "total_distance"),
        seconds=_sum(runs, "total_timer_time"),
        climb_m=_sum(runs, "total_ascent"),
        sport=str(runs[0].get("sport") or "")[:40],
    )


def _moment(value: object) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _sum(sessions: list[dict[str, Any]], field: str) -> float | None:
    """The sum over sessions; None as soon as one does not say it."""
    values = [session.get(field) for session in sessions]
    numbers = [float(value) for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
    return sum(numbers) if len(numbers) == len(values) else None
