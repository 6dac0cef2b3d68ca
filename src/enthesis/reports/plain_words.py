"""Words for the patient: what a source is, what a score asks, in the words of a twelve-year-old. All of it is judgement."""

from __future__ import annotations

SOURCES = {
    "proximal_hamstring_tendinopathy": "a sore tendon where the muscle at the back of your thigh joins the sit bone",
    "proximal_hamstring_partial_tear": "a small tear in the tendon where the muscle at the back of your thigh joins the sit bone",
    "hamstring_muscle_strain": "a pulled muscle at the back of your thigh",
    "ischial_bursitis": "a sore cushion over the sit bone",
    "deep_gluteal_syndrome": "a nerve that gets squeezed deep in the buttock",
    "hamstring_syndrome": "a nerve that gets squeezed near the sit bone",
    "gluteal_tendinopathy": "a sore tendon at the side of your hip",
    "hamstring_myofascial_pain": "sore spots in the muscle at the back of your thigh",
    "gluteal_myofascial_pain": "sore spots in the buttock muscle",
    "piriformis_myofascial_pain": "sore spots in a small muscle deep in the buttock",
    "lumbar_radiculopathy_l5": "a nerve that is upset where it leaves your lower back",
    "lumbar_radiculopathy_s1": "a nerve that is upset where it leaves your lower back",
    "discogenic_pain": "a sore disc in your lower back",
    "facet_joint_pain": "sore small joints in your lower back",
    "nonspecific_low_back_pain": "a sore lower back",
    "sacroiliac_joint_pain": "a sore joint at the back of your pelvis",
    "hip_osteoarthritis": "a worn hip joint",
}
"""By source id. A source that is not here keeps its own name."""
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
HELP = (
    "You felt a pop, and now you see a bruise or your leg gives way.",
    "You feel numb between your legs.",
    "You cannot control your bladder or your bowels.",
    "A leg gets weak, or a weak leg gets weaker.",
    "Pain wakes you at night, and no way of lying helps.",
)
"""When to get help at once: the warning signs the app asks about."""
