"""Sign a phone out: its cookie opens nothing any more; what it sent stays."""

from __future__ import annotations

from enthesis.access.actor import PhoneActor
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.issue_phone_link import close_phone
from enthesis.records.plans import Phone


@action("signed phone out", None)
def leave_phone(actor: PhoneActor) -> Done[None]:
    """End this phone's way to the plan, from the phone.

    Raises:
        NotFound: it is no phone of this clinic.
    """
    phone = get_visible(Phone, actor.phone_id, lock=True, plan_id=actor.plan_id)
    close_phone(phone)
    return Done(None, phone.patient_id, target_of(phone))
