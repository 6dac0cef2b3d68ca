"""Clinics, the people who work in them, and how they are let in. These tables stand outside row-level security: who may
sign in must be known before the clinic is; no patient is in them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models


class Role(models.TextChoices):
    """What a person is in a clinic. What each may do is in `access.permissions`."""

    THERAPIST = "therapist", "Therapist"
    ASSISTANT = "assistant", "Assistant"
    STUDENT = "student", "Student (co-signed)"
    FRONT_DESK = "front_desk", "Front desk"
    CLINIC_LEAD = "clinic_lead", "Clinic lead"
    RESEARCHER = "researcher", "Researcher (de-identified)"


class Clinic(models.Model):
    """A clinic: the wall that no record passes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60, default="UTC")
    country = models.CharField(max_length=2, blank=True, default="")
    paper = models.CharField(max_length=6, choices=[("a4", "A4"), ("letter", "US Letter")], default="a4")
    units = models.CharField(max_length=8, choices=[("metric", "kg, cm, km"), ("imperial", "lb, in, miles")], default="metric")
    setting = models.CharField(
        max_length=40, default="sports_clinic", help_text="Setting of the pack whose priors the clinic uses."
    )
    jurisdiction = models.CharField(
        max_length=40,
        blank=True,
        default="",
        help_text="Where patients are treated, by whose law: id of a jurisdiction, for instance us-nc; empty: not recorded.",
    )
    address = models.CharField(max_length=300, blank=True, default="")
    telephone = models.CharField(max_length=40, blank=True, default="")
    lock_after_minutes = models.PositiveSmallIntegerField(default=15)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """People are found by their e-mail address, written in any case."""

    def create_user(self, email: str, full_name: str = "", password: str | None = None, **extra: Any) -> Person:
        """A new person; without a password they can sign in only by a link or a passkey."""
        person = self.model(email=self.normalize_email(email).lower(), full_name=full_name, **extra)
        if password:
            person.set_password(password)
        else:
            person.set_unusable_password()
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        """By e-mail address."""
        return self.get(email__iexact=username)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who works with the records. What they may do comes from their membership of a clinic, never from here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    full_name = models.CharField(max_length=120)
    credentials = models.CharField(
        max_length=80, blank=True, default="", help_text="Printed after the name, for instance PT, DPT."
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def signature(self) -> str:
        """Name and credentials as they stand under a note."""
        return f"{self.full_name}, {self.credentials}" if self.credentials else self.full_name


class Membership(models.Model):
    """A person's role in a clinic. Ended, never deleted: what they signed stays theirs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    person_id: uuid.UUID
    clinic_id: uuid.UUID
    role = models.CharField(max_length=20, choices=Role.choices)
    started_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    calendar_token_hash = models.CharField(max_length=64, blank=True, default="", db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "clinic"], condition=models.Q(ended_at__isnull=True), name="one_role_per_clinic"
            )
        ]


class Invitation(models.Model):
    """A one-use link that lets a person set how they sign in. Only the hash of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, null=True, related_name="+", help_text="None: the first start.")
    email = models.EmailField(blank=True, default="")
    full_name = models.CharField(max_length=120, blank=True, default="")
    role = models.CharField(max_length=20, choices=Role.choices)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
