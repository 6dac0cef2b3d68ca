"""How often a device may try codes: wrong ones are counted by address, so that nobody can try them by the thousand."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MOST_WRONG = 15
WITHIN_S = 600


def may_try(request: HttpRequest) -> bool:
    """Whether this address has not tried too many wrong codes lately."""
    return int(cache.get(_key(request), 0)) < MOST_WRONG


def note_wrong(request: HttpRequest) -> None:
    """Count one wrong code."""
    key = _key(request)
    if not cache.add(key, 1, WITHIN_S):
        try:
            cache.incr(key)
        except ValueError:
            cache.set(key, 1, WITHIN_S)


def _key(request: HttpRequest) -> str:
    """By the caller's address; behind our own proxy, by the last one it names."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_HTTPS:
        address = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or address
    return "intake-attempts-" + "".join(sign for sign in address if sign.isalnum() or sign in ".-")[:60]
