"""The clock of the record tests: it began at noon (UTC) when the run began, and goes on from there.

So no test's day ends while it runs, and every clinic's day is the same whatever its time zone. What happens near midnight is for
tests that set the clock themselves.
"""

from __future__ import annotations

import datetime

from django.utils import timezone

_real = timezone.now
_BEGAN = _real()
_NOON = _BEGAN.replace(hour=12, minute=0, second=0)
TODAY = _NOON.date()


def now() -> datetime.datetime:
    """The moment it is."""
    return _NOON + (_real() - _BEGAN)
