"""Scores measures, follows them over time, says when they are due and whether the goals of an episode are met. Pure: no clock."""
