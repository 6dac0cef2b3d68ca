"""The wheel works from an environment it may not write to, and carries every page and asset."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel unpacked into a folder whose files are then made read-only."""
    out = tmp_path_factory.mktemp("dist")
    built = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    target = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(next(out.glob("enthesis-*.whl"))) as wheel:
        wheel.extractall(target)
    for path in sorted(target.rglob("*"), reverse=True):
        path.chmod(0o555 if path.is_dir() else 0o444)
    target.chmod(0o555)
    return target


def run(installed: Path, home: Path, code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1", "ENTHESIS_HOME": str(home)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment, cwd=home)


def snapshot(folder: Path) -> dict[str, int]:
    return {str(p): p.stat().st_mtime_ns for p in folder.rglob("*")}


LOADS_ALL = """
import os, re, enthesis, pathlib
assert enthesis.__file__.startswith(os.environ["PYTHONPATH"]), enthesis.__file__
os.environ["DJANGO_SETTINGS_MODULE"] = "enthesis.settings"
import django; django.setup()
from django.test import Client
client = Client(headers={"host": "127.0.0.1"})
page = client.get("/")
assert page.status_code == 200, page.status_code
text = page.content.decode()
assets = set(re.findall(r'(?:src|href)="(/static/[^"#?]+)', text))
assert len(assets) >= 3, assets
for asset in assets:
    answer = client.get(asset)
    assert answer.status_code == 200, asset
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert body, asset
print("loaded", len(assets))
"""

ASSESSES = """
import sys
from enthesis.cli.main import main
open("case.yaml", "w").write("region: posterior_hip\\nfindings:\\n  - {name: slump test, result: negative}\\n")
sys.exit(main(["assess", "case.yaml"]))
"""


def test_the_wheel_assesses_and_writes_nothing_into_itself(installed: Path, tmp_path: Path) -> None:
    before = snapshot(installed)

    done = run(installed, tmp_path, ASSESSES)

    assert done.returncode == 0, done.stderr
    assert "SOURCES" in done.stdout
    assert snapshot(installed) == before


def test_the_wheel_serves_every_page_and_asset(installed: Path, tmp_path: Path) -> None:
    before = snapshot(installed)

    done = run(installed, tmp_path, LOADS_ALL)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("loaded")
    assert snapshot(installed) == before


def test_the_wheel_holds_its_licences_and_no_cases(installed: Path) -> None:
    names = {p.name for p in installed.rglob("*")}

    assert {"LICENSE", "pack.yaml", "phrasing.npz"} <= names
    assert not any("locked" in str(p) for p in installed.rglob("*"))
