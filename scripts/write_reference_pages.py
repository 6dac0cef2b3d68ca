"""Write docs/reference/: commands, environment, case files, the daily log, JSON, roles and the audit, each made from the code.

.venv/bin/python scripts/write_reference_pages.py
.venv/bin/python scripts/write_reference_pages.py --check       (1 when a page is not what the code says)
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import io
import json
import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "reference"
EXAMPLE = "cases/courses/cushman-rho-2015/case.yaml"
EXAMPLE_WITH_FLAGS = "src/enthesis/web/examples/4_bone_stress_low_energy.yaml"
EXAMPLE_LOG = "cases/courses/cushman-rho-2015/log.csv"
MADE = "Made by `scripts/write_reference_pages.py` from the code; `make check` fails when it is out of date."
EXITS = {
    "assess": "0 done, 2 the case or an option cannot be used",
    "plan": "0 done, 2 the case or an option cannot be used",
    "validate": "0 done, 2 the folder or an option cannot be used",
    "simulate-course": "0 done, 2 the case, the log or an option cannot be used",
    "pack": "0 done, 1 the pack has faults, 2 no such pack",
    "serve": "0 stopped by Ctrl-C, 2 it cannot start",
    "backup": "0 done, 2 it cannot be written",
    "restore": "0 done, 1 restored but with another field key, 2 not restored, nothing was touched",
    "export": "0 done, 2 no such id, or it cannot be written",
    "doctor": "0 sound, 1 a fault was found",
    "tick": "0 done",
    "report": "0 done, 2 no such id, or it cannot be written",
}
CASE_KEYS = {
    "region": "id of the pack, for instance `posterior_hip`; without it `--pack` is needed",
    "setting": "where the patient is seen: it sets how common each source is beforehand",
    "affected_side": "`left`, `right` or `both`",
    "age": "years",
    "sex": "`female`, `male` or `other`",
    "sport": "free words; the pack's sports move some pretest probabilities",
    "onset": "`acute`, `gradual`, `traumatic` or `insidious`",
    "duration_weeks": "weeks since it began",
    "findings": "a list, one line each; see below",
    "diagnosis": "for `enthesis validate`: ids or names of the confirmed sources",
    "dangerous": "for `enthesis validate`: `true` or `false`",
    "refer_expected": "for `enthesis validate`: `none`, `soon`, `same_day` or `emergency`",
}
FINDING_KEYS = {
    "name": "the finding in plain clinical words, or its id; what is not understood is said, never guessed",
    "result": "`positive`, `negative`, `equivocal` or `value`. What was not assessed is left out",
    "side": "`left`, `right` or `both`; without it the affected side",
    "kind": "narrows what the name may mean, for instance `palpation` or `aggravating factor`",
    "value": "a number with its unit, for instance `70 deg` or `7/10`; alone it means `result: value`",
    "note": "free words, no names; moves nothing",
}


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows)])


def page(title: str, *parts: str) -> str:
    """A page of the reference."""
    return "\n\n".join([f"# {title}", MADE, *parts]) + "\n"


# --- commands ---------------------------------------------------------------------------------------------------------


def commands_page() -> str:
    """Every command with its options."""
    from enthesis.cli.main import build_parser

    parts = [
        "Every command says in one line what is wrong, where, and how to mend it. Exit 0 done, 1 the work found a problem, "
        "2 the input is unusable. `enthesis COMMAND --help` says the same as this page."
    ]
    for name, said, parser in _subparsers(build_parser()):
        verbs = list(_subparsers(parser))
        parts.append(f"## enthesis {name}\n\n{said[:1].upper()}{said[1:]}. Exit {EXITS[name]}.")
        for verb, verb_said, verb_parser in verbs:
            parts.append(
                f"### enthesis {name} {verb}\n\n{verb_said[:1].upper()}{verb_said[1:]}.\n\n{_options(verb_parser)}".rstrip()
            )
        if not verbs and (options := _options(parser)):
            parts.append(options)
    return page("Commands", *parts)


def _subparsers(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, found in action.choices.items():
                yield name, said[name], found


def _options(parser: argparse.ArgumentParser) -> str:
    rows: list[tuple[str, ...]] = []
    for action in parser._actions:
        if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
            continue
        value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
        name = (
            f"`{action.option_strings[-1]}{value}`"
            if action.option_strings
            else f"`{str(action.metavar or action.dest).upper()}`"
        )
        default = action.default if action.default not in (None, False, "", 0) else ""
        said = action.help or ""
        rows.append((name, said + (f" (default {default})" if default and "default" not in said else "")))
    return table(("", ""), rows) if rows else ""


# --- environment ------------------------------------------------------------------------------------------------------


def environment_page() -> str:
    """The variables of settings.py, as its head says."""
    source = (ROOT / "src/enthesis/settings.py").read_text(encoding="utf-8")
    said = ast.get_docstring(ast.parse(source)) or ""
    rows = [(f"`{name}`", text) for name, text in re.findall(r"^(ENTHESIS_\S+)\s+(.+)$", said, re.MULTILINE)]
    read = set(re.findall(r"environ\.get\(\"(ENTHESIS_\w+)\"", source))
    missing = read - {name.strip("`").partition("=")[0] for name, _ in rows}
    if missing:
        raise SystemExit(f"settings.py reads {sorted(missing)} and does not say so in its docstring")
    return page(
        "Environment",
        "Everything that differs between installations comes from the environment; there is no settings file. What a clinic decides "
        "itself (time zone, paper, minutes until the lock) stands under Settings in its own pages.",
        table(("variable", "is"), rows),
        "How to use them: [install](../how_to/install.md), [https](../how_to/https.md), [PostgreSQL](../how_to/postgresql.md).",
    )


# --- case files and the log -------------------------------------------------------------------------------------------


def case_file_page() -> str:
    """Every key of a case file."""
    from enthesis.knowledge.loading import find_pack_folder, load_pack
    from enthesis.reasoning import case
    from enthesis.terms.state import FINDING_KINDS

    pack = load_pack(find_pack_folder("posterior_hip"))
    if set(CASE_KEYS) != set(case.KNOWN_KEYS) or set(FINDING_KEYS) != set(case.FINDING_KEYS):
        raise SystemExit("write_reference_pages.py does not name the keys that reasoning/case.py reads")
    return page(
        "Case files",
        "YAML or JSON, for `enthesis assess`, `plan`, `simulate-course` and `validate`, for the board, and for import into the record. "
        "No key is needed but a region or `--pack`; what is not there is not assessed.",
        "```yaml\n" + (ROOT / EXAMPLE).read_text(encoding="utf-8").split("\n\n")[0].strip()[:900] + "\n```",
        table(("key", "holds"), [(f"`{key}`", CASE_KEYS[key]) for key in case.KNOWN_KEYS]),
        f"Ages from 0 to {case.OLDEST_AGE_YEARS} years, durations from 0 to {case.LONGEST_DURATION_WEEKS} weeks, at most {case.MOST_FINDINGS} "
        "findings. Settings of `posterior_hip`: " + ", ".join(f"`{name}`" for name in pack.settings) + ".",
        "## A finding",
        table(("key", "holds"), [(f"`{key}`", FINDING_KEYS[key]) for key in case.FINDING_KEYS]),
        "Kinds: " + ", ".join(f"`{kind}`" for kind in FINDING_KINDS) + ".",
        "## Keys that are kept and not read",
        ", ".join(f"`{key}`" for key in case.DESCRIPTIVE_KEYS) + ".",
        "A key that looks like a misspelling of one above is refused with the line it stands in; any other unknown key is a warning.",
    )


def log_page() -> str:
    """Every column of the daily log."""
    from enthesis.care.log_file import COLUMNS, LARGEST_LOG_BYTES, MOST_ROWS

    rows = [
        (f"`{c.name}`", f"{f'{c.lowest:g} to {c.highest:g} ' if c.highest else ''}{c.unit}".strip() or "text", c.meaning)
        for c in COLUMNS
    ]
    return page(
        "The daily log",
        "A CSV file in UTF-8 with a header, for `enthesis simulate-course --log`. Only `date` is needed; columns in any order. An empty cell is a "
        "missing answer, 0 is an answer. One line for each exercise or run, or for a morning. At most "
        f"{LARGEST_LOG_BYTES // 1_000_000} MB and {MOST_ROWS:,} rows. What is refused and why: [progression](../progression.md).",
        table(("column", "values", "meaning"), rows),
    )


# --- JSON -------------------------------------------------------------------------------------------------------------


def shape_of(value: Any) -> Any:
    """The shape of a JSON value: types in the place of values, one merged entry for a list."""
    if isinstance(value, dict):
        return {key: shape_of(each) for key, each in value.items()}
    if isinstance(value, list):
        merged: Any = None
        for each in value:
            merged = shape_of(each) if merged is None else _merge(merged, shape_of(each))
        return [] if merged is None else [merged]
    names = {bool: "true or false", int: "number", float: "number", str: "text"}
    return "null" if value is None else names[type(value)]


def _merge(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _merge(one.get(key, other.get(key)), other.get(key, one.get(key))) for key in {**one, **other}}
    if isinstance(one, list) and isinstance(other, list):
        return [_merge(one[0], other[0])] if one and other else one or other
    if one == other:
        return one
    if isinstance(one, str) and isinstance(other, str):
        return " or ".join(sorted({*one.split(" or "), *other.split(" or ")} - {""}))
    return one if not isinstance(one, str) else other


def _fold_ids(shape: Any) -> Any:
    """A map whose keys are ids and whose values look alike is one line."""
    if isinstance(shape, list):
        return [_fold_ids(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    values = [_fold_ids(each) for each in shape.values()]
    if len(values) > 12 and all(each == values[0] for each in values):
        return {"<id>": values[0]}
    return dict(zip(shape, values, strict=True))


def json_page() -> str:
    """The shapes of every answer with --json, of the phone's events and of the staff's interface."""
    runs = (
        ("enthesis assess CASE --json", ["assess", EXAMPLE_WITH_FLAGS, "--json"]),
        ("enthesis plan CASE --json", ["plan", EXAMPLE, "--json"]),
        ("enthesis simulate-course CASE --log LOG --json", ["simulate-course", EXAMPLE, "--log", EXAMPLE_LOG, "--json"]),
    )
    parts = [
        "Shapes as the commands give them for examples; a list shows one entry, with all keys that any entry "
        "had. Probabilities are shares from 0 to 1; the meaning of each key of a plan stands in [plan of care](../plan_of_care.md), of a day in "
        "[progression](../progression.md)."
    ]
    for said, arguments in runs:
        parts.append(
            f"## {said}\n\n```json\n{json.dumps(_fold_ids(shape_of(json.loads(_run(arguments)))), indent=1, ensure_ascii=False)}\n```"
        )
    return page("JSON", *parts, _events_part(), _interface_part())


def _run(arguments: list[str]) -> str:
    from enthesis.cli.main import main as enthesis

    said = io.StringIO()
    with contextlib.chdir(ROOT), contextlib.redirect_stdout(said):
        enthesis(arguments)
    return said.getvalue()


def _events_part() -> str:
    from enthesis.actions.told_events import FIELDS, Field
    from enthesis.actions.warning_signs import told_sign_ids

    def values(field: Field) -> str:
        if field.between is not None:
            return f"{'whole ' if field.whole else ''}number from {field.between[0]:,} to {field.between[1]:,}"
        if field.sign:
            return "a warning sign of a region: " + ", ".join(f"`{each}`" for each in told_sign_ids())
        if field.one_of:
            return ", ".join(f"`{each}`" for each in field.one_of)
        return f"text like `{field.pattern.pattern}`" if field.pattern else "true or false"

    rows = [
        (f"`{kind}`", f"`{name}`", values(field) + (", needed" if field.required else ""))
        for kind, fields in FIELDS.items()
        for name, field in fields.items()
    ]
    return (
        "## What a phone tells\n\nAn event is `{id, kind, day, said_at, content}`: a UUID made on the phone, one of the kinds below or `correction` "
        "(its content is `{of: id, content: {...}}`; empty content takes the event back), a date, a moment with its zone. Each is taken once, in any "
        f"order.\n\n{table(('kind', 'field', 'values'), rows)}"
    )


def _interface_part() -> str:
    from enthesis.web.api import api

    schema = api.get_openapi_schema()
    rows = [
        (method.upper(), f"`{address}`", (about.get("description") or about.get("summary") or "").split("\n")[0])
        for address, methods in schema["paths"].items()
        for method, about in methods.items()
    ]
    return (
        "## The interface of the staff pages\n\nFor our own pages, with the session's cookie; posts need the form key in `X-CSRFToken`. Refusals and faults are "
        f"`{{what, where, mend}}`. The whole schema: `/api/openapi.json`.\n\n{table(('', 'address', 'does'), sorted(rows, key=lambda r: r[1]))}"
    )


# --- roles and the audit ----------------------------------------------------------------------------------------------


def permissions_page() -> str:
    """Who may do what."""
    from enthesis.access.permissions import Permission, can
    from enthesis.records.people import Role

    rows = [
        (permission.value[:1].upper() + permission.value[1:], *("yes" if can(role, permission) else "" for role in Role))
        for permission in Permission
    ]
    return page(
        "Roles and permissions",
        "The only place for this is `access/permissions.py`. What the state of a record allows stands in `access/policies.py` (a signed encounter is "
        "locked, a student's signature waits for a therapist's), and who sees which records in `access/visibility.py`. A refusal names who could.",
        table(("", *(role.label for role in Role)), rows),
    )


def audit_page() -> str:
    """Every verb the audit can hold."""
    import enthesis.actions
    from enthesis.actions.deed import VERBS

    found: dict[str, tuple[str, str]] = {}
    for module in sorted(pkgutil.iter_modules(enthesis.actions.__path__), key=lambda m: m.name):
        importlib.import_module(f"enthesis.actions.{module.name}")
        found |= _verbs_in(ROOT / "src/enthesis/actions" / f"{module.name}.py")
    rows = [(verb, *found.get(verb, ("", ""))) for verb in sorted({*VERBS, *found})]
    return page(
        "Audit verbs",
        "Every act, and every look at a record, leaves one row: when, who, in which role, the verb, the patient, kind and id of the record, done or "
        "refused, and why. Never what was written. Rows cannot be changed or removed. Search them under Audit in the clinic's menu.",
        table(("verb", "permission it needs", "act"), rows),
        "An empty middle column: the act of a patient on their own intake, plan or follow-up, of a person on their own account, or of the installation.",
    )


def _verbs_in(file: Path) -> dict[str, tuple[str, str]]:
    """Verb: (permission in words, first line of the docstring)."""
    from enthesis.access.permissions import Permission

    found: dict[str, tuple[str, str]] = {}
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            for call in (d for d in node.decorator_list if isinstance(d, ast.Call) and getattr(d.func, "id", "") == "action"):
                verb, needs = call.args[0], call.args[1]
                allowed = Permission[needs.attr].value if isinstance(needs, ast.Attribute) else ""
                if isinstance(verb, ast.Constant):
                    found[str(verb.value)] = (allowed, (ast.get_docstring(node) or "").split("\n")[0].rstrip("."))
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "write_audit"
            and isinstance(node.args[1], ast.Constant)
        ):
            found.setdefault(str(node.args[1].value), ("", ""))
    return found


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "environment.md": environment_page,
    "case_file.md": case_file_page,
    "daily_log.md": log_page,
    "json.md": json_page,
    "permissions.md": permissions_page,
    "audit.md": audit_page,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as home:
        os.environ["ENTHESIS_HOME"] = home
        for name in ("ENTHESIS_DATABASE_URL", "ENTHESIS_DATABASE_OWNER_URL", "ENTHESIS_PUBLIC_URL", "ENTHESIS_MAIL_URL"):
            os.environ.pop(name, None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")
        import django

        django.setup()
        written = {FOLDER / name: make() for name, make in PAGES.items()}
    outdated = [file for file, text in written.items() if not file.exists() or file.read_text(encoding="utf-8") != text]
    if check:
        for file in outdated:
            print(f"{file} is out of date: run scripts/write_reference_pages.py", file=sys.stderr)
        return 1 if outdated else 0
    FOLDER.mkdir(exist_ok=True)
    for file in outdated:
        file.write_text(written[file], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
