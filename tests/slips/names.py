"""What a pack calls things: its edition, its ids and its words."""

from __future__ import annotations

from slips.slip import ASKED, EVIDENCE, EXAMINED, FLAGS, PACK, SOURCES, Slip

SLIPS = [
    # edition
    Slip("edition", PACK, "tier: draft", "tier: final", "tier: final", "the tier is 'final'", "draft, reviewed, validated"),
    Slip("edition", PACK, "licence: CC0-1.0", 'licence: ""', "licence:", "the licence is empty", "name the licence"),
    Slip("edition", PACK, "version: 0.1.0", "version: 0.1", "version:", "the version is '0.1'", "such as 0.1.0"),
    Slip("edition", PACK, "2025-01-31", "2025-02-31", "last_reviewed", "'2025-02-31', which is not a date", "year-month-day"),
    Slip("edition", PACK, "2025-01-31", "20250131", "last_reviewed", "not a date", "year-month-day"),
    # ids
    Slip("ids", ASKED, "id: fever", "id: Fever", "id: Fever", "finding id 'Fever' is not snake_case", "lower-case"),
    Slip("ids", SOURCES, "id: spinal_stenosis", "id: lumbar_radiculopathy", "id: lumbar_radiculopathy", "stands twice", "rename"),
    Slip("ids", "mechanisms.yaml", "id: neural_tension", "id: ischial_load", "id: ischial_load", "mechanism id", "rename"),
    Slip("ids", FLAGS, "id: possible_infection", "id: possible-infection", "possible-infection", "red flag id", "lower-case"),
    Slip(
        "ids", "references.csv", "made_up_2002", "made_up_2001", "Made up B", "reference id 'made_up_2001' stands twice", "rename"
    ),
    Slip("ids", EVIDENCE, "T002,", "T001,", "T001,lumbar", "evidence row id 'T001' stands twice", "rename"),
    Slip("ids", EVIDENCE, "T002,", "T 2,", "T 2,", "evidence row id 'T 2'", "lower-case"),
    Slip("ids", PACK, "id: female", "id: Female", "id: Female", "band id 'Female'", "lower-case"),
    Slip("ids", PACK, "{id: treat_the_spine,", "{id: load_it,", "{id: load_it, name: Treat", "management class id", "rename"),
    Slip("ids", SOURCES, "id: spinal_stenosis", "id: unmodelled_cause", "id: unmodelled_cause", "is kept for", "another id"),
    # synonyms
    Slip(
        "synonyms",
        EXAMINED,
        "[tender sit bone]",
        "[Worse  when SEATED]",
        "id: sitting_pain",
        "'worse when seated' means",
        "keep",
        ASKED,
    ),
    Slip(
        "synonyms", EXAMINED, "[painless slr]", "[Afebrile]", "id: fever", "'afebrile' means that fever is absent", "keep", ASKED
    ),
    Slip(
        "synonyms",
        EXAMINED,
        "[tender sit bone]",
        "[pain with sitting]",
        "id: sitting_pain",
        "'pain with sitting' means",
        "keep",
        ASKED,
    ),
    Slip(
        "synonyms", ASKED, "opposite_words: [afebrile]", "opposite_words: [Fever]", "id: fever", "'fever' says both", "keep one"
    ),
    Slip(
        "synonyms",
        SOURCES,
        "[neurogenic claudication]",
        "[Sciatica]",
        "id: spinal",
        "diagnosis 'sciatica' means both",
        "one source",
    ),
]
