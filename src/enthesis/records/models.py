"""All models, where Django looks for them."""

from enthesis.records.appointments import Appointment
from enthesis.records.audit import AuditRow
from enthesis.records.entries import DiagnosisEntry, DrawingEntry, FindingEntry, MeasureEntry, RedFlagEntry, TextEntry
from enthesis.records.episodes import Addendum, Document, Encounter, Episode, Signature
from enthesis.records.intake import Intake, IntakeAnswer, IntakeLink, PortalSession
from enthesis.records.patients import Patient, PatientCorrection, PatientSearchKey
from enthesis.records.people import Clinic, Invitation, Membership, Person

__all__ = [
    "Addendum",
    "Appointment",
    "AuditRow",
    "Clinic",
    "DiagnosisEntry",
    "Document",
    "DrawingEntry",
    "Encounter",
    "Episode",
    "FindingEntry",
    "Intake",
    "IntakeAnswer",
    "IntakeLink",
    "Invitation",
    "MeasureEntry",
    "Membership",
    "Patient",
    "PatientCorrection",
    "PatientSearchKey",
    "Person",
    "PortalSession",
    "RedFlagEntry",
    "Signature",
    "TextEntry",
]
