"""`enthesis backup`, `restore`, `export`, `doctor` and `tick`: what an administrator does on the machine itself."""

from __future__ import annotations

import argparse
import json
import shutil
import uuid
from pathlib import Path
from typing import Any

from enthesis.cli.installation import open_installation
from enthesis.terms.fault import UnusableInput

DONE, PROBLEM_FOUND = 0, 1
WIDTHS = {"ok": "ok     ", "warning": "warning", "fault": "FAULT  "}


def add_commands(commands: Any) -> None:
    """Put these commands on the command line.

    Args:
        commands: the subparsers of the `enthesis` parser.
    """
    backup = commands.add_parser("backup", help="copy the database into one file, while the server runs")
    backup.add_argument("--to", metavar="FILE", help="default: a new file in the folder backups of ENTHESIS_HOME")
    restore = commands.add_parser("restore", help="put a backup in the place of the database, after a check")
    restore.add_argument("file", help="a file made by 'enthesis backup'")
    restore.add_argument("--replace", action="store_true", help="also where a database stands already; the old one is kept aside")
    export = commands.add_parser("export", help="everything of one patient or one clinic, as JSON Lines and CSV")
    whose = export.add_mutually_exclusive_group(required=True)
    whose.add_argument("--patient", metavar="ID", help="a patient's id, as in the address of the patient's page")
    whose.add_argument("--clinic", metavar="ID", help="a clinic's id; 'only' where the installation has one clinic")
    export.add_argument("--to", metavar="FOLDER|FILE.zip", required=True, help="a new folder, or a new zip file")
    doctor = commands.add_parser("doctor", help="look whether this installation is sound, and say how to mend it")
    doctor.add_argument("--json", action="store_true", help="the answer as JSON")
    commands.add_parser("tick", help="do what is due (the server does it every minute by itself)")


def run(options: argparse.Namespace) -> int:
    """Run one of these commands.

    Returns:
        0 done, 1 when the doctor found a fault.
    Raises:
        UnusableInput: one line says what, where and how to mend it.
    """
    home = open_installation()
    if options.command == "backup":
        return _backup(home, Path(options.to).absolute() if options.to else None)
    if options.command == "restore":
        return _restore(home, Path(options.file).absolute(), options.replace)
    if options.command == "export":
        return _export(options.patient, options.clinic, Path(options.to).absolute())
    if options.command == "doctor":
        return _doctor(options.json)
    return _tick()


def _backup(home: Path, to: Path | None) -> int:
    from enthesis.records.backup import back_up

    need_database()
    made = back_up(home, to)
    print(f"{made} ({made.stat().st_size / 1e6:.1f} MB). {_where_the_keys_are(home)}")
    return DONE


def _restore(home: Path, file: Path, replace: bool) -> int:
    from django.utils import timezone

    from enthesis.actions.check_installation import Level, check_field_key
    from enthesis.records.backup import restore
    from enthesis.records.locks import SERVING, hold_file
    from enthesis.records.migrating import migrate_with_backup

    with hold_file(home, SERVING, wait_s=0, busy="a server is at work on this folder"):
        done = restore(home, file, replace)
        migrated = migrate_with_backup(home)
    print(f"Restored from {file}.")
    if done.set_aside is not None:
        print(f"What stood there before is kept in {done.set_aside}.")
    if migrated.applied:
        print(f"The backup was of an older version; {len(migrated.applied)} changes brought it to this one.")
    for line in check_field_key(timezone.now()):
        if line.level == Level.FAULT:
            print(f"{line.seen[0].upper()}{line.seen[1:]}; {line.mend}.")
            return PROBLEM_FOUND
    return DONE


def _export(patient: str | None, clinic: str | None, to: Path) -> int:
    from enthesis.access.actor import Installation
    from enthesis.access.refused import Refused
    from enthesis.actions.export_record import clinic_of_patient, export_clinic, export_patient
    from enthesis.records.open_formats import zip_folder

    need_database()
    if to.exists():
        raise UnusableInput(str(to), "this exists already", "name a new folder or zip file")
    if not to.parent.is_dir():
        raise UnusableInput(str(to.parent), "there is no such folder", "make it first")
    folder = to.with_name(to.name + ".part")
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o700)
        if patient is not None:
            patient_id = _read_id("--patient", patient)
            counts = export_patient(Installation("export", clinic_of_patient(patient_id)), patient_id, folder)
        else:
            counts = export_clinic(Installation("export", _clinic_meant(str(clinic))), folder)
        if to.suffix == ".zip":
            zip_folder(folder, to)
        else:
            folder.rename(to)
    except Refused as refused:
        raise UnusableInput("--patient" if patient else "--clinic", str(refused).rstrip("."), "check the id") from None
    except OSError as error:
        raise UnusableInput(str(to), f"the export cannot be written ({error.strerror})", "name another place") from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{to}: {sum(counts.values())} rows in {len(counts)} tables; README.txt in it explains every column.")
    return DONE


def _clinic_meant(text: str) -> uuid.UUID:
    from enthesis.records.people import Clinic

    known = {clinic.id: clinic.name for clinic in Clinic.objects.order_by("name")}
    if text == "only" and len(known) == 1:
        return next(iter(known))
    if text != "only" and _read_id("--clinic", text) in known:
        return uuid.UUID(text)
    listed = ", ".join(f"{clinic_id} ({name})" for clinic_id, name in list(known.items())[:10]) or "none"
    raise UnusableInput("--clinic", f"'{text}' is no clinic of this installation", f"it has: {listed}")


def _read_id(option: str, text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise UnusableInput(option, f"'{text}' is not an id", "copy it from the address of the page") from None


def _doctor(as_json: bool) -> int:
    from django.utils import timezone

    from enthesis.actions.check_installation import Level, check_installation

    found = check_installation(timezone.now())
    if as_json:
        print(json.dumps([vars(line) for line in found], indent=1, ensure_ascii=False))
    else:
        for line in found:
            print(f"{WIDTHS[line.level]}  {line.about}: {line.seen}" + (f"; {line.mend}" if line.mend else ""))
    return PROBLEM_FOUND if any(line.level == Level.FAULT for line in found) else DONE


def _tick() -> int:
    from django.utils import timezone

    from enthesis.actions.tick import tick

    need_database()
    changed = tick(timezone.now())
    if changed is None:
        print("Another process is doing what is due.")
    else:
        print("; ".join(f"{what}: {count}" for what, count in changed.items() if count) or "Nothing was due.")
    return DONE


def need_database() -> None:
    """A database of this version, or one line that says what to do.

    Raises:
        UnusableInput: there is none, or it is of another version.
    """
    from enthesis.records.backup import has_tables
    from enthesis.records.migrating import pending_migrations

    pending = pending_migrations() if has_tables() else ["everything"]
    if pending:
        raise UnusableInput("database", "it is not of this version", "run 'enthesis serve' once")


def _where_the_keys_are(home: Path) -> str:
    return f"The keys are not in it: keep {home / 'field_key'} (or ENTHESIS_FIELD_KEY) and {home / 'secret_key'} apart from it."
