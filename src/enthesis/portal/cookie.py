"""The cookie of an intake: its own name, for /intake alone, out of reach of scripts and of other sites."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE_NAME = "enthesis_intake"
COOKIE_PATH = "/intake"


def read_cookie(request: HttpRequest) -> str:
    """What the device holds; empty for nothing."""
    return request.COOKIES.get(COOKIE_NAME, "")


def set_cookie(response: HttpResponse, value: str, lasts: datetime.timedelta, on_clinic_tablet: bool) -> None:
    """Give the device its session. On the clinic's tablet it ends with the browser at the latest."""
    response.set_cookie(
        COOKIE_NAME,
        value,
        max_age=None if on_clinic_tablet else int(lasts.total_seconds()),
        path=COOKIE_PATH,
        secure=settings.BEHIND_HTTPS,
        httponly=True,
        samesite="Strict",
    )


def drop_cookie(response: HttpResponse) -> None:
    """Take it back."""
    response.delete_cookie(COOKIE_NAME, path=COOKIE_PATH, samesite="Strict")  # pyright: ignore[reportCallIssue] (stubs lag behind)
