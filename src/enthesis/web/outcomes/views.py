"""Requests for the page of outcomes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from enthesis.actions.read_outcomes import Trajectories, read_trajectories
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.outcomes.build import build_outcomes_page
from enthesis.web.outcomes.pages import OutcomesPage
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

LONGEST_KEY = 80


@staff_page
def outcomes(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: how an episode goes."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    return show_outcomes(request, episode_id)


def show_outcomes(
    request: Any, episode_id: uuid.UUID, typed: Mapping[str, str] | None = None, fault: str = "", status: int = 200
) -> HttpResponse:
    """The page, with what was typed into its form of events where that could not be kept."""
    time = ClinicTime(request.membership.clinic)

    def build(found: Trajectories) -> OutcomesPage:
        shell = build_shell(request, "patients", found.episode.patient.simulated)
        chosen = str(request.GET.get("measure", ""))[:LONGEST_KEY]
        return build_outcomes_page(found, request.actor, shell, time, chosen, typed, fault)

    response = render_page(request, "outcomes/outcomes.html", read_trajectories(request.actor, episode_id, build))
    response.status_code = status
    return response
