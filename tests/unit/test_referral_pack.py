"""The referral atlas as data: it reads clean, and whatever is wrong with a copy of it is told at once."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from pathlib import Path

import pytest

from enthesis.bodymap.atlas import known_regions, load_atlas
from enthesis.bodymap.region import load_regions, points_in
from enthesis.knowledge.loading import BUILT_IN_PACKS, list_packs, read_pack
from enthesis.knowledge.referral import READINGS
from enthesis.knowledge.referral_lint import find_step_faults
from enthesis.knowledge.referral_loading import FOLDER, load_referral, read_referral
from enthesis.terms.fault import FaultyPack

EVIDENCE_ROWS = 113
"""Rows of the evidence table of zones."""
EVIDENCE_REGIONS = 86
"""Names of the evidence table's own map of the body."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the atlas to spoil."""
    return Path(shutil.copytree(BUILT_IN_PACKS / FOLDER, tmp_path / FOLDER))


def rewrite(path: Path, change: dict[tuple[str, str], str], key: str) -> None:
    """Put cells into a table: by the key of the row and the column."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for (name, column), value in change.items():
            if row[key] == name:
                row[column] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_the_atlas_reads_clean_and_is_a_draft() -> None:
    found, faults = read_referral(known_regions(), BUILT_IN_PACKS / FOLDER)

    assert faults == [] and found is not None
    assert (found.tier, found.licence) == ("draft", "CC-BY-4.0")


def test_no_row_of_the_evidence_is_dropped_silently() -> None:
    atlas = load_atlas()
    rows = [row for zone in atlas.zones for row in zone.rows] + [out.row for out in atlas.left_out]

    assert len(rows) == len(set(rows)) == EVIDENCE_ROWS


def test_every_region_of_the_evidence_lies_on_the_chart() -> None:
    held = {load_regions()[p].evidence_region for r in load_regions() for p in points_in(r)}

    assert held == {f"BR{n:02}" for n in range(1, EVIDENCE_REGIONS + 1)}


def test_every_citation_was_read_and_can_be_found() -> None:
    atlas = load_atlas()

    assert {reference.read for reference in atlas.references} <= set(READINGS)
    assert all(zone.references for zone in atlas.zones)
    assert Counter(zone.kind for zone in atlas.zones).keys() == {kind.id for kind in atlas.kinds}


def test_every_kind_says_what_is_contested_and_no_map_moves_the_odds() -> None:
    atlas = load_atlas()

    assert all(kind.contested and all(point.references for point in kind.contested) for kind in atlas.kinds)
    assert atlas.likelihood_ratio == 1.0


@pytest.mark.parametrize("pack", list_packs())
def test_next_steps_name_findings_of_the_pack(pack: str) -> None:
    found, _faults = read_pack(BUILT_IN_PACKS / pack)
    assert found is not None

    assert find_step_faults(load_atlas(), pack, found.finding_by_id) == []


def test_next_steps_name_packs_that_exist() -> None:
    assert {step.pack for step in load_atlas().next_steps} <= set(list_packs())


def test_all_faults_are_told_at_once(copy: Path) -> None:
    rewrite(
        copy / "zones.csv",
        {
            ("semimembranosus", "essential"): "left_knee_cap",
            ("semitendinosus", "references"): "",
            ("piriformis", "references"): "nobody_1999",
            ("soleus", "side"): "wherever",
            ("gluteus_maximus_3", "side"): "same_side",
            ("s1", "spillover"): "heel",
            ("c5", "kind"): "meridian",
            ("c6", "says"): "",
            ("l5", "essential"): "",
        },
        "id",
    )
    rewrite(copy / "references.csv", {("lesher_2008", "read"): "memory", ("kwon_2017", "url"): ""}, "key")
    rewrite(copy / "left_out.csv", {("Teres major", "because"): "", ("Iliopsoas", "row"): "Piriformis"}, "row")
    with (copy / "next_steps.csv").open("a", encoding="utf-8") as file:
        file.write("nowhere,posterior_hip,fadir\n")

    with pytest.raises(FaultyPack) as refused:
        load_referral(known_regions(), copy)

    told = "\n".join(str(fault) for fault in refused.value.faults)
    for said in (
        "there is no body region 'left_knee_cap'",
        "the zone has no citation",
        "there is no reference 'nobody_1999'",
        "side 'wherever' is not known",
        "a zone of one side has midline regions alone",
        "region 'heel' lies in the zone twice",
        "kind 'meridian' is not known",
        "the cell 'says' is empty",
        "the zone has no essential region",
        "reference 'lesher_2008' is from memory",
        "reference 'kwon_2017' cannot be found by a reader",
        "'Teres major' is left out without a reason",
        "evidence row 'Piriformis' is there twice",
        "there is no zone 'nowhere'",
    ):
        assert said in told, said
    assert all("referral/" in fault.where for fault in refused.value.faults)


def test_a_map_that_would_move_the_odds_is_refused(copy: Path) -> None:
    text = (copy / "referral.yaml").read_text(encoding="utf-8")
    (copy / "referral.yaml").write_text(text.replace("likelihood_ratio: 1.0", "likelihood_ratio: 2.5"), encoding="utf-8")

    _found, faults = read_referral(known_regions(), copy)

    assert [fault.what for fault in faults] == ["a map alone may not move the odds"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("zones.csv", "id,name\n", "the columns differ"),
        ("references.csv", None, "this table cannot be read"),
        ("comparisons.csv", "zone,says,references\ns1,a,b,c\n", "more cells than the table has columns"),
        ("referral.yaml", "id: [", "not valid YAML"),
        ("referral.yaml", "id: referral\nname: x\n", "'version' is missing"),
    ],
)
def test_files_that_cannot_be_read_are_named(copy: Path, name: str, text: str | None, said: str) -> None:
    (copy / name).unlink()
    if text is not None:
        (copy / name).write_text(text, encoding="utf-8")

    _found, faults = read_referral(known_regions(), copy)

    assert any(said in fault.what and name in fault.where for fault in faults)
