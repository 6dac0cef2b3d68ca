"""A clock that stands at another moment, so that a demo's past is made by the same actions as a clinic's present."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone


@contextmanager
def clock_at(moment: datetime.datetime) -> Iterator[None]:
    """As long as the block runs, the records believe that it is this moment.

    For filling a demo before its server answers anybody, and for nothing else: the clock of the whole process stands.
    """
    running = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = running
