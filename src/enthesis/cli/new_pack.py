"""`enthesis pack new`: a folder with a small, whole pack in it, to be rewritten into a real one."""

from __future__ import annotations

import re
from pathlib import Path

from enthesis.knowledge.loading import list_packs
from enthesis.terms.fault import UnusableInput

TEMPLATE = Path(__file__).parent / "pack_template"
ID_FORM = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST_ID = 40
ID_MARK, TITLE_MARK = "__id__", "__title__"


def run(name: str, folder: str | None) -> int:
    """Write the template as the pack `name`, in a new folder of that name under `folder` (default: the current one); 0.

    Raises:
        UnusableInput: the name is no id, stands for a pack that comes with Enthesis, or the folder is there already or cannot
            be written.
    """
    if not ID_FORM.fullmatch(name) or len(name) > LONGEST_ID:
        mend = f"use lower-case letters, digits and single underscores, at most {LONGEST_ID}, for instance outer_elbow"
        raise UnusableInput(f"pack {name}", "this is no id", mend)
    if name in list_packs():
        raise UnusableInput(f"pack {name}", "a pack of this id comes with Enthesis", "give yours another id")
    made = Path(folder or ".") / name
    if made.exists():
        raise UnusableInput(str(made), "it is there already", "name another folder with --folder, or remove this one")
    files = sorted(path for path in TEMPLATE.rglob("*") if path.suffix in (".yaml", ".csv"))
    title = name.replace("_", " ").capitalize()
    try:
        for path in files:
            written = made / path.relative_to(TEMPLATE)
            written.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8").replace(ID_MARK, name).replace(TITLE_MARK, title)
            written.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UnusableInput(str(made), f"cannot be written ({error.strerror})", "check the folder and its permissions") from None
    example = next(path.relative_to(TEMPLATE) for path in files if path.parent.name == "cases")
    print(f"{made}: {len(files)} files. Every number in them is a placeholder.")
    print(f"  enthesis pack lint {made}\n  enthesis assess {made / example} --pack {made}")
    print("How to go on: docs/how_to/write_a_pack.md")
    return 0
