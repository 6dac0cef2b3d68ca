"""The sentences of the rules: plain for the patient, without blame, and with the numbers for the clinician."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator

import pytest

from enthesis.care.rules import RULES, VERDICT_ORDER, Rule
from enthesis.knowledge.loading import BUILT_IN_PACKS, list_packs
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation
from enthesis.knowledge.warning_signs_loading import load_warning_signs

SAMPLE = {
    "signs": "pins and needles", "weeks": "12", "usual": "1", "limit": "4", "exercise": "The bridge", "ceiling": "3", "dose": "3 x 8",
    "ran": "6.0", "cap": "5.5", "days": "3", "done": "1", "count": "2", "change": "",
}  # fmt: skip
BLAME = ("fail", "should have", "must not", "too lazy", "wrong", "bad", "forgot", "only you", "your fault", "skipped")
HIGHEST_GRADE = 6.5


def syllables(word: str) -> int:
    """Groups of vowels, a silent e at the end taken off: close enough for short words."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def grade(text: str) -> float:
    """Flesch-Kincaid grade level."""
    sentences = max(1, len(re.findall(r"[.!?:](?:\s|$)", text)))
    words = re.findall(r"[A-Za-z']+", text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def sentences(rule: Rule) -> Iterator[str]:
    """The patient's sentence as each pack fills it: its words for a flare, and each of its warning signs of the rule's haste."""
    for pack in list_packs():
        daily = load_rehabilitation(BUILT_IN_PACKS / pack).daily
        signs = [sign.because for sign in load_warning_signs(pack).signs if f"{sign.haste}_sign" == rule.id]
        for because in signs or [""]:
            yield rule.patient.format(**SAMPLE, gentle=daily.flare_patient, because=because).strip()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_patients_sentence_is_plain_short_and_blames_nobody(rule: Rule) -> None:
    for text in sentences(rule):
        assert grade(text) <= HIGHEST_GRADE, (round(grade(text), 1), text)
        assert len(text.split()) <= 26, text
        assert text.endswith((".", "!"))
    assert not [word for word in BLAME if word in rule.patient.lower()]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_phone_can_carry_the_patients_sentence_ahead_of_the_answer(rule: Rule) -> None:
    """No number of this morning stands in it: only limits and what was known the day before."""
    assert fields(rule.patient).isdisjoint({"marker", "worst", "sitting", "now", "before"})


def test_a_step_is_told_wherever_a_rule_moves_something() -> None:
    for rule in RULES:
        if rule.verdict in ("regress", "progress") or rule.id in ("flare_jump", "flare_reported"):
            assert "change" in fields(rule.patient) and "change" in fields(rule.clinician)


def test_rules_stand_in_the_order_of_precedence() -> None:
    order = [VERDICT_ORDER.index(rule.verdict) for rule in RULES if rule.id not in ("nothing_higher", "waiting")]
    assert order == sorted(order)
    assert [rule.id for rule in RULES[-2:]] == ["nothing_higher", "waiting"]
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_a_referral_says_how_soon() -> None:
    assert all((rule.urgency is not None) == (rule.verdict == "refer") for rule in RULES)
