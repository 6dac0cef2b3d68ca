"""What may be done in which state of a record, whoever does it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from enthesis.access.refused import NotInThisState
from enthesis.records.appointments import Appointment, AppointmentStatus
from enthesis.records.episodes import Encounter, EncounterKind, EncounterStatus, Episode, EpisodeStatus
from enthesis.records.needling import SETTLED, UNDER_SIGNATURE, NeedlingSession, NeedlingStatus
from enthesis.records.needling_after import NeedlingCheck, NeedlingCheckStatus
from enthesis.records.outcomes import FollowUp, FollowUpStatus, is_open_on
from enthesis.records.people import Role
from enthesis.records.plans import Plan, PlanStatus, ProposedStep, StepStatus

S = EncounterStatus
ENCOUNTER_STEPS: dict[EncounterStatus, tuple[EncounterStatus, ...]] = {
    S.OPEN: (S.AWAITING_COSIGNATURE, S.SIGNED, S.ABANDONED),
    S.AWAITING_COSIGNATURE: (S.SIGNED, S.OPEN),
    S.SIGNED: (),
    S.ABANDONED: (),
}
"""Allowed steps of an encounter. A student's encounter waits for a co-signature; a supervisor may hand it back."""


def check_can_record(encounter: Encounter) -> None:
    """Entries are made in an open encounter only.

    Raises:
        NotInThisState: it is signed, waits for a co-signature, or was not held.
    """
    if encounter.status == S.OPEN:
        return
    if encounter.status == S.AWAITING_COSIGNATURE:
        raise NotInThisState("This encounter waits for a co-signature; the supervisor can hand it back for changes.")
    raise NotInThisState("This encounter is signed and locked; write an addendum instead.")


def check_step(encounter: Encounter, to: EncounterStatus) -> None:
    """Whether an encounter may go from where it stands to another status.

    Raises:
        NotInThisState: it may not.
    """
    if to not in ENCOUNTER_STEPS[EncounterStatus(encounter.status)]:
        raise NotInThisState(f"An encounter that is '{encounter.get_status_display()}' cannot become '{to.label}'.")  # pyright: ignore


def status_after_signing(role: Role) -> EncounterStatus:
    """What a signature makes of an encounter: a student's waits for a therapist."""
    return S.AWAITING_COSIGNATURE if role == Role.STUDENT else S.SIGNED


def check_can_sign(unanswered_red_flags: Sequence[str], neuro_parts_left_out: Sequence[str], has_diagnosis: bool) -> None:
    """An evaluation is signed when nothing was passed over in silence.

    Args:
        unanswered_red_flags: names of raised red flags without a recorded action.
        neuro_parts_left_out: names of parts of the neurological screen that are neither done nor left out with a reason.
        has_diagnosis: whether the clinician's own view (accept, differ or leave open) is recorded.
    Raises:
        NotInThisState: something is missing; the sentence names all of it.
    """
    missing: list[str] = []
    if unanswered_red_flags:
        missing.append("say what was done about: " + ", ".join(unanswered_red_flags))
    if neuro_parts_left_out:
        missing.append("do, or give a reason for leaving out: " + ", ".join(neuro_parts_left_out))
    if not has_diagnosis:
        missing.append("record your own view of the sources (accept, differ or leave open)")
    if missing:
        raise NotInThisState("Before signing: " + "; ".join(missing) + ".")


def check_can_add_addendum(encounter: Encounter) -> None:
    """Addenda follow a signature.

    Raises:
        NotInThisState: the encounter is still open: record in it instead.
    """
    if encounter.status not in (S.SIGNED, S.AWAITING_COSIGNATURE):
        raise NotInThisState("This encounter is not signed yet; record in it directly.")


def check_can_start_encounter(episode: Episode) -> None:
    """Encounters are held in open episodes.

    Raises:
        NotInThisState: the episode is closed.
    """
    if episode.status != EpisodeStatus.OPEN:
        raise NotInThisState("This episode is closed; open a new one, or re-open it.")


def check_keeps_a_lead(before: Role, after: Role | None, n_other_leads: int) -> None:
    """A clinic always has somebody who can manage it.

    Args:
        after: the role to come; None when the person's work here ends.
        n_other_leads: clinic leads besides this person.
    Raises:
        NotInThisState: the last clinic lead would be lost.
    """
    if before == Role.CLINIC_LEAD and after != Role.CLINIC_LEAD and n_other_leads == 0:
        raise NotInThisState("This is the clinic's only lead. Make somebody else clinic lead first.")


