"""Who comes to whom, when. No billing."""

from __future__ import annotations

from django.db import models

from enthesis.records.isolation import ClinicOwned


class AppointmentStatus(models.TextChoices):
    """Where an appointment stands."""

    BOOKED = "booked", "Booked"
    ARRIVED = "arrived", "Arrived"
    IN_ROOM = "in_room", "In the room"
    DONE = "done", "Done"
    CANCELLED = "cancelled", "Cancelled"
    NO_SHOW = "no_show", "Did not come"


class Appointment(ClinicOwned):
    """One appointment."""

    patient = models.ForeignKey("records.Patient", on_delete=models.PROTECT, related_name="appointments")
    episode = models.ForeignKey("records.Episode", on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    encounter = models.ForeignKey(
        "records.Encounter", on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    therapist = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)
    status = models.CharField(max_length=10, choices=AppointmentStatus.choices, default=AppointmentStatus.BOOKED)
    reason = models.CharField(max_length=200, blank=True, default="")
    revision = models.PositiveIntegerField(default=0, help_text="Counts changes; the sequence number of the calendar entry.")
    booked_by = models.ForeignKey("records.Person", on_delete=models.PROTECT, related_name="+")
    booked_at = models.DateTimeField()

    class Meta(ClinicOwned.Meta):
        indexes = [models.Index(fields=["clinic", "starts_at"], name="appointment_by_time")]
