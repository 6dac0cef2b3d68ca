"""Questionnaires the clinic may use: those brought in, another one, and putting one away."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.import_questionnaire import import_questionnaire, read_questionnaires, retire_questionnaire
from enthesis.actions.outcome_knowledge import get_outcome_measures
from enthesis.outcomes.questionnaire_reading import LARGEST_BYTES, FaultyQuestionnaire
from enthesis.records.outcomes import ClinicQuestionnaire
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.outcomes.pages import QuestionnaireLine, QuestionnairesPage
from enthesis.web.plans.pages import Option
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.uploads import takes_bodies_of
from enthesis.web.who import staff_page

MOST_FAULTS_SHOWN = 20


@takes_bodies_of(LARGEST_BYTES + 100_000)
@staff_page
def questionnaires(request: Any) -> HttpResponse:
    """GET: the list, and the form. POST: bring one in; what is wrong with it is said above the form, all of it."""
    check_can(request.actor.role, Permission.IMPORT_QUESTIONNAIRE)
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        uploaded = request.FILES.get("questionnaire")
        try:
            if uploaded is None or uploaded.size > LARGEST_BYTES:
                raise UnusableInput(
                    "file", _("no file was chosen, or it is larger than 1 MB"), _("choose the questionnaire's file (JSON)")
                )
            kept = import_questionnaire(
                request.actor,
                str(request.POST.get("measure", "")),
                uploaded.read(),
                str(request.POST.get("right", "")),
                request.POST.get("attested") == "yes",
            )
        except FaultyQuestionnaire as refused:
            faults = tuple(str(fault) for fault in refused.faults[:MOST_FAULTS_SHOWN])
        except UnusableInput as error:
            faults = (f"{error.fault.what[:1].upper()}{error.fault.what[1:]}; {error.fault.mend}.",)
        else:
            messages.success(request, _("“%(title)s” is used from now on.") % {"title": kept.title})
            return HttpResponseRedirect(reverse("questionnaires"))
    time = ClinicTime(request.membership.clinic)
    chosen = str(request.POST.get("measure", ""))

    def build(found: list[tuple[ClinicQuestionnaire, int]]) -> QuestionnairesPage:
        known = get_outcome_measures()
        return QuestionnairesPage(
            shell=build_shell(request, "questionnaires"),
            lines=tuple(
                QuestionnaireLine(
                    id=one.pk,
                    title=one.title,
                    measure=known.by_id[one.measure].short if one.measure in known.by_id else one.measure,
                    right=one.licence_sentence,
                    who=str(one.attested_by),
                    when=time.when(one.imported_at),
                    n_answers=n_answers,
                    in_use=one.retired_at is None,
                )
                for one, n_answers in found
            ),
            measures=tuple(Option(m.id, f"{m.short}: {m.name}", m.id == chosen) for m in known.measures if m.takes_questionnaire),
            typed_right=str(request.POST.get("right", ""))[:500],
            faults=faults,
        )

    response = render_page(request, "outcomes/questionnaires.html", read_questionnaires(request.actor, build))
    response.status_code = 422 if faults else 200
    return response


@staff_page
def put_away(request: Any, clinic_questionnaire_id: uuid.UUID) -> HttpResponse:
    """POST: use a questionnaire no more."""
    check_can(request.actor.role, Permission.IMPORT_QUESTIONNAIRE)
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        retire_questionnaire(request.actor, clinic_questionnaire_id)
        messages.success(request, _("It is used no more; answers given on it stay."))
    except NotFound:
        raise
    except NotInThisState as refused:
        messages.warning(request, str(refused))
    return HttpResponseRedirect(reverse("questionnaires"))
