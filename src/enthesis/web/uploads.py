"""What a browser may send: refuse what is too large before any of it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse

from enthesis.web.errors import too_large

View = TypeVar("View", bound=Callable[..., Any])


def takes_bodies_of(n_bytes: int) -> Callable[[View], View]:
    """Mark a view that takes larger bodies than the others, with a file in memory."""

    def mark(view: View) -> View:
        view.largest_body_bytes = n_bytes  # type: ignore[attr-defined]
        return view

    return mark


class RefuseLargeBodies:
    """Answer 413 in the house style when the announced body is larger than its view takes: a case file, or what it is marked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Before anything reads the body: the view is known, the form's key is not yet looked at."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        most = getattr(view, "largest_body_bytes", settings.LARGEST_BODY_BYTES)
        if announced.isdigit() and int(announced) > most:
            return too_large(request)
        if most > settings.LARGEST_BODY_BYTES:
            taking: Any = request  # django-types has the property without its setter
            taking.upload_handlers = [InMemory(request)]
        return None


class InMemory(MemoryFileUploadHandler):
    """Keep the file in memory, whatever the limit of other pages: how large the body may be is checked before."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take every file of the request."""
        self.activated = True
