"""Read a region's `care/warning_signs.yaml`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import MappingProxyType

from enthesis.knowledge.document import read_document
from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.part import Part
from enthesis.knowledge.warning_signs import HASTE_ORDER, OnPhone, WarningSign, WarningSigns
from enthesis.terms.fault import Fault, FaultyPack

WARNING_SIGNS_FILE = "warning_signs.yaml"


def build_warning_signs(top: Part, faults: list[Fault]) -> WarningSigns:
    """The signs of a file; what is wrong in it is added to `faults`."""
    signs: list[WarningSign] = []
    for part in top.parts("signs"):
        signs.append(_sign(part, faults))
        part.done()
    paper = top.part("on_paper")
    on_paper = {haste: paper.get(haste, str) for haste in HASTE_ORDER if haste != "watch"}
    paper.done()
    found = WarningSigns(tuple(signs), MappingProxyType(on_paper), top.words("help"))
    top.done()
    return found


def _sign(part: Part, faults: list[Fault]) -> WarningSign:
    patterns: list[re.Pattern[str]] = []
    for written in part.words("heard_as", []):
        try:
            patterns.append(re.compile(written, re.IGNORECASE))
        except re.error as error:
            faults.append(Fault(part.where, f"'{written}' is no pattern: {error}", "correct the regular expression"))
    return WarningSign(
        id=part.get("id", str),
        name=part.get("name", str),
        haste=part.get("haste", str),
        because=part.get("because", str, ""),
        to_do=part.get("to_do", str, ""),
        red_flags=part.words("red_flags", []),
        also=part.words("also", []),
        heard_as=tuple(patterns),
        in_place_of=part.words("in_place_of", []),
        phone=_on_phone(part) if "phone" in part.value else None,
        where=part.where,
    )


def _on_phone(part: Part) -> OnPhone:
    phone = part.part("phone")
    found = OnPhone(phone.get("tap", str), phone.get("say", str), phone.words("steps"))
    phone.done()
    return found


@cache
def load_warning_signs(region: str) -> WarningSigns:
    """The signs of a region alone, for papers and for what a phone may tell; none in a pack that knows no treatment.

    Raises:
        FaultyPack: the file cannot be read as what it should be.
    """
    path: Path = find_pack_folder(region) / "care" / WARNING_SIGNS_FILE
    if not path.is_file():
        return WarningSigns()
    faults: list[Fault] = []
    document = read_document(path, f"{region}/care/{WARNING_SIGNS_FILE}")
    top = Part(lambda where, what, mend: faults.append(Fault(where, what, mend)), document, document.value, ())
    found = build_warning_signs(top, faults)
    if faults:
        raise FaultyPack(f"{region} (care)", faults)
    return found
