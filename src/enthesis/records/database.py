"""Which database: SQLite in the installation's folder unless ENTHESIS_DATABASE_URL names a PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from enthesis.terms.fault import UnusableInput

SQLITE_FILE = "enthesis.sqlite3"
SQLITE_WAIT_S = 20
DURABLE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
"""Write-ahead log, and every commit is on the disk before it is acknowledged."""
OWNER = "owner"
"""Name of the connection of the role that owns the tables of a PostgreSQL database."""
MAINTENANCE_SETTING = "enthesis.maintenance"
"""What a connection of the owner must say to see every clinic (`records.row_level_security`)."""


def sqlite_settings(home: Path) -> dict[str, Any]:
    """Django's settings for the embedded database.

    Transactions take the write lock when they begin: two that both read and then write would otherwise fail.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(home / SQLITE_FILE),
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": SQLITE_WAIT_S, "init_command": DURABLE_PRAGMAS},
        "CONN_MAX_AGE": None,  # opening reads every table's and trigger's definition, and closing the last copies the log
    }


def postgresql_settings(url: str, variable: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL address such as postgresql://enthesis_web:secret@127.0.0.1:5432/enthesis.

    Args:
        url: the address.
        variable: the name of the setting it came from, for the sentence of an error.
    Raises:
        UnusableInput: it is not such an address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise UnusableInput(
            variable, "this is not the address of a PostgreSQL database", "write postgresql://user:password@host:5432/database"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def owner_settings(url: str, variable: str) -> dict[str, Any]:
    """As `postgresql_settings`, for the owner: its connections say that they do maintenance."""
    return {**postgresql_settings(url, variable), "CONN_MAX_AGE": 0, "OPTIONS": {"options": f"-c {MAINTENANCE_SETTING}=on"}}
