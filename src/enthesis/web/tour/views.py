"""The guided tour: a page of its steps, and one form that goes on, back, away and to the start."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.actions.find_tour_pages import TourPages, find_tour_pages
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.tour.pages import TourPage, TourStop
from enthesis.web.tour.steps import BY_ID, ENDED, address_of, find_panel, minutes_of, place_of, remember, steps_for
from enthesis.web.who import staff_page


@require_safe
@staff_page
def tour(request: Any) -> HttpResponse:
    """GET: every step this person can make, with a link to its page."""
    pages = _find_pages(request.actor)
    stops = steps_for(request.actor, pages)
    panel = find_panel(request)
    page = TourPage(
        shell=build_shell(request, "tour"),
        stops=tuple(TourStop(s.id, s.title, s.says, address_of(s, pages)) for s in stops if s.page != "tour"),
        minutes=minutes_of(stops),
        is_empty_clinic=can(request.actor.role, Permission.READ_RECORD) and pages.patient_id is None,
        at_end=panel is not None and panel.step is not None and not panel.after,
    )
    response = render_page(request, "tour/tour.html", page)
    return response


@require_POST
@staff_page
def go(request: Any) -> HttpResponse:
    """POST: `step` is the id of the step to go to; without one the tour ends, and the person stays where they were."""
    wanted = BY_ID.get(str(request.POST.get("step", "")))
    if wanted is None:
        back = str(request.POST.get("back", ""))
        safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
        return remember(HttpResponseRedirect(back if safe else reverse("home")), request.actor, ENDED)
    pages = _find_pages(request.actor)
    steps = steps_for(request.actor, pages)
    at = wanted if wanted in steps else steps[0]
    return remember(HttpResponseRedirect(address_of(at, pages)), request.actor, place_of(at, steps))


def _find_pages(actor: Actor) -> TourPages:
    return find_tour_pages(actor) if can(actor.role, Permission.READ_RECORD) else TourPages()
