"""The cookie of a check after needling: its own name, for /after-visit alone, out of reach of scripts and of other sites."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE_NAME = "enthesis_after_visit"
COOKIE_PATH = "/after-visit"


def read_cookie(request: HttpRequest) -> str:
    """What the device holds; empty for nothing."""
    return request.COOKIES.get(COOKIE_NAME, "")


def set_cookie(response: HttpResponse, value: str, lasts: datetime.timedelta) -> None:
    """Give the device its way in, as long as the check may be answered. Lax, for the reason told in `follow_up.cookie`."""
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
