"""Plain clinical words: each guard of the matcher, shown on a small vocabulary made for this file."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enthesis.knowledge.pack import Finding
from enthesis.reasoning.words import Vocabulary

NOT_UNDERSTOOD = ""


def finding(id: str, name: str, kind: str, words: str, opposite: str = "") -> Finding:
    """A finding of which only what it is called matters."""
    called = {"id": id, "name": name, "kind": kind, "words": _phrases(words), "opposite_words": _phrases(opposite)}
    return Finding(**(dict.fromkeys(field.name for field in fields(Finding)) | called))  # type: ignore[arg-type]


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase for phrase in text.split("; ") if phrase)


HISTORY, SYMPTOM, AGGRAVATING, EASING = "history", "symptom", "aggravating factor", "easing factor"
RESPONSE, TEST, NEUROLOGICAL, PALPATION = "response to prior treatment", "physical test", "neurological", "palpation"

FINDINGS = [
    finding("sudden_onset", "sudden onset", HISTORY, "acute onset; started suddenly", "gradual onset; insidious onset"),
    finding("distance_runner", "regular distance running", HISTORY, "distance runner; regular running"),
    finding("cancer_history", "history of cancer", HISTORY, "previous cancer; breast cancer", "no history of cancer"),
    finding("family_arthritis", "family history of arthritis", HISTORY, "relative with arthritis"),
    finding("gynaecological_history", "painful periods or endometriosis", HISTORY, "painful periods; endometriosis"),
    finding("buttock_pain", "buttock pain", SYMPTOM, "pain in the buttock; gluteal pain", "no buttock pain"),
    finding("ischial_pain", "pain at the sit bone", SYMPTOM, "ischial pain; pain at the ischial tuberosity"),
    finding("posterior_thigh_pain", "pain in the back of the thigh", SYMPTOM, "hamstring pain; pain radiating behind the thigh"),
    finding("leg_dominates", "leg pain worse than back pain", SYMPTOM, "leg pain more than back pain"),
    finding("low_back_pain", "low back pain", SYMPTOM, "lumbar pain; backache", "no back pain"),
    finding("night_pain", "pain at night", SYMPTOM, "night pain; wakes at night", "no night pain; sleeps well"),
    finding("rest_pain", "pain at rest", SYMPTOM, "rest pain; worse with rest", "no pain at rest"),
    finding("leg_numbness", "numbness or tingling in the leg", SYMPTOM, "leg numbness; numb foot; paraesthesia", "no numbness"),
    finding("not_eased_by_rest", "not relieved by rest", SYMPTOM, "no relief with rest; rest does not help"),
    finding("fever", "fever or night sweats", SYMPTOM, "febrile; chills", "afebrile; no fever"),
    finding("sitting_pain", "pain with sitting", AGGRAVATING, "sitting; prolonged sitting; unable to sit", "sits without pain"),
    finding("running_pain", "pain with running", AGGRAVATING, "running; jogging; unable to run", "runs without pain"),
    finding("pain_after_running", "pain after running", AGGRAVATING, "sore after running"),
    finding("squat_lunge_pain", "pain with squatting or lunging", AGGRAVATING, "squatting; lunging; deep squat"),
    finding("eased_by_sitting", "eased by sitting", EASING, "sitting; relieved by sitting", "not relieved by sitting"),
    finding("eased_by_rest", "eased by rest", EASING, "rest; relieved by rest; settles with rest"),
    finding("failed_physiotherapy", "did not improve with physiotherapy", RESPONSE,
            "physiotherapy; dry needling; failed physiotherapy; stretching did not help", "improved with physiotherapy"),
    finding("straight_leg_raise", "straight leg raise", NEUROLOGICAL, "SLR; Lasegue; limited SLR", "painless SLR; SLR negative"),
    finding("crossed_slr", "crossed straight leg raise", NEUROLOGICAL, "crossed SLR"),
    finding("ankle_reflex", "reduced ankle reflex", NEUROLOGICAL, "absent ankle jerk; Achilles reflex lost", "normal ankle jerk"),
    finding("foot_sensory_loss", "reduced sensation on the foot", NEUROLOGICAL, "numb foot on testing; sensory loss of the foot"),
    finding("hamstring_weakness", "knee flexion weak", TEST, "hamstring weakness", "knee flexion 5/5"),
    finding("resisted_knee_flexion", "resisted knee flexion painful", TEST, "pain on resisted knee flexion"),
    finding("hip_motion_limited", "hip range of motion limited", "range of motion", "reduced hip movement", "full hip motion"),
    finding("ischial_tenderness", "ischial tuberosity tenderness", PALPATION, "tender sit bone", "ischial tuberosity non-tender"),
    finding("calf_tenderness", "calf tenderness", PALPATION, "tender calf", "no calf tenderness"),
    finding("thigh_swelling", "swelling of the thigh", "inspection", "thigh swelling; thigh haematoma", "no swelling"),
    finding("antalgic_gait", "limp or antalgic gait", "gait", "limping; antalgic gait", "normal gait"),
]  # fmt: skip
VOCABULARY = Vocabulary(FINDINGS)

# phrase | kind | finding (empty: not understood) | True: as positive it says present, False: absent
CASES: list[tuple[str, str | None, str, bool]] = [
    # as listed: id, name, word, opposite word
    ("straight_leg_raise", None, "straight_leg_raise", True),
    ("pain at the sit bone", None, "ischial_pain", True),
    ("gradual onset", HISTORY, "sudden_onset", False),
    ("painless SLR", NEUROLOGICAL, "straight_leg_raise", False),
    # easing and aggravating
    ("sitting", EASING, "eased_by_sitting", True),
    ("sitting", AGGRAVATING, "sitting_pain", True),
    ("sitting", None, "sitting_pain", True),
    ("relief with sitting", None, "eased_by_sitting", True),
    ("running", EASING, NOT_UNDERSTOOD, True),
    ("not relieved by rest", None, "not_eased_by_rest", True),
    ("not relieved by sitting", None, "eased_by_sitting", False),
    ("rest", SYMPTOM, "rest_pain", True),
    # treatments
    ("improved with physiotherapy", RESPONSE, "failed_physiotherapy", False),
    ("no improvement with physiotherapy", RESPONSE, "failed_physiotherapy", True),
    ("improved with dry needling", RESPONSE, "failed_physiotherapy", False),
    ("physiotherapy", RESPONSE, "failed_physiotherapy", True),
    ("no improvement after 6 weeks of physiotherapy", RESPONSE, "failed_physiotherapy", True),
    ("physiotherapy", HISTORY, NOT_UNDERSTOOD, True),
    # time
    ("pain after running", AGGRAVATING, "pain_after_running", True),
    ("pain while running", AGGRAVATING, "running_pain", True),
    ("pain after prolonged sitting", AGGRAVATING, "sitting_pain", True),
    # place and side
    ("tenderness of the calf", PALPATION, "calf_tenderness", True),
    ("tenderness of the elbow", PALPATION, NOT_UNDERSTOOD, True),
    ("ischial tuberosity", PALPATION, "ischial_tenderness", True),
    ("contralateral buttock pain", SYMPTOM, NOT_UNDERSTOOD, True),
    ("pain in the left buttock", SYMPTOM, "buttock_pain", True),
    # quality
    ("thigh tenderness", PALPATION, NOT_UNDERSTOOD, True),
    ("knee flexion", "strength", "hamstring_weakness", True),
    ("numb foot", NEUROLOGICAL, "foot_sensory_loss", True),
    ("numb foot", SYMPTOM, "leg_numbness", True),
    # denial and normal findings
    ("denies night pain", SYMPTOM, "night_pain", False),
    ("without fever", "systemic", "fever", False),
    ("pain-free sitting", AGGRAVATING, "sitting_pain", False),
    ("sit bone not tender", PALPATION, "ischial_tenderness", False),
    ("ankle jerks intact", NEUROLOGICAL, "ankle_reflex", False),
    ("absent Achilles reflex", NEUROLOGICAL, "ankle_reflex", True),
    ("knee flexion strength 5/5", "strength", "hamstring_weakness", False),
    ("knee flexion strength 3/5", "strength", "hamstring_weakness", True),
    ("abnormal gait", "gait", "antalgic_gait", True),
    # kinds
    ("painful periods", SYMPTOM, "gynaecological_history", True),
    ("regular running", HISTORY, "distance_runner", True),
    ("fevers", "systemic", "fever", True),
    ("low back pain on MRI", "prior investigation", NOT_UNDERSTOOD, True),
    ("ischial tuberosity oedema", "prior investigation", NOT_UNDERSTOOD, True),
    # spelling, plural, order, slips, values
    ("Thigh hematoma", "inspection", "thigh_swelling", True),
    ("paresthesias", SYMPTOM, "leg_numbness", True),
    ("limited Lasègue's sign", NEUROLOGICAL, "straight_leg_raise", True),
    ("SLR 70 deg", NEUROLOGICAL, "straight_leg_raise", True),
    ("tendernes of the ischail tuberosity", PALPATION, "ischial_tenderness", True),
    ("talking", AGGRAVATING, NOT_UNDERSTOOD, True),
    # order matters in comparisons
    ("leg pain is more than the back pain", SYMPTOM, "leg_dominates", True),
    ("back pain more than leg pain", SYMPTOM, NOT_UNDERSTOOD, True),
    # unknown informative words
    ("pain with yodelling", AGGRAVATING, NOT_UNDERSTOOD, True),
    ("buttock paraganglioma", SYMPTOM, NOT_UNDERSTOOD, True),
    ("arthritis", HISTORY, NOT_UNDERSTOOD, True),
    ("pain", SYMPTOM, NOT_UNDERSTOOD, True),
    ("", None, NOT_UNDERSTOOD, True),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "kind", "expected", "present"), CASES)
def test_phrase_names_its_finding(phrase: str, kind: str | None, expected: str, present: bool) -> None:
    found = [(match.finding, match.means_present) for match in VOCABULARY.match(phrase, kind)]
    assert found == ([(expected, present)] if expected else [])


@pytest.mark.parametrize(
    ("phrase", "kind", "expected"),
    [
        ("squatting and running", AGGRAVATING, {"squat_lunge_pain": True, "running_pain": True}),
        ("squatting and lunging", AGGRAVATING, {"squat_lunge_pain": True}),
        ("night and rest pain", SYMPTOM, {"night_pain": True, "rest_pain": True}),
        ("no fever, night pain or numbness", None, {"fever": False, "night_pain": False, "leg_numbness": False}),
        ("back pain but no night pain", None, {"low_back_pain": True, "night_pain": False}),
        ("tender calf and ischial tuberosity", PALPATION, {"calf_tenderness": True, "ischial_tenderness": True}),
        ("buttock pain radiating to the back of the thigh", SYMPTOM, {"buttock_pain": True, "posterior_thigh_pain": True}),
        ("posterior thigh pain on SLR", TEST, {"straight_leg_raise": True}),
        ("squatting and yodelling", AGGRAVATING, {}),
    ],
)
def test_phrase_names_several_findings(phrase: str, kind: str | None, expected: dict[str, bool]) -> None:
    assert {match.finding: match.means_present for match in VOCABULARY.match(phrase, kind)} == expected


@pytest.mark.parametrize("named", FINDINGS, ids=lambda named: named.id)
def test_everything_listed_is_matched_exactly(named: Finding) -> None:
    listed = [(named.name, True), *((word, True) for word in named.words), *((word, False) for word in named.opposite_words)]
    for phrase, present in listed:
        (match,) = VOCABULARY.match(phrase, named.kind)
        assert (match.finding, match.means_present, match.exact) == (named.id, present, True)


def test_not_exact_in_other_words() -> None:
    (match,) = VOCABULARY.match("discomfort in the gluteal region", SYMPTOM)
    assert match.finding == "buttock_pain" and not match.exact and match.score < 1


def test_exact_investigation_is_understood() -> None:
    (match,) = VOCABULARY.match("SLR", "prior investigation")
    assert match.finding == "straight_leg_raise"


def test_nearest_offers_findings_for_what_is_not_understood() -> None:
    assert "hip_motion_limited" in VOCABULARY.nearest("hip movement peculiar", "range of motion")
    assert "ischial_tenderness" in VOCABULARY.nearest("tenderness of the ischial yodel", PALPATION)
    assert len(VOCABULARY.nearest("entirely unheard of", count=2)) == 2


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sit", "sitting_pain"),
        ("tend isch", "ischial_tenderness"),
        ("paraes", "leg_numbness"),
        ("ischail tend", "ischial_tenderness"),
    ],
)
def test_completion_while_typing(typed: str, first: str) -> None:
    offered = VOCABULARY.complete(typed)
    assert offered[0][0] == first
    assert len({finding for finding, _ in offered}) == len(offered)


def test_completion_offers_nothing_for_nothing() -> None:
    assert VOCABULARY.complete("  ") == [] and VOCABULARY.complete("zzz") == []


listed_phrases = st.sampled_from(
    [(phrase, named.kind) for named in FINDINGS for phrase in (named.name, *named.words, *named.opposite_words)]
)


@given(listed_phrases, st.randoms(use_true_random=False))
def test_order_of_words_does_not_matter(listed: tuple[str, str], random: object) -> None:
    phrase, kind = listed
    if "than" in phrase:
        return
    words = phrase.split()
    random.shuffle(words)  # type: ignore[attr-defined]
    assert _meaning(" ".join(words), kind) == _meaning(phrase, kind)


@given(listed_phrases, st.data())
def test_case_does_not_matter(listed: tuple[str, str], data: st.DataObject) -> None:
    phrase, kind = listed
    mixed = "".join(data.draw(st.sampled_from([letter.lower(), letter.upper()])) for letter in phrase)
    assert _meaning(mixed, kind) == _meaning(phrase, kind)


@given(st.text(alphabet="qxzjv", min_size=5, max_size=12), st.sampled_from([None, SYMPTOM, AGGRAVATING, PALPATION]))
def test_unknown_words_are_not_understood(word: str, kind: str | None) -> None:
    assert VOCABULARY.match(word, kind) == []
    assert VOCABULARY.match(f"{word} pain", kind) == []


@given(st.text(max_size=60), st.one_of(st.none(), st.text(max_size=12), st.sampled_from([SYMPTOM, EASING, "strength"])))
def test_any_text_is_answered(phrase: str, kind: str | None) -> None:
    matches = VOCABULARY.match(phrase, kind)
    assert len({match.finding for match in matches}) == len(matches)
    assert all(0 <= match.score <= 1 for match in matches)
    VOCABULARY.nearest(phrase, kind)
    VOCABULARY.complete(phrase)


def _meaning(phrase: str, kind: str) -> set[tuple[str, bool]]:
    return {(match.finding, match.means_present) for match in VOCABULARY.match(phrase, kind)}
