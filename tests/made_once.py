"""What the tests need once in a whole run: made by the process that asks first, and copied by all of them."""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def made_once(name: str, make: Callable[[Path], None]) -> Iterator[Path]:
    """A folder that `make` has filled in this run of the tests; nobody else makes or removes it while the block lasts.

    Args:
        name: what it holds, as part of its path.
        make: fills an empty folder.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    folder = Path(tempfile.gettempdir()) / f"enthesis_{name}_{os.getuid()}_{run}"
    with _alone(folder):
        if not folder.exists():
            half_made = folder.with_suffix(".half_made")
            shutil.rmtree(half_made, ignore_errors=True)
            half_made.mkdir(mode=0o700)
            make(half_made)
            half_made.rename(folder)
            atexit.register(_remove, folder)
        yield folder


def _remove(folder: Path) -> None:
    with _alone(folder):
        shutil.rmtree(folder)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process of the run at a time."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
