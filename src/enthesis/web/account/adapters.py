"""What allauth asks us: no sign-up, links from ENTHESIS_PUBLIC_URL and never from the Host header, sealed secrets."""

from __future__ import annotations

import base64
import logging
import os
from smtplib import SMTPException
from types import SimpleNamespace
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from enthesis.actions.note_sign_in import note_failed_sign_in
from enthesis.terms.fault import UnusableInput

NONCE_BYTES = 12
BOUND_TO = b"mfa_authenticator/secret"
SITE_NAME = "Enthesis"
log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only."""

    error_messages = {  # noqa: RUF012 (allauth's form)
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("This e-mail address and this password do not belong together."),
        "too_many_login_attempts": gettext_lazy("Too many failed tries. Wait five minutes, then try again."),
        "enter_current_password": gettext_lazy("This is not your password."),
        "incorrect_password": gettext_lazy("This is not your password."),
        "rate_limited": gettext_lazy("Too many tries. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: Any) -> bool:
        """Never: people are invited by a clinic lead."""
        return False

    def authentication_failed(self, request: Any, **credentials: Any) -> None:
        """Note it; allauth has counted it already."""
        note_failed_sign_in(str(credentials.get("email") or ""), "wrong password or address", request_id(request))

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether this is the password of somebody who is signed in already; counted like a sign-in."""
        request: Any = context.request
        again = self.authenticate(request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def get_password_change_redirect_url(self, request: Any) -> str:
        """Back to the profile."""
        return reverse("profile")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of a reset mail."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return public_address(path).replace("UID-KEY", key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that names us, and not the host the request claims. A mail server that fails stops nobody's work."""
        try:
            super().send_mail(template_prefix, email, {**context, "current_site": SimpleNamespace(name=SITE_NAME, domain="")})
        except (OSError, SMTPException) as error:
            log.error("a mail could not be sent (%s); see ENTHESIS_MAIL_URL", type(error).__name__)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Mail about a changed account, where mail is configured."""
        if settings.MAIL_CONFIGURED:
            super().send_notification_mail(*args, **kwargs)


class MfaAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed with the field key, so that a stolen database opens no account."""

    error_messages = {  # noqa: RUF012 (allauth's form)
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This did not match. Try again with a fresh code, or the passkey once more."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        nonce = os.urandom(NONCE_BYTES)
        return base64.b64encode(nonce + AESGCM(settings.FIELD_KEY).encrypt(nonce, text.encode(), BOUND_TO)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret.

        Raises:
            UnusableInput: the field key is not the one it was sealed with.
        """
        try:
            sealed = base64.b64decode(encrypted_text)
            return AESGCM(settings.FIELD_KEY).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], BOUND_TO).decode()
        except (InvalidTag, ValueError):
            raise UnusableInput(
                "field_key", "second factors cannot be opened with this key", "put back the key this database was written with"
            ) from None

    def get_totp_issuer(self) -> str:
        """What the code app calls us."""
        return SITE_NAME

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The relying party: the host of ENTHESIS_PUBLIC_URL, or localhost; never the Host header."""
        return {"id": relying_party_id(), "name": SITE_NAME}

    def build_totp_svg(self, url: str) -> str:
        """The QR code as markup that may stand inside a page."""
        svg = super().build_totp_svg(url)
        return svg[svg.index("<svg") :]

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """A first proposal for a passkey's name."""
        return gettext("Passkey")


def relying_party_id() -> str:
    """The host that passkeys are bound to."""
    return settings.PUBLIC_URL[1] if settings.PUBLIC_URL else "localhost"


def passkeys_work_at(request: Any) -> bool:
    """Whether the browser that asks could use a passkey: over https at the public address, or at localhost.

    The Host header only decides whether a button is shown.
    """
    if "webauthn" not in settings.MFA_SUPPORTED_TYPES:
        return False
    return request.get_host().partition(":")[0] == relying_party_id()


def public_address(path: str) -> str:
    """An address that other devices can open; only ever from ENTHESIS_PUBLIC_URL.

    Raises:
        UnusableInput: it is not set.
    """
    if settings.PUBLIC_URL is None:
        raise UnusableInput(
            "ENTHESIS_PUBLIC_URL", "links for other devices need it", "set it, for instance https://board.example.org"
        )
    return f"{settings.PUBLIC_URL[0]}{path}"


def request_id(request: Any) -> str:
    """The id that ties audit rows of one request together."""
    return str(getattr(request, "request_id", ""))
