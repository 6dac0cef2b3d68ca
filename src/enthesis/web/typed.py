"""What comes in as typed text. NUL is no character that anybody types, and PostgreSQL keeps none: it is taken out at the door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict

NUL = "\x00"


class WithoutNul:
    """Take NUL out of the query and the form, so that no view has to think of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        return self.get_response(request)

    def process_view(self, request: Any, view: Any, args: Any, kwargs: Any) -> None:
        """After the form was read for its key, before the view sees it."""
        request.GET = without_nul(request.GET)
        # The JSON interface reads the body itself, which may be read once.
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = without_nul(request.POST)


def without_nul(fields: QueryDict) -> QueryDict:
    """The same fields, or a copy without NUL where one stands in a name or a value."""
    if not any(NUL in name or any(NUL in value for value in values) for name, values in fields.lists()):
        return fields
    cleaned = QueryDict(mutable=True, encoding=fields.encoding)
    for name, values in fields.lists():
        cleaned.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    return cleaned
