"""Patients, the keys they are found by, and every earlier value of what was corrected."""

from __future__ import annotations

import unicodedata

from django.db import models

from enthesis.records.encryption import Encrypted
from enthesis.records.isolation import ClinicOwned


class Sex(models.TextChoices):
    """Sex as it bears on how likely a source is."""

    FEMALE = "female", "Female"
    MALE = "male", "Male"
    OTHER = "other", "Other"
    UNKNOWN = "", "Not recorded"


class Patient(ClinicOwned):
    """A person in care. Contact details are encrypted."""

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=8, choices=Sex.choices, blank=True, default="")
    record_number = models.CharField(max_length=40, blank=True, default="")
    sport = models.CharField(max_length=80, blank=True, default="")
    email_encrypted = models.BinaryField(null=True, editable=False)
    telephone_encrypted = models.BinaryField(null=True, editable=False)
    address_encrypted = models.BinaryField(null=True, editable=False)
    email = Encrypted()
    telephone = Encrypted()
    address = Encrypted()
    may_email = models.BooleanField(
        null=True,
        default=None,
        help_text="Whether e-mails about appointments and follow-ups are agreed to; empty: not asked, so none.",
    )
    may_email_said_at = models.DateTimeField(null=True, blank=True, help_text="When the patient said so; empty: not asked.")
    no_follow_up_at = models.DateTimeField(
        null=True, blank=True, help_text="When the patient asked not to be asked again; empty: may be asked."
    )
    preferred_language = models.CharField(max_length=12, blank=True, default="en")
    simulated = models.BooleanField(default=False, help_text="Not a real patient; every screen says so.")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "family_name", "given_name"], name="patient_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["clinic", "record_number"], condition=~models.Q(record_number=""), name="one_patient_per_record_number"
            )
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


class PatientSearchKey(ClinicOwned):
    """A word a patient is found by as somebody types: names in both orders, record number, date of birth.

    Looked up by a range over plain bytes, which both databases answer from the index, on PostgreSQL under row-level
    security too (LIKE is not leakproof there, so the planner may not use it before the policy).
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="search_keys")
    key = models.CharField(max_length=180)

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "key"], name="patient_by_key")]


class PatientCorrection(ClinicOwned):
    """The value a patient's detail had before it was corrected. Encrypted details are noted as changed, without the value."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    earlier_value = models.TextField(blank=True)
    corrected_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField()


def fold(text: str) -> str:
    """Lower case, without accents, with single spaces: how names are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())


def search_keys_of(patient: Patient) -> list[str]:
    """Every key the patient can be found by."""
    given, family = fold(patient.given_name), fold(patient.family_name)
    keys = {f"{given} {family}", f"{family} {given}", f"{family}, {given}"}
    for name in (given, family):
        words = name.replace("-", " ").split()
        keys |= set(words[1:])
    if patient.record_number:
        keys.add(fold(patient.record_number))
    if patient.birth_date:
        keys.add(patient.birth_date.isoformat())
    return sorted(key[:180] for key in keys if key.strip())
