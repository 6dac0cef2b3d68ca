"""Keep the screen of the day. It is asked anew each day; nothing is copied from an earlier visit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.policies import check_can_needle, check_needling_open
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.needling_facts import SCREEN, known_needling
from enthesis.actions.plan_needling import ensure_session, write_needling
from enthesis.actions.plan_record import local_day
from enthesis.records.episodes import Encounter
from enthesis.records.needling import NeedlingScreen
from enthesis.records.people import Clinic
from enthesis.terms.fault import UnusableInput

ANSWERS = ("yes", "no", "unknown")


@action("screened for needling", Permission.RECORD)
def screen_for_needling(
    actor: Actor, encounter_id: uuid.UUID, answers: Mapping[str, str], replaces: uuid.UUID | None = None
) -> Done[NeedlingScreen]:
    """Keep today's answers; the day is the clinic's, and nobody says another.

    Args:
        answers: by id of the item; what is not there is unknown.
        replaces: id of the screen that stood on the page; None where there was none.
    Raises:
        Refused: not allowed, no such visit, or it is locked.
        UnusableInput: an item or an answer is not known.
        Conflict: somebody else changed the screen meanwhile.
    """
    known = known_needling()
    encounter = get_visible(Encounter, encounter_id, lock=True)
    check_can_needle(encounter)
    for item, answer in answers.items():
        if item not in known.screen_by_id:
            raise UnusableInput("screen", _("the screen has no such question"), _("open the page again"))
        if answer not in ANSWERS:
            raise UnusableInput(item, _("this is neither yes nor no"), _("choose yes, no or not recorded"))
    check_needling_open(ensure_session(encounter))
    time_zone = Clinic.objects.values_list("time_zone", flat=True).get(pk=actor.clinic_id)
    content = {
        "asked_on": local_day(timezone.now(), time_zone),
        "answers": {item: answer for item, answer in sorted(answers.items()) if answer != "unknown"},
        "pack_version": known.version,
    }
    entry = write_needling(actor, encounter, "needling_screen", SCREEN, content, replaces)
    assert isinstance(entry, NeedlingScreen)
    return Done(entry, encounter.patient_id, target_of(entry))
