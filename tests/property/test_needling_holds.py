"""What must hold for the needling gate and its record, whatever is on file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from needling_table import TODAY

from enthesis.care.needling_checks import asked_items, is_minor
from enthesis.care.needling_events import TIERS, RawEvent, rate, tier_of
from enthesis.care.needling_facts import Consent, Licence, NeedlingFacts, Override, PlannedSite, Screen, Training
from enthesis.care.needling_gate import Verdict, decide
from enthesis.care.needling_log import ImmediateResponse, Insertion, NeedlingSession, signable
from enthesis.knowledge.needling_loading import built_in_needling

KNOWN = built_in_needling()
GRAVITY: tuple[Verdict, ...] = ("allowed", "override_possible", "blocked")
PLACES = [*(place.id for place in KNOWN.jurisdictions if len(place.rules) > 2), "us-va", "us-pa", "us-ca", "gb", None]
EVENT_ANSWERS = ("disturbed_daily_life", "needed_medical_help", "admitted", "lasting_harm", "died")


def rank(facts: NeedlingFacts) -> int:
    return GRAVITY.index(decide(facts, KNOWN).verdict)


YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
PARENT = Consent(KNOWN.consent.version, TODAY, "parent", TODAY, parent_name="A. Parent", assent="yes")
FLAWS: dict[str, Any] = {
    "role": st.sampled_from(["student", "clinic_lead", ""]),
    "age_years": st.sampled_from([18, 17, 16, 9, None]),
    "jurisdiction": st.sampled_from(PLACES),
    "technique": st.sampled_from(["superficial", "perineural", ""]),
    "in_plan_of_care": st.sampled_from([False, None]),
    "referral": st.sampled_from(["no_referral", "not_told", "unknown"]),
    "licence": st.none()
    | st.builds(
        Licence,
        st.sampled_from(["us-nc", "us-nj"]),
        st.sampled_from([TODAY, YESTERDAY, None]),
        st.sampled_from([True, None, False]),
        st.sampled_from([TODAY.replace(year=2025), None]),
    ),
    "training": st.builds(
        Training, st.sampled_from([True, None, False]), st.sampled_from([40.0, 30.0, None]), st.sampled_from([24, None])
    ),
    "consent": st.builds(
        Consent,
        st.sampled_from([KNOWN.consent.version, "2019", ""]),
        st.sampled_from([TODAY, None, YESTERDAY, TOMORROW]),
        st.sampled_from(["patient", "parent", "representative", ""]),
        st.sampled_from([TODAY, None]),
        st.sampled_from([None, None, YESTERDAY, TOMORROW]),
        st.sampled_from([None, TODAY, TOMORROW]),
        st.sampled_from(["A. Parent", " "]),
        st.sampled_from(["yes", "no", "unknown"]),
    ),
    "sites": st.lists(
        st.builds(PlannedSite, st.sampled_from([*KNOWN.site_by_id, "deltoid"]), st.sampled_from(["left", "right", ""])),
        max_size=3,
    ).map(tuple),
}


@st.composite
def some_facts(draw: st.DrawFn) -> NeedlingFacts:
    """In order but for some flaws, so that each verdict is reached; with every reason lifted, or none."""
    place = draw(st.sampled_from(["us-nc", "us-nj", "us-fl", "us-va", "us-pa"]))
    minor = draw(st.booleans())
    answers: dict[str, Any] = {item.id: "no" for item in KNOWN.screen}
    for item in draw(st.lists(st.sampled_from(KNOWN.screen), max_size=1)):
        answers[item.id] = draw(st.sampled_from(["yes", "unknown", "later"]))
    facts = NeedlingFacts(
        today=TODAY,
        role="therapist",
        age_years=16 if minor else 34,
        jurisdiction=place,
        licence=Licence(place, TODAY, True, TODAY.replace(year=2016)),
        training=Training(True, 300.0, 300),
        technique="muscle",
        screen=Screen(draw(st.sampled_from([TODAY, TODAY, TODAY, YESTERDAY, None])), answers),
        consent=PARENT if minor else Consent(KNOWN.consent.version, TODAY, "patient", TODAY),
        sites=(PlannedSite(draw(st.sampled_from([*KNOWN.site_by_id])), "left"),),
        in_plan_of_care=True,
        referral="told",
    )
    flawed = {name: draw(FLAWS[name]) for name in draw(st.lists(st.sampled_from(sorted(FLAWS)), max_size=2, unique=True))}
    facts = replace(facts, **flawed)
    return lifted(facts) if draw(st.booleans()) else facts


def lifted(facts: NeedlingFacts) -> NeedlingFacts:
    """With a written reason and a physician's advice for everything the gate says."""
    reasons = decide(facts, KNOWN).reasons
    return replace(facts, overrides=tuple(Override(one.rule_id, "a written reason", "Dr Lee") for one in reasons))


