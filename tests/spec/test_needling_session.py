"""What keeps a needling session from being signed, what asks for a look, which tier an event has, and what is due when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from needling_table import TODAY, facts_of, read_policy

from enthesis.care.needling_events import RawEvent, checks_due, events_told, rate, tier_of, urgent_actions
from enthesis.care.needling_gate import decide
from enthesis.care.needling_log import (
    ImmediateResponse,
    Insertion,
    NeedlingSession,
    balance,
    cautions,
    missing_before_signing,
    signable,
)
from enthesis.knowledge.needling_loading import built_in_needling

KNOWN = built_in_needling()
ALLOWED = decide(facts_of(read_policy()[0], KNOWN), KNOWN)
HAMSTRING = Insertion(
    "biceps_femoris", "left", "midway", 0.30, 50, "L1", depth_mm=30, passes=5, twitches=2, pain_quality="dull_ache", dwell_s=30
)
TRAPEZIUS = replace(HAMSTRING, site="upper_trapezius", length_mm=25, depth_mm=12)
LOOKED_AT = ImmediateResponse(
    bleeding="no",
    faintness="no",
    aftercare_given="yes",
    breathing_normal="yes",
    strength_and_feeling_normal="yes",
)
UNLOOKED = replace(LOOKED_AT, breathing_normal="unknown", strength_and_feeling_normal="unknown")
SESSION = NeedlingSession(TODAY, (HAMSTRING,), 3, 3, LOOKED_AT)

BALANCES: list[tuple[int | None, int | None, bool, str]] = [
    (3, 3, True, "3 in, 3 out: the count balances."),
    (0, 0, True, "0 in, 0 out: the count balances."),
    (3, 2, False, "3 in, 2 out: look for 1 needle before the patient leaves."),
    (4, 2, False, "4 in, 2 out: look for 2 needles before the patient leaves."),
    (2, 3, False, "2 in, 3 out: more came out than went in, so count again."),
    (None, 3, False, "The needles in are not counted: count them before signing."),
    (3, None, False, "The needles out are not counted: count them before signing."),
    (None, None, False, "The needles in are not counted: count them before signing."),
    (-1, -1, False, "A count below 0 is a slip: count again."),
]


@pytest.mark.parametrize(("needles_in", "needles_out", "balanced", "sentence"), BALANCES)
def test_needles_in_against_needles_out(needles_in: int | None, needles_out: int | None, balanced: bool, sentence: str) -> None:
    found = balance(needles_in, needles_out)

    assert (found.balanced, found.sentence) == (balanced, sentence)


MISSING: list[tuple[str, NeedlingSession, list[str]]] = [
    ("nothing", SESSION, []),
    ("a twitch is no condition", replace(SESSION, insertions=(replace(HAMSTRING, twitches=None),)), []),
    ("a depth in the thigh is none either", replace(SESSION, insertions=(replace(HAMSTRING, depth_mm=None),)), []),
    ("no insertion", replace(SESSION, insertions=()), ["insertions"]),
    (
        "a bare row",
        replace(SESSION, insertions=(Insertion(""),)),
        [
            *("insertions.0.site", "insertions.0.side", "insertions.0.landmark", "insertions.0.gauge_mm"),
            *("insertions.0.length_mm", "insertions.0.lot", "insertions.0.depth_mm", "insertions.0.pain_quality"),
        ],
    ),
    (
        "the second row lacks its side",
        replace(SESSION, insertions=(HAMSTRING, replace(HAMSTRING, side=""))),
        ["insertions.1.side"],
    ),
    ("depth over the lung", replace(SESSION, insertions=(replace(TRAPEZIUS, depth_mm=None),)), ["insertions.0.depth_mm"]),
    ("as deep as the needle is long", replace(SESSION, insertions=(replace(TRAPEZIUS, depth_mm=25),)), []),
    (
        "deeper than the needle is long",
        replace(SESSION, insertions=(replace(TRAPEZIUS, depth_mm=26),)),
        ["insertions.0.depth_mm"],
    ),
    ("a gauge in the wrong unit", replace(SESSION, insertions=(replace(HAMSTRING, gauge_mm=30),)), ["insertions.0.gauge_mm"]),
    ("one needle not found", replace(SESSION, needles_out=2), ["needles_out"]),
    ("needles in not counted", replace(SESSION, needles_in=None), ["needles_in"]),
    ("no needle counted at all", replace(SESSION, needles_in=0, needles_out=0), ["needles_in"]),
    (
        "breathing after a site over the lung",
        replace(SESSION, insertions=(TRAPEZIUS,), response=replace(LOOKED_AT, breathing_normal="unknown")),
        ["response.breathing_normal"],
    ),
    (
        "a muscle without a card may have every hazard",
        replace(SESSION, insertions=(replace(HAMSTRING, site="deltoid", depth_mm=None),), response=UNLOOKED),
        ["insertions.0.depth_mm", "response.breathing_normal", "response.strength_and_feeling_normal"],
    ),
    ("breathing after the thigh is not asked", replace(SESSION, response=replace(LOOKED_AT, breathing_normal="unknown")), []),
    (
        "strength and feeling after the thigh",
        replace(SESSION, response=replace(LOOKED_AT, strength_and_feeling_normal="unknown")),
        ["response.strength_and_feeling_normal"],
    ),
    (
        "advice for afterwards",
        replace(SESSION, response=replace(LOOKED_AT, aftercare_given="unknown")),
        ["response.aftercare_given"],
    ),
    ("a pain score of 11", replace(SESSION, response=replace(LOOKED_AT, pain_after_0_10=11)), ["response.pain_after_0_10"]),
]


@pytest.mark.parametrize(("what", "session", "fields"), MISSING, ids=[row[0] for row in MISSING])
def test_what_is_missing_before_signing(what: str, session: NeedlingSession, fields: list[str]) -> None:
    assert [one.field for one in missing_before_signing(session, ALLOWED, KNOWN)] == fields
    assert signable(session, ALLOWED, KNOWN) is (not fields)


def test_a_gate_that_is_not_open_or_not_asked_keeps_the_record_unsigned() -> None:
    by_what = {row["what"]: decide(facts_of(row, KNOWN), KNOWN) for row in read_policy()}
    blocked, unlifted = by_what["consent withdrawn today"], by_what["suboccipital"]

    assert [one.sentence for one in missing_before_signing(SESSION, blocked, KNOWN)] == [
        "The gate is not open: Consent was withdrawn on 2026-11-23."
    ]
    assert unlifted.verdict == "override_possible"
    assert [one.field for one in missing_before_signing(SESSION, unlifted, KNOWN)] == ["gate"]
    assert [one.field for one in missing_before_signing(SESSION, None, KNOWN)] == ["gate"]


CAUTIONS: list[tuple[str, NeedlingSession, list[str]]] = [
    ("nothing", SESSION, []),
    ("sharp pain in the thigh", replace(SESSION, insertions=(replace(HAMSTRING, pain_quality="sharp"),)), []),
    (
        "sharp pain over the lung",
        replace(SESSION, insertions=(replace(TRAPEZIUS, pain_quality="sharp"),)),
        ["Sharp pain at a site over the lung: check breathing now, and say what to watch for over two days."],
    ),
    (
        "electric pain",
        replace(SESSION, insertions=(replace(HAMSTRING, pain_quality="electric"),)),
        ["Electric or burning pain: the needle is withdrawn; test strength and feeling beyond the site."],
    ),
    (
        "breathing not normal",
        replace(SESSION, response=replace(LOOKED_AT, breathing_normal="no")),
        ["Collapsed lung until shown otherwise: emergency imaging now; tell them which sites were needled."],
    ),
]


@pytest.mark.parametrize(("what", "session", "sentences"), CAUTIONS, ids=[row[0] for row in CAUTIONS])
def test_what_asks_for_a_look(what: str, session: NeedlingSession, sentences: list[str]) -> None:
    found = cautions(session, KNOWN)

    assert [one.sentence for one in found] == sentences
    assert all(one.citation for one in found)


def asked(**otherwise: Any) -> dict[str, Any]:
    """Everything asked and denied but for these."""
    every = ("disturbed_daily_life", "needed_medical_help", "admitted", "lasting_harm", "died")
    return {**dict.fromkeys(every, "no"), **otherwise}


TIERS: list[tuple[str, RawEvent, str, bool]] = [
    ("a bruise, all asked", RawEvent("bruising", **asked()), "mild", True),
    ("a bruise, nothing asked", RawEvent("bruising"), "mild", False),
    ("a bruise that kept from work", RawEvent("bruising", **asked(disturbed_daily_life="yes")), "significant", True),
    ("a doctor was needed", RawEvent("pain_after", **asked(needed_medical_help="yes")), "significant", True),
    ("a doctor was needed, admission not asked", RawEvent("pain_after", needed_medical_help="yes"), "significant", False),
    ("admitted", RawEvent("bleeding", admitted="yes"), "serious", True),
    ("lasting harm", RawEvent("numbness_or_weakness", **asked(lasting_harm="yes")), "serious", True),
    ("numbness that passed", RawEvent("numbness_or_weakness", **asked()), "significant", True),
    ("a collapsed lung is never mild", RawEvent("pneumothorax", **asked()), "serious", True),
    ("a kind that is not listed", RawEvent("hiccups", **asked()), "mild", True),
]


@pytest.mark.parametrize(("what", "event", "tier", "settled"), TIERS, ids=[row[0] for row in TIERS])
def test_the_tier_of_an_event(what: str, event: RawEvent, tier: str, settled: bool) -> None:
    found = tier_of(event, KNOWN)

    assert (found.tier, found.settled) == (tier, settled)
    assert found.sentence.startswith(tier.capitalize() if settled else f"At least {tier}")


URGENT: list[tuple[str, list[str], list[str], list[tuple[str, str]]]] = [
    ("breathless after the trapezius", ["breathlessness"], ["upper_trapezius"], [("breathlessness", "emergency")]),
    ("breathless after the thigh, too", ["breathlessness"], ["biceps_femoris"], [("breathlessness", "emergency")]),
    ("belly pain after the back", ["belly_or_flank_pain"], ["lumbar_multifidus"], [("belly_or_flank_pain", "emergency")]),
    ("belly pain after the calf", ["belly_or_flank_pain"], ["soleus"], []),
    ("belly pain, site not recorded", ["belly_or_flank_pain"], [], [("belly_or_flank_pain", "emergency")]),
    ("a bruise", ["bruising"], ["soleus"], []),
    (
        "the emergency comes first",
        ["infection", "chest_pain"],
        ["upper_trapezius"],
        [("chest_pain", "emergency"), ("infection", "same_day")],
    ),
]


@pytest.mark.parametrize(("what", "events", "sites", "expected"), URGENT, ids=[row[0] for row in URGENT])
def test_urgent_actions(what: str, events: list[str], sites: list[str], expected: list[tuple[str, str]]) -> None:
    found = urgent_actions(events, sites, KNOWN)

    assert [(one.event, one.urgency) for one in found] == expected
    assert all(one.patient and one.clinician and one.citation for one in found)


ENDED = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
DUE: list[tuple[list[str], list[tuple[str, datetime]]]] = [
    (["biceps_femoris"], [("next_day", datetime(2026, 11, 24, 16, 30, tzinfo=UTC))]),
    (
        ["biceps_femoris", "upper_trapezius"],
        [
            ("next_day", datetime(2026, 11, 24, 16, 30, tzinfo=UTC)),
            ("two_days", datetime(2026, 11, 25, 16, 30, tzinfo=UTC)),
        ],
    ),
    (
        ["deltoid"],
        [("next_day", datetime(2026, 11, 24, 16, 30, tzinfo=UTC)), ("two_days", datetime(2026, 11, 25, 16, 30, tzinfo=UTC))],
    ),
]


@pytest.mark.parametrize(("sites", "expected"), DUE)
def test_which_checks_are_due(sites: list[str], expected: list[tuple[str, datetime]]) -> None:
    assert [(one.check, one.due_at) for one in checks_due(ENDED, sites, KNOWN)] == expected


def test_a_question_about_the_belly_follows_sites_near_an_organ() -> None:
    thigh, back = (
        {question.id for question in checks_due(ENDED, [site], KNOWN)[0].questions}
        for site in ("biceps_femoris", "lumbar_multifidus")
    )

    assert back - thigh == {"belly"}


def test_a_question_without_an_answer_tells_nothing_and_a_yes_names_its_event() -> None:
    assert events_told("next_day", {"breath": "yes", "sore": "yes", "worse": "no"}, KNOWN) == ("breathlessness", "pain_after")
    assert events_told("next_day", {"breath": "unknown"}, KNOWN) == ()
    assert events_told("no_such_check", {"breath": "yes"}, KNOWN) == ()


def test_the_clinics_own_rate_stands_beside_the_published_ones() -> None:
    found = rate("any_mild", 9, 30, 4, KNOWN)

    assert found.share == pytest.approx(0.3)
    assert (found.low, found.high) == (pytest.approx(0.1666, abs=1e-4), pytest.approx(0.4788, abs=1e-4))
    assert found.unanswered == 4
    assert [one.share for one in found.published] == [0.1918, 0.367, 0.396]


def test_no_event_in_few_sessions_is_no_promise() -> None:
    found = rate("any_major", 0, 20, 0, KNOWN)

    assert (found.low, found.high) == (0.0, pytest.approx(0.1611, abs=1e-4))
    assert [(one.share, one.upper) for one in found.published] == [(0.0, 0.0004), (0.000977, None)]
    assert rate("any_major", 0, 0, 5, KNOWN).high is None
    with pytest.raises(ValueError, match="3 of 2 sessions"):
        rate("any_mild", 3, 2, 0, KNOWN)
