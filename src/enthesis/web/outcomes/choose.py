"""Choose what the patient of an episode is asked."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, check_can
from enthesis.actions.choose_measures import Choices, MeasureChoice, choose_measures, read_choices
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.outcomes.pages import ChoiceLine, ChoicePage
from enthesis.web.plans.build import about_episode
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page


@staff_page
def choose(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: every measure that can be asked. POST: keep those that are ticked, or with the other button the region's again."""
    check_can(request.actor.role, Permission.RECORD)
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    fault, ticked = "", None
    if request.method == "POST":
        ticked = [str(one) for one in request.POST.getlist("measure")]
        try:
            choose_measures(request.actor, episode_id, None if request.POST.get("to") == "region" else ticked)
        except UnusableInput as error:
            fault = f"{error.fault.what[:1].upper()}{error.fault.what[1:]}; {error.fault.mend}."
        else:
            messages.success(request, _("Kept. Occasions on which the patient was asked already stay as they are."))
            return HttpResponseRedirect(f"{reverse('outcomes', args=[episode_id])}#asked")
    time = ClinicTime(request.membership.clinic)

    def build(found: Choices) -> ChoicePage:
        return ChoicePage(
            shell=build_shell(request, "patients", found.episode.patient.simulated),
            about=about_episode(found.episode, time),
            lines=tuple(_line(one, ticked) for one in found.choices),
            chosen=found.chosen,
            fault=fault,
        )

    response = render_page(request, "outcomes/asked.html", read_choices(request.actor, episode_id, build))
    response.status_code = 422 if fault else 200
    return response


def _line(choice: MeasureChoice, ticked: list[str] | None) -> ChoiceLine:
    measure = choice.measure
    said = [_("the region’s usual")] if choice.of_region else []
    if choice.after_start:
        said.append(_("not at the start"))
    if choice.needs_questionnaire:
        said.append(_("needs the clinic’s questionnaire first"))
    elif measure.takes_questionnaire:
        said.append(_("the clinic’s questionnaire"))
    return ChoiceLine(
        id=measure.id,
        name=measure.short,
        what=measure.ask or measure.name,
        said="; ".join(said),
        ticked=choice.asked if ticked is None else measure.id in ticked,
    )
