"""Read the word lists in `language/`: plain text that a person can edit, one list a file, lines beginning with # aside."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "language"


def read_words(name: str) -> str:
    """The words of a list, in the order of the file, a space between them.

    Args:
        name: of the file, without its ending.
    Assumes: words are separated by white space.
    Source: none; a convention of this module.
    """
    return " ".join(_read_lines(name))


def read_wordings(name: str) -> dict[str, list[str]]:
    """What is meant and the wordings that mean it, in the order of the file.

    Args:
        name: of the file, without its ending.
    Assumes: "meaning: wording, wording" on a line; an indented line goes on with the one before.
    Source: none; a convention of this module.
    """
    entries = "\n".join(_read_lines(name)).replace("\n  ", " ").splitlines()
    parsed = [entry.partition(":") for entry in entries]
    return {meaning: [wording.strip() for wording in wordings.split(", ")] for meaning, _, wordings in parsed}


def _read_lines(name: str) -> list[str]:
    lines = (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]
