"""The exercise library: a list that is narrowed by a plain GET form, and one page for each exercise."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from enthesis.access.permissions import Permission, can
from enthesis.actions.rehabilitation import exercises_on_offer, get_rehabilitation
from enthesis.knowledge.regions import region_ids
from enthesis.web.library.build import build_exercise, build_library
from enthesis.web.library.search import list_filters, read_asked
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page


@require_safe
@staff_page
def library(request: Any) -> HttpResponse:
    """GET: exercises that fit the words and selections of the query; all of them without one."""
    filters = list_filters(*map(get_rehabilitation, region_ids()))
    asked = read_asked(request.GET, filters)
    may_see = can(request.actor.role, Permission.READ_RECORD)
    page = build_library(build_shell(request, "library"), asked, filters, may_see)
    return render_page(request, "library/library.html", page)


@require_safe
@staff_page
def exercise(request: Any, exercise_id: str) -> HttpResponse:
    """GET: one exercise; side=left mirrors its drawing, figure=still stops it. 404 for an id the pack does not have."""
    found = exercises_on_offer().get(exercise_id)
    if found is None:
        raise Http404
    side = "left" if request.GET.get("side") == "left" else "right"
    page = build_exercise(build_shell(request, "library"), *found, side, request.GET.get("figure") == "still")
    return render_page(request, "library/exercise.html", page)
