"""Rows of evidence: where they come from, what they compare with and whether their figures agree."""

from __future__ import annotations

from slips.slip import EVIDENCE, Slip

SLIPS = [
    # provenance
    Slip("provenance", EVIDENCE, "T001,hamstring_tendinopathy", "T001,", "T001", "names no source", "write its source"),
    Slip("provenance", EVIDENCE, "T001,hamstring_tendinopathy", "T001,tendon", "T001", "the source 'tendon'", "source"),
    Slip("provenance", EVIDENCE, ",ischial_tenderness,", ",ischial_pain,", "T001", "the finding 'ischial_pain'", "finding"),
    Slip(
        "provenance",
        EVIDENCE,
        "fulltext,made_up_2001",
        "fulltext,made_up_2011",
        "T001",
        "the reference 'made_up_2011'",
        "made_up_2001",
    ),
    Slip("provenance", EVIDENCE, "no,athletes,", "no,,", "T001", "has no population", "write its population"),
    Slip("provenance", EVIDENCE, "Table 1", "", "T001", "has no place", "write its place"),
    Slip(
        "provenance", EVIDENCE, "two_gate", "case_control", "T001", "'design' of evidence row T001 is 'case_control'", "two_gate"
    ),
    Slip("provenance", EVIDENCE, "Table 1,fulltext", "Table 1,read", "T001", "'verified' of evidence row T001", "fulltext"),
    Slip("provenance", EVIDENCE, "0.7,0.9,50,", "0.7,0.9,,", "T001", "a sensitivity but no n_with", "n_is_elicited"),
    Slip("provenance", EVIDENCE, "0.7,40,,,", "0.7,0,,,", "T002", "a specificity but no n_without", "n_is_elicited"),
    Slip("provenance", EVIDENCE, "0.7,0.6,0.8,60,0.6,0.5,0.7,40", ",,,,,,,", "T002", "holds no figure", "no usable figure"),
    # memory
    Slip("memory", EVIDENCE, "Table 1,fulltext", "Table 1,memory", "T001", "comes from memory and is in use", "unused_because"),
    Slip("memory", EVIDENCE, "Table 1,fulltext", "Table 1,memory", "T001", "holds a number (sensitivity, ", "empty"),
    Slip("memory", EVIDENCE, "made_up_2001,,", "made_up_2001,figure recalled from memory,", "T001", "holds a number", "empty"),
    # comparators
    Slip("comparators", EVIDENCE, "pain_free", "healthy", "T001", "'healthy' is not a comparator", "pain_free"),
    Slip("comparators", EVIDENCE, "pain_free", "none", "T001", "a specificity but no comparator", "pain_free"),
    Slip("comparators", EVIDENCE, "mix:hamstring_tendinopathy=1", "mix:tendon=1", "T002", "'tendon' is not a source", "mix:"),
    Slip("comparators", EVIDENCE, "spinal_stenosis=2", "spinal_stenosis=two", "T002", "'two' is not a number", "mix:"),
    Slip("comparators", EVIDENCE, "spinal_stenosis=2", "spinal_stenosis=nan", "T002", "numbers above 0", "mix:"),
    Slip(
        "comparators", EVIDENCE, "pain_free", "other_in_setting:gym", "T001", "'other_in_setting:gym' is not", "other_in_setting:"
    ),
    # intervals
    Slip(
        "intervals", EVIDENCE, "two_gate,0.8,0.7,0.9", "two_gate,0.8,0.82,0.9", "T001", "outside its interval 0.82 to 0.9", "look"
    ),
    Slip("intervals", EVIDENCE, "0.6,0.5,0.7,40", "0.6,0.7,0.5,40", "T002", "runs from 0.7 down to 0.5", "specificity_low"),
    # accuracy
    Slip("accuracy", EVIDENCE, "50,8,0.22", "50,10,0.22", "T001", "lr_positive of evidence row T001 is 10, but", "again"),
    Slip("accuracy", EVIDENCE, "50,8,0.22", "50,8,0.4", "T001", "give 0.222", "leave lr_negative empty"),
    Slip("accuracy", EVIDENCE, "50,0.9,0.8,0.95", "50,1,0.8,1", "T001", "no finite ratio", "leave lr_positive empty"),
]
