"""Who may act: for each role, what it may do. Nothing here looks at the state of a record (see `policies`) or at which
records are shown (see `visibility`)."""

from __future__ import annotations

from enum import StrEnum

from enthesis.access.refused import Refused
from enthesis.records.people import Role


class Permission(StrEnum):
    """One thing a role may do, in words that complete 'may not ...'."""

    LIST_PATIENTS = "see the list of patients"
    READ_RECORD = "read clinical records"
    READ_DEIDENTIFIED = "read de-identified records"
    REGISTER_PATIENT = "register or correct patients"
    BOOK = "book appointments"
    INVITE_INTAKE = "issue intake links"
    OPEN_EPISODE = "open episodes and encounters"
    RECORD = "record in an encounter"
    SIGN = "sign encounters"
    COSIGN = "co-sign encounters"
    WRITE_ADDENDUM = "write addenda"
    PLAN = "make, change and decide plans of care"
    PROPOSE_PLAN = "propose plans of care for a co-signature"
    MAKE_PROGRAMME = "make the clinic's own programmes"
    LINK_PHONE = "link a patient's phone"
    WRITE_MESSAGE = "write messages to patients"
    ISSUE_DOCUMENT = "issue notes and letters"
    FILE_LICENCE = "file a licence and training in needling"
    OVERRIDE_GATE = "give a written reason against a rule of the needling gate"
    WITHDRAW_CONSENT = "take down that consent was withdrawn"
    IMPORT_CASE = "import case files"
    IMPORT_QUESTIONNAIRE = "bring in questionnaires"
    READ_RATES = "see the clinic's follow-up rates"
    EXPORT_PATIENT = "export a patient's record"
    EXPORT_CLINIC = "export the clinic's records"
    MANAGE_PEOPLE = "manage people and roles"
    MANAGE_CLINIC = "change the clinic's settings"
    SEARCH_AUDIT = "search the audit"


P = Permission
_TREATING = frozenset(
    {
        *(P.LIST_PATIENTS, P.READ_RECORD, P.REGISTER_PATIENT, P.BOOK, P.INVITE_INTAKE, P.OPEN_EPISODE, P.RECORD),
        *(P.SIGN, P.COSIGN, P.WRITE_ADDENDUM, P.ISSUE_DOCUMENT, P.IMPORT_CASE, P.EXPORT_PATIENT),
        *(P.PLAN, P.MAKE_PROGRAMME, P.LINK_PHONE, P.WRITE_MESSAGE),
        *(P.FILE_LICENCE, P.OVERRIDE_GATE, P.WITHDRAW_CONSENT),
    }
)
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.THERAPIST: _TREATING,
    Role.ASSISTANT: frozenset(
        {
            *(P.LIST_PATIENTS, P.READ_RECORD, P.BOOK, P.INVITE_INTAKE, P.RECORD, P.WRITE_ADDENDUM),
            *(P.LINK_PHONE, P.WRITE_MESSAGE, P.WITHDRAW_CONSENT),
        }
    ),
    Role.STUDENT: frozenset(
        {
            *(P.LIST_PATIENTS, P.READ_RECORD, P.INVITE_INTAKE, P.OPEN_EPISODE, P.RECORD, P.SIGN, P.WRITE_ADDENDUM),
            *(P.PROPOSE_PLAN, P.LINK_PHONE, P.WRITE_MESSAGE, P.WITHDRAW_CONSENT),
        }
    ),
    Role.FRONT_DESK: frozenset({P.LIST_PATIENTS, P.REGISTER_PATIENT, P.BOOK, P.INVITE_INTAKE, P.WITHDRAW_CONSENT}),
    Role.CLINIC_LEAD: _TREATING
    | {P.EXPORT_CLINIC, P.MANAGE_PEOPLE, P.MANAGE_CLINIC, P.SEARCH_AUDIT, P.IMPORT_QUESTIONNAIRE, P.READ_RATES},
    Role.RESEARCHER: frozenset({P.READ_DEIDENTIFIED}),
}
"""A student's signature waits for a co-signature (`policies`), and so does a student's plan: until then it is a proposal only."""


def can(role: Role, permission: Permission) -> bool:
    """Whether the role may do this."""
    return permission in PERMISSIONS[role]


def check_can(role: Role, permission: Permission) -> None:
    """Let through, or say who could.

    Raises:
        Refused: the role may not do this.
    """
    if not can(role, permission):
        able = ", ".join(r.label.lower() for r in Role if can(r, permission))
        raise Refused(f"The role '{role.label}' may not {permission.value}; this can be done by: {able}.")
