"""The warning signs of a region can be told, are answered, and stand behind a red flag of the pack."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.knowledge.warning_signs import HASTE_ORDER, ILLNESS, NIGHT_PAIN, WarningSign
from enthesis.terms.fault import Fault

FILE = "care/warning_signs.yaml"


def check(care: Rehabilitation) -> Iterator[Fault]:
    """Signs stand gravest first, each with the words its urgency asks for; the phone offers an emergency, and the signs that
    every region shares are there.

    Why: the phone shows them in this order and the gravest one told names the day; a sign without words is a warning that
    nobody understands.
    """
    signs = care.warning_signs.signs
    for shared in (ILLNESS, NIGHT_PAIN):
        if shared not in care.warning_signs.by_id:
            yield Fault(FILE, f"there is no sign '{shared}', which the daily check asks for in every region", f"add {shared}")
    if not any(sign.haste == "emergency" and sign.phone for sign in signs):
        yield Fault(FILE, "the phone offers no sign that is an emergency", "give one of haste emergency its words under phone")
    if not care.warning_signs.help:
        yield Fault(FILE, "the patient's summary says nothing about getting help", "write sentences under help")
    names = [name for sign in signs for name in (sign.id, *sign.also)]
    before = 0
    for sign in signs:
        if sign.haste not in HASTE_ORDER:
            yield Fault(sign.where, f"the haste of {sign.id} is '{sign.haste}'", f"write one of {', '.join(HASTE_ORDER)}")
            continue
        if HASTE_ORDER.index(sign.haste) < before:
            yield Fault(sign.where, f"{sign.id} is graver than the sign before it", "put the gravest first")
        before = max(before, HASTE_ORDER.index(sign.haste))
        yield from _words(sign)
        for name in (sign.id, *sign.also):
            if names.count(name) > 1:
                yield Fault(sign.where, f"'{name}' names two signs", "rename one of them")
        for milder in sign.in_place_of:
            if milder not in care.warning_signs.by_id:
                yield Fault(sign.where, f"{sign.id} stands in place of '{milder}', which is no sign", "name a sign of this file")


def _words(sign: WarningSign) -> Iterator[Fault]:
    needed = () if sign.haste == "watch" else (("because", sign.because), ("to_do", sign.to_do))
    for part, text in (("name", sign.name), *needed):
        if not text.strip():
            yield Fault(sign.where, f"{sign.id} has no {part}", f"write {part}")
    if sign.phone is not None and not (sign.phone.tap.strip() and sign.phone.say.strip() and sign.phone.steps):
        yield Fault(sign.where, f"the phone has no advice for {sign.id}", "write tap, say and at least one step")


def check_links(care: Rehabilitation, pack: Pack) -> Iterator[Fault]:
    """Each sign that somebody must look at names red flags of the pack.

    Why: there stand the urgency that was judged and the work it is cited from; a sign of its own would be a second opinion.
    """
    known = {flag.id for flag in pack.red_flags}
    for sign in care.warning_signs.signs:
        if sign.haste != "watch" and not sign.red_flags:
            yield Fault(sign.where, f"{sign.id} names no red flag of the pack", "name at least one under red_flags")
        for flag in sign.red_flags:
            if flag not in known:
                yield Fault(sign.where, f"{sign.id} names the red flag '{flag}'", mend_unknown(flag, known, "red flag"))
