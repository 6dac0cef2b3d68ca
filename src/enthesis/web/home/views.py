"""The first page: for staff the day and what waits for them, for a stranger the board's examples and the way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from enthesis.access.actor import Actor
from enthesis.web.errors import not_by_this_method
from enthesis.web.shell import Shell, build_shell
from enthesis.web.templating import render_page
from enthesis.web.views import show_entry


@dataclass(frozen=True)
class TodayPage:
    """The day."""

    shell: Shell


def home(request: Any) -> HttpResponse:
    """GET: the first page."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    if not isinstance(request.actor, Actor):
        return show_entry(request)
    return render_page(request, "home/today.html", TodayPage(build_shell(request, "home")))
