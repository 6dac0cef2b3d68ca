"""Are the figures those of the exercises, and has every exercise of a shipped programme one?"""

from __future__ import annotations

import re
from pathlib import Path

import enthesis
from enthesis.care.figures.pose_files import load_figures
from enthesis.knowledge.rehabilitation_loading import has_treatment, load_rehabilitation

PACKS = Path(enthesis.__file__).parent / "packs"
KNOWN = [load_rehabilitation(folder) for folder in sorted(PACKS.iterdir()) if has_treatment(folder)]
EXERCISES = {exercise.id for known in KNOWN for exercise in known.exercises}
DOCS = Path(__file__).parents[2] / "docs" / "figures.md"


def test_every_figure_is_of_an_exercise_and_every_exercise_of_a_programme_has_one() -> None:
    used = {
        exercise
        for known in KNOWN
        for programme in known.programmes
        for ids in programme.exercises_by_phase.values()
        for exercise in ids
    }

    assert set(load_figures()) <= EXERCISES
    assert used <= set(load_figures())


def test_the_documentation_counts_right() -> None:
    drawn, known = re.findall(r"(\d+) of the (\d+) exercises", DOCS.read_text())[0]

    assert (int(drawn), int(known)) == (len(load_figures()), len(EXERCISES))
