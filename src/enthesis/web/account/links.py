"""Pages behind one-use links: the first start, and invitations. The token stands in the fragment of the address, which no
browser sends; a small script, or the person, puts it into the form."""

from __future__ import annotations

import zoneinfo
from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from enthesis.access.actor import Stranger
from enthesis.access.refused import Refused
from enthesis.actions.accept_invitation import accept_invitation, read_invitation
from enthesis.actions.set_up_clinic import FirstStart, set_up_clinic
from enthesis.records.people import Person
from enthesis.web.account.adapters import request_id
from enthesis.web.account.pages import InvitationPage, StartPage
from enthesis.web.errors import too_many
from enthesis.web.templating import render_page

TYPED_KEPT = ("clinic_name", "time_zone", "full_name", "credentials", "email")
"""What stays in the form after a fault; never a password."""


def start(request: Any) -> HttpResponse:
    """GET: the form of the first start. POST: make the clinic and its lead, and sign the lead in."""
    fault = ""
    form = {name: str(text) for name, text in request.POST.dict().items()}
    if request.method == "POST":
        if not ratelimit.consume(request, action="use_link"):
            return too_many(request)
        given = FirstStart(*(form.get(name, "") for name in ("clinic_name", "full_name", "email", "password")))
        given = FirstStart(
            given.clinic_name,
            given.full_name,
            given.email,
            given.password,
            form.get("time_zone", ""),
            form.get("credentials", ""),
        )
        try:
            person = set_up_clinic(Stranger(request_id(request)), form.get("token", ""), given)
        except Refused as refusal:
            fault = str(refusal)
        else:
            return _let_in(request, person)
    zones = tuple(sorted(z for z in zoneinfo.available_timezones() if "/" in z and not z.startswith(("Etc/", "posix", "right"))))
    typed = {name: form.get(name, "") for name in TYPED_KEPT}
    page = StartPage(Person.objects.exists(), form.get("token", ""), ("UTC", *zones), typed, fault)
    response = render_page(request, "account/start.html", page)
    response.status_code = 409 if fault else 200
    return response


def invitation(request: Any) -> HttpResponse:
    """GET: waits for the code of the link. POST: show who is invited, or accept."""
    form = {name: str(text) for name, text in request.POST.dict().items()}
    token = form.get("token", "").strip()
    if request.method != "POST" or not token:
        return render_page(request, "account/invitation.html", InvitationPage(token=""))
    if not ratelimit.consume(request, action="use_link"):
        return too_many(request)
    fault = ""
    try:
        if form.get("step") == "accept":
            accepted = accept_invitation(
                Stranger(request_id(request)),
                token,
                form.get("full_name", ""),
                form.get("password", ""),
                form.get("credentials", ""),
            )
            if accepted.sign_in:
                return _let_in(request, accepted.person)
            messages.success(request, gettext("You can work in this clinic now. Sign in."))
            return HttpResponseRedirect(reverse("account_login"))
    except Refused as refusal:
        fault = str(refusal)
    try:
        shown = read_invitation(token)
    except Refused as refusal:
        response = render_page(request, "account/invitation.html", InvitationPage(token="", fault=str(refusal)))
        response.status_code = 409
        return response
    typed = {name: form.get(name, "") for name in TYPED_KEPT} if fault else {"full_name": shown.full_name, "credentials": ""}
    page = InvitationPage(token, shown.clinic_name, shown.email, shown.role_label, shown.has_account, shown.resets, typed, fault)
    response = render_page(request, "account/invitation.html", page)
    response.status_code = 409 if fault else 200
    return response


def _let_in(request: Any, person: Person) -> HttpResponse:
    """Sign in a person who has just set their password through a link."""
    return perform_login(request, Login(user=person, redirect_url="/"))
