"""The pages of the lock: a whole page, the panel that a script lays over a page, and the ways to open it."""

from __future__ import annotations

import json
from typing import Any

from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as passkeys
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from enthesis.access.actor import Actor
from enthesis.actions.note_sign_in import note_own_act
from enthesis.web.account import idle_lock
from enthesis.web.account.adapters import passkeys_work_at
from enthesis.web.account.pages import LockPage
from enthesis.web.errors import not_by_this_method
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page


def lock_page(
    request: Any, fault: str = "", not_carried_out: bool = False, status: int = 200, panel: bool = False
) -> HttpResponse:
    """The lock with its form.

    Args:
        fault: why the last try did not open it.
        not_carried_out: a form was sent to the locked session.
        panel: only the part that a script lays over the page.
    """
    has_passkey = passkeys_work_at(request) and has_passkeys(request.user)
    page = LockPage(
        person_name=request.user.full_name,
        clinic_name=request.membership.clinic.name,
        has_password=request.user.has_usable_password(),
        passkey_options=passkey_options(request.user) if has_passkey else "",
        fault=fault,
        not_carried_out=not_carried_out,
    )
    response = render_page(request, "account/lock_panel.html" if panel else "account/lock.html", page)
    response.status_code = status
    return response


def has_passkeys(person: Any) -> bool:
    """Whether the person has a passkey."""
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).exists()


def passkey_options(person: Any) -> str:
    """What the browser needs to ask for a passkey, as JSON."""
    return json.dumps(passkeys.begin_authentication(person), cls=DjangoJSONEncoder)


@staff_page
def lock(request: Any) -> HttpResponse:
    """GET: the lock. POST: lock now."""
    if request.method == "POST":
        idle_lock.lock(request, "by hand")
        return HttpResponseRedirect(request.path)
    if not idle_lock.is_locked(request):
        return HttpResponseRedirect(_way_back(request))
    return lock_page(request)


@staff_page
def lock_panel(request: Any) -> HttpResponse:
    """The part that a script lays over a page whose time is up."""
    return lock_page(request, panel=True)


def lock_state(request: Any) -> HttpResponse:
    """For the script of a page: {"locked": bool, "seconds_left": number or null}. Asking does not count as work."""
    if not isinstance(request.actor, Actor):
        return JsonResponse({"locked": True, "signed_out": True, "seconds_left": 0})
    left_s = idle_lock.seconds_left(request)
    left = None if left_s is None else max(0, round(left_s))
    return JsonResponse({"locked": idle_lock.is_locked(request), "signed_out": False, "seconds_left": left})


@staff_page
def still_here(request: HttpRequest) -> HttpResponse:
    """A person is at the page, though it asked for nothing; the middleware has noted it."""
    return HttpResponse(status=204) if request.method == "POST" else not_by_this_method(request, "POST")


@staff_page
def unlock(request: Any) -> HttpResponse:
    """Open the lock by password or passkey. A script gets {"locked": false} or 403 with the sentence."""
    if request.method != "POST":
        return HttpResponseRedirect(_way_back(request)) if not idle_lock.is_locked(request) else lock_page(request)
    if not idle_lock.is_locked(request):
        return _opened(request)
    if not ratelimit.consume(request, action="unlock", user=request.user):
        return _not_opened(request, gettext("Too many tries. Wait a minute, then try again, or sign out."), 429)
    credential = request.POST.get("credential", "")
    if credential:
        opened = _is_passkey_of(request.user, credential)
    else:
        opened = request.user.check_password(request.POST.get("password", "")[:4096])
    if not opened:
        note_own_act(request.actor, "tried to unlock screen", "passkey" if credential else "wrong password")
        said = gettext("This passkey did not match.") if credential else gettext("This is not your password.")
        return _not_opened(request, said, 403)
    ratelimit.clear(request, action="unlock", user=request.user)
    idle_lock.unlock(request, "passkey" if credential else "password")
    return _opened(request)


def _is_passkey_of(person: Any, text: str) -> bool:
    try:
        credential = json.loads(text)
        passkeys.parse_authentication_response(credential)
        passkeys.complete_authentication(person, credential)
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        return False
    return True


def _opened(request: Any) -> HttpResponse:
    if idle_lock.wants_json(request):
        return JsonResponse({"locked": False})
    return HttpResponseRedirect(_way_back(request))


def _not_opened(request: Any, fault: str, status: int) -> HttpResponse:
    if idle_lock.wants_json(request):
        return JsonResponse({"locked": True, "error": fault}, status=status)
    return lock_page(request, fault=fault, status=status)


def _way_back(request: Any) -> str:
    """Where the person was; the first page when that is not known."""
    back = request.session.pop(idle_lock.RETURN_TO, "/")
    return back if url_has_allowed_host_and_scheme(back, None) else "/"
