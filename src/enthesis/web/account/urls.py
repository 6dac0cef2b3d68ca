"""Addresses of sign-in and of one's own account. allauth's pages that are not listed do not exist here."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, re_path

from enthesis.web.account import allauth_pages as pages
from enthesis.web.account import links, lock_pages, views


def nowhere(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """For names in NOT_HERE, which allauth looks up: pages that we do not have."""
    raise Http404


NOT_HERE = {
    "account_signup": "signup/",
    "account_email": "email/",
    "account_inactive": "inactive/",
    "account_email_verification_sent": "email/sent/",
    "account_confirm_email": "email/confirm/<key>/",
    "mfa_download_recovery_codes": "recovery-codes/file/",
}
urlpatterns = [
    path("start/", links.start, name="start"),
    path("invitation/", links.invitation, name="invitation"),
    path("account/login/", pages.Login.as_view(), name="account_login"),
    path("account/login/passkey/", pages.LoginByPasskey.as_view(), name="mfa_login_webauthn"),
    path("account/login/second-step/", pages.SecondStep.as_view(), name="mfa_authenticate"),
    path("account/logout/", pages.Logout.as_view(), name="account_logout"),
    path("account/confirm/", pages.Reauthenticate.as_view(), name="account_reauthenticate"),
    path("account/confirm/code/", pages.ReauthenticateByCode.as_view(), name="mfa_reauthenticate"),
    path("account/confirm/passkey/", pages.ReauthenticateByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/password/", pages.ChangePassword.as_view(), name="account_change_password"),
    path("account/password/first/", pages.SetPassword.as_view(), name="account_set_password"),
    path("account/password/reset/", pages.ResetPassword.as_view(), name="account_reset_password"),
    path("account/password/reset/sent/", pages.ResetPasswordSent.as_view(), name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        pages.ResetPasswordFromKey.as_view(),
        name="account_reset_password_from_key",
    ),
    path("account/password/reset/done/", pages.ResetPasswordDone.as_view(), name="account_reset_password_from_key_done"),
    path("account/profile/", views.profile, name="profile"),
    path("account/profile/", views.profile, name="mfa_index"),
    path("account/profile/", views.profile, name="mfa_list_webauthn"),
    path("account/clinic/", views.choose_clinic, name="choose_clinic"),
    path("account/second-factor/", views.offer_second_factor, name="second_factor"),
    path("account/code-app/", pages.ActivateTotp.as_view(), name="mfa_activate_totp"),
    path("account/code-app/remove/", pages.DeactivateTotp.as_view(), name="mfa_deactivate_totp"),
    path("account/recovery-codes/", pages.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", pages.GenerateRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("account/passkeys/add/", pages.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/name/", pages.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", pages.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("account/lock/", lock_pages.lock, name="lock"),
    path("account/lock/panel/", lock_pages.lock_panel, name="lock_panel"),
    path("account/lock/state/", lock_pages.lock_state, name="lock_state"),
    path("account/unlock/", lock_pages.unlock, name="unlock"),
    path("account/here/", lock_pages.still_here, name="still_here"),
]
urlpatterns += [path(f"account/{where}", nowhere, name=name) for name, where in NOT_HERE.items()]
