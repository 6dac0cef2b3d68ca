"""The rules of progression as one table, highest precedence first: REFER > FLARE > REGRESS > HOLD > PROGRESS.

The first rule that speaks names the decision. `today` is what it makes of today's session on the phone. Sentences are filled with
the numbers of the finding; `{change}` says what was moved. A patient's sentence names limits, not
this morning's number, so that the phone can carry it ahead of the answer; the clinician's names the number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from enthesis.care import signs
from enthesis.care.course import Course
from enthesis.care.log import DayRecord
from enthesis.care.observe import DAY, MORNING, RUNS, SESSIONS, TOLD, Signals
from enthesis.care.signs import Finding
from enthesis.terms.state import Urgency

Verdict = Literal["refer", "flare", "regress", "hold", "progress"]
Today = Literal["stop", "reduced", "hold", "full"]
EVERYWHERE = 0
TODAY_ORDER: tuple[Today, ...] = ("stop", "reduced", "hold", "full")
"""From the least to the most that may be done today. `hold` is the last dose that was tolerated, `full` today's plan."""
VERDICT_ORDER: tuple[Verdict, ...] = ("refer", "flare", "regress", "hold", "progress")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    id: str
    verdict: Verdict
    today: Today
    speaks: Callable[[Course, DayRecord, Signals], Finding | None]
    where: int
    """Where it looks, as bits of `observe`: on a day on which nothing stands out there it has nothing to say."""
    support: str
    """Where its number comes from: a name of the pack's `progression.yaml`, `run_levels` for the ladder's rule, or `judgement`.
    That something must happen twice, or on two mornings, is judgement throughout."""
    patient: str
    """One plain sentence (a reader of eleven understands it; nobody is blamed)."""
    clinician: str
    urgency: Urgency | None = None


