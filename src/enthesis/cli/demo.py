"""`enthesis serve --demo`: a clinic with simulated patients, and how to sign in to it."""

from __future__ import annotations

import os
from pathlib import Path


def make_demo(home: Path) -> tuple[str, ...]:
    """Fill an installation that holds nobody yet.

    Returns:
        lines to print: who may sign in, and with what.
    """
    from enthesis.access.actor import Installation
    from enthesis.actions.seed_demo import PEOPLE, seed_demo

    password = seed_demo(Installation("serve --demo"), home, find_time_zone())
    if password is None:
        return ("This folder holds a clinic of its own; no demo was made. Name an empty folder with ENTHESIS_HOME.",)
    width = max(len(email) for email, *_ in PEOPLE)
    people = tuple(f"  {email:<{width}}  {role.label}" for email, _, role, _ in PEOPLE)
    return (
        "Demo clinic: three published patients, all others simulated. Sign in with one of these, password",
        f"  {password}",
        *people,
    )


def find_time_zone() -> str:
    """The time zone of this machine, or UTC where it does not say."""
    from zoneinfo import available_timezones

    named = os.environ.get("TZ", "")
    if not named:
        link = Path("/etc/localtime")
        named = str(link.resolve()).rpartition("zoneinfo/")[2] if link.is_symlink() else ""
    known = available_timezones()
    return named if named in known else "UTC"
