"""One's own account: profile, second factor, choice of clinic."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext

from enthesis.access.permissions import Permission, can
from enthesis.access.refused import NotInThisState
from enthesis.actions.change_profile import change_profile
from enthesis.records.people import Membership, Role
from enthesis.web.account import second_factor
from enthesis.web.account.adapters import passkeys_work_at, relying_party_id
from enthesis.web.account.pages import ChooseClinicPage, ClinicLine, PasskeyLine, ProfilePage, SecondFactorPage
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import CLINIC_KEY, staff_page


@staff_page
def profile(request: Any) -> HttpResponse:
    """GET: one's profile. POST: name and credentials."""
    fault = ""
    if request.method == "POST":
        try:
            change_profile(request.actor, request.POST.get("full_name", ""), request.POST.get("credentials", ""))
        except NotInThisState as refusal:
            fault = str(refusal)
        else:
            messages.success(request, gettext("Saved."))
            return HttpResponseRedirect(reverse("profile"))
    person = request.user
    held = list(Authenticator.objects.filter(user=person).order_by("created_at"))
    codes = next((a for a in held if a.type == Authenticator.Type.RECOVERY_CODES), None)
    page = ProfilePage(
        shell=build_shell(request, "profile"),
        full_name=request.POST.get("full_name", person.full_name),
        credentials=request.POST.get("credentials", person.credentials),
        email=person.email,
        has_password=person.has_usable_password(),
        has_code_app=any(a.type == Authenticator.Type.TOTP for a in held),
        passkeys=tuple(_passkey_line(a) for a in held if a.type == Authenticator.Type.WEBAUTHN),
        passkeys_possible=passkeys_work_at(request),
        passkey_address=passkey_address(request),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else 0,
        has_second_factor=second_factor.has_second_factor(person),
        required=second_factor.is_required(request.actor),
        clinics=clinics_of(request),
        lock_after_minutes=request.membership.clinic.lock_after_minutes,
        may_file_licence=can(request.actor.role, Permission.FILE_LICENCE),
        fault=fault,
    )
    response = render_page(request, "account/profile.html", page)
    response.status_code = 409 if fault else 200
    return response


@staff_page
def offer_second_factor(request: Any) -> HttpResponse:
    """GET: the offer. POST: not now, where that is allowed."""
    if second_factor.has_second_factor(request.user):
        return HttpResponseRedirect(second_factor.way_on(request))
    required = second_factor.is_required(request.actor)
    if request.method == "POST" and not required:
        second_factor.put_off(request)
        return HttpResponseRedirect(second_factor.way_on(request))
    page = SecondFactorPage(build_shell(request), passkeys_work_at(request), passkey_address(request), required)
    return render_page(request, "account/second_factor.html", page)


def choose_clinic(request: Any) -> HttpResponse:
    """GET: the clinics a person works in. POST: work in one of them from now on."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    fault = ""
    if request.method == "POST":
        try:
            wanted = str(uuid.UUID(request.POST.get("clinic", "")))
        except ValueError:
            wanted = ""
        if any(str(line.id) == wanted for line in clinics_of(request)):
            request.session[CLINIC_KEY] = wanted
            return HttpResponseRedirect("/")
        fault = gettext("You do not work in this clinic; choose one from the list.")
    page = ChooseClinicPage(request.user.full_name, clinics_of(request), fault)
    response = render_page(request, "account/choose_clinic.html", page)
    response.status_code = 409 if fault else 200
    return response


def clinics_of(request: Any) -> tuple[ClinicLine, ...]:
    """The clinics a signed-in person works in, oldest first."""
    here = request.membership.pk if request.membership else None
    mine = Membership.objects.filter(person=request.user, ended_at__isnull=True).select_related("clinic").order_by("started_at")
    return tuple(ClinicLine(m.clinic_id, m.clinic.name, Role(m.role).label, m.pk == here) for m in mine)


def passkey_address(request: Any) -> str:
    """Where passkeys would work when they do not work at the address in use; empty when nowhere, or when they do here."""
    if "webauthn" not in settings.MFA_SUPPORTED_TYPES or passkeys_work_at(request):
        return ""
    if settings.PUBLIC_URL:
        return settings.PUBLIC_URL[0]
    port = request.get_port()
    return f"http://{relying_party_id()}:{port}/"


def _passkey_line(authenticator: Any) -> PasskeyLine:
    return PasskeyLine(authenticator.pk, str(authenticator), _day(authenticator.created_at), _day(authenticator.last_used_at))


def _day(moment: Any) -> str:
    return formats.date_format(timezone.localtime(moment), "DATE_FORMAT") if moment else ""
