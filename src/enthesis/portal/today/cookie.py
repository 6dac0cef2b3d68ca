"""The cookie of a linked phone: its own name, for /today/ alone, out of reach of scripts and of other sites."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

COOKIE_NAME = "enthesis_today"
COOKIE_PATH = "/today/"
LASTS = datetime.timedelta(days=400)
"""As long as browsers allow; each look at the plan begins it anew. The clinic ends it by revoking the phone."""


def read_cookie(request: HttpRequest) -> str:
    """What the phone holds; empty for nothing."""
    return request.COOKIES.get(COOKIE_NAME, "")


def set_cookie(response: HttpResponse, value: str) -> None:
    """Give the phone its way to the plan."""
    response.set_cookie(
        COOKIE_NAME,
        value,
        max_age=int(LASTS.total_seconds()),
        path=COOKIE_PATH,
        secure=settings.BEHIND_HTTPS,
        httponly=True,
        samesite="Strict",
    )


def drop_cookie(response: HttpResponse) -> None:
    """Take it back."""
    response.delete_cookie(COOKIE_NAME, path=COOKIE_PATH, samesite="Strict")  # pyright: ignore[reportCallIssue] (stubs lag behind)
