"""The cookie of a follow-up: its own name, for /follow-up alone, out of reach of scripts and of other sites."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE_NAME = "enthesis_follow_up"
COOKIE_PATH = "/follow-up"


def read_cookie(request: HttpRequest) -> str:
    """What the device holds; empty for nothing."""
    return request.COOKIES.get(COOKIE_NAME, "")


def set_cookie(response: HttpResponse, value: str, lasts: datetime.timedelta) -> None:
    """Give the device its way in, as long as the follow-up may be answered.

    Lax, unlike the other cookies of patients: a link in an e-mail that is opened in a web mailer comes from another site, and the
    device that has begun must be known then. Nothing happens by following a link; what changes anything is posted with a token.
    """
    response.set_cookie(
        COOKIE_NAME,
        value,
        max_age=int(lasts.total_seconds()),
        path=COOKIE_PATH,
        secure=settings.BEHIND_HTTPS,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: HttpResponse) -> None:
    """Take it back."""
    response.delete_cookie(COOKIE_NAME, path=COOKIE_PATH, samesite="Lax")  # pyright: ignore[reportCallIssue] (stubs lag behind)
