"""What the tour stops at and says there. Which step somebody stands at is one cookie of theirs in this browser; no record is touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.actions.find_tour_pages import TourPages
from enthesis.records.people import Role

ENDED = "ended"
KEPT_S = 365 * 24 * 3600
PLACE = re.compile(r"[a-z_]{1,20}(,[a-z_]{1,20}){0,20}")


@dataclass(frozen=True)
class Step:
    """One stop."""

    id: str
    title: Any
    says: Any
    page: str
    """Url name of the page it is about."""
    record: Callable[[TourPages], Any] | None = None
    """Which record's page; None for a page that every clinic has."""
    needs: Permission | None = None
    look_at: str = ""
    """CSS selector of the part that is marked while the step is shown."""


STEPS = (
    Step(
        "day",
        gettext_lazy("Your day"),
        gettext_lazy(
            "Who comes today and where each stands. Beside it what waits for you, the most urgent first: red flags, "
            "steps of plans to decide, answers from home, notes to sign."
        ),
        *("home", None, Permission.LIST_PATIENTS, ".wait, .day"),
    ),
    Step(
        "find",
        gettext_lazy("Find somebody"),
        gettext_lazy(
            "Press / on any page and type a name in any order, a record number or a date of birth. New patients are registered "
            "here; tick 'simulated' for trying things out, and every page says so."
        ),
        *("patients", None, Permission.LIST_PATIENTS, ".patient-search"),
    ),
    Step(
        "patient",
        gettext_lazy("A patient"),
        gettext_lazy(
            "An episode holds everything about one complaint: its visits, plan, measures and papers. The next thing to do is the "
            "filled button. An intake link lets the patient answer at home before the visit."
        ),
        *("patient", lambda pages: pages.patient_id, Permission.READ_RECORD, ".episode"),
    ),
    Step(
        "room",
        gettext_lazy("The examination"),
        gettext_lazy(
            "Find a finding with /, record it with + or −, or leave it open: not asked is never 'no'. On the right the sources "
            "follow, several at once, each with its interval; below them the tests that would tell most now, and why."
        ),
        *("room", lambda pages: pages.open_evaluation_id, Permission.RECORD, ".sources, [data-region=sources]"),
    ),
    Step(
        "note",
        gettext_lazy("The note"),
        gettext_lazy(
            "It has written itself. The mark behind a sentence opens what it stands on: what was recorded, by whom and when. Word a "
            "sentence by hand where you want; your signature freezes the note."
        ),
        *("evaluation_note", lambda pages: pages.evaluation_id, Permission.READ_RECORD, ".doc"),
    ),
    Step(
        "plan",
        gettext_lazy("The plan"),
        gettext_lazy(
            "Suggested from several sources at once, each line with its reason; you take, change or decline it. What was suggested "
            "and what you decided are both kept, version by version."
        ),
        *("episode_plan", lambda pages: pages.episode_id, Permission.READ_RECORD, ".choices"),
    ),
    Step(
        "progress",
        gettext_lazy("Day by day"),
        gettext_lazy(
            "What the patient told on the phone. Each night the rules judge the day: by themselves they only hold or lower a dose. A "
            "step up waits here until you confirm, adjust or decline it."
        ),
        *("episode_progress", lambda pages: pages.episode_id, Permission.READ_RECORD, ".step, .numbers"),
    ),
    Step(
        "outcomes",
        gettext_lazy("Did it work?"),
        gettext_lazy(
            "Each measure over time, and whether a change is more than measurement error. Patients are asked after 6 and 12 weeks "
            "and 6 and 12 months after discharge, without an account."
        ),
        *("outcomes", lambda pages: pages.answered_episode_id, Permission.READ_RECORD, "main .panel"),
    ),
    Step(
        "papers",
        gettext_lazy("The papers"),
        gettext_lazy(
            "Progress and discharge reports, letters, a summary in plain words for the patient, and the draft of a case report: made from the "
            "record, each sentence with what it stands on. Parts that the record cannot fill are named."
        ),
        *("episode_documents", lambda pages: pages.answered_episode_id, Permission.READ_RECORD, "main .panel"),
    ),
    Step(
        "exercises",
        gettext_lazy("The exercises"),
        gettext_lazy(
            "Every exercise with its dose, cues, when to stop and where that was read. One jointed body draws all of them; patients "
            "see the same on their phone and on paper."
        ),
        *("library", None, None, "main form"),
    ),
    Step(
        "people",
        gettext_lazy("Your clinic"),
        gettext_lazy(
            "You lead this clinic: invite people by a link that works once, give them roles, and look in the audit at every act and every "
            "look at a record. Settings hold time zone, paper and the lock."
        ),
        *("people", None, Permission.MANAGE_PEOPLE, "main"),
    ),
    Step(
        "end",
        gettext_lazy("That is all"),
        gettext_lazy("Take the tour again from your own menu, top right. Nothing you saw was changed by it."),
        *("tour", None, None, ""),
    ),
)
BY_ID = {step.id: step for step in STEPS}


