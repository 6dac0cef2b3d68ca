"""Staff look at the clinic's own programmes."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TypeVar

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission
from enthesis.access.visibility import get_visible
from enthesis.actions.deed import Done, action, target_of
from enthesis.actions.own_programmes import OwnVersion, newest_programmes, versions_of
from enthesis.records.programmes import ClinicProgramme

Built = TypeVar("Built")


@action("read programmes", Permission.READ_RECORD, writes=False)
def read_programmes(actor: Actor, build: Callable[[tuple[OwnVersion, ...]], Built]) -> Done[Built]:
    """Show the newest version of each, the retired ones too.

    Args:
        build: makes the page model inside the clinic's scope; nothing may query after it.
    """
    found = newest_programmes(offered_only=False)
    return Done(build(found), None, "", f"{len(found)} programmes")


@action("read programme", Permission.READ_RECORD, writes=False)
def read_programme(actor: Actor, programme_id: uuid.UUID, build: Callable[[tuple[OwnVersion, ...]], Built]) -> Done[Built]:
    """Show one with all its versions, the newest first. Otherwise as `read_programmes`.

    Raises:
        Refused: not allowed, or no such programme here.
    """
    programme = get_visible(ClinicProgramme, programme_id)
    return Done(build(versions_of(programme)), None, target_of(programme))
