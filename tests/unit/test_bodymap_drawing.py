"""A drawing is read strictly, written exactly, and described in plain words."""

from __future__ import annotations

import json

import pytest

from enthesis.bodymap.choices import region_choices
from enthesis.bodymap.description import describe_drawing, name_places
from enthesis.bodymap.drawing import Area, Depth, Drawing, Sensation, Stroke, parse_drawing
from enthesis.bodymap.figure import View, load_figure
from enthesis.bodymap.posted import read_posted
from enthesis.bodymap.region import BodySide, Place
from enthesis.terms.fault import UnusableInput

STROKE = Stroke(View.BACK, 80, ((2737, 5250), (2790, 5600)))
DRAWING = Drawing(
    "neutral",
    (
        Area(Sensation.ACHE, 6, Depth.DEEP, (STROKE,)),
        Area(Sensation.NUMB, None, Depth.UNKNOWN, (), (Place("calf_upper_part", BodySide.RIGHT),)),
    ),
)


def good() -> dict[str, object]:
    document: dict[str, object] = json.loads(DRAWING.to_json())
    return document


def with_area(**changes: object) -> str:
    document = good()
    document["areas"] = [{**document["areas"][0], **changes}]  # type: ignore[index]
    return json.dumps(document)


def with_stroke(**changes: object) -> str:
    stroke = json.loads(DRAWING.to_json())["areas"][0]["strokes"][0]
    return with_area(strokes=[{**stroke, **changes}])


def test_a_drawing_comes_back_exactly() -> None:
    assert parse_drawing(DRAWING.to_json()) == DRAWING
    assert parse_drawing(DRAWING.to_json()).to_json() == DRAWING.to_json()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not json", "not a drawing in JSON"),
        ("[" * 100_000, "not a drawing in JSON"),
        ("[]", "not an object"),
        ("{}", "'areas' is missing"),
        (json.dumps({**good(), "colour": "red"}), "'colour' is not known"),
        (json.dumps({**good(), "version": 7}), "version"),
        (json.dumps({**good(), "build": "giant"}), "'giant' is not known"),
        (json.dumps({**good(), "areas": {}}), "not a list"),
        (with_area(sensation="itch"), "'itch' is not known"),
        (with_area(intensity_nrs_0_10=11), "not between 0 and 10"),
        (with_area(intensity_nrs_0_10=True), "not a whole number"),
        (with_area(intensity_nrs_0_10=5.5), "not a whole number"),
        (with_area(strokes=[]), "neither strokes nor regions"),
        (with_area(regions=[{"region": "third_arm", "side": "left"}]), "no body region 'third_arm'"),
        (with_area(regions=[{"region": "coccyx", "side": "left"}]), "has no side 'left'"),
        (with_area(regions=[{"region": 4, "side": "left"}]), "are words"),
        (with_stroke(view="top"), "'top' is not known"),
        (with_stroke(radius=0), "not between"),
        (with_stroke(filled="yes"), "neither true nor false"),
        (with_stroke(points=[1, 2, 3]), "pairs"),
        (with_stroke(points=[1, 99_999]), "not between 0 and 10100"),
        (with_stroke(points=[1, -1]), "not between"),
        (with_stroke(points=["1", "2"]), "not a whole number"),
        (with_stroke(points=[0, 0] * 20_001), "more than"),
        (with_stroke(points=[0, 0, 4800, 10100] * 200), "too long"),
        (with_stroke(points=[1, 2]).replace("[1, 2]", "[NaN, 2]"), "not a drawing in JSON"),
        (with_stroke(points=[1, 2]).replace("[1, 2]", "[1e400, 2]"), "not a whole number"),
        (" " * 700_000, "more than 600000 characters"),
    ],
)
def test_a_bad_drawing_gives_one_sentence(text: str, said: str) -> None:
    with pytest.raises(UnusableInput) as caught:
        parse_drawing(text)

    sentence = str(caught.value)
    assert said in sentence and "\n" not in sentence and len(sentence) < 300


def test_areas_are_described_as_a_therapist_writes() -> None:
    said = describe_drawing(DRAWING, load_figure("neutral"))

    assert said[0].startswith("Deep ache, 6/10, right sit bone") and said[0].endswith("thigh.")
    assert said[1] == "Numbness, right upper calf."


@pytest.mark.parametrize(
    ("places", "words"),
    [
        ([("sit_bone", "right"), ("gluteal_fold", "right")], "right sit bone and buttock crease"),
        ([("sit_bone", "left"), ("sit_bone", "right")], "sit bone on both sides"),
        ([("lower_spine", "left"), ("lower_spine", "midline"), ("lower_spine", "right")], "lower back"),
        ([("tailbone", "midline"), ("sit_bone", "left")], "tailbone; left sit bone"),
    ],
)
def test_places_are_named_with_the_side_once(places: list[tuple[str, str]], words: str) -> None:
    assert name_places(tuple(Place(region, BodySide(side)) for region, side in places)) == words


def test_ticked_regions_replace_marks_and_keep_strokes() -> None:
    fields = {
        "pain": [DRAWING.to_json()],
        "pain_by_list": ["1"],
        "pain_region": ["right.sit_bone", "midline.tailbone"],
        "pain_sensation": ["burning"],
        "pain_intensity": ["4"],
        "pain_depth": ["surface"],
    }

    drawing = read_posted("pain", fields)

    added = Area(
        Sensation.BURNING, 4, Depth.SURFACE, (), (Place("sit_bone", BodySide.RIGHT), Place("tailbone", BodySide.MIDLINE))
    )
    assert drawing == Drawing("neutral", (DRAWING.areas[0], added))


def test_with_script_the_field_alone_counts() -> None:
    assert read_posted("pain", {"pain": [DRAWING.to_json()]}) == DRAWING
    assert read_posted("pain", {"pain": [""]}, "female") == Drawing("female")
    assert read_posted("pain", {}) == Drawing("neutral")


@pytest.mark.parametrize(
    "fields",
    [
        {"pain_region": ["right"]},
        {"pain_region": ["up.sit_bone"]},
        {"pain_region": ["right.sit_bone"], "pain_intensity": ["12"]},
        {"pain_region": ["right.sit_bone"], "pain_intensity": ["²"]},
        {"pain_region": ["right.sit_bone"], "pain_sensation": ["itch"]},
        {"pain_region": ["right.sit_bone"], "pain_depth": ["far"]},
    ],
)
def test_bad_fields_give_one_sentence(fields: dict[str, list[str]]) -> None:
    with pytest.raises(UnusableInput):
        read_posted("pain", {"pain_by_list": ["1"], **fields})


def test_the_list_shows_every_part_and_what_is_marked() -> None:
    fine = Area(Sensation.ACHE, None, Depth.UNKNOWN, (), (Place("gluteal_fold_medial", BodySide.LEFT),))
    areas = region_choices(Drawing("neutral", (*DRAWING.areas, fine)))
    ticked = {side.value for area in areas for part in area.parts for side in part.sides if side.ticked}

    assert ticked == {"right.calf_upper_part", "left.gluteal_fold_medial"}
    assert len(areas) == 21 and sum(len(a.parts) for a in areas) == 88
