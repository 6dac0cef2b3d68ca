"""Requests about the clinic's people."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from enthesis.access.refused import NotInThisState
from enthesis.actions.change_role import change_role, end_membership
from enthesis.actions.invite_person import (
    Invited,
    invite_person,
    reissue_invitation,
    renew_access,
    revoke_invitation,
)
from enthesis.actions.list_people import People, list_people
from enthesis.records.people import Membership, Role
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.pages import Choice
from enthesis.web.people.pages import InvitationLine, NewLink, PeoplePage, PersonLine
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page


@staff_page
def people(request: Any) -> HttpResponse:
    """GET: everybody. POST: invite somebody; the answer shows the link, this once."""
    if request.method != "POST":
        return _page(request)
    name, email, role = (request.POST.get(field, "") for field in ("full_name", "email", "role"))
    try:
        invited = invite_person(request.actor, email, name, role)
    except NotInThisState as refusal:
        return _page(request, fault=str(refusal), fault_at="invite", typed=(name, email, role))
    return _page(request, link=_link(request, invited))


@staff_page
def set_role(request: Any, membership_id: uuid.UUID) -> HttpResponse:
    """POST: another role."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        change_role(request.actor, membership_id, request.POST.get("role", ""))
    except NotInThisState as refusal:
        return _page(request, fault=str(refusal))
    return _back(request, _("The role is changed."))


@staff_page
def end(request: Any, membership_id: uuid.UUID) -> HttpResponse:
    """POST: end somebody's work here."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        end_membership(request.actor, membership_id)
    except NotInThisState as refusal:
        return _page(request, fault=str(refusal))
    if membership_id == request.membership.pk:
        return HttpResponseRedirect(reverse("choose_clinic"))
    return _back(request, _("Their work here is ended. What they signed stays theirs."))


@staff_page
def renew(request: Any, membership_id: uuid.UUID) -> HttpResponse:
    """POST: a link that sets a new password."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        invited = renew_access(request.actor, membership_id)
    except NotInThisState as refusal:
        return _page(request, fault=str(refusal))
    return _page(request, link=_link(request, invited, renews=True))


@staff_page
def issue_again(request: Any, invitation_id: uuid.UUID) -> HttpResponse:
    """POST: a new link for the same invitation."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        invited = reissue_invitation(request.actor, invitation_id)
    except NotInThisState as refusal:
        return _page(request, fault=str(refusal))
    return _page(request, link=_link(request, invited))


@staff_page
def withdraw(request: Any, invitation_id: uuid.UUID) -> HttpResponse:
    """POST: make an invitation's link useless."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        revoke_invitation(request.actor, invitation_id)
    except NotInThisState as refusal:
        return _page(request, fault=str(refusal))
    return _back(request, _("The invitation is withdrawn; its link no longer works."))


def _back(request: Any, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("people"))


def _link(request: Any, invited: Invited, renews: bool = False) -> NewLink:
    """The address to hand over. Its host is ENTHESIS_PUBLIC_URL or this machine, never what the request claims."""
    origin = settings.PUBLIC_URL[0] if settings.PUBLIC_URL else f"http://localhost:{request.META['SERVER_PORT']}"
    invitation = invited.invitation
    return NewLink(
        address=f"{origin}{reverse('invitation')}#{invited.token}",
        name=invitation.full_name,
        email=invitation.email,
        until=ClinicTime(request.membership.clinic).when(invitation.expires_at),
        only_here=settings.PUBLIC_URL is None,
        renews=renews,
    )


def _page(
    request: Any,
    fault: str = "",
    fault_at: str = "",
    link: NewLink | None = None,
    typed: tuple[str, str, str] = ("", "", Role.THERAPIST),
) -> HttpResponse:
    time = ClinicTime(request.membership.clinic)

    def build(found: People) -> PeoplePage:
        now = timezone.now()
        return PeoplePage(
            shell=build_shell(request, "people"),
            people=tuple(_line(m, found, request, time) for m in found.current),
            former=tuple(_line(m, found, request, time) for m in found.ended),
            invitations=tuple(
                InvitationLine(i.id, i.full_name, i.email, Role(i.role).label, time.when(i.expires_at), i.expires_at <= now)
                for i in found.invitations
            ),
            roles=_roles(typed[2]),
            typed_name=typed[0],
            typed_email=typed[1],
            link=link,
            fault=fault,
            fault_at=fault_at,
        )

    response = render_page(request, "people/people.html", list_people(request.actor, build))
    response.status_code = 409 if fault else 200
    return response


def _line(membership: Membership, found: People, request: Any, time: ClinicTime) -> PersonLine:
    person = membership.person
    return PersonLine(
        membership_id=membership.pk,
        name=person.full_name,
        email=person.email,
        credentials=person.credentials,
        roles=_roles(membership.role),
        role=Role(membership.role).label,
        since=time.short_day(time.local(membership.started_at).date()),
        ended=time.short_day(time.local(membership.ended_at).date()) if membership.ended_at else "",
        has_second_factor=person.pk in found.with_second_factor,
        is_self=person.pk == request.actor.person_id,
    )


def _roles(chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(role.value, role.label, role.value == chosen) for role in Role)