T = AppointmentStatus
APPOINTMENT_STEPS: dict[AppointmentStatus, tuple[AppointmentStatus, ...]] = {
    T.BOOKED: (T.ARRIVED, T.IN_ROOM, T.DONE, T.NO_SHOW, T.CANCELLED),
    T.ARRIVED: (T.IN_ROOM, T.DONE, T.BOOKED, T.CANCELLED),
    T.IN_ROOM: (T.DONE, T.ARRIVED),
    T.DONE: (T.IN_ROOM,),
    T.NO_SHOW: (T.BOOKED, T.ARRIVED),
    T.CANCELLED: (T.BOOKED,),
}
"""Allowed steps of an appointment, the usual one first; a slip of the hand can be taken back."""


def check_appointment_step(appointment: Appointment, to: AppointmentStatus) -> None:
    """Whether an appointment may go from where it stands to another status.

    Raises:
        NotInThisState: it may not.
    """
    status = AppointmentStatus(appointment.status)
    if to not in APPOINTMENT_STEPS[status]:
        raise NotInThisState(f"An appointment that is '{status.label.lower()}' cannot become '{to.label.lower()}'.")


def check_can_move(appointment: Appointment) -> None:
    """Only what is still to come is moved.

    Raises:
        NotInThisState: it was held, cancelled or missed: book another one.
    """
    if appointment.status != AppointmentStatus.BOOKED:
        status = AppointmentStatus(appointment.status)
        raise NotInThisState(f"This appointment is '{status.label.lower()}' and is not moved; book another one.")


def check_can_discharge(episode: Episode, n_unsigned: int) -> None:
    """An episode ends once, and with everything in it signed.

    Args:
        n_unsigned: encounters of the episode that are open or wait for a co-signature.
    Raises:
        NotInThisState: it is closed already, or something in it waits for a signature.
    """
    if episode.status != EpisodeStatus.OPEN:
        raise NotInThisState("This episode is closed already.")
    if n_unsigned:
        raise NotInThisState("Before the discharge, sign the encounters of this episode that are still open.")


def check_can_reopen(episode: Episode) -> None:
    """Only what was closed is opened again.

    Raises:
        NotInThisState: it is open.
    """
    if episode.status != EpisodeStatus.DISCHARGED:
        raise NotInThisState("This episode is open already.")


F = FollowUpStatus
FOLLOW_UP_STEPS: dict[FollowUpStatus, tuple[FollowUpStatus, ...]] = {
    F.PLANNED: (F.ASKED, F.STARTED, F.COMPLETED, F.REFUSED, F.CLOSED),
    F.ASKED: (F.STARTED, F.COMPLETED, F.REFUSED, F.CLOSED),
    F.STARTED: (F.COMPLETED, F.REFUSED, F.CLOSED),
    F.COMPLETED: (),
    F.REFUSED: (F.PLANNED,),
    F.CLOSED: (F.PLANNED,),
}
"""Allowed steps of a follow-up. Who refused may change their mind; what was answered is not asked again. One that was
withdrawn unasked (`actions.plan_follow_ups`) is planned anew when an episode that was opened again ends a second time."""
ASKS = frozenset(status for status, steps in FOLLOW_UP_STEPS.items() if F.COMPLETED in steps)
"""Where a follow-up still waits for answers."""


def may_become(follow_up: FollowUp, to: FollowUpStatus) -> bool:
    """Whether a follow-up may go from where it stands to another status."""
    return to in FOLLOW_UP_STEPS[FollowUpStatus(follow_up.status)]


def check_can_answer(follow_up: FollowUp, day: datetime.date) -> None:
    """Answers are taken in a follow-up's own time, and nobody is asked again who answered or refused.

    Args:
        day: the clinic's day.
    Raises:
        NotInThisState: it is too early, over, answered or refused.
    """
    if follow_up.status == F.COMPLETED:
        raise NotInThisState("You have answered these questions already. Thank you.")
    if follow_up.status == F.REFUSED:
        raise NotInThisState("You asked not to be asked again, so these questions are closed.")
    if follow_up.status == F.CLOSED or day > follow_up.closes_on:
        raise NotInThisState("The time for these questions is over. If something is wrong, contact the clinic.")
    if not is_open_on(follow_up, day):
        raise NotInThisState("It is too early for these questions.")


def check_can_make_plan(episode: Episode, has_active_plan: bool) -> None:
    """An open episode has one plan at a time.

    Raises:
        NotInThisState: the episode is closed, or has a plan: change that.
    """
    if episode.status != EpisodeStatus.OPEN:
        raise NotInThisState("This episode is closed; open a new one, or re-open it.")
    if has_active_plan:
        raise NotInThisState("This episode has a plan already; change it, or end it first.")


def check_plan_active(plan: Plan) -> None:
    """What has ended is not changed.

    Raises:
        NotInThisState: the plan has ended.
    """
    if plan.status != PlanStatus.ACTIVE:
        raise NotInThisState("This plan has ended. Make a new one to go on.")


