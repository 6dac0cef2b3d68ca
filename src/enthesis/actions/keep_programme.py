"""Keep a programme of the clinic's own: a first version, the next one, or the end of its being offered. Nothing is deleted."""

from __future__ import annotations

import uuid

from django.utils import timezone
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.refused import NotInThisState
from enthesis.access.visibility import get_visible
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.own_programmes import newest_programmes
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.own_programme import OwnProgramme, find_faults, own_to_json, read_own_programme
from enthesis.knowledge.regions import region_ids
from enthesis.records.programmes import ClinicProgramme, ProgrammeVersion


@action("made programme", Permission.MAKE_PROGRAMME)
def make_programme(actor: Actor, own: OwnProgramme) -> Done[ProgrammeVersion]:
    """Begin a programme with its first version.

    Raises:
        Refused: not allowed.
        NotInThisState: a programme on offer has this name already, or something keeps it from being used
            (`care.own_programme.find_faults`).
    """
    _check(own, None)
    programme = ClinicProgramme(made_at=timezone.now(), made_by_id=actor.person_id)
    programme.save()
    return _add_version(actor, programme, own)


@action("changed programme", Permission.MAKE_PROGRAMME)
def change_programme(actor: Actor, programme_id: uuid.UUID, based_on: int, own: OwnProgramme) -> Done[ProgrammeVersion]:
    """Write the next version. Plans that were made from an earlier one stay as they are.

    Args:
        based_on: number of the version that stood on the screen when this was typed.
    Raises:
        Refused: not allowed, or no such programme here.
        NotInThisState: it is retired, somebody else changed it meanwhile, or as for `make_programme`.
    """
    programme = get_visible(ClinicProgramme, programme_id, lock=True)
    _check_offered(programme)
    if _newest_number(programme) != based_on:
        raise NotInThisState(
            gettext("This programme was changed in the meantime. Look at it as it is now, then change it again.")
        )
    _check(own, programme)
    return _add_version(actor, programme, own)


@action("retired programme", Permission.MAKE_PROGRAMME)
def retire_programme(actor: Actor, programme_id: uuid.UUID) -> Done[ClinicProgramme]:
    """Offer it no longer. It is kept, and plans made from it stay as they are.

    Raises:
        Refused: not allowed, or no such programme here.
        NotInThisState: it is retired already.
    """
    programme = get_visible(ClinicProgramme, programme_id, lock=True)
    _check_offered(programme)
    programme.retired_at, programme.retired_by_id = timezone.now(), actor.person_id  # pyright: ignore[reportAttributeAccessIssue]
    programme.save(update_fields=["retired_at", "retired_by"])
    return Done(programme, None, target_of(programme))


@action("offered programme again", Permission.MAKE_PROGRAMME)
def offer_programme_again(actor: Actor, programme_id: uuid.UUID) -> Done[ClinicProgramme]:
    """Take a retired programme up again, as its newest version says.

    Raises:
        Refused: not allowed, or no such programme here.
        NotInThisState: it is on offer, another one has its name, or the library has changed so that it can be used no more.
    """
    programme = get_visible(ClinicProgramme, programme_id, lock=True)
    if programme.retired_at is None:
        raise NotInThisState(gettext("This programme is on offer already."))
    newest = ProgrammeVersion.objects.filter(programme=programme).order_by("-number").first()
    assert newest is not None, "a programme is made with its first version"
    _check(read_own_programme(newest.content), programme)
    programme.retired_at = programme.retired_by_id = None  # pyright: ignore[reportAttributeAccessIssue]
    programme.save(update_fields=["retired_at", "retired_by"])
    return Done(programme, None, target_of(programme))


def _check_offered(programme: ClinicProgramme) -> None:
    if programme.retired_at is not None:
        raise NotInThisState(gettext("This programme is retired. Offer it again first, or make a new one from it."))


def _check(own: OwnProgramme, itself: ClinicProgramme | None) -> None:
    for fault in find_faults(own, get_rehabilitation(own.region), get_knowledge(own.region).pack):
        raise NotInThisState(str(fault))
    others = [one for one in newest_programmes() if itself is None or one.programme_id != itself.pk]
    published = [programme.name for region in region_ids() for programme in get_rehabilitation(region).programmes]
    if own.name.casefold() in {name.casefold() for name in (*published, *(one.own.name for one in others))}:
        raise NotInThisState(gettext("A programme with this name exists already. Give this one another name."))


def _newest_number(programme: ClinicProgramme) -> int:
    return ProgrammeVersion.objects.filter(programme=programme).order_by("-number").values_list("number", flat=True).first() or 0


def _add_version(actor: Actor, programme: ClinicProgramme, own: OwnProgramme) -> Done[ProgrammeVersion]:
    version = ProgrammeVersion(
        programme=programme,
        number=_newest_number(programme) + 1,
        # Read again as it will be read: what the form let through in types is refused here.
        content=own_to_json(read_own_programme(own_to_json(own))),
        made_at=timezone.now(),
        made_by_id=actor.person_id,
    )
    version.save()
    return Done(version, None, target_of(programme), f"version {version.number}")
