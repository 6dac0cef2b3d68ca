"""Records in formats anybody can read: JSON Lines, CSV, and a README that explains every column.

The same records give the same bytes, whichever database they come from: rows in order of time, keys sorted, times in UTC.
"""

from __future__ import annotations

import csv
import datetime
import json
import uuid
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models

from enthesis.records.encryption import Encrypted

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""No zip can be older; a fixed time keeps equal exports equal."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WORDS: dict[str, str] = {
    "id": "Random id of the row.",
    "clinic_id": "The clinic it belongs to (clinic).",
    "patient_id": "Whom it is about (patient).",
    "episode_id": "The course of care it belongs to (episode).",
    "encounter_id": "The encounter it belongs to (encounter).",
    "intake_id": "The patient's questionnaire it belongs to (intake).",
    "follow_up_id": "The occasion it belongs to (follow_up).",
    "to": "Whom it goes to.",
    "plan_id": "The plan of care it belongs to (plan).",
    "therapist_id": "The therapist (person).",
    "lead_therapist_id": "Who leads the course of care (person).",
    "person_id": "Who (person).",
    "replaces_id": "The earlier row of this table that this one corrects; empty: it is the first of its key.",
    "recorded_by_id": "Who recorded it (person).",
    "recorded_at": "When it was recorded.",
    "registered_by_id": "Who registered the patient (person).",
    "registered_at": "When the patient was registered.",
    "started_by_id": "Who began it (person).",
    "started_at": "When it began.",
    "ended_at": "When it ended; empty: it has not.",
    "opened_by_id": "Who opened it (person).",
    "opened_at": "When it was opened.",
    "closed_at": "When it was closed; empty: it is open.",
    "created_at": "When the row was made.",
    "submitted_at": "When the patient sent it in.",
    "reviewed_at": "When a therapist had looked through it.",
    "answered_at": "When the patient gave the answer.",
    "booked_by_id": "Who booked it (person).",
    "booked_at": "When it was booked.",
    "starts_at": "When it is to begin.",
    "minutes": "How long it is meant to take, in minutes.",
    "corrected_by_id": "Who corrected it (person).",
    "corrected_at": "When it was corrected.",
    "written_by_id": "Who wrote it (person).",
    "written_at": "When it was written.",
    "issued_by_id": "Who issued it (person).",
    "issued_at": "When it was issued.",
    "signed_at": "When it was signed.",
    "signed_as": "Name, credentials and role as they stand under the note.",
    "is_cosignature": "true: a supervisor's signature under a student's.",
    "content_sha256": "SHA-256 of what was signed or issued.",
    "content": "The document as it was issued, each sentence with the entries it came from (JSON).",
    "kind": "What kind it is.",
    "status": "Where it stood when it was exported.",
    "origin": "Where the entry came from.",
    "finding": "Id of the finding in the knowledge pack.",
    "side": "Side it is about.",
    "result": "State of the finding; a finding without an entry was not assessed.",
    "value": "Value with its unit as it was entered.",
    "note": "Remark in the recorder's words.",
    "pack_version": "Version of the knowledge pack it was recorded with.",
    "number": "The measured number, in the unit that the quantity's name ends with.",
    "position": "Position the measure was taken in.",
    "text": "The words.",
    "drawing": "The body chart as vectors (JSON); also a file of its own in the folder drawings.",
    "action": "What was done about the red flag.",
    "reason": "Why, in the recorder's words.",
    "agrees": "The clinician's view of the first source shown.",
    "decision": "What the rules decided for the day.",
    "given_name": "Given name.",
    "family_name": "Family name.",
    "birth_date": "Date of birth, ISO 8601.",
    "sex": "Sex as recorded; empty: not recorded.",
    "record_number": "The clinic's own number for the patient.",
    "sport": "Sport.",
    "email": "E-mail address.",
    "telephone": "Telephone number.",
    "address": "Postal address.",
    "preferred_language": "Language the patient prefers (ISO 639).",
    "field": "Which detail was corrected.",
    "earlier_value": "What stood there before; empty for contact details, whose earlier value is not kept.",
    "question": "Id of the question in the intake.",
    "answer": "The answer as given (JSON).",
    "affected_side": "The side that hurts.",
    "name": "Name.",
    "time_zone": "Time zone of the clinic's days.",
    "country": "Country (ISO 3166).",
    "paper": "Paper size of prints.",
    "units": "Units shown.",
    "lock_after_minutes": "Minutes without a request after which the screen locks.",
    "full_name": "Name of the person.",
    "credentials": "Printed after the name.",
    "role": "What the person was in the clinic.",
    "at": "When.",
    "actor_name": "Who did it, by name.",
    "verb": "What was done.",
    "outcome": "Whether it was let through.",
    "because": "The reason given, or why it was refused.",
    "request_id": "Number of the request; rows of one request share it.",
}
"""What a column holds, where the model does not say it itself."""


@dataclass(frozen=True)
class Column:
    """One column of an exported table."""

    name: str
    means: str