def check_step_waits(step: ProposedStep) -> None:
    """A proposed step is decided once, while it is the newest.

    Raises:
        NotInThisState: it was decided, or a later one took its place.
    """
    if step.status != StepStatus.WAITING:
        said = StepStatus(step.status).label.lower()
        raise NotInThisState(f"This step is settled ({said}). Look at the newest one.")


N = NeedlingStatus
NEEDLING_STEPS: dict[NeedlingStatus, tuple[NeedlingStatus, ...]] = {
    N.PLANNED: (N.BEGUN, N.NOT_DONE),
    N.BEGUN: (N.SIGNED, N.AWAITING_COSIGNATURE),
    N.AWAITING_COSIGNATURE: (N.SIGNED, N.BEGUN),
    N.SIGNED: (),
    N.NOT_DONE: (N.PLANNED,),
}
"""Allowed steps of a needling session. What has begun is never put down as not done; a supervisor may hand a student's back."""


def check_needling_step(session: NeedlingSession, to: NeedlingStatus) -> None:
    """Whether a session may go from where it stands to another status.

    Raises:
        NotInThisState: it may not.
    """
    status = NeedlingStatus(session.status)
    if to not in NEEDLING_STEPS[status]:
        raise NotInThisState(f"Needling that is '{status.label.lower()}' cannot become '{to.label.lower()}'.")


def check_can_needle(encounter: Encounter) -> None:
    """Needling is part of an open treatment visit.

    Raises:
        NotInThisState: the encounter is locked, or no treatment visit.
    """
    check_can_record(encounter)
    if encounter.kind != EncounterKind.TREATMENT:
        raise NotInThisState("Needling belongs to a treatment visit; begin one first.")


def check_needling_open(session: NeedlingSession) -> None:
    """What is signed, or was not done, takes nothing more.

    Raises:
        NotInThisState: it is settled, or waits for a co-signature.
    """
    if session.status in SETTLED or session.status in UNDER_SIGNATURE:
        raise NotInThisState(f"This needling is '{NeedlingStatus(session.status).label.lower()}' and takes nothing more.")


def check_needling_not_begun(session: NeedlingSession) -> None:
    """What the gate was opened for stays as it was.

    Raises:
        NotInThisState: needling has begun, or is settled.
    """
    check_needling_open(session)
    if session.status != N.PLANNED:
        raise NotInThisState("Needling has begun for these sites; to change them, sign this one and begin another visit.")


def check_needling_begun(session: NeedlingSession | None) -> NeedlingSession:
    """Needles are logged after the gate was opened.

    Raises:
        NotInThisState: it was not opened, or the session is settled.
    """
    if session is None:
        raise NotInThisState("No needling is planned in this visit.")
    check_needling_open(session)
    if session.status != N.BEGUN:
        raise NotInThisState("The gate was not asked and opened for this needling: begin it first.")
    return session


def check_needling_settled(session: NeedlingSession | None, to: EncounterStatus) -> None:
    """A visit is not signed over needling that is not.

    Args:
        to: what the visit is to become.
    Raises:
        NotInThisState: sign the needling first, or put it down as not done.
    """
    enough = SETTLED if to == EncounterStatus.SIGNED else (*SETTLED, N.AWAITING_COSIGNATURE)
    if session is not None and session.status not in enough:
        waits = session.status == N.AWAITING_COSIGNATURE
        raise NotInThisState(
            "Before signing the visit, co-sign its needling."
            if waits
            else "Before signing the visit, sign its needling, or put it down as not done."
        )


CHECK_STEPS: dict[NeedlingCheckStatus, tuple[NeedlingCheckStatus, ...]] = {
    NeedlingCheckStatus.PLANNED: (NeedlingCheckStatus.ASKED, NeedlingCheckStatus.ANSWERED, NeedlingCheckStatus.CLOSED),
    NeedlingCheckStatus.ASKED: (NeedlingCheckStatus.ANSWERED, NeedlingCheckStatus.CLOSED),
    NeedlingCheckStatus.ANSWERED: (),
    NeedlingCheckStatus.CLOSED: (NeedlingCheckStatus.ANSWERED,),
}
"""Allowed steps of a check after needling. Its time may be over for the phone; who calls the patient may still enter the answers."""


def check_may_become(check: NeedlingCheck, to: NeedlingCheckStatus) -> bool:
    """Whether a check may go from where it stands to another status."""
    return to in CHECK_STEPS[NeedlingCheckStatus(check.status)]


def check_can_answer_check(check: NeedlingCheck, now: datetime.datetime) -> None:
    """A patient answers a check in its own time; more may be told after all was answered, as long as it lasts.

    Raises:
        NotInThisState: it is over.
    """
    if now > check.closes_at:
        raise NotInThisState(
            "The time for these questions is over. If something worries you, call the clinic; in an emergency, the emergency number."
        )
