"""Requests about the atlas: look at a structure, ask what refers to a place, lay it beside an encounter's drawing."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from enthesis.actions.read_patient import read_encounter
from enthesis.bodymap.region import BodySide
from enthesis.web.atlas.beside import build_beside
from enthesis.web.atlas.build import build_atlas, read_place, read_side, read_zone
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.drawings.build import gather_chart
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page


@require_safe
@staff_page
def atlas(request: Any) -> HttpResponse:
    """GET: the atlas; `zone` and `side` show a structure, `region` and `on` ask what refers there. 404 for an unknown one."""
    asked = request.GET
    zone = read_zone(asked["zone"]) if asked.get("zone") else None
    place = read_place(asked["region"], asked.get("on", "")) if asked.get("region") and not zone else None
    if (asked.get("zone") and zone is None) or (asked.get("region") and not zone and place is None):
        raise Http404
    default = BodySide.MIDLINE if zone and zone.side == "may_cross" else BodySide.RIGHT
    page = build_atlas(build_shell(request, "atlas"), zone, read_side(asked.get("side", ""), default), place)
    return render_page(request, "atlas/atlas.html", page)


@require_safe
@staff_page
def encounter_atlas(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: the atlas beside the drawing; `zone` and `side` choose a structure, `all` lists every one that is alike."""
    zone = read_zone(request.GET["zone"]) if request.GET.get("zone") else None
    if request.GET.get("zone") and zone is None:
        raise Http404
    side = read_side(request.GET["side"]) if request.GET.get("side") in tuple(BodySide) else None
    facts = read_encounter(request.actor, encounter_id, gather_chart)
    time = ClinicTime(request.membership.clinic)
    page = build_beside(request, facts, time, zone, side, bool(request.GET.get("all")))
    return render_page(request, "atlas/beside.html", page)
