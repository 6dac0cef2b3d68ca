"""`enthesis report`: a document of an episode as a file, for the person who runs the installation."""

from __future__ import annotations

import argparse
import os
import uuid
from pathlib import Path
from typing import Any

from enthesis.cli.installation import open_installation
from enthesis.terms.fault import UnusableInput

DONE = 0
FILES = ("html", "pdf", "docx", "md")
KINDS = ("patient_summary", "referrer_letter", "progress_report", "discharge_report", "case_report")


def add_command(commands: Any) -> None:
    """Put the command on the command line.

    Args:
        commands: the subparsers of the `enthesis` parser.
    """
    report = commands.add_parser("report", help="write a document of an episode to a file: html, pdf, docx or md by its ending")
    report.add_argument("episode", metavar="EPISODE", help="an episode's id, as in the address of its page")
    report.add_argument("--kind", choices=KINDS, default="progress_report", help="default: progress_report")
    report.add_argument("--to", metavar="FILE", required=True, help="a new file; its ending says what it becomes")


def run(options: argparse.Namespace) -> int:
    """Write the document as the record stands now; it is not issued by this.

    Raises:
        UnusableInput: one line says what, where and how to mend it.
    """
    to = Path(options.to).absolute()
    file = to.suffix.removeprefix(".").lower()
    if file not in FILES:
        raise UnusableInput("--to", f"'{to.name}' has no ending that says what to write", f"end it in .{', .'.join(FILES)}")
    if to.exists():
        raise UnusableInput(str(to), "this exists already", "name a new file")
    if not to.parent.is_dir():
        raise UnusableInput(str(to.parent), "there is no such folder", "make it first")
    try:
        episode_id = uuid.UUID(options.episode)
    except ValueError:
        raise UnusableInput("EPISODE", f"'{options.episode}' is not an id", "copy it from the address of the page") from None
    open_installation()
    from enthesis.access.actor import Installation
    from enthesis.access.refused import Refused
    from enthesis.actions.issue_episode_document import clinic_of_episode, compose_for_file
    from enthesis.cli.upkeep import need_database
    from enthesis.reports.episode_documents import BY_KIND
    from enthesis.reports.pdf import PdfUnavailable
    from enthesis.web.documents.files import make_file

    if file not in BY_KIND[options.kind].files:
        given = ", ".join(f".{one}" for one in BY_KIND[options.kind].files)
        raise UnusableInput("--to", f"a {options.kind} is not written as .{file}", f"end it in {given}")
    need_database()
    try:
        note = compose_for_file(Installation("report", clinic_of_episode(episode_id)), episode_id, options.kind)
        made = make_file(note, file, "draft, not issued")
    except Refused as refused:
        raise UnusableInput("EPISODE", str(refused).rstrip("."), "check the id") from None
    except PdfUnavailable as unavailable:
        raise UnusableInput("--to", "PDF files cannot be made here", str(unavailable)) from None
    try:
        with open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(made)
    except OSError as error:
        raise UnusableInput(str(to), f"it cannot be written ({error.strerror})", "name another place") from None
    print(f"{to}: {note.title}, not issued.")
    return DONE
