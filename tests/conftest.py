"""Fixtures that several kinds of tests share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from django.conf import settings as django_settings
from hypothesis import settings as hypothesis_settings

# Before Django's settings are read: tests never touch the installation of the person who runs them.
os.environ["ENTHESIS_HOME"] = tempfile.mkdtemp(prefix="enthesis_test_home_")
os.environ["DJANGO_SETTINGS_MODULE"] = "enthesis.settings"
django.setup()
# Each of Django's test clients builds the middleware anew; nobody should list all static files for every one of them.
django_settings.WHITENOISE_AUTOREFRESH = True
# No test depends on how fast the machine is, and the same tree gives the same verdict; `make explore` looks for what is new.
hypothesis_settings.register_profile("enthesis", deadline=None, derandomize="ENTHESIS_EXPLORE" not in os.environ)
hypothesis_settings.load_profile("enthesis")
TESTS = Path(__file__).parent


from django.db import connection
from migrated import load_migrated
from tiny_pack import write_tiny_pack

from enthesis.knowledge.loading import BUILT_IN_PACKS, list_packs, load_pack
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """In place of pytest-django's: a database in memory too, but its migrations are done once for all workers of a run."""
    with django_db_blocker.unblock():
        connection.close()
        django_settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = "file:tests?mode=memory&cache=shared"
        connection.ensure_connection()
        load_migrated(connection.connection)
    yield


@pytest.fixture
def tiny_pack_folder(tmp_path: Path) -> Path:
    """A folder of its own with the tiny valid pack, for tests that change it."""
    return write_tiny_pack(tmp_path)


@pytest.fixture(scope="session")
def tiny_pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The tiny valid pack, loaded once."""
    return load_pack(write_tiny_pack(tmp_path_factory.mktemp("packs")))


@pytest.fixture(scope="session")
def posterior_hip() -> Pack:
    """The shipped pack."""
    return load_pack(BUILT_IN_PACKS / "posterior_hip")


@pytest.fixture(scope="session", params=list_packs())
def shipped_pack(request: pytest.FixtureRequest) -> Pack:
    """Each of the shipped packs, one after another."""
    return load_pack(BUILT_IN_PACKS / request.param)


@pytest.fixture(scope="session")
def assessor(posterior_hip: Pack) -> Assessor:
    """The shipped pack ready to assess."""
    return Assessor(posterior_hip)


LONG_FILES = ("browser", "contract", "records", "property", "golden")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, so that no worker begins one when the others are done (`--no-loadscope-reorder`)."""
    folders = {TESTS / name: place for place, name in enumerate(LONG_FILES)}
    items.sort(key=lambda item: folders.get(item.path.parent, len(folders)))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--golden-update` writes the golden answers again."""
    parser.addoption("--golden-update", action="store_true", help="write tests/golden/answers.json again")
