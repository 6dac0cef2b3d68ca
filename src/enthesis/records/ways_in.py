"""How somebody without an account comes in: a link that works once, and the cookie it is exchanged for.

Both stand outside row-level security, since the clinic is not known before they are looked up; they hold no detail of a patient and
only the hash of their secret.
"""

from __future__ import annotations

import uuid

from django.db import models


class OneUseLink(models.Model):
    """A one-use, short-lived link. What it opens is named by the model that is made of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    clinic = models.ForeignKey("records.Clinic", on_delete=models.CASCADE, related_name="+")
    clinic_id: uuid.UUID
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class WayInCookie(models.Model):
    """The cookie a link was exchanged for. It opens one thing and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cookie_hash = models.CharField(max_length=64, unique=True)
    clinic = models.ForeignKey("records.Clinic", on_delete=models.CASCADE, related_name="+")
    clinic_id: uuid.UUID
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