@dataclass(frozen=True)
class TourPanel:
    """What stands on a page while somebody takes the tour, or is offered it."""

    offered: bool
    step: Step | None = None
    number: int = 0
    n_steps: int = 0
    before: str = ""
    """Id of the step before; empty at the first."""
    after: str = ""
    here: bool = True
    """The page is the one the step is about."""
    back: str = ""
    """Address to stay at when the tour is left."""


def steps_for(actor: Actor, pages: TourPages) -> tuple[Step, ...]:
    """The stops this person can make: their role may open the page, and the clinic has it."""
    return tuple(s for s in STEPS if (s.needs is None or can(actor.role, s.needs)) and address_of(s, pages))


def address_of(step: Step, pages: TourPages) -> str:
    """Where a step stops; empty where the clinic has no such record yet, or this version no such page."""
    record = None if step.record is None else step.record(pages)
    if step.record is not None and record is None:
        return ""
    try:
        return reverse(step.page, args=[] if record is None else [record])
    except NoReverseMatch:
        return ""


def cookie_of(actor: Actor) -> str:
    """Name of the cookie that remembers this person's place: a tablet may be shared. The id is random and tells nothing."""
    return f"enthesis_tour_{actor.person_id.hex[:12]}"


def remember(response: HttpResponse, actor: Actor, place: str) -> HttpResponse:
    """Keep where somebody stands: `ended`, or the steps of their tour with the one they are at first."""
    response.set_cookie(
        cookie_of(actor), place, max_age=KEPT_S, httponly=True, samesite="Lax", secure=bool(settings.BEHIND_HTTPS)
    )
    return response


def place_of(at: Step, steps: Sequence[Step]) -> str:
    """What is kept of a tour on its way: where it is, then its stops, so that no page has to look for them again."""
    return ",".join([at.id, *(step.id for step in steps)])


def find_panel(request: Any) -> TourPanel | None:
    """What this page shows of the tour; None for most pages of most people. Reads the cookie and nothing else."""
    actor = getattr(request, "actor", None)
    if not isinstance(actor, Actor) or actor.role == Role.RESEARCHER:
        return None
    match = request.resolver_match
    name = match.url_name if match else ""
    place = request.COOKIES.get(cookie_of(actor), "")
    if not place:
        return TourPanel(offered=True, back=request.path) if name == "home" else None
    ids = place.split(",")
    if place == ENDED or not PLACE.fullmatch(place) or ids[0] not in ids[1:] or not set(ids) <= set(BY_ID):
        return None
    at, steps = ids[0], list(dict.fromkeys(ids[1:]))
    index = steps.index(at)
    return TourPanel(
        offered=False,
        step=BY_ID[at],
        number=index + 1,
        n_steps=len(steps),
        before=steps[index - 1] if index else "",
        after=steps[index + 1] if index + 1 < len(steps) else "",
        here=name == BY_ID[at].page,
        back=request.path,
    )


def minutes_of(steps: Sequence[Step]) -> str:
    """How long a tour takes, about half a minute a step."""
    return _("about %(n)s minutes") % {"n": max(1, round(len(steps) / 2))}
