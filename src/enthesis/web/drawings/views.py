"""Requests about drawings: draw or correct one, confirm what it suggests, look at those of an episode."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.actions.confirm_intake import DRAWING_KEY, LONGEST_NOTE
from enthesis.actions.drawn_findings import find_drawn
from enthesis.actions.intake_record import drawing_document
from enthesis.actions.read_patient import read_encounter, read_episode
from enthesis.actions.record_entries import Change, Recorded, record_entries
from enthesis.bodymap.description import describe_drawing
from enthesis.bodymap.drawing import Drawing
from enthesis.bodymap.figure import BUILDS, load_figure
from enthesis.bodymap.posted import read_posted
from enthesis.records.entries import FindingResult
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.drawings.build import (
    ChartFacts,
    build_chart_page,
    build_comparison,
    gather_chart,
    gather_episode,
    proposals_of,
)
from enthesis.web.errors import not_by_this_method
from enthesis.web.templating import get_template, render_page
from enthesis.web.who import staff_page

FIELD = "drawing"


@staff_page
def encounter_drawing(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: the chart. POST: record what was drawn, or with `confirm` a finding the drawing suggests."""
    if request.method in ("GET", "HEAD"):
        facts = read_encounter(request.actor, encounter_id, gather_chart)
        return render_page(request, "drawings/drawing.html", build_chart_page(request, facts, _time(request)))
    if request.method != "POST":
        return not_by_this_method(request, "GET, POST")
    if "confirm" in request.POST:
        return _confirm(request, encounter_id)
    return _record(request, encounter_id)


def _record(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    form = request.POST
    try:
        drawing = _posted(form)
        replaces, entry_id = _id(form.get("replaces", ""), "replaces"), _id(form.get("entry_id", ""), "entry_id")
    except UnusableInput as error:
        return _unusable(request, encounter_id, f"{error.fault.what[:1].upper()}{error.fault.what[1:]}; {error.fault.mend}.")
    changes: list[Change] = []
    if drawing.areas or replaces is not None:
        changes.append(Change("drawing", DRAWING_KEY, {"drawing": drawing_document(drawing)}, replaces, entry_id))
    done: Recorded[ChartFacts] = record_entries(request.actor, encounter_id, changes, gather_chart)
    facts, time = done.built, _time(request)
    if done.clashes:
        if _wants_json(request):
            return JsonResponse({**_state(facts, time), "conflict": True}, status=409)
        page = build_chart_page(request, facts, time, mine=drawing, clashed=True)
        return render_page(request, "drawings/drawing.html", page, status=409)
    if _wants_json(request):
        return JsonResponse(_state(facts, time))
    if changes:
        messages.success(request, _("The drawing is saved."))
    return HttpResponseRedirect(reverse("encounter_drawing", args=[encounter_id]))


def _posted(form: Any) -> Drawing:
    """The drawing in the form. Without strokes it may be put on another figure: tapped regions hold on all of them.

    Raises:
        UnusableInput: a field cannot be used.
    """
    build = form.get("build", "")
    if build and build not in BUILDS:
        raise UnusableInput("build", f"figure '{build[:40]}' is not known", f"use {', '.join(BUILDS)}")
    drawing = read_posted(FIELD, {key: form.getlist(key) for key in form}, build or BUILDS[0])
    if build and not any(area.strokes for area in drawing.areas):
        return Drawing(build, drawing.areas)
    return drawing


def _id(text: str, where: str) -> uuid.UUID | None:
    if not text:
        return None
    try:
        return uuid.UUID(text)
    except ValueError:
        raise UnusableInput(where, "the form names an entry that cannot be", "load the page again") from None


def _confirm(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """Record findings that the drawing suggests as positive; what the page did not know of stays."""
    time = _time(request)
    facts = read_encounter(request.actor, encounter_id, gather_chart)
    suggested = {found.finding: found for found in find_drawn(facts.drawn.drawing, facts.region)} if facts.drawn else {}
    wanted = list(dict.fromkeys(request.POST.getlist("confirm")))
    changes: list[Change] = []
    for finding in wanted:
        found = suggested.get(finding)
        if found is None:
            return _unusable(request, encounter_id, _("The drawing as it stands does not suggest this; nothing was recorded."))
        try:
            replaces = _id(request.POST.get(f"replaces.{finding}", ""), "replaces")
        except UnusableInput as error:
            return _unusable(request, encounter_id, f"{error.fault.what[:1].upper()}{error.fault.what[1:]}; {error.fault.mend}.")
        content = {
            "finding": finding,
            "result": FindingResult.POSITIVE.value,
            "side": found.side,
            "note": found.said[:LONGEST_NOTE],
        }
        changes.append(Change("finding", finding, content, replaces))
    done = record_entries(request.actor, encounter_id, changes, gather_chart)
    fault = _("Somebody recorded this finding in the meantime; look at what stands, then choose again.") if done.clashes else ""
    if _wants_json(request):
        return JsonResponse({**_state(done.built, time), "fault": fault}, status=409 if done.clashes else 200)
    if done.clashes:
        page = build_chart_page(request, done.built, time, fault=fault)
        return render_page(request, "drawings/drawing.html", page, status=409)
    return HttpResponseRedirect(reverse("encounter_drawing", args=[encounter_id]) + "#proposed")


def _unusable(request: Any, encounter_id: uuid.UUID, said: str) -> HttpResponse:
    """422: one sentence, with the page as it stands."""
    facts = read_encounter(request.actor, encounter_id, gather_chart)
    if _wants_json(request):
        return JsonResponse({"what": said, "where": request.path, "mend": _("Load the page again.")}, status=422)
    page = build_chart_page(request, facts, _time(request), fault=said)
    return render_page(request, "drawings/drawing.html", page, status=422)


def _state(facts: ChartFacts, time: ClinicTime) -> dict[str, Any]:
    """What stands, for the page that is open: the entry, who and when, in words, and what it suggests."""
    drawn = facts.drawn
    fields = {"proposals": proposals_of(facts), "may_record": True, "encounter_id": facts.encounter_id, "csrf_token": None}
    return {
        "id": str(drawn.entry_id) if drawn else "",
        "who": drawn.who if drawn else "",
        "at": time.time(drawn.at) if drawn else "",
        "said": list(describe_drawing(drawn.drawing, load_figure(drawn.drawing.build))) if drawn else [],
        "proposals": get_template("drawings/proposals.html").render(fields),
    }


@staff_page
def episode_drawings(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: the newest drawing beside an earlier one; `earlier` is the id of its encounter."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    facts = read_episode(request.actor, episode_id, gather_episode)
    page = build_comparison(request, facts, _time(request), str(request.GET.get("earlier", "")))
    return render_page(request, "drawings/compare.html", page)


def _wants_json(request: Any) -> bool:
    return "application/json" in (request.headers.get("Accept") or "")


def _time(request: Any) -> ClinicTime:
    return ClinicTime(request.membership.clinic)
