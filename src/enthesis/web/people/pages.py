"""What the people page shows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from enthesis.web.pages import Choice
from enthesis.web.shell import Shell


@dataclass(frozen=True)
class PersonLine:
    """Somebody who works here, or did."""

    membership_id: uuid.UUID
    name: str
    email: str
    credentials: str
    roles: tuple[Choice, ...]
    role: str
    since: str
    ended: str
    has_second_factor: bool
    is_self: bool


@dataclass(frozen=True)
class InvitationLine:
    """An invitation that was not used."""

    id: uuid.UUID
    name: str
    email: str
    role: str
    until: str
    too_old: bool


@dataclass(frozen=True)
class NewLink:
    """A link, shown this once."""

    address: str
    name: str
    email: str
    until: str
    only_here: bool
    """No ENTHESIS_PUBLIC_URL: the link opens on the server's own machine only."""
    renews: bool


@dataclass(frozen=True)
class PeoplePage:
    """The clinic's people."""

    shell: Shell
    people: tuple[PersonLine, ...]
    former: tuple[PersonLine, ...]
    invitations: tuple[InvitationLine, ...]
    roles: tuple[Choice, ...]
    typed_name: str
    typed_email: str
    link: NewLink | None
    fault: str
    fault_at: str
    """'invite' when the fault belongs to the form; else it stands at the top."""
