"""What was observed and decided in an encounter: added, never overwritten.

Every entry has a key inside its encounter. The first entry of a key replaces nothing; a correction names the entry it
replaces; an entry can be replaced once. The database holds both rules, so two people who correct the same entry at the
same time cannot both succeed, and nobody overwrites anybody in silence.
"""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from enthesis.records.isolation import ClinicOwned


class Origin(models.TextChoices):
    """Where an entry came from."""

    EXAMINATION = "examination", "Recorded in the room"
    INTAKE = "intake", "Patient's intake, confirmed"
    IMPORT = "import", "Imported case file"
    UNDO = "undo", "Undone"


class FindingResult(models.TextChoices):
    """The four states of a finding, a value, or a recorded withdrawal. What has no entry was not assessed."""

    POSITIVE = "positive", "Positive"
    NEGATIVE = "negative", "Negative"
    EQUIVOCAL = "equivocal", "Equivocal"
    VALUE = "value", "Value"
    NOT_ASSESSED = "not_assessed", "Not assessed"


class EntrySide(models.TextChoices):
    """The side an entry is about."""

    LEFT = "left", "Left"
    RIGHT = "right", "Right"
    BOTH = "both", "Both"
    AFFECTED = "", "Affected side"


class Entry(ClinicOwned):
    """One thing recorded, by one person, at one time."""

    encounter = models.ForeignKey("records.Encounter", on_delete=models.PROTECT, related_name="%(class)s_set")
    key = models.CharField(max_length=160, help_text="What it is about, unique among the current entries of its kind.")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.EXAMINATION)
    recorded_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    content_fields: tuple[str, ...] = ()

    class Meta(ClinicOwned.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["encounter", "key"], condition=models.Q(replaces__isnull=True), name="%(class)s_first_once"
            )
        ]
        indexes = [models.Index(fields=["clinic", "encounter"], name="%(class)s_by_encounter")]

    @property
    def content(self) -> dict[str, Any]:
        """What was recorded, without who and when."""
        return {name: getattr(self, name) for name in self.content_fields}


class FindingEntry(Entry):
    """A finding of the pack: its state, side, value and note."""

    finding = models.CharField(max_length=80)
    side = models.CharField(max_length=8, choices=EntrySide.choices, blank=True, default="")
    result = models.CharField(max_length=14, choices=FindingResult.choices)
    value = models.CharField(max_length=120, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    pack_version = models.CharField(max_length=40, blank=True, default="")
    content_fields = ("finding", "side", "result", "value", "note")


class MeasureEntry(Entry):
    """A measured quantity: strength, range of motion, a graded reflex or myotome, a pain score."""

    quantity = models.CharField(max_length=80, help_text="With the unit in its name, for instance knee_flexion_strength_n.")
    side = models.CharField(max_length=8, choices=EntrySide.choices, blank=True, default="")
    number = models.FloatField(null=True, blank=True)
    grade = models.CharField(
        max_length=40, blank=True, default="", help_text="For what is graded in words, for instance 2+ or reduced."
    )
    position = models.CharField(max_length=40, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    content_fields = ("quantity", "side", "number", "grade", "position", "note")


class TextEntry(Entry):
    """Words: history, plan, a sentence of the note edited by hand, the reason a part was left out."""

    text = models.TextField(blank=True)
    content_fields = ("text",)


class DrawingEntry(Entry):
    """A body chart as vectors, in the form of `bodymap.drawing`; never flattened to a picture."""

    drawing = models.JSONField()
    content_fields = ("drawing",)


class RedFlagEntry(Entry):
    """What the clinician did about a raised red flag. Its key is the rule's id."""

    action = models.CharField(
        max_length=24,
        choices=[
            ("referred_now", "Referred now"),
            ("referred_soon", "Referral arranged"),
            ("discussed", "Discussed with a physician"),
            ("watch", "Re-check at the next visit"),
            ("explained", "Explained by something else"),
        ],
    )
    reason = models.CharField(max_length=500, blank=True, default="")
    content_fields = ("action", "reason")


class DiagnosisEntry(Entry):
    """The clinician's own diagnosis, beside what the reasoning showed at that moment."""

    sources = models.JSONField(default=list, blank=True, help_text="Ids of the pack's sources the clinician holds responsible.")
    agrees = models.CharField(
        max_length=8, choices=[("accept", "Accepts the first source"), ("differ", "Differs"), ("open", "Leaves it open")]
    )
    reason = models.CharField(max_length=1000, blank=True, default="")
    shown = models.JSONField(
        default=list, blank=True, help_text="[[source, probability, low, high], ...] as it stood on the screen."
    )
    content_fields = ("sources", "agrees", "reason", "shown")


PAIN_0_10 = (MinValueValidator(0.0), MaxValueValidator(10.0))


class InterventionEntry(Entry):
    """Something done to or advised to the patient in a visit, with the response to it at once."""

    intervention = models.CharField(max_length=80, help_text="Id of the intervention in the knowledge pack.")
    site = models.CharField(max_length=200, blank=True, default="", help_text="Where on the body, in the recorder's words.")
    side = models.CharField(max_length=8, choices=EntrySide.choices, blank=True, default="")
    dose = models.CharField(max_length=200, blank=True, default="", help_text="How much: time, grade, repetitions, level.")
    response = models.CharField(max_length=500, blank=True, default="", help_text="What it did, in the recorder's words.")
    pain_before_0_10 = models.FloatField(null=True, blank=True, validators=PAIN_0_10, help_text="Pain before, 0 to 10.")
    pain_after_0_10 = models.FloatField(null=True, blank=True, validators=PAIN_0_10, help_text="Pain after, 0 to 10.")
    content_fields = ("intervention", "site", "side", "dose", "response", "pain_before_0_10", "pain_after_0_10")


class ExerciseDoneEntry(Entry):
    """An exercise done in a visit."""

    exercise = models.CharField(max_length=80, help_text="Id of the exercise in the knowledge pack.")
    side = models.CharField(max_length=8, choices=EntrySide.choices, blank=True, default="")
    dose = models.JSONField(default=dict, blank=True, help_text="What was done, in the form of the plan's dose (JSON).")
    pain_during_0_10 = models.FloatField(null=True, blank=True, validators=PAIN_0_10, help_text="Pain during, 0 to 10.")
    note = models.CharField(max_length=500, blank=True, default="")
    content_fields = ("exercise", "side", "dose", "pain_during_0_10", "note")


ENTRY_MODELS: dict[str, type[Entry]] = {
    "finding": FindingEntry,
    "measure": MeasureEntry,
    "text": TextEntry,
    "drawing": DrawingEntry,
    "red_flag": RedFlagEntry,
    "diagnosis": DiagnosisEntry,
    "intervention": InterventionEntry,
    "exercise_done": ExerciseDoneEntry,
}


def current_entries(model: type[Entry], encounter_id: Any) -> dict[str, Any]:
    """The entries of an encounter that nothing has replaced, by key, in the order they were made."""
    found = model.objects.filter(encounter_id=encounter_id, replaced_by__isnull=True).order_by("recorded_at", "id")
    return {entry.key: entry for entry in found}
