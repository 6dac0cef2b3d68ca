"""Slips of the pen by the rule that finds them: tables for tests/unit/test_lint.py."""

from slips import evidence, flags, links, names, numbers

SLIPS = [*names.SLIPS, *links.SLIPS, *numbers.SLIPS, *evidence.SLIPS, *flags.SLIPS]
