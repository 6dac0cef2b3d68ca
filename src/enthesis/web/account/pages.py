"""What the account pages show."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field

from enthesis.web.shell import Shell


@dataclass(frozen=True)
class LockPage:
    """The screen is locked."""

    person_name: str
    clinic_name: str
    has_password: bool
    passkey_options: str
    """JSON for the browser; empty where passkeys do not work or the person has none."""
    fault: str
    not_carried_out: bool


@dataclass(frozen=True)
class SecondFactorPage:
    """The offer of a second factor."""

    shell: Shell
    passkeys: bool
    passkey_address: str
    """Where passkeys would work, when they do not work here; else empty."""
    required: bool


@dataclass(frozen=True)
class PasskeyLine:
    """One passkey of the person."""

    id: int
    name: str
    added: str
    last_used: str


@dataclass(frozen=True)
class ClinicLine:
    """A clinic the person works in."""

    id: uuid.UUID
    name: str
    role: str
    here: bool


@dataclass(frozen=True)
class ProfilePage:
    """One's own profile."""

    shell: Shell
    full_name: str
    credentials: str
    email: str
    has_password: bool
    has_code_app: bool
    passkeys: tuple[PasskeyLine, ...]
    passkeys_possible: bool
    passkey_address: str
    codes_left: int
    has_second_factor: bool
    required: bool
    clinics: tuple[ClinicLine, ...]
    lock_after_minutes: int
    may_file_licence: bool
    fault: str = ""


@dataclass(frozen=True)
class ChooseClinicPage:
    """Which clinic to work in now."""

    person_name: str
    clinics: tuple[ClinicLine, ...]
    fault: str = ""


@dataclass(frozen=True)
class StartPage:
    """The first start: the code of the link, the clinic, and its first lead."""

    done_already: bool
    token: str
    time_zones: tuple[str, ...]
    typed: dict[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass(frozen=True)
class InvitationPage:
    """An invitation: first the code of the link, then who is invited to what."""

    token: str
    clinic_name: str = ""
    email: str = ""
    role: str = ""
    has_account: bool = False
    resets: bool = False
    """The link renews the access of somebody who works there already."""
    typed: dict[str, str] = field(default_factory=dict)
    fault: str = ""
