"""Who may needle whom, where and when: `needling_policy.csv`, one row a situation, with the sentence that is shown.

What a row does not say is as it should be. The sentence is that of the gravest reason that is open; none where the gate is.
"""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pytest
from needling_table import facts_of, read_policy

from enthesis.care.needling_checks import QUESTIONS
from enthesis.care.needling_gate import Verdict, decide
from enthesis.knowledge.needling import FILLED_IN, RuleKind
from enthesis.knowledge.needling_loading import built_in_needling

KNOWN = built_in_needling()
ROWS = read_policy()


@pytest.mark.parametrize("row", ROWS, ids=[f"{number}-{row['what']}" for number, row in enumerate(ROWS, start=2)])
def test_the_gate_answers_as_the_table_says(row: dict[str, str]) -> None:
    found = decide(facts_of(row, KNOWN), KNOWN)

    first = found.open_reasons[0] if found.open_reasons else None
    assert (found.verdict, first.rule_id if first else "", first.sentence if first else "") == (
        row["verdict"],
        row["rule"],
        row["sentence"],
    )
    assert all(reason.citation and reason.basis for reason in found.reasons)


def test_the_table_reaches_every_kind_of_rule_and_every_item_that_stops() -> None:
    seen = {reason.rule_id for row in ROWS for reason in decide(facts_of(row, KNOWN), KNOWN).reasons}
    rules = [*KNOWN.defaults, *(rule for place in KNOWN.jurisdictions for rule in place.rules)]
    kinds = {rule.kind for rule in rules if any(one == rule.id or one.startswith(f"{rule.id}.") for one in seen)}

    assert kinds == set(get_args(RuleKind))
    assert {f"screen.{item.id}" for item in KNOWN.screen if item.weight == "stop"} <= seen | {"screen.other_reason"}
    assert set(Counter(row["verdict"] for row in ROWS)) == set(get_args(Verdict))
    assert len(ROWS) >= 60


def test_every_kind_of_rule_has_its_question_and_fills_in_what_the_lint_allows() -> None:
    assert set(QUESTIONS) == set(get_args(RuleKind))
    words: dict[str, set[str]] = {}
    for row in ROWS:
        facts = facts_of(row, KNOWN)
        for rule in KNOWN.rules_in(KNOWN.jurisdiction_by_id.get(facts.jurisdiction or "")):
            for short in QUESTIONS[rule.kind](rule, facts, KNOWN):
                words.setdefault(rule.kind, set()).update(short.words)

    assert {kind: found for kind, found in words.items() if found} == {kind: set(allowed) for kind, allowed in FILLED_IN.items()}


def test_an_override_stays_with_the_reason_it_lifted() -> None:
    row = next(row for row in ROWS if row["what"] == "lymphoedema, a physician's advice")

    found = decide(facts_of(row, KNOWN), KNOWN)

    lifted = next(reason for reason in found.reasons if reason.rule_id == "screen.lymphoedema")
    assert lifted.overridden_by is not None
    assert (lifted.overridden_by.reason, lifted.overridden_by.medical_advice) == ("mild and old", "Dr Lee 20 November")
    assert found.check_with_board == KNOWN.check_with_board


def test_a_reason_that_nothing_lifts_takes_no_override() -> None:
    row = next(row for row in ROWS if row["what"] == "unwilling, a reason given")

    found = decide(facts_of(row, KNOWN), KNOWN)

    stopped = next(reason for reason in found.reasons if reason.rule_id == "screen.unwilling")
    assert (stopped.open, stopped.overridable, stopped.overridden_by) == (True, False, None)
