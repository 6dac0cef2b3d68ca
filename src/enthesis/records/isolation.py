"""Isolation by clinic: one scope that every query of a clinic's records passes through, in Python and in the database.

Two locks on one door. In Python, the only manager of a clinic's records filters by the clinic of the current scope and
refuses to answer when there is none. On PostgreSQL the same scope sets `enthesis.clinic_id` for the transaction, and
row-level security shows the web role nothing else (no setting: no rows).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self, TypeVar

from django.db import connection, models, transaction

CLINIC_SETTING = "enthesis.clinic_id"
_current_clinic: ContextVar[uuid.UUID | None] = ContextVar("current_clinic", default=None)


class NoClinicScope(RuntimeError):
    """A clinic's records were asked for outside the scope of a clinic: a fault of ours, never of the user."""


class WrongClinic(RuntimeError):
    """A record of one clinic was about to be written in the scope of another: a fault of ours, never of the user."""


def current_clinic_id() -> uuid.UUID:
    """The clinic of the current scope.

    Raises:
        NoClinicScope: there is none.
    """
    clinic_id = _current_clinic.get()
    if clinic_id is None:
        raise NoClinicScope("records of a clinic are read and written inside clinic_scope(...) only")
    return clinic_id


@contextmanager
def clinic_scope(clinic_id: uuid.UUID, writes: bool = True) -> Iterator[None]:
    """Work inside one clinic, in one transaction.

    Args:
        clinic_id: the clinic; scopes may nest only for the same clinic.
        writes: False for reading pages: SQLite then takes no write lock (PostgreSQL needs the transaction either way,
            since the setting that row-level security reads lives and dies with it).
    Raises:
        WrongClinic: a scope of another clinic is open.
    """
    outer = _current_clinic.get()
    if outer is not None and outer != clinic_id:
        raise WrongClinic("a scope of another clinic is open")
    if connection.vendor == "postgresql":
        in_a_transaction_already = connection.in_atomic_block
        with transaction.atomic():
            _tell_database(str(clinic_id))
            yield from _inside(clinic_id)
            if outer is None and in_a_transaction_already:
                # The setting ends with the transaction; where that goes on, it must end with the scope.
                _tell_database("")
    elif writes:
        with transaction.atomic():
            yield from _inside(clinic_id)
    else:
        yield from _inside(clinic_id)


def _tell_database(clinic_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [CLINIC_SETTING, clinic_id])


def _inside(clinic_id: uuid.UUID) -> Iterator[None]:
    token = _current_clinic.set(clinic_id)
    try:
        yield
    finally:
        _current_clinic.reset(token)


Owned = TypeVar("Owned", bound="ClinicOwned")


class ClinicOwnedManager(models.Manager[Owned]):
    """Only the records of the current scope's clinic."""

    def get_queryset(self) -> models.QuerySet[Owned]:
        """The records of the current scope's clinic.

        Raises:
            NoClinicScope: there is no scope.
        """
        return super().get_queryset().filter(clinic_id=current_clinic_id())

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[Owned]:
        """Many at once, each given or held to the clinic of the scope."""
        listed = list(objs)
        for owned in listed:
            owned.take_clinic()
        return super().bulk_create(listed, *args, **kwargs)


class ClinicOwned(models.Model):
    """A record that belongs to one clinic. Its id is random, so that an address tells nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clinic = models.ForeignKey("records.Clinic", on_delete=models.PROTECT, related_name="+", editable=False)

    objects = ClinicOwnedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def take_clinic(self) -> Self:
        """Take the clinic of the scope, or hold to it.

        Raises:
            NoClinicScope: there is no scope.
            WrongClinic: the record belongs to another clinic.
        """
        clinic_id = current_clinic_id()
        if self.clinic_id is None:
            self.clinic_id = clinic_id
        if self.clinic_id != clinic_id:
            raise WrongClinic("this record belongs to another clinic")
        return self

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it in the scope of its clinic."""
        self.take_clinic()
        super().save(*args, **kwargs)
