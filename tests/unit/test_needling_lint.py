"""What the files of needling must fulfil: each rule with one fault, in words; and several faults told at once."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from enthesis.knowledge.loading import BUILT_IN_PACKS, list_packs
from enthesis.knowledge.needling_loading import FOLDER, built_in_needling, load_needling, read_needling
from enthesis.terms.fault import FaultyPack

ROOT = Path(__file__).parents[2]
Spoil = Callable[[str, str, str], list[str]]
LAW, SCREEN, SITES, CONSENT, EVENTS = (
    "jurisdictions.yaml",
    "screen.yaml",
    "sites.yaml",
    "consent.yaml",
    "adverse_events.yaml",
)


@pytest.fixture
def spoiled(tmp_path: Path) -> Spoil:
    """Change one place of one file and read the folder; gives its faults."""

    def spoil(name: str, old: str, new: str) -> list[str]:
        folder = tmp_path / FOLDER
        if not folder.exists():
            shutil.copytree(BUILT_IN_PACKS / FOLDER, folder)
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))
        return [str(fault) for fault in read_needling(folder)[1]]

    return spoil


def test_what_ships_has_no_fault_and_is_no_regional_pack() -> None:
    known = built_in_needling()

    assert FOLDER not in list_packs()
    assert {"us-nc", "us-nj", "us-fl", "us-ut", "ca-ab", "au", "za"} <= set(known.jurisdiction_by_id)
    assert {"deltoid", "scalenes", "gluteus_minimus"}.isdisjoint(known.site_by_id)


FAULTS = [
    (LAW, "id: us-nj.copy", "id: us-nj.consent", "the rule 'us-nj.consent' stands twice"),
    (LAW, "kind: minor_parent_consent", "kind: minor_parents_consent", "the kind is 'minor_parents_consent'"),
    (LAW, "  - id: default.age_known\n    kind: age_known", "  - id: default.age_known\n    kind: site_chosen", "no default holds for 'age_known'"),
    (LAW, "kind: screen_answered\n    weight: stop", "kind: screen_answered\n    weight: reason", "default.screen_answered could be lifted"),
    (LAW, "id: us-nc.minor\n        kind: minor_parent_consent\n        weight: stop", "id: us-nc.minor\n        kind: minor_parent_consent\n        weight: reason", "lighter than the default"),
    (LAW, "names: [perineural]\n        sentence: \"Needling beside", "names: [superficial]\n        sentence: \"Needling beside", "lets a technique through"),
    (LAW, "names: [therapist, clinic_lead]\n        sentence: \"New Jersey", "names: [therapist, student]\n        sentence: \"New Jersey", "lets a role through"),
    (LAW, "support: nc_90_21_10b", "support: judgement", "us-nc.minor cites nothing"),
    (LAW, "        in_force: \"1 December 2023\"\n        read_on: 2026-11-23\n        support: nc_90", "        support: nc_90", "us-nc.minor does not say since when"),
    (LAW, "needs: 40\n        sentence", "sentence", "needs None"),
    (LAW, "to_begin: 30", "to_begin: 60", "lets begin at 60"),
    (LAW, "standing: not_permitted\n    weight: stop", "standing: not_permitted\n    weight: reason", "its standing weighs 'reason'"),
    (LAW, "ended on {day}", "ended on {date}", "nothing fills in {date}"),
    (LAW, "years: 18", "years: 12", "the age of majority is 12"),
    (LAW, "support: nc_board_2024", "support: nc_board_2025", "which does not exist"),
    (SCREEN, "kind: absolute\n    weight: stop", "kind: absolute\n    weight: note", "is absolute and weighs 'note'"),
    (SCREEN, "for_region: trunk", "for_region: trunks", "the region is 'trunks'"),
    (SCREEN, "for whatever reason?", "for whatever reason", "asks nothing"),
    (SITES, "hazard_kinds: [pleura]\n", "hazard_kinds: [nerve]\n", "names pleura and not the hazard 'pleura'"),
    (SITES, "    weight_because: Suboccipital muscles", "    weight_becauses: Suboccipital muscles", "'weight_becauses' is not a known key"),
    (SITES, "support: kearns_2022", "support: judgement", "upper_trapezius cites nothing"),
    (SITES, "Not given in what was read", "30 mm (textbook convention)", "something recalled"),
    (CONSENT, "version: \"2026-11\"", "version: \"\"", "has no version"),
    (CONSENT, "It is not acupuncture", "It is safe to needle", "it recommends needling"),
    (EVENTS, "share: 0, upper: 0.0004", "share: 0", "has no upper bound"),
    (EVENTS, "study: Boyce 2020, definition: \"20 major", "study: Brady 2014, definition: \"20 major", "fewer than two studies"),
    (EVENTS, "share: 0.1918", "share: 19.18", "is no share"),
    (EVENTS, "id: numbness_or_weakness", "id: numbness", "the event 'numbness_or_weakness' is missing"),
    (EVENTS, "only_over: [pleura]", "only_over: [plura]", "the hazard is 'plura'"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "said"), FAULTS, ids=[said for *_, said in FAULTS])
def test_each_rule_says_what_is_wrong_and_where(spoiled: Spoil, name: str, old: str, new: str, said: str) -> None:
    found = [fault for fault in spoiled(name, old, new) if said in fault]

    assert found
    assert all(fault.startswith(f"{FOLDER}/") for fault in found)


def test_faults_of_several_files_are_told_at_once(spoiled: Spoil, tmp_path: Path) -> None:
    spoiled(LAW, "kind: age_known", "kind: age_none")
    spoiled(SITES, "region: neck", "region: nape")
    found = spoiled(EVENTS, "share: 0.1918", "share: 19.18")

    for said in ("the kind is 'age_none'", "the region is 'nape'", "is no share"):
        assert any(said in fault for fault in found)
    with pytest.raises(FaultyPack):
        load_needling(tmp_path / FOLDER)


def test_a_file_that_is_not_there_is_a_fault(spoiled: Spoil, tmp_path: Path) -> None:
    spoiled(LAW, "years: 18", "years: 18")
    (tmp_path / FOLDER / CONSENT).unlink()

    assert any(CONSENT in str(fault) for fault in read_needling(tmp_path / FOLDER)[1])


def test_a_changed_consent_text_has_a_new_version() -> None:
    """Where this fails, the text was changed: give it a new version, so that nobody's signature stands for words they never saw."""
    consent = built_in_needling().consent
    words = "\n".join(
        [consent.withdrawal, consent.for_minor, *(f"{one.heading}\n" + "\n".join(one.paragraphs) for one in consent.sections)]
    )
    digest = hashlib.sha256(words.encode()).hexdigest()[:12]

    assert {"2026-11": "43914c522709"}[consent.version] == digest


def test_the_page_is_what_the_rules_say() -> None:
    script = [sys.executable, str(ROOT / "scripts" / "write_needling_page.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