RULES: tuple[Rule, ...] = (
    Rule(
        "emergency_sign", "refer", "stop", signs.emergency_sign, TOLD, "judgement",
        "Stop your exercises and get medical help now: {because}.",
        "Reported: {signs}. {to_do} All loading stopped.",
        Urgency.EMERGENCY,
    ),
    Rule(
        "same_day_sign", "refer", "stop", signs.same_day_sign, TOLD, "judgement",
        "Stop your exercises and call the clinic today: {because}.",
        "Reported: {signs}. {to_do} All loading stopped.",
        Urgency.SAME_DAY,
    ),
    Rule(
        "soon_sign", "refer", "hold", signs.soon_sign, TOLD, "judgement",
        "Please call the clinic in the next days: {because}. Add nothing until then.",
        "Reported: {signs}. {to_do} Doses held.",
        Urgency.SOON,
    ),
    Rule(
        "referral_open", "refer", "stop", signs.referral_open, TOLD, "judgement",
        "Please wait until the clinic has looked at what you told us: {signs}.",
        "Warning sign not yet closed by a clinician: {signs}.",
        Urgency.SAME_DAY,
    ),
    Rule(
        "no_change", "refer", "hold", signs.no_change, EVERYWHERE, "no_change_weeks",
        "Your morning pain is much the same after {weeks} weeks, so let us look at your plan together.",
        "No change by week {weeks}: weekly median of the marker {now}/10, first mornings {before}/10; review the diagnosis and the plan.",
        Urgency.SOON,
    ),
    Rule(
        "flare_reported", "flare", "reduced", signs.flare_reported, TOLD, "flare_jump_0_10",
        "Thank you for telling us: do only {gentle} for two to three days, then go on one step lower. {change}",
        "Flare reported by the patient; {gentle_dose} for 48 to 72 h, then one step down. {change}",
    ),
    Rule(
        "flare_jump", "flare", "reduced", signs.flare_jump, MORNING, "flare_jump_0_10",
        "Your morning pain went up from {usual}/10 and stayed up, so do only {gentle} for two to three days. {change}",
        "Flare: marker {marker}/10 against a usual {usual}/10, still up after 24 h; {gentle_dose} for 48 to 72 h, then one step down. {change}",
    ),
    Rule(
        "flare_too_long",
        "flare",
        "reduced",
        signs.flare_too_long, TOLD,
        "flare_hours",
        "It has not calmed down yet: go on with {gentle} only and send the clinic a message.",
        "Flare not over on day {days}: look at it; {gentle_dose} goes on.",
    ),
    Rule(
        "flare_lasts", "flare", "reduced", signs.flare_lasts, TOLD, "flare_hours",
        "It is still calming down: go on with {gentle} only today.",
        "Flare, day {days} (shortest {shortest}): not yet known to be back near the usual marker.",
    ),
    Rule(
        "marker_high_twice", "regress", "reduced", signs.marker_high_twice, MORNING, "marker_regress_at_0_10",
        "Your morning pain was {limit} or more two mornings in a row, so we make it a little easier. {change}",
        "Marker {marker}/10, at or above {limit}/10 on two known mornings running. {change}",
    ),
    Rule(
        "unsettled_twice", "regress", "reduced", signs.unsettled_twice, SESSIONS, "judgement",
        "Two times in a row your pain was still up the next day, so we make it a little easier. {change}",
        "Not back to baseline at 24 h after two exposures running ({exercise}). {change}",
    ),
    Rule(
        "over_ceiling_twice", "regress", "reduced", signs.over_ceiling_twice, SESSIONS, "pain_ceiling_0_10",
        "{exercise} hurt more than {ceiling}/10 two times in a row, so we make it a little easier. {change}",
        "{exercise}: two exposures running over the ceiling of {ceiling}/10. {change}",
    ),
    Rule(
        "upward_trend", "regress", "reduced", signs.upward_trend, EVERYWHERE, "judgement",
        "Your mornings were a bit sorer this week than last week, so we make it a little easier. {change}",
        "Weekly median of the marker {now}/10 against {before}/10 the week before. {change}",
    ),
    Rule(
        "run_bad_twice", "regress", "reduced", signs.run_bad_twice, RUNS, "judgement",
        "Two runs in a row made it sorer, so we go one running step back. {change}",
        "Two runs running over the ceiling or with a rise the next morning ({level}). {change}",
    ),
    Rule(
        "clinician_hold", "hold", "hold", signs.clinician_hold, EVERYWHERE, "judgement",
        "Your clinician keeps your plan as it is for now, so add nothing until they say so.",
        "The plan is on hold by a clinician; nothing is proposed until the hold is taken off.",
    ),
    Rule(
        "nothing_recorded", "hold", "hold", signs.nothing_recorded, DAY, "silence_days",
        "We have no answers for today, so your plan stays as it is.",
        "Nothing recorded (day {days} in a row); missing data holds.",
    ),
    Rule(
        "careful_sign", "hold", "hold", signs.careful_sign, TOLD, "judgement",
        "You told us about {signs}, so keep to what you did last time and add nothing today.",
        "{signs} reported; doses held.",
    ),
    Rule(
        "marker_missing", "hold", "hold", signs.marker_missing, MORNING, "judgement",
        "We do not know how this morning was, so your plan stays as it is.",
        "Morning marker missing; missing data holds.",
    ),
    Rule(
        "marker_high_once", "hold", "hold", signs.marker_high_once, MORNING, "marker_regress_at_0_10",
        "Your morning pain was {limit}/10 or more, so we add nothing and look again tomorrow.",
        "Marker {marker}/10, at or above {limit}/10 on one morning.",
    ),
    Rule(
        "marker_jump_once", "hold", "hold", signs.marker_jump_once, MORNING, "flare_jump_0_10",
        "This morning was worse than most days ({usual}/10), so we add nothing and look again the next day.",
        "Marker {marker}/10 against a usual {usual}/10, first morning; a flare if it stays.",
    ),
    Rule(
        "over_ceiling_once", "hold", "hold", signs.over_ceiling_once, SESSIONS, "pain_ceiling_0_10",
        "{exercise} hurt more than {ceiling}/10, so do the same again and we see how it goes.",
        "{exercise}: one exposure over the ceiling of {ceiling}/10.",
    ),
    Rule(
        "unsettled_once", "hold", "hold", signs.unsettled_once, SESSIONS, "judgement",
        "Your pain was still up the day after, so do the same again and we see how it goes.",
        "Not back to baseline at 24 h after one exposure ({exercise}).",
    ),
    Rule(
        "run_bad_once", "hold", "hold", signs.run_bad_once, RUNS, "run_levels",
        "Your last run made it sorer, so the next run stays the same.",
        "One run over the ceiling of {ceiling}/10 or with a rise the next morning.",
    ),
    Rule(
        "worst_pain_high", "hold", "hold", signs.worst_pain_high, DAY, "judgement",
        "Your worst pain was more than {ceiling}/10, so we keep everything the same for now.",
        "Signals disagree: worst pain of 24 h {worst}/10, ceiling {ceiling}/10.",
    ),
    Rule(
        "sitting_fell", "hold", "hold", signs.sitting_fell, DAY, "judgement",
        "You could sit half as long as on most days ({usual} minutes), so your plan stays the same for now.",
        "Signals disagree: sitting {sitting} min to first pain, usual {usual} min.",
    ),
    Rule(
        "answers_missing", "hold", "hold", signs.answers_missing, SESSIONS, "judgement",
        "Some answers about {exercise} are missing, so your plan stays as it is.",
        "{exercise}: pain, effort or completion not recorded; missing data holds.",
    ),
    Rule(
        "reference_missing", "hold", "hold", signs.reference_missing, SESSIONS, "judgement",
        "We do not know if your last session had settled by this morning, so your plan stays as it is.",
        "No marker before the last session to judge its 24 h by; missing data holds.",
    ),
    Rule(
        "sore_after", "hold", "hold", signs.sore_after, SESSIONS, "judgement",
        "{exercise} was sore right after, so do the same again and we see how it goes.",
        "{exercise}: pain right after the session over the ceiling.",
    ),
    Rule(
        "effort_high", "hold", "hold", signs.effort_high, SESSIONS, "judgement",
        "{exercise} was hard work, so do the same again until it feels easier.",
        "{exercise}: effort above the target of {target}/10.",
    ),
    Rule(
        "not_all_done", "hold", "hold", signs.not_all_done, SESSIONS, "judgement",
        "Part of {exercise} was left out, which is fine; the plan stays at {dose}.",
        "{exercise}: planned dose {dose} not done in full.",
    ),
    Rule(
        "run_over_cap", "hold", "hold", signs.run_over_cap, RUNS, "run_cap_share",
        "Your run of {ran} km was longer than planned ({cap} km), so we add nothing and see how you feel next.",
        "Run of {ran} km over the cap of {cap} km (share of the longest in {days} days).",
    ),
    Rule(
        "back_after_days_away", "hold", "hold", signs.back_after_days_away, DAY, "days_away_before_recheck",
        "Welcome back after {days} days: do your morning test first and the same dose as last time.",
        "First entry after {days} days without any; re-check at the last dose, good exposures count anew.",
    ),
    Rule(
        "flare_over",
        "hold",
        "full",
        signs.flare_over, DAY,
        "flare_hours",
        "It has calmed down: go on with your plan, one step lower than before.",
        "Flare over; plan resumed one step down.",
    ),
    Rule(
        "too_few_sessions", "hold", "full", signs.too_few_sessions, EVERYWHERE, "smallest_completed_share",
        "You fitted in {done} sessions this week, so the plan stays as it is for now.",
        "{done} of {planned:.0f} planned sessions in 7 days.",
    ),
    Rule(
        "exercise_ready", "progress", "full", signs.exercise_ready, EVERYWHERE, "exposures_to_progress",
        "{exercise} went well {count} times and your mornings stayed calm, so we add one step. {change}",
        "{exercise}: {count} exposures within the ceiling, complete, on target and settled at 24 h; marker {marker}/10, no worse. {change}",
    ),
    Rule(
        "run_ready", "progress", "full", signs.run_ready, EVERYWHERE, "run_levels",
        "Your last {count} runs went well, so you can take the next running step. {change}",
        "Level done {count} times with a day of rest between and no next-day rise. {change}",
    ),
    Rule(
        "nothing_higher", "hold", "full", signs.nothing_higher, EVERYWHERE, "judgement",
        "You have reached what this stage plans, so keep it up.",
        "Every exercise is at the top of its plan in '{phase}'.",
    ),
    Rule(
        "waiting", "hold", "full", signs.waiting, EVERYWHERE, "exposures_to_progress",
        "All is fine so far, so do the same again.",
        "No rule against going on; {count} of {needed} good exposures since the last step.",
    ),
)  # fmt: skip

SIGN_RULES = frozenset({"emergency_sign", "same_day_sign", "soon_sign", "referral_open"})
"""Rules about a warning sign that was told: the clinic hears of it at once, before any rule speaks."""
RULE_BY_ID = MappingProxyType({rule.id: rule for rule in RULES})
Asked = tuple[tuple[Rule, ...], ...]
"""Rules in their order, for every combination of places where something stands out."""


def _asked(rules: Iterable[Rule]) -> Asked:
    listed = tuple(rules)
    return tuple(tuple(rule for rule in listed if rule.where == EVERYWHERE or rule.where & places) for places in range(32))


def _with_verdict(*verdicts: Verdict) -> Asked:
    return _asked(rule for rule in RULES if rule.verdict in verdicts)


REFER = _with_verdict("refer")
FLARE = _with_verdict("flare")
REGRESS = _with_verdict("regress")
REGRESS_IN_FLARE = _asked(rule for rule in RULES if rule.verdict == "regress" and rule.id != "marker_high_twice")
HOLD = _with_verdict("hold")
REST = _with_verdict("hold", "progress")
"""The table by verdict: a referral or a flare names the decision, and what lies under it still makes the dose smaller. The phone
has no rule that steps up: it asks HOLD where the server asks REST."""
