"""Numbers and forms of findings: examination, ranges and how many sources there are at once."""

from __future__ import annotations

from slips.slip import ASKED, EVIDENCE, EXAMINED, JUDGED, PACK, PROFILES, Slip

SLIPS = [
    # examination
    Slip("examination", EXAMINED, "how: Lift the straight leg.", 'how: ""', "id: straight", "does not say how", "write 'how'"),
    Slip(
        "examination",
        ASKED,
        "positive_when: the patient reports a fever",
        'positive_when: " "',
        "id: fever",
        "positive",
        "positive_when",
    ),
    Slip("examination", ASKED, "kind: systemic", "kind: systemical", "id: fever", "kind of fever is 'systemical'", "systemic, "),
    Slip(
        "examination",
        EXAMINED,
        "position: prone",
        "position: lying",
        "id: ischial",
        "position of ischial_tenderness",
        "side_lying, prone",
    ),
    Slip("examination", EXAMINED, "seconds: 20", "seconds: 0", "id: ischial", "takes 0 seconds", "above 0"),
    Slip("examination", EXAMINED, "marks: [palpation]", "marks: [palpatoin]", "id: ischial", "mark 'palpatoin'", "palpation"),
    Slip("examination", EXAMINED, "present_at_or_below: 45, ", "", "id: straight", "has no threshold", "present_at_or_below"),
    # ranges
    Slip("ranges", JUDGED, "  55: [joint", "  100: [joint", "background: 2", "fever for joint_infection is 100", "below 100"),
    Slip("ranges", JUDGED, "  background: 2", "  background: 0", "background: 0", "the background of fever is 0", "above 0"),
    Slip("ranges", JUDGED, "background: 3", "background: 3\n  rest: 0", "background: 3", "every other source is 0", "above 0"),
    Slip(
        "ranges",
        JUDGED,
        "strength: 6",
        "strength: 9",
        "background: 3",
        "the strength of crossed_straight_leg_raise is 9",
        "2 to 8",
    ),
    Slip(
        "ranges",
        "mechanisms.yaml",
        "correlation: 0.5",
        "correlation: 0.95",
        "neural_tension",
        "correlation of neural_tension",
        "0.9",
    ),
    Slip("ranges", PROFILES, "joint_infection,1,2", "joint_infection,0,2", "joint_infection", "in sports_clinic is 0", "above 0"),
    Slip(
        "ranges",
        PROFILES,
        "joint_infection,1,2",
        "joint_infection,nan,2",
        "joint_infection",
        "in sports_clinic is nan",
        "above 0",
    ),
    Slip("ranges", PROFILES, "100,0.2,1.8", "100,0.02,1.8", "spinal_stenosis", "for age_under_50 is 0.02", "0.05 to 4"),
    Slip(
        "ranges",
        PACK,
        "urgently, threshold: 0.1",
        "urgently, threshold: 1",
        "refer_urgently",
        "threshold of refer_urgently is 1",
        "below 1",
    ),
    Slip(
        "ranges",
        PACK,
        "dangerous_threshold: {default: 0.2}",
        "dangerous_threshold: {default: 20}",
        "dangerous_threshold",
        "is 20",
        "below 1",
    ),
    Slip(
        "ranges", PACK, "sports_clinic: 0.05", "sports_clinic: -0.05", "unmodelled_weight", "of sports_clinic is -0.05", "above 0"
    ),
    Slip("ranges", PACK, "odds_multiplier: 1.5", "odds_multiplier: 0", "odds_multiplier", "is 0", "above 0"),
    Slip("ranges", PACK, "0.05, 0.3]", "0.05, 3]", "- id: nociplastic", "with 2 criteria is 3", "from 0 to 1"),
    Slip("ranges", PACK, "0.05, 0.3]", "0.05, 0.3, 0.4]", "- id: nociplastic", "has 4 entries", "at most 3"),
    Slip("ranges", PACK, "palpation: 0.35", "palpation: 35", "- id: nociplastic", "for palpation is 35", "from 0 to 1"),
    Slip(
        "ranges",
        EVIDENCE,
        "two_gate,0.8,0.7,0.9",
        "two_gate,80,,",
        "T001",
        "the sensitivity of evidence row T001 is 80",
        "from 0 to 1",
    ),
    Slip("ranges", EVIDENCE, "50,8,0.22", "50,8,-0.22", "T001", "lr_negative of evidence row T001 is -0.22", "0 or above"),
    # size prior
    Slip("size_prior", PACK, "[0.75, 0.2, 0.05]", "[0.75, 0.2, 0.5]", "size_prior", "sums to 1.45", "sum to 1"),
    Slip("size_prior", PACK, "[0.75, 0.2, 0.05]", "[0.6, 0.1, 0.1, 0.1, 0.1]", "size_prior", "has 5 entries", "one to 4"),
    Slip("size_prior", PACK, "[0.75, 0.2, 0.05]", "[]", "size_prior", "has 0 entries", "one to 4"),
    Slip("size_prior", PACK, "[0.75, 0.2, 0.05]", "[1.2, -0.2]", "size_prior", "not a probability", "from 0 to 1"),
]
