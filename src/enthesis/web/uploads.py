"""What a browser may send: refuse what is too large before any of it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from enthesis.web.errors import too_large


class RefuseLargeBodies:
    """Answer 413 in the house style when the announced body is larger than any case file can be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        if announced.isdigit() and int(announced) > settings.LARGEST_BODY_BYTES:
            return too_large(request)
        return self.get_response(request)
