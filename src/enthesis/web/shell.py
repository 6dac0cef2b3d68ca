"""What stands around every staff page: who is signed in where, the ways on, and the banners that must not be missed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.knowledge.regions import region_ids
from enthesis.records.people import Role
from enthesis.web.account.second_factor import is_put_off
from enthesis.web.assessor import get_knowledge
from enthesis.web.board import pack_line
from enthesis.web.pages import PackLine


@dataclass(frozen=True)
class Link:
    """One way on."""

    label: str
    url: str
    icon: str
    here: bool


@dataclass(frozen=True)
class Message:
    """One sentence about what was just done, shown once."""

    level: str
    """success, warning, error or info."""
    text: str


@dataclass(frozen=True)
class Shell:
    """The frame of a staff page. Every page's dataclass has it as its field `shell`."""

    clinic_name: str
    person_name: str
    role: str
    links: tuple[Link, ...]
    clinic_links: tuple[Link, ...]
    """The clinic menu; empty for those who may not open it."""
    person_links: tuple[Link, ...]
    sign_out_url: str
    can_search: bool
    simulated: bool
    """The page is about a patient who is not real."""
    all_simulated: bool
    """Everybody on the page is simulated."""
    password_only: bool
    """The person put off setting up a second factor in this session."""
    without_tls: bool
    """Served to other devices without a certificate, so the app for phones cannot work."""
    packs: tuple[PackLine, ...]
    """What the answers come from, one for each region on offer."""
    messages: tuple[Message, ...]


MAIN = (
    ("home", "home", Permission.LIST_PATIENTS),
    ("patients", "users", Permission.LIST_PATIENTS),
    ("appointments", "calendar", Permission.LIST_PATIENTS),
    ("atlas", "user", None),
    ("library", "walk", None),
    ("board", "fork", None),
)
CLINIC = (
    ("people", "users", Permission.MANAGE_PEOPLE),
    ("follow_up_rates", "clock", Permission.READ_RATES),
    ("questionnaires", "note", Permission.IMPORT_QUESTIONNAIRE),
    ("audit", "note", Permission.SEARCH_AUDIT),
    ("clinic_settings", "gear", Permission.MANAGE_CLINIC),
    ("gallery", "ring", Permission.MANAGE_CLINIC),
)
PERSON = (("profile", "user", None), ("tour", "walk", Permission.LIST_PATIENTS), ("choose_clinic", "home", None))


def build_shell(request: Any, here: str = "", simulated: bool = False, all_simulated: bool = False) -> Shell:
    """The frame of a page for the person of this request.

    Args:
        here: url name of the part of the site the page belongs to: home, patients, appointments, board, people, audit, ...
        simulated: the page is about a simulated patient.
        all_simulated: the page lists patients, and all of them are simulated.
    Assumes: the view is a `staff_page`.
    """
    actor: Actor = request.actor
    only_deidentified = actor.role == Role.RESEARCHER
    return Shell(
        clinic_name=request.membership.clinic.name,
        person_name=actor.name,
        role=actor.role.label,
        links=_links((("home", "note", None), *MAIN[-2:]) if only_deidentified else MAIN, actor, here),
        clinic_links=_links(CLINIC, actor, here),
        person_links=_links(PERSON, actor, here),
        sign_out_url=find_url("account_logout") or "",
        can_search=can(actor.role, Permission.LIST_PATIENTS),
        simulated=simulated,
        all_simulated=all_simulated,
        password_only=is_put_off(request),
        without_tls=settings.PUBLIC_URL is not None and not settings.BEHIND_HTTPS,
        packs=tuple(pack_line(get_knowledge(region).pack) for region in region_ids()),
        messages=tuple(Message(m.level_tag, str(m.message)) for m in get_messages(request)),
    )


def find_url(name: str) -> str | None:
    """The address of a page, or None where this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def label_of(name: str) -> str:
    """What a part of the site is called."""
    return {
        "home": _("Today"),
        "patients": _("Patients"),
        "appointments": _("Appointments"),
        "atlas": _("Atlas"),
        "library": _("Exercises"),
        "board": _("Board"),
        "people": _("People"),
        "follow_up_rates": _("Follow-up"),
        "questionnaires": _("Questionnaires"),
        "audit": _("Audit"),
        "clinic_settings": _("Settings"),
        "gallery": _("Components"),
        "profile": _("Your profile"),
        "tour": _("Guided tour"),
        "choose_clinic": _("Change clinic"),
    }[name]


def _links(wanted: tuple[tuple[str, str, Permission | None], ...], actor: Actor, here: str) -> tuple[Link, ...]:
    found: list[Link] = []
    for name, icon, permission in wanted:
        url = find_url(name)
        if url is None or (permission is not None and not can(actor.role, permission)):
            continue
        label = _("De-identified records") if name == "home" and actor.role == Role.RESEARCHER else label_of(name)
        found.append(Link(label, url, icon, name == here))
    return tuple(found)
