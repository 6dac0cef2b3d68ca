"""The clinic's own programmes: which exercises stand in which phase, at which dose. Kept as versions; retired, never deleted."""

from __future__ import annotations

import uuid

from django.db import models

from enthesis.records.isolation import ClinicOwned

OWN = "own_"
"""What a plan calls a version of the clinic's own programme: this, and the version's id."""


def name_in_plan(version_id: uuid.UUID) -> str:
    """How a plan names a version, as a published programme's id names that."""
    return OWN + version_id.hex


def is_own(programme: str) -> bool:
    """Whether a plan's programme is the clinic's own."""
    return programme.startswith(OWN)


def read_version_id(programme: str) -> uuid.UUID | None:
    """The version a plan names; None where the programme is a published one, or none."""
    if not programme.startswith(OWN):
        return None
    try:
        return uuid.UUID(hex=programme.removeprefix(OWN))
    except ValueError:
        return None


class ClinicProgramme(ClinicOwned):
    """One programme of the clinic. What it says is in its newest version; a plan names the version it was made from."""

    made_at = models.DateTimeField(help_text="When its first version was made.")
    made_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+", help_text="Who made it (person).")
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text="Since when it is offered no longer; empty: it is. Plans made from it stay as they are."
    )
    retired_by = models.ForeignKey(
        "records.Person", on_delete=models.PROTECT, null=True, related_name="+", help_text="Who retired it (person)."
    )


class ProgrammeVersion(ClinicOwned):
    """What a programme says from this moment on."""

    programme = models.ForeignKey(
        ClinicProgramme, on_delete=models.PROTECT, related_name="versions", help_text="The programme (clinic_programme)."
    )
    programme_id: uuid.UUID
    number = models.PositiveIntegerField(help_text="1 for the first version of the programme.")
    content = models.JSONField(help_text="The programme: name, purpose, sources, exercises with doses by phase (JSON).")
    made_at = models.DateTimeField(help_text="From when it holds.")
    made_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+", help_text="Who wrote it (person).")

    class Meta(ClinicOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="programmeversion_once")]
