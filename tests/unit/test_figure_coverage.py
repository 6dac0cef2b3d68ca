"""Are the figures those of the exercises, and has every exercise of a shipped programme one?"""

from __future__ import annotations

import re
from pathlib import Path

import enthesis
from enthesis.care.figures.pose_files import load_figures
from enthesis.knowledge.rehabilitation_loading import load_rehabilitation

PACK = Path(enthesis.__file__).parent / "packs" / "posterior_hip"
DOCS = Path(__file__).parents[2] / "docs" / "figures.md"


def test_every_figure_is_of_an_exercise_and_every_exercise_of_a_programme_has_one() -> None:
    known = load_rehabilitation(PACK)
    used = {exercise for programme in known.programmes for ids in programme.exercises_by_phase.values() for exercise in ids}

    assert set(load_figures()) <= set(known.exercise_by_id)
    assert used <= set(load_figures())


def test_the_documentation_counts_right() -> None:
    drawn, known = re.findall(r"(\d+) of the (\d+) exercises", DOCS.read_text())[0]

    assert (int(drawn), int(known)) == (len(load_figures()), len(load_rehabilitation(PACK).exercises))
