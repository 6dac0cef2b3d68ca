"""Every drawn exercise keeps to the floor, its joints, its contacts; the data is refused in one sentence when it is bad."""

from __future__ import annotations

import pytest

from enthesis.care.figures.lint import faults_of
from enthesis.care.figures.pose_files import load_figures, read_figure
from enthesis.care.figures.proportions import STATURE_CM
from enthesis.care.figures.scene import draw_scene
from enthesis.care.figures.shapes import every_shape
from enthesis.care.figures.timeline import between, cycle_samples
from enthesis.terms.fault import UnusableInput

FIGURES = load_figures()
POSITIONS = {"standing": {"trunk": 0, "legs": {"hip": 0, "knee": 0, "pitch": 0}, "arms": {"shoulder": 0, "elbow": 0}}}
START = {"name": "Start", "says": "Stand."}
END = {"name": "End", "says": "Lean.", "trunk": 20}


def figure_of(**changes: object) -> object:
    return {"from": "standing", "anchor": "near_sole", "frames": [START, END]} | changes


@pytest.mark.parametrize("exercise", sorted(FIGURES))
def test_nothing_dips_below_the_floor_joints_and_contacts_hold(exercise: str) -> None:
    assert faults_of(FIGURES[exercise]) == []


def test_at_least_the_sixty_promised_are_drawn_and_the_five_favourites_with_them() -> None:
    assert len(FIGURES) >= 60
    assert {"ham_rdl_sl", "ham_slider_curl_ecc", "ham_nordic", "ham_prone_curl_ecc", "ham_walkouts"} <= set(FIGURES)


def test_a_standing_body_is_as_tall_as_it_says() -> None:
    figure = read_figure("x", figure_of(), POSITIONS, "test.yaml")
    top = max(y for shape in every_shape(draw_scene(figure, figure.keyframes[0].pose).layers) for _, y in shape.world())

    assert top == pytest.approx(STATURE_CM, rel=0.02)


def test_a_reaching_hand_or_foot_stays_exactly_where_it_was_put() -> None:
    figure = FIGURES["ham_slider_curl_ecc"]
    for sample in cycle_samples(figure):
        scene = draw_scene(figure, sample.pose)
        x, y = scene.points["near_heel"]
        assert (x, y) == pytest.approx((sample.pose["near_leg.heel.x"], sample.pose["near_leg.heel.y"]), abs=0.05)


@pytest.mark.parametrize("exercise", ["ham_rdl_sl", "run_easy", "glu_lat_band"])
def test_the_way_between_keyframes_starts_and_ends_on_them(exercise: str) -> None:
    figure = FIGURES[exercise]
    for ease in ("smooth", "steady", "fast_out", "fast_in", "flow"):
        assert between(figure, 0, 1, 0.0, ease) == pytest.approx(dict(figure.keyframes[0].pose))
        assert between(figure, 0, 1, 1.0, ease) == pytest.approx(dict(figure.keyframes[1].pose))


def test_a_cycle_ends_where_it_began_and_a_tempo_stretches_it() -> None:
    for figure in FIGURES.values():
        samples = cycle_samples(figure)
        assert samples[-1].pose == pytest.approx(dict(samples[0].pose)), figure.exercise
        assert [sample.at_s for sample in samples] == sorted(sample.at_s for sample in samples)
    figure = FIGURES["ham_rdl_sl"]
    # Start held 0.6 s; 5 s down, 2 s held, 4 s up.
    assert cycle_samples(figure, (5, 2, 4))[-1].at_s == pytest.approx(11.6)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"veiw": "side"}, "test.yaml: x.veiw: is not known here"),
        ({"view": "back"}, "x.view: is back; use one of side, front"),
        ({"from": "floating"}, "x.from: no position is called floating"),
        ({"frames": [START]}, "x: has fewer than two frames"),
        ({"frames": "Start"}, "x.frames: is not a list"),
        ({"frames": [START, {"name": "End"}]}, "x.frames[2].says: is missing"),
        ({"frames": [START, END | {"trunk": "far"}]}, "trunk: is far, not a number"),
        ({"frames": [START, END | {"trunk": True}]}, "trunk: is True, not a number"),
        ({"frames": [START, END | {"near_leg": {"kneee": 3}}]}, "near_leg.kneee: is not known here"),
        ({"frames": [START, END | {"near_leg": {"heel": [1]}}]}, "near_leg.heel: has 1 values"),
        ({"frames": [START, END | {"near_leg": {"heel": [1, 0]}}]}, "Start: has no near_leg.heel.x"),
        ({"frames": [START, END | {"from": "Middle"}]}, "no earlier frame is called Middle"),
        ({"frames": [START, END | {"seconds": [1, 2, 3]}]}, "seconds: has 3 values"),
        ({"panels": [1, 9]}, "x.panels: names a frame that is not there"),
        ({"muscles": {"near": ["biceps"]}}, "x.muscles.near: is biceps"),
        ({"props": [{"piano": {}}]}, "x.props: piano is no prop"),
        ({"props": [{"box": {"x": [0, 1], "heigth": 3}}]}, "x.props.box.heigth: is not known here"),
    ],
)
def test_a_faulty_entry_is_refused_in_one_sentence(changes: dict[str, object], said: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_figure("x", figure_of(**changes), POSITIONS, "test.yaml")

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"frames": [START, END | {"legs": {"hip": 40, "knee": 120, "pitch": 0}}], "anchor": "hips"}, "below the floor"),
        ({"frames": [START, END | {"near_leg": {"knee": -40}}]}, "near_knee is -40 degrees"),
        ({"stays": ["near_sole", "head"]}, "head moves"),
        ({"touches": {"near_grip": "floor"}}, "off the floor"),
        ({"frames": [START | {"arms": {"grip": [400, 100]}}, END]}, "near_grip falls"),
    ],
)
def test_the_lint_finds_what_is_wrong(changes: dict[str, object], said: str) -> None:
    figure = read_figure("x", figure_of(**changes), POSITIONS, "test.yaml")

    assert any(said in fault for fault in faults_of(figure)), faults_of(figure)
