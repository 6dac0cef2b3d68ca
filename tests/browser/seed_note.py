"""A whole evaluation in a seeded episode, through the actions: for the tests of notes and letters.

Run with ENTHESIS_HOME set after `seed.py`: `python tests/browser/seed_note.py <episode id> [sign]`; prints the encounter's id.
"""

# ruff: noqa: E402 (the settings must be there before Django is imported)
from __future__ import annotations

import os
import sys
import uuid

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")

import django

django.setup()

from browser.seed import actor_of
from encounter_table import entries_of

from enthesis.actions.record_entries import Change, record_entries
from enthesis.actions.sign_encounter import sign_encounter
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.people import Clinic, Person

TABLE = """
text onset insidious
text duration_weeks 26
text goals half marathon in April
finding distance_runner positive
finding training_load_increase positive note="25 to 40 km a week"
finding pop_at_onset negative
finding ischial_pain positive
finding low_back_pain equivocal
finding pain_below_knee negative
finding night_pain negative
finding saddle_numbness negative
finding bladder_or_bowel_change negative
finding fever negative
finding cancer_history positive
finding sitting_pain positive note="over 20 minutes"
finding fast_or_uphill_running_pain positive
finding squat_lunge_pain positive
finding walking_pain negative
finding standing_pain negative
finding lying_pain negative
finding eased_by_standing positive
finding failed_physiotherapy positive
finding antalgic_gait negative
finding muscle_wasting negative
finding lumbar_flexion_pain negative
finding hop_test negative
finding slump_test equivocal note="not changed by the neck"
finding straight_leg_raise equivocal note="thigh pull"
finding ankle_reflex negative
finding knee_reflex negative
finding heel_raise_weakness negative
finding ankle_dorsiflexion_weakness negative
finding quadriceps_weakness negative
finding bent_knee_stretch positive
finding puranen_orava positive
finding thigh_thrust negative
finding faber negative
finding ischial_tenderness positive
finding piriformis_tenderness negative
finding resisted_knee_flexion_pain positive note="knee 90 degrees"
measure knee_flexion_strength_90_n 180 side=right
measure knee_flexion_strength_90_n 221 side=left
measure hip_internal_rotation_deg 32 side=right
measure hip_internal_rotation_deg 34 side=left
measure straight_leg_raise_deg 70 side=right
measure straight_leg_raise_deg 80 side=left
measure reflex_achilles 2+ side=right
measure reflex_achilles 2+ side=left
measure pain_now_nrs_0_10 3
measure pain_worst_week_nrs_0_10 6
text left_out:Dermatomes no symptom below the knee; planned for visit 2
text plan Phase 1, isometric: single-leg bridge hold, 4 × 30 s each side, daily
red_flag cancer_history discussed reason="skin cancer 2011, general practitioner phoned"
diagnosis accept sources=proximal_hamstring_tendinopathy reason="Treat as tendinopathy; watch the nerve."
"""
DRAWING = {
    "version": 1,
    "build": "female",
    "areas": [
        {
            "sensation": "ache",
            "intensity_nrs_0_10": 6,
            "depth": "deep",
            "strokes": [{"view": "back", "radius": 130, "filled": False, "points": [2820, 5000, 2850, 5250, 2820, 5650]}],
            "regions": [],
        }
    ],
}


def fill(episode_id: str, sign: bool) -> str:
    """Record everything of the table in a new encounter, and sign it if asked."""
    actor = actor_of(Person.objects.get(email="thea.berg@example.org"), Clinic.objects.get(name="Harbour Physiotherapy"))
    encounter_id = start_encounter(actor, uuid.UUID(episode_id)).pk
    changes = [Change(e.kind, e.key, {k: v for k, v in e.content.items() if k != "shown"}) for e in entries_of(TABLE)]
    changes.append(Change("drawing", "pain", {"drawing": DRAWING}))
    done = record_entries(actor, encounter_id, changes, lambda encounter: None)
    assert not done.clashes and not done.not_recorded, done
    if sign:
        sign_encounter(actor, encounter_id)
    return str(encounter_id)


if __name__ == "__main__":
    print(fill(sys.argv[1], "sign" in sys.argv))
