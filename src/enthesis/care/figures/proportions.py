"""The drawn adult's proportions, where its skin lies over the bones, and how far its joints go.

Segment lengths are the fractions of stature of Drillis R, Contini R. Body segment parameters (Technical Report 1166.03, New York
University, 1966) as printed in Winter DA, Biomechanics and Motor Control of Human Movement, 4th ed., 2009, figure 4.1; read in two
secondary tables that agree, not in the report. Widths, outlines and joint limits are drawn by eye: judgement, for drawing alone.
"""

from __future__ import annotations

STATURE_CM = 175.0

ANKLE_HEIGHT_CM = 0.039 * STATURE_CM
SHANK_CM = 0.246 * STATURE_CM
THIGH_CM = 0.245 * STATURE_CM
TRUNK_CM = 0.288 * STATURE_CM
"""Hip joint to shoulder joint."""
UPPER_ARM_CM = 0.186 * STATURE_CM
FOREARM_CM = 0.146 * STATURE_CM
HAND_CM = 0.108 * STATURE_CM
FOOT_CM = 0.152 * STATURE_CM
SHOULDER_WIDTH_CM = 0.259 * STATURE_CM
HIP_WIDTH_CM = 0.191 * STATURE_CM

NECK_BASE_CM = 52.5
"""Hip joint to the base of the neck, along the spine."""
NECK_CM = 12.1
HEAD_CENTRE_CM = 6.6
"""Top of the neck to the middle of the head."""
HEAD_FORWARD_CM = 2.6
LUMBAR_FROM_CM, LUMBAR_TO_CM = 8.0, 28.0
THORACIC_FROM_CM, THORACIC_TO_CM = 26.0, 50.0
"""Stretches of the spine over which each bend is spread."""
GRIP_CM = 7.0
"""Wrist to the middle of a closed hand."""

HIP_JOINT_HALF_CM = 8.5
SHOULDER_JOINT_HALF_CM = 18.0
"""Middle of the body to each joint, seen from the front."""

FOOT_POINTS_CM = {
    "ankle": (0.0, 0.0),
    "sole": (0.0, -ANKLE_HEIGHT_CM),
    "heel": (-5.0, -ANKLE_HEIGHT_CM),
    "heel_back": (-7.4, -3.6),
    "ball": (11.5, -ANKLE_HEIGHT_CM),
    "toe": (19.2, -5.6),
    "instep": (10.5, -0.9),
}
"""Named points of the shoe: forwards and up from the ankle, foot level, toes straight."""
TOE_JOINT_CM = (11.0, -5.0)
"""Where the shoe bends."""
TOE_POINTS = ("toe",)

JOINT_LIMITS_DEG = {
    "hip": (-35.0, 140.0),
    "knee": (-3.0, 160.0),
    "ankle": (-60.0, 40.0),
    "shoulder": (-92.0, 215.0),
    "elbow": (-5.0, 155.0),
    "wrist": (-90.0, 90.0),
    "lumbar": (-50.0, 60.0),
    "thoracic": (-30.0, 45.0),
    "neck": (-80.0, 65.0),
}
"""Flexion and dorsiflexion positive."""

FRONT_LIMITS_DEG = {
    "hip": (-35.0, 65.0),
    "knee": (-3.0, 160.0),
    "shoulder": (-50.0, 185.0),
    "elbow": (-5.0, 160.0),
    "side_bend": (-40.0, 40.0),
    "neck": (-50.0, 50.0),
}
"""Seen from the front: abduction and bend to the near side positive; knee and elbow are the angle between their two segments."""
