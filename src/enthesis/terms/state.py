"""States of a finding, sides, urgencies: the closed lists of words that records and reasoning share."""

from __future__ import annotations

from enum import StrEnum


class FindingState(StrEnum):
    """What is known of one finding. Not in a record means not assessed, which is never negative."""

    PRESENT = "positive"
    ABSENT = "negative"
    EQUIVOCAL = "equivocal"
    NOT_ASSESSED = "not_assessed"


class Side(StrEnum):
    """Side of the body."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


class Urgency(StrEnum):
    """How soon a clinician should act on a red flag, mildest first."""

    SOON = "soon"
    SAME_DAY = "same_day"
    EMERGENCY = "emergency"


URGENCY_ORDER = [Urgency.SOON, Urgency.SAME_DAY, Urgency.EMERGENCY]

FINDING_KINDS = (
    "history",
    "symptom",
    "aggravating factor",
    "easing factor",
    "physical test",
    "neurological",
    "palpation",
    "inspection",
    "gait",
    "range of motion",
    "strength",
    "systemic",
    "vascular",
    "functional test",
    "sensation",
    "response to prior treatment",
    "prior investigation",
    "outcome measure",
    "demographic",
)

POSITIONS = ("interview", "standing", "walking", "sitting", "supine", "side_lying", "prone")
"""Where the patient is when a finding is asked or examined, in the order of an examination."""