@settings(max_examples=150)
@given(some_facts())
def test_what_is_unknown_or_missing_is_never_let_through(facts: NeedlingFacts) -> None:
    facts = lifted(facts)
    found = decide(facts, KNOWN)
    consent = facts.consent
    unknown = [item.id for item in asked_items(facts, KNOWN) if facts.screen.answers.get(item.id) not in ("yes", "no")]
    unsigned = consent.signed_on is None or consent.signed_on > TODAY or not consent.signed_by
    parent = consent.signed_on if consent.signed_by == "parent" else consent.parent_consent_on
    no_parent = is_minor(facts, KNOWN) and (parent is None or parent > TODAY or not consent.parent_name.strip())
    licence = facts.licence
    if (
        unknown
        or facts.screen.on != TODAY
        or unsigned
        or consent.withdrawn_on is not None
        or consent.form_version != KNOWN.consent.version
        or no_parent
        or (is_minor(facts, KNOWN) and consent.assent != "yes")
        or facts.age_years is None
        or not facts.sites
        or facts.jurisdiction is None
        or licence is None
        or licence.expires_on is None
        or licence.expires_on < TODAY
        or facts.technique == "perineural"
        or facts.training.attested is not True
    ):
        assert found.verdict == "blocked"
    else:
        assert (found.verdict == "allowed") is (not found.open_reasons)


def _worse(facts: NeedlingFacts) -> dict[str, NeedlingFacts]:
    """The same facts with more danger, or less known."""
    screen, consent, licence = facts.screen, facts.consent, facts.licence
    worse = {
        "a student": replace(facts, role="student"),
        "no licence": replace(facts, licence=None),
        "no place": replace(facts, jurisdiction=None),
        "age unknown": replace(facts, age_years=None),
        "perineural": replace(facts, technique="perineural"),
        "no training": replace(facts, training=Training()),
        "withdrawn": replace(facts, consent=replace(consent, withdrawn_on=TODAY)),
        "unsigned": replace(facts, consent=replace(consent, signed_on=None)),
        "no parent": replace(facts, consent=replace(consent, parent_consent_on=None, parent_name="")),
        "no assent": replace(facts, consent=replace(consent, assent="unknown")),
        "no copy": replace(facts, consent=replace(consent, copy_given_on=None)),
        "no reasons": replace(facts, overrides=()),
        "not in the plan": replace(facts, in_plan_of_care=None),
        "referral unknown": replace(facts, referral="unknown"),
        "screen not asked": replace(facts, screen=Screen()),
    }
    if licence is not None:
        worse["expired"] = replace(facts, licence=replace(licence, expires_on=TODAY - timedelta(days=1)))
    if facts.sites:
        both = (*facts.sites, PlannedSite("upper_trapezius", "left"), PlannedSite("upper_trapezius", "right"))
        worse["both lungs"] = replace(facts, sites=both)
        worse["no card"] = replace(facts, sites=(*facts.sites, PlannedSite("scalenes", "left")))
    for item in KNOWN.screen:
        without = {name: answer for name, answer in screen.answers.items() if name != item.id}
        worse[f"{item.id} absent"] = replace(facts, screen=replace(screen, answers=without))
        if screen.answers.get(item.id) == "no":
            worse[f"{item.id} yes"] = replace(facts, screen=replace(screen, answers={**without, item.id: "yes"}))
    return worse


@settings(max_examples=30)
@given(some_facts())
def test_more_danger_or_less_known_never_lightens_the_verdict(facts: NeedlingFacts) -> None:
    before = rank(facts)
    for what, worse in _worse(facts).items():
        assert rank(worse) >= before, what


