"""A SQLite database with every migration done, made once in a run of the tests: to make one takes seconds, to copy it none.

That an installation makes and changes its own is for tests/records/test_upkeep.py to show.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from made_once import made_once

FILE = "enthesis.sqlite3"
MIGRATE = """
from enthesis.cli.installation import open_installation
home = open_installation()
from enthesis.records.migrating import migrate_with_backup
migrate_with_backup(home)
"""


def copy_migrated(home: Path) -> None:
    """Give a new installation its database; the keys it makes itself."""
    with made_once("migrated", _migrate) as made:
        shutil.copy(made / FILE, home / FILE)


def load_migrated(into: sqlite3.Connection) -> None:
    """Fill an empty database."""
    with made_once("migrated", _migrate) as made, closing(sqlite3.connect(made / FILE)) as database:
        database.backup(into)


def _migrate(home: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ENTHESIS_")}
    subprocess.run([sys.executable, "-c", MIGRATE], env={**environment, "ENTHESIS_HOME": str(home)}, check=True)
    with closing(sqlite3.connect(home / FILE)) as database:
        database.execute("PRAGMA journal_mode = DELETE")
