"""Does the reference name every case key, log column, variable, permission and role, and has every '?' a field?"""

from __future__ import annotations

import re
from pathlib import Path

from enthesis.access.permissions import Permission
from enthesis.care.log_file import COLUMNS
from enthesis.reasoning.case import FINDING_KEYS, KNOWN_KEYS
from enthesis.web.help_texts import HELP
from enthesis.web.treatment.form import ASKED

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
TEMPLATES = ROOT / "src" / "enthesis" / "web" / "templates"


def text_of(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_every_key_and_column_is_named() -> None:
    case_files, log = text_of("case_file.md"), text_of("daily_log.md")
    assert [key for key in (*KNOWN_KEYS, *FINDING_KEYS) if f"| `{key}` |" not in case_files] == []
    assert [column.name for column in COLUMNS if f"| `{column.name}` |" not in log] == []


def test_every_variable_is_named() -> None:
    source = (ROOT / "src" / "enthesis" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'environ\.get\("(ENTHESIS_\w+)"', source))
    assert read and [name for name in read if f"`{name}" not in text_of("environment.md")] == []


def test_every_permission_is_named() -> None:
    said = text_of("permissions.md").lower()
    assert [p for p in Permission if f"| {p.value.lower()} |" not in said] == []


def test_every_help_text_stands_beside_a_field() -> None:
    templates = "\n".join(page.read_text(encoding="utf-8") for page in TEMPLATES.rglob("*.html"))
    forms = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "src" / "enthesis" / "web").rglob("*.py"))
    lost: list[str] = []
    for key in HELP:
        area, _, field = key.partition(".")
        in_form = (
            area.endswith("Form") and f"class {area}(" in forms and re.search(rf"^    {field} = forms\.", forms, re.MULTILINE)
        )
        by_macro = f"'{key}'" in templates or (area == "plan" and re.search(rf"(choose|typed)\('{field}'", templates))
        by_macro = by_macro or (area == "visit" and field in ASKED)  # one macro for the parts of the interval history
        if not in_form and not by_macro:
            lost.append(key)
    assert lost == []
