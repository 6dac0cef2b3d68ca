"""Words for the patient: what a score asks, in the words of a twelve-year-old. All of it is judgement. What a source is, and when to get
help, a region's pack says (`care/plain_words.yaml`, `care/warning_signs.yaml`)."""

from __future__ import annotations

MEASURES = {
    "nprs_now": "pain now",
    "nprs_best": "least pain in a day",
    "nprs_worst": "worst pain in a day",
    "nprs_sitting": "pain when you sit",
    "nprs_running": "pain when you run",
    "psfs": "how well you can do the things you named",
    "sane": "how close to normal you feel",
    "sitting_tolerance": "how long you can sit",
    "running_distance": "how far you can run",
    "single_leg_bridge": "how many bridges you can do on one leg",
    "lefs": "what your legs let you do",
    "visa_h": "what your sore tendon lets you do",
}
"""By measure id."""
