"""The record tests on a real PostgreSQL: the owner prepares the database, the tests work as the web role.

`bash scripts/with_postgresql.sh .venv/bin/python -m pytest tests/records` starts one and runs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command

ADVISORY_LOCK = 7_281_934


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's: the database is there already, and only the owner may make tables in it."""
    from django.db import connections

    with django_db_blocker.unblock():
        owner = connections["owner"]
        with owner.cursor() as cursor:
            # Workers of pytest-xdist share the database.
            cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
            call_command("migrate", database="owner", verbosity=0)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
        owner.close()
    yield