@settings(max_examples=30)
@given(some_facts(), st.sampled_from(KNOWN.jurisdictions))
def test_a_place_of_which_nothing_was_read_is_never_lighter_than_a_known_one(facts: NeedlingFacts, place: Any) -> None:
    """With the place's own asks fulfilled, what is left are the defaults, and these hold everywhere."""
    licence = facts.licence
    there = replace(
        facts, jurisdiction=place.id, licence=replace(licence, jurisdiction=place.id) if licence else None, overrides=()
    )
    nowhere = replace(facts, jurisdiction="xx", licence=replace(licence, jurisdiction="xx") if licence else None, overrides=())
    weights_there = {reason.weight for reason in decide(there, KNOWN).reasons if reason.rule_id.startswith("default.")}
    if "stop" in weights_there:
        assert decide(nowhere, KNOWN).verdict == "blocked"
    assert decide(nowhere, KNOWN).verdict != "allowed"


ROWS = st.builds(
    Insertion,
    st.sampled_from(["biceps_femoris", "upper_trapezius", "deltoid"]),
    st.sampled_from(["left", "right"]),
    st.just("midway"),
    st.just(0.3),
    st.just(50.0),
    st.just("L1"),
    depth_mm=st.sampled_from([None, 10.0]),
    twitches=st.none() | st.integers(0, 9),
    pain_quality=st.sampled_from(["none", "sharp"]),
)
ANSWERS = st.sampled_from(["yes", "yes", "no", "unknown"])
RESPONSES = st.builds(
    ImmediateResponse,
    bleeding=ANSWERS,
    faintness=ANSWERS,
    breathing_normal=ANSWERS,
    strength_and_feeling_normal=ANSWERS,
    aftercare_given=ANSWERS,
)


@settings(max_examples=50)
@given(
    some_facts(),
    st.lists(ROWS, max_size=2).map(tuple),
    st.none() | st.integers(-1, 5),
    st.none() | st.integers(-1, 5),
    RESPONSES,
)
def test_no_record_is_signable_without_its_gate_and_its_count(
    facts: NeedlingFacts,
    rows: tuple[Insertion, ...],
    needles_in: int | None,
    needles_out: int | None,
    response: ImmediateResponse,
) -> None:
    decision = decide(facts, KNOWN)
    session = NeedlingSession(TODAY, rows, needles_in, needles_out, response)
    if signable(session, decision, KNOWN):
        assert decision.verdict == "allowed"
        assert needles_in == needles_out
        assert needles_in is not None
        assert needles_in > 0
        assert rows
    twitchless = replace(session, insertions=tuple(replace(row, twitches=None) for row in rows))
    assert signable(twitchless, decision, KNOWN) is signable(session, decision, KNOWN)
    assert not signable(session, None, KNOWN)


@settings(max_examples=100)
@given(st.sampled_from([*KNOWN.event_by_id, "other"]), st.tuples(*[ANSWERS] * len(EVENT_ANSWERS)), st.sampled_from(EVENT_ANSWERS))
def test_an_answer_that_nobody_gave_never_lowers_a_tier(kind: str, answers: tuple[Any, ...], asked: str) -> None:
    event = RawEvent(kind, **dict(zip(EVENT_ANSWERS, answers, strict=True)))
    found = tier_of(event, KNOWN)
    silent, told = (tier_of(replace(event, **{asked: answer}), KNOWN) for answer in ("unknown", "yes"))

    assert TIERS.index(silent.tier) <= TIERS.index(told.tier)
    if getattr(event, asked) == "unknown" and found.settled:
        assert told.tier == found.tier


@settings(max_examples=100)
@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 50))
def test_a_rate_lies_in_its_interval_and_silence_counts_neither_way(count: int, others: int, unanswered: int) -> None:
    found = rate("bruising", count, count + others, unanswered, KNOWN)
    if found.share is None or found.low is None or found.high is None:
        assert count + others == 0
        return
    assert found.low <= found.share <= found.high
    assert rate("bruising", count, count + others, unanswered + 5, KNOWN).share == found.share
    if count == 0:
        assert found.high > 0
