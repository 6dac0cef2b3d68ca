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
from enthesis.records.outcomes import (
    Answer,
    ClinicQuestionnaire,
    Discharge,
    EpisodeEvent,
    FollowUp,
    FollowUpCookie,
    FollowUpLink,
    Outgoing,
)
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
    PlanProposal,
    PlanVersion,
    ProposedStep,
)
from enthesis.records.programmes import ClinicProgramme, ProgrammeVersion

__all__ = [
    "Addendum",
    "Answer",
    "Appointment",
    "AuditRow",
    "Clinic",
    "ClinicProgramme",
    "ClinicQuestionnaire",
    "DailyEvent",
    "DiagnosisEntry",
    "Discharge",
    "Document",
    "DrawingEntry",
    "Encounter",
    "Episode",
    "EpisodeEvent",
    "EventReview",
    "ExerciseDoneEntry",
    "FindingEntry",
    "FollowUp",
    "FollowUpCookie",
    "FollowUpLink",
    "Intake",
    "IntakeAnswer",
    "IntakeLink",
    "InterventionEntry",
    "Invitation",
    "MeasureEntry",
    "Membership",
    "Message",
    "Outgoing",
    "Patient",
    "PatientCorrection",
    "PatientSearchKey",
    "Person",
    "Phone",
    "PhoneCookie",
    "PhoneLink",
    "Plan",
    "PlanAlert",
    "PlanProposal",
    "PlanVersion",
    "PortalSession",
    "ProgrammeVersion",
    "ProposedStep",
    "RedFlagEntry",
    "Signature",
    "TextEntry",
]
