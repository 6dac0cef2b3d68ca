"""A tiny valid pack, written to a folder: 4 sources, 6 findings, 2 evidence rows and 1 red flag, all made up.

The numbers, publications and red flag are for tests alone and say nothing about any patient.
"""

from __future__ import annotations

from pathlib import Path

PACK_ID = "tiny_hip"

FILES = {
    "pack.yaml": """\
id: tiny_hip
name: Tiny hip
version: 0.1.0
tier: draft
licence: CC0-1.0
scope: made up for tests
last_reviewed: 2025-01-31
default_setting: sports_clinic
settings:
  sports_clinic: Sports clinic
  older_adult: People over 65
settings_holding_age: [older_adult]
model:
  size_prior: [0.75, 0.2, 0.05]
  unmodelled_weight: {sports_clinic: 0.05, older_adult: 0.08}
  unmodelled_strength: 4
  prior_log_odds_sd: 0.5
  largest_effective_n: 100
  case_weight: 1
  dangerous_threshold: {default: 0.2}
  enough_tested_below: 0.05
  basis: made up for tests
management:
  - {id: load_it, name: Load it, threshold: 0.5}
  - {id: treat_the_spine, name: Treat the spine, threshold: 0.5}
  - {id: refer_urgently, name: Refer urgently, threshold: 0.1}
modifiers:
  - id: nociplastic_pain
    name: nociplastic pain
    criteria: [sitting_pain, ischial_tenderness]
    prior_by_criteria: [0.01, 0.05, 0.3]
    ignored_below: 0.02
    leak_rise: {provocation: 0.15, palpation: 0.35}
    basis: made up for tests
bands:
  - {id: age_under_50, dimension: age_years, below: 50}
  - {id: age_50_plus, dimension: age_years, at_least: 50}
  - {id: female, dimension: sex, equals: female}
  - {id: under_2_weeks, dimension: duration_weeks, below: 2}
pairs:
  - {sources: [hamstring_tendinopathy, lumbar_radiculopathy], odds_multiplier: 1.5, basis: made up for tests}
onset_findings:
  acute: {fever: true}
neuro_screen: {straight leg raise: Straight leg raise}
red_flag_questions: [fever]
sport_mechanism: ischial_load
""",
    "sources.yaml": """\
sources:
  - id: hamstring_tendinopathy
    name: hamstring tendinopathy
    group: tendon
    dangerous: false
    management: load_it
    synonyms: [high hamstring tendinopathy]
    summary: Made up for tests.
  - id: lumbar_radiculopathy
    name: lumbar radiculopathy
    group: lumbar spine
    dangerous: false
    management: treat_the_spine
    synonyms: [sciatica]
    summary: Made up for tests.
  - id: spinal_stenosis
    name: spinal stenosis
    group: lumbar spine
    dangerous: false
    management: treat_the_spine
    synonyms: [neurogenic claudication]
    summary: Made up for tests.
  - id: joint_infection
    name: joint infection
    group: infection
    dangerous: true
    management: refer_urgently
    synonyms: [septic arthritis]
    summary: Made up for tests.
""",
    "mechanisms.yaml": """\
mechanisms:
  - {id: ischial_load, name: load on the ischium, correlation: 0.4}
  - {id: neural_tension, name: neural tension, correlation: 0.5}
  - {id: systemic_illness, name: systemic illness, correlation: 0.2}
""",
    "red_flags.yaml": """\
red_flags:
  - id: possible_infection
    name: possible infection
    urgency: same_day
    all:
      - any: [fever]
    source_groups: [infection]
    action: Arrange medical review today.
    citation: made up for tests
""",
    "findings/interview.yaml": """\
findings:
  - id: sitting_pain
    name: pain with sitting
    kind: aggravating factor
    mechanism: ischial_load
    position: interview
    seconds: 10
    provokes_pain: false
    marks: [provocation]
    how: Does sitting bring on your pain?
    positive_when: sitting brings on the familiar pain
    words: [sitting, worse when seated]
    opposite_words: [sitting does not hurt]
  - id: eased_by_sitting
    name: eased by sitting
    kind: easing factor
    mechanism: neural_tension
    position: interview
    seconds: 10
    provokes_pain: false
    how: Does sitting relieve your pain?
    positive_when: the pain settles within minutes of sitting down
    words: [sitting, relieved by sitting]
  - id: fever
    name: fever
    kind: systemic
    mechanism: systemic_illness
    position: interview
    seconds: 10
    provokes_pain: false
    how: Have you had a fever?
    positive_when: the patient reports a fever
    words: [febrile]
    opposite_words: [afebrile]
""",
    "findings/examination.yaml": """\
findings:
  - id: straight_leg_raise
    name: straight leg raise
    kind: neurological
    mechanism: neural_tension
    position: supine
    seconds: 40
    provokes_pain: true
    marks: [provocation]
    how: Lift the straight leg.
    positive_when: brings on the familiar leg pain
    words: [slr]
    opposite_words: [painless slr]
    cut_point: {of: straight_leg_raise, unit: deg, present_at_or_below: 45, basis: made up for tests}
    neuro_screen: straight leg raise
  - id: crossed_straight_leg_raise
    name: crossed straight leg raise
    kind: neurological
    mechanism: neural_tension
    position: supine
    seconds: 40
    provokes_pain: true
    how: Lift the straight leg of the other side.
    positive_when: brings on the familiar pain of the painful side
    words: [crossed slr]
    other_side_of: straight_leg_raise
  - id: ischial_tenderness
    name: ischial tenderness
    kind: palpation
    mechanism: ischial_load
    position: prone
    seconds: 20
    provokes_pain: true
    marks: [palpation]
    how: Press on the ischial tuberosity.
    positive_when: the familiar pain is there
    words: [tender sit bone]
""",
    "judgements/all.yaml": """\
sitting_pain:
  background: 15
  75: [hamstring_tendinopathy]
  45: [lumbar_radiculopathy]
  3: [spinal_stenosis]
eased_by_sitting:
  background: 12
  75: [spinal_stenosis]
  3: [hamstring_tendinopathy]
  rest: 12
fever:
  background: 2
  55: [joint_infection]
straight_leg_raise:
  background: 12
  75: [lumbar_radiculopathy]
  25: [hamstring_tendinopathy]
crossed_straight_leg_raise:
  background: 3
  25: [lumbar_radiculopathy]
  strength: 6
ischial_tenderness:
  background: 12
  85: [hamstring_tendinopathy]
""",
    "profiles.csv": """\
source,sports_clinic,older_adult,age_under_50,age_50_plus,female,under_2_weeks
hamstring_tendinopathy,100,40,1.2,0.9,1,0.5
lumbar_radiculopathy,80,90,1,1.1,1,1
spinal_stenosis,10,100,0.2,1.8,1,0.5
joint_infection,1,2,1,1,1,1.5
""",
    "references.csv": """\
key,citation,doi,pmid,url
made_up_2001,"Made up A. Journal of Tests 2001;1:1-2",,,
made_up_2002,"Made up B. Journal of Tests 2002;2:3-4",,,
""",
    "evidence.csv": """\
id,source,finding,kind,design,sensitivity,sensitivity_low,sensitivity_high,n_with,specificity,specificity_low,specificity_high,\
n_without,lr_positive,lr_negative,comparator,n_is_elicited,population,place,verified,reference,unused_because,outside_because
T001,hamstring_tendinopathy,ischial_tenderness,accuracy,two_gate,0.8,0.7,0.9,50,0.9,0.8,0.95,50,8,0.22,pain_free,no,athletes,\
Table 1,fulltext,made_up_2001,,
T002,lumbar_radiculopathy,straight_leg_raise,accuracy,single_gate,0.7,0.6,0.8,60,0.6,0.5,0.7,40,,,\
mix:hamstring_tendinopathy=1;spinal_stenosis=2,no,clinic patients,abstract,abstract,made_up_2002,,
""",
}
"""Text of every file of the pack, by its path inside the folder."""


def write_tiny_pack(parent: Path) -> Path:
    """Write the tiny pack into a new folder of `parent`, and return that folder."""
    folder = parent / PACK_ID
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def rewrite(folder: Path, name: str, old: str, new: str) -> None:
    """Put `new` in the place of `old`, which must stand exactly once in the file `name` of a pack."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise AssertionError(f"{old!r} stands {text.count(old)} times in {name}, not once")
    path.write_text(text.replace(old, new), encoding="utf-8")


def line_of(folder: Path, name: str, text: str) -> int:
    """The number of the first line of the file `name` that holds `text`."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)
