"""Numbers as people type them."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from enthesis.terms.fault import UnusableInput

NUMBER = re.compile(r"\d{1,6}([.,]\d{1,3})?")


def read_number(text: str, where: str) -> float | None:
    """A number with a point or a comma; None where nothing is typed.

    Raises:
        UnusableInput: it is no number.
    """
    text = text.strip()
    if not text:
        return None
    if not text.isascii() or not NUMBER.fullmatch(text):
        raise UnusableInput(where, _("“%(text)s” is not a number") % {"text": text[:30]}, _("write digits"))
    return float(text.replace(",", "."))


def read_whole(text: str, where: str) -> int | None:
    """A whole number; None where nothing is typed.

    Raises:
        UnusableInput: it is none.
    """
    number = read_number(text, where)
    if number is not None and number != int(number):
        raise UnusableInput(where, _("“%(text)s” is not a whole number") % {"text": text[:30]}, _("round it"))
    return None if number is None else int(number)
