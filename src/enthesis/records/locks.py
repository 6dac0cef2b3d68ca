"""One at a time: locks of an installation, on its folder and, on PostgreSQL, in the database several machines share."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from enthesis.terms.fault import UnusableInput

try:
    import fcntl
except ImportError:  # Windows has no flock; there one person starts one server.
    fcntl = None

MIGRATING = "migrating.lock"
SERVING = "serving.lock"
WAIT_S = 120.0
ASK_AGAIN_S = 0.1
ADVISORY_LOCKS = {MIGRATING: 7_281_001, "upkeep": 7_281_002}
"""Keys of PostgreSQL's advisory locks; any numbers that nobody else in the database uses."""


@contextmanager
def hold_file(home: Path, name: str, shared: bool = False, wait_s: float = WAIT_S, busy: str = "") -> Iterator[None]:
    """Hold a lock file of the installation. The system lets go of it when the process ends, however it ends.

    Args:
        shared: several may hold it so, but none alone meanwhile.
        wait_s: how long to wait for the others.
        busy: what to say when they do not let go.
    Raises:
        UnusableInput: somebody else holds it.
    """
    handle: TextIO
    with (home / name).open("a", encoding="ascii") as handle:
        (home / name).chmod(0o600)
        if fcntl is not None:
            _take(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, wait_s, str(home / name), busy)
        yield


def _take(handle: TextIO, kind: int, wait_s: float, where: str, busy: str) -> None:
    assert fcntl is not None
    give_up_at = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() >= give_up_at:
                raise UnusableInput(
                    where, busy or "another enthesis command is at work on this folder", "wait until it ends, or stop it first"
                ) from None
            time.sleep(ASK_AGAIN_S)
        else:
            return


@contextmanager
def hold_in_database(connection: Any, name: str) -> Iterator[None]:
    """Wait for, and hold, a lock of the database itself (PostgreSQL; on SQLite the file is enough)."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCKS[name]])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCKS[name]])


def try_in_transaction(connection: Any, name: str) -> bool:
    """Take a lock until the running transaction ends; False when another has it.

    On SQLite the transaction itself is the lock: it took the right to write when it began.
    """
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [ADVISORY_LOCKS[name]])
        return bool(cursor.fetchone()[0])
