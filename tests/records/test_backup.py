"""What a backup holds is what stood there: an export after a restore is the same, byte for byte. On both databases."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from records.installation import ON_POSTGRESQL, Installation, files_of

on_sqlite = pytest.mark.skipif(ON_POSTGRESQL, reason="about SQLite's file")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with two clinics, its backup and its exports."""
    home = tmp_path_factory.mktemp("first")
    installation = Installation(home, "enthesis_first")
    clinics = installation.seed()
    (home / "ids.json").write_text(json.dumps(clinics))
    made = installation.run("backup", "--to", str(home / "backup"))
    assert made.returncode == 0, made.stderr
    assert str(home / "field_key") in made.stdout
    export_all(installation, home / "exports")
    return installation


@pytest.fixture
def second(first: Installation, tmp_path: Path) -> Installation:
    """Another machine with the same keys; on PostgreSQL its database keeps what an earlier test left."""
    for key in ("field_key", "secret_key"):
        shutil.copy(first.home / key, tmp_path / key)
    return Installation(tmp_path, "enthesis_second")


def export_all(installation: Installation, to: Path) -> None:
    to.mkdir()
    (first_clinic, first_patient), (second_clinic, _) = clinics_of(installation)
    for arguments in (["--clinic", first_clinic], ["--clinic", second_clinic], ["--patient", first_patient]):
        done = installation.run("export", *arguments, "--to", str(to / "".join(arguments)[2:]))
        assert done.returncode == 0, done.stderr


def clinics_of(installation: Installation) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = json.loads((installation.home / "ids.json").read_text())
    return found


def restore(installation: Installation, backup: Path, *arguments: str) -> str:
    done = installation.run("restore", str(backup), *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_restored_backup_gives_an_identical_export(first: Installation, second: Installation) -> None:
    restore(second, first.home / "backup", "--replace")
    shutil.copy(first.home / "ids.json", second.home)
    export_all(second, second.home / "exports")

    before, after = files_of(first.home / "exports"), files_of(second.home / "exports")
    assert list(before) == list(after) and len(before) > 60
    assert [name for name in before if before[name] != after[name]] == []
    assert (
        b"z2@example.org" in b"".join(before.values())
        and "Straße".encode() not in before["clinic" + clinics_of(first)[0][0] + "/patient.csv"]
    )


def test_the_restored_database_is_sound(first: Installation, second: Installation) -> None:
    restore(second, first.home / "backup", "--replace")
    done = second.run("doctor", "--json")
    levels = {line["about"]: line["level"] for line in json.loads(done.stdout)}
    # The test server of PostgreSQL is quick because it keeps nothing through a power cut; the doctor says so.
    assert {about for about, level in levels.items() if level == "fault"} == ({"durability"} if ON_POSTGRESQL else set()), (
        done.stdout
    )
    assert levels["triggers"] == levels["field_key"] == "ok"
    assert not ON_POSTGRESQL or levels["row-level security"] == levels["server's role"] == "ok"


def test_nothing_is_replaced_unasked_and_what_is_replaced_is_kept(first: Installation, second: Installation) -> None:
    restore(second, first.home / "backup", "--replace")
    second.python(
        "from enthesis.cli.installation import open_installation; open_installation();"
        "from enthesis.records.people import Clinic; Clinic.objects.create(name='Later')"
    )
    refused = second.run("restore", str(first.home / "backup"))
    assert refused.returncode == 2 and "--replace" in refused.stderr and refused.stderr.count("\n") == 1

    said = restore(second, first.home / "backup", "--replace")
    kept = Path(next(line for line in said.splitlines() if "is kept in" in line).split(" is kept in ")[1].rstrip("."))
    count = "from enthesis.cli.installation import open_installation; open_installation();from enthesis.records.people import Clinic; print(Clinic.objects.count())"
    assert second.python(count).strip() == "2"
    restore(second, kept, "--replace")
    assert second.python(count).strip() == "3"


def test_contact_details_do_not_open_without_the_key(first: Installation, second: Installation) -> None:
    (second.home / "field_key").unlink()
    done = second.run("restore", str(first.home / "backup"), "--replace")
    assert done.returncode == 1 and "field_key" in done.stdout and "Traceback" not in done.stderr


def test_a_damaged_backup_is_refused_in_one_line(first: Installation, second: Installation) -> None:
    restore(second, first.home / "backup", "--replace")
    whole = (first.home / "backup").read_bytes()
    for damaged, says in (
        (b"hello", ("not a backup",)),
        (b"", ("not a backup",)),
        (whole[: len(whole) // 3], ("damaged", "failed")),
    ):
        broken = second.home / "broken"
        broken.write_bytes(damaged)
        done = second.run("restore", str(broken), "--replace")
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr, done.stderr
        assert any(word in done.stderr for word in says), done.stderr
    assert second.run("export", "--clinic", clinics_of(first)[0][0], "--to", str(second.home / "still")).returncode == 0


@on_sqlite
def test_pages_overwritten_inside_a_backup_are_noticed(first: Installation, second: Installation) -> None:
    data = bytearray((first.home / "backup").read_bytes())
    data[8192:40960] = b"\x55" * (40960 - 8192)
    (second.home / "broken").write_bytes(data)
    done = second.run("restore", str(second.home / "broken"))
    assert done.returncode == 2 and "damaged" in done.stderr


@on_sqlite
def test_a_backup_of_a_newer_version_is_refused(first: Installation, second: Installation) -> None:
    newer = second.home / "newer"
    shutil.copy(first.home / "backup", newer)
    with sqlite3.connect(newer) as opened:
        opened.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_later', '2030-01-01')")
    opened.close()
    done = second.run("restore", str(newer))
    assert done.returncode == 2 and "newer Enthesis" in done.stderr


def test_a_backup_is_for_its_owner_alone(first: Installation) -> None:
    assert (first.home / "backup").stat().st_mode & 0o777 == 0o600
    again = first.run("backup", "--to", str(first.home / "backup"))
    assert again.returncode == 2 and "exists already" in again.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "--patient", "x", "--to", "new"],
        ["export", "--patient", "00000000-0000-0000-0000-000000000000", "--to", "new"],
        ["export", "--clinic", "only", "--to", "new"],
        ["export", "--clinic", "00000000-0000-0000-0000-000000000000", "--to", "new"],
        ["export", "--patient", "x"],
        ["export", "--to", "new"],
        ["restore", "nowhere"],
        ["restore"],
        ["backup", "--to", "nowhere/at/all"],
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(arguments: list[str], first: Installation) -> None:
    done = first.run(*[str(first.home / a) if a in ("new", "nowhere", "nowhere/at/all") else a for a in arguments])
    assert done.returncode == 2 and done.stderr.count("\n") == 1 and "Traceback" not in done.stderr, done.stderr
    assert not (first.home / "new").exists() and not list(first.home.glob("*.part"))