@dataclass(frozen=True)
class Table:
    """One table to export: its name, what it is, its columns, and its rows in order."""

    name: str
    means: str
    columns: tuple[Column, ...]
    rows: Iterable[Mapping[str, Any]]


def table_of_model(model: type[models.Model], name: str, found: Any, leave_out: Sequence[str] = ()) -> Table:
    """A model's rows as a table; what is encrypted in the database is written in clear.

    Args:
        found: the query set; it is put in order of time and id.
        leave_out: columns that stay here.
    """
    sealed = {kept: opened for opened, kept in encrypted_names(model).items()}
    fields = [field for field in model._meta.concrete_fields if field.attname not in leave_out]
    named = [(sealed.get(str(field.attname), str(field.attname)), field) for field in fields]
    moments = [str(field.attname) for field in fields if isinstance(field, models.DateTimeField)][:1]
    columns = tuple(Column(column, meaning(field, column)) for column, field in named)

    def rows() -> Iterator[dict[str, Any]]:
        for record in found.order_by(*moments, "pk").iterator(chunk_size=2000):
            yield {column: plain(getattr(record, column)) for column, _ in named}

    return Table(name, " ".join((model.__doc__ or "").split()), columns, rows())


def encrypted_names(model: type[models.Model]) -> dict[str, str]:
    """Attributes that are encrypted in the database, with the column each is kept in."""
    return {name: held.column for name, held in vars(model).items() if isinstance(held, Encrypted)}


def meaning(field: Any, column: str) -> str:
    """What a column holds, for a person; with its values where they are given.

    Raises:
        KeyError: nobody has said it: add a help_text to the field, or a line to `WORDS`.
    """
    said = str(field.help_text) or WORDS[column]
    if field.choices:
        said += " One of: " + ", ".join(f"{value or '(empty)'} = {label}" for value, label in field.flatchoices) + "."
    return said


def plain(value: Any) -> Any:
    """A value in JSON's own types; times in UTC, ISO 8601."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value


def as_json(value: Any, indent: int | None = None) -> str:
    """JSON with its keys sorted, so that equal values are equal texts."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent)


def write_table(folder: Path, table: Table, drawings: str = "drawing") -> int:
    """Write one table as NAME.jsonl and NAME.csv, and each drawing in it as a file of its own.

    Returns:
        the number of rows.
    """
    count = 0
    names = [column.name for column in table.columns]
    with (
        (folder / f"{table.name}.jsonl").open("w", encoding="utf-8", newline="\n") as lines,
        (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as sheet,
    ):
        writer = csv.writer(sheet, lineterminator="\r\n")
        writer.writerow(names)
        for row in table.rows:
            lines.write(as_json({name: row[name] for name in names}) + "\n")
            writer.writerow([in_cell(row[name]) for name in names])
            if row.get(drawings):
                (folder / "drawings").mkdir(exist_ok=True)
                (folder / "drawings" / f"{row['id']}.json").write_text(as_json(row[drawings], indent=1) + "\n", encoding="utf-8")
            count += 1
    return count


def in_cell(value: Any) -> str:
    """A value in a CSV cell. Text that a spreadsheet would run as a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return as_json(value)
    if isinstance(value, str):
        return "'" + value if value.startswith(FORMULA_STARTS) else value
    return repr(value)


README = """{title}

Everything that was recorded about
{about},
in open formats.

Each table stands twice: as JSON Lines (NAME.jsonl, one JSON object a line, exact) and as CSV for spreadsheets (NAME.csv, UTF-8,
comma, header line; an empty cell is an empty text or nothing; JSON values stand as JSON text; a text that begins with one of
= + - @ has an apostrophe before it, so that no spreadsheet runs it). Body charts stand once more in drawings/ID.json. Times are
UTC, ISO 8601. Rows are in order of time, then id. "(person)", "(patient)" and so on name the table whose id a column holds.

What was observed is never overwritten: a correction is a new row that names the one it replaces. The rows that nothing
replaces are what stands.

Not in it: passwords, second factors, links and cookies (only their hashes exist), and the words patients are searched by, which
repeat what stands in patient.

{tables}"""


def write_folder(folder: Path, title: str, about: str, tables: Iterable[Table]) -> dict[str, int]:
    """Write an export into a folder that exists and is empty.

    Returns:
        rows by table.
    """
    counts: dict[str, int] = {}
    described: list[str] = []
    for table in tables:
        counts[table.name] = write_table(folder, table)
        described.append(f"{table.name} ({counts[table.name]} rows)\n  {table.means}\n")
        described += [f"    {column.name}: {column.means}" for column in table.columns]
        described.append("")
    text = README.format(title=title, about=about, tables="\n".join(described))
    (folder / "README.txt").write_text(text, encoding="utf-8")
    return counts


def zip_folder(folder: Path, target: Path) -> None:
    """Pack a folder; equal folders give equal files."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(str(path.relative_to(folder)), ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            with path.open("rb") as source, packed.open(entry, "w", force_zip64=True) as written:
                while block := source.read(1 << 20):
                    written.write(block)
