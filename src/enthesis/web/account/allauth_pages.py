"""allauth's own views in our look: what each page is given besides allauth's context. Their templates are ours (Jinja)."""

from __future__ import annotations

import json
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from enthesis.access.actor import Actor
from enthesis.web.account import second_factor
from enthesis.web.account.adapters import passkeys_work_at
from enthesis.web.shell import build_shell


class AtTheEntrance:
    """A page for somebody who is not signed in, or is on the way in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """allauth's context, and what works here."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        request: Any = self.request  # type: ignore[attr-defined]
        given: dict[str, Any] = {**context, "passkeys": passkeys_work_at(request), "mail": settings.MAIL_CONFIGURED}
        given["next_address"] = request.POST.get("next") or request.GET.get("next") or ""
        given["passkey_options"] = options_text(context)
        return given


class InTheClinic(AtTheEntrance):
    """A page for somebody who is at work in a clinic."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Without a clinic there is nothing to manage."""
        if request.user.is_authenticated and not isinstance(request.actor, Actor):
            return HttpResponseRedirect(reverse("choose_clinic"))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """allauth's context in the clinic's frame."""
        request: Any = self.request  # type: ignore[attr-defined]
        required = second_factor.is_required(request.actor) and not second_factor.has_second_factor(request.user)
        return {**super().get_context_data(**kwargs), "shell": build_shell(request, "profile"), "required": required}


def options_text(context: dict[str, Any]) -> str:
    """What the browser needs for a passkey, as JSON; empty when the page needs none."""
    given = context.get("js_data") or {}
    options = given.get("request_options") or given.get("creation_options")
    return json.dumps(options, cls=DjangoJSONEncoder) if options else ""


class Login(AtTheEntrance, account.LoginView):
    """E-mail and password, or a passkey."""


class LoginByPasskey(webauthn.LoginWebAuthnView):
    """GET: what the browser needs, as JSON. POST: the passkey's answer."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The options as plain JSON."""
        if "application/json" not in request.headers.get("Accept", ""):
            return HttpResponseRedirect(reverse("account_login"))
        return JsonResponse(json.loads(json.dumps(webauthn.auth.begin_authentication(None), cls=DjangoJSONEncoder)))


class SecondStep(AtTheEntrance, mfa.AuthenticateView):
    """The code or the passkey after the password."""


class Logout(AtTheEntrance, account.LogoutView):
    """Sign out."""


class Reauthenticate(AtTheEntrance, account.ReauthenticateView):
    """The password again, before something that matters."""


class ReauthenticateByCode(AtTheEntrance, mfa.ReauthenticateView):
    """A code again, before something that matters."""


class ReauthenticateByPasskey(AtTheEntrance, webauthn.ReauthenticateWebAuthnView):
    """A passkey again, before something that matters."""


class ChangePassword(InTheClinic, account.PasswordChangeView):
    """A new password for the old one."""


class SetPassword(InTheClinic, account.PasswordSetView):
    """A first password."""


class OnlyWithMail:
    """Pages that make sense only where mail can be sent."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """404 without mail."""
        if not settings.MAIL_CONFIGURED:
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ResetPassword(OnlyWithMail, AtTheEntrance, account.PasswordResetView):
    """Ask for a link by mail."""


class ResetPasswordSent(OnlyWithMail, AtTheEntrance, account.PasswordResetDoneView):
    """The mail is on its way, if there is such an account."""


class ResetPasswordFromKey(OnlyWithMail, AtTheEntrance, account.PasswordResetFromKeyView):
    """The page behind the link of the mail."""


class ResetPasswordDone(OnlyWithMail, AtTheEntrance, account.PasswordResetFromKeyDoneView):
    """The new password holds."""


class ActivateTotp(InTheClinic, totp.ActivateTOTPView):
    """Set up a code app."""


class DeactivateTotp(InTheClinic, totp.DeactivateTOTPView):
    """Take the code app away."""


class RecoveryCodes(InTheClinic, recovery_codes.ViewRecoveryCodesView):
    """The recovery codes, shown once."""


class GenerateRecoveryCodes(InTheClinic, recovery_codes.GenerateRecoveryCodesView):
    """New recovery codes in place of the old."""


class AddPasskey(InTheClinic, webauthn.AddWebAuthnView):
    """Add a passkey."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """404 where no browser could use one."""
        if "webauthn" not in settings.MFA_SUPPORTED_TYPES:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class RenamePasskey(InTheClinic, webauthn.EditWebAuthnView):
    """Give a passkey another name."""

    success_url = "/account/profile/"


class RemovePasskey(InTheClinic, webauthn.RemoveWebAuthnView):
    """Take a passkey away."""

    success_url = "/account/profile/"
