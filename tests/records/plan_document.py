"""A small plan for the record tests, in the form of `care.plan_document`."""

from __future__ import annotations

from typing import Any

DOSE: dict[str, Any] = {
    **{"sets": 3, "repetitions": 10, "hold_s": None, "load_kg": 10.0, "load_words": "", "tempo_s": [3, 0, 3], "rest_s": 90},
    **{"effort_rpe_0_10": 6, "sessions_per_week": 3, "hip_flexion_deg": 30},
}
EXERCISE = "ham_bridge_sl"


def make_document(**changes: Any) -> dict[str, Any]:
    """A plan of one exercise, with keys changed."""
    exercise = {
        "id": EXERCISE,
        "name": "Bridge hold",
        "side": "right",
        "dose": DOSE,
        "why": "",
        "citation": "",
        "basis": "judgement",
    }
    return {
        **{"version": 1, "purpose": "rehabilitation", "programme": "", "phase": "isometric", "overlay": "", "sources": []},
        **{
            "goals": [{"words": "run 5 km", "measure": "psfs", "baseline": 3, "target": 8}],
            "pain_ceiling_0_10": 3,
            "marker": EXERCISE,
        },
        **{"run_level": "", "run_goal": "", "exercises": [exercise], "interventions": [], "conflicts": [], "refer": []},
        **{"review_in_days": 14, **changes},
    }
