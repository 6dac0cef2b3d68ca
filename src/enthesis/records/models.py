"""All models, where Django looks for them."""

from enthesis.records.appointments import Appointment
from enthesis.records.audit import AuditRow
from enthesis.records.entries import (
    DiagnosisEntry,
    DrawingEntry,
    ExerciseDoneEntry,
    FindingEntry,
    InterventionEntry,
    MeasureEntry,
    RedFlagEntry,
    TextEntry,
)
from enthesis.records.episodes import Addendum, Document, Encounter, Episode, Signature
from enthesis.records.intake import Intake, IntakeAnswer, IntakeLink, PortalSession
from enthesis.records.patients import Patient, PatientCorrection, PatientSearchKey
from enthesis.records.people import Clinic, Invitation, Membership, Person
from enthesis.records.plans import (
    DailyEvent,
    EventReview,
    Message,
    Phone,
    PhoneCookie,
    PhoneLink,
    Plan,
    PlanAlert,
    PlanVersion,
    ProposedStep,
)

__all__ = [
    "Addendum",
    "Appointment",
    "AuditRow",
    "Clinic",
    "DailyEvent",
    "DiagnosisEntry",
    "Document",
    "DrawingEntry",
    "Encounter",
    "Episode",
    "EventReview",
    "ExerciseDoneEntry",
    "FindingEntry",
    "Intake",
    "IntakeAnswer",
    "IntakeLink",
    "InterventionEntry",
    "Invitation",
    "MeasureEntry",
    "Membership",
    "Message",
    "Patient",
    "PatientCorrection",
    "PatientSearchKey",
    "Person",
    "Phone",
    "PhoneCookie",
    "PhoneLink",
    "Plan",
    "PlanAlert",
    "PlanVersion",
    "PortalSession",
    "ProposedStep",
    "RedFlagEntry",
    "Signature",
    "TextEntry",
]
