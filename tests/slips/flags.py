"""Red flags, and the dangerous sources that need one."""

from __future__ import annotations

from slips.slip import FEVER_AS_ALARM, FLAGS, SOURCES, Slip

SLIPS = [
    # red flag form
    Slip(
        "red_flag_form", FLAGS, "urgency: same_day", "urgency: today", "id: possible", "urgency of possible_infection", "same_day"
    ),
    Slip(
        "red_flag_form", FLAGS, "action: Arrange medical review today.", 'action: ""', "id: possible", "no action", "write what"
    ),
    Slip("red_flag_form", FLAGS, "citation: made up for tests", 'citation: ""', "id: possible", "no citation", "cite"),
    Slip("red_flag_form", FLAGS, "all:\n" + FEVER_AS_ALARM, "all: []", "id: possible", "has no term", "at least one"),
    Slip(
        "red_flag_form", FLAGS, "any: [fever]", "any: [fever]\n        count: 2", "id: possible", "asks for 2 of 1", "from 1 to 1"
    ),
    Slip("red_flag_form", FLAGS, "any: [fever]", "any: []", "id: possible", "asks for 1 of 0", "name at least one"),
    Slip(
        "red_flag_form",
        FLAGS,
        "any: [fever]",
        "any: [fever]\n        state: present",
        "id: possible",
        "is 'present'",
        "positive or",
    ),
    Slip(
        "red_flag_form",
        FLAGS,
        "any: [fever]",
        "any: [fever, sitting_pain]",
        "id: possible",
        "hangs on sitting_pain alone",
        "second term",
    ),
    Slip(
        "red_flag_form",
        FLAGS,
        "any: [fever]",
        "any: [fever]\n        state: negative",
        "id: possible",
        "negative in 98 percent",
        "term",
    ),
    # dangerous sources
    Slip(
        "dangerous_sources",
        FLAGS,
        "source_groups: [infection]",
        "source_groups: []",
        "id: joint",
        "no red flag",
        "name it",
        SOURCES,
    ),
]
