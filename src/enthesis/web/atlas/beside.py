"""Build the page that lays the atlas beside the drawing of an encounter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from enthesis.actions.assessor import get_knowledge
from enthesis.bodymap.atlas import (
    ESSENTIAL,
    LATERAL,
    MapSimilarity,
    Weights,
    drawn_places,
    load_atlas,
    rank_for_drawing,
    zone_weights,
)
from enthesis.bodymap.atlas_svg import box_of, views_of, zone_svg
from enthesis.bodymap.description import describe_drawing
from enthesis.bodymap.drawing import Drawing
from enthesis.bodymap.figure import View, load_figure
from enthesis.bodymap.region import BodySide, Place
from enthesis.bodymap.svg import VIEW_TITLES, figure_svg
from enthesis.knowledge.referral import ReferralZone
from enthesis.records.entries import FindingResult
from enthesis.reports.body_picture import legend_of
from enthesis.web.atlas.build import build_card, side_words, sides_shown, zone_link
from enthesis.web.atlas.pages import AlikeLine, EncounterAtlasPage, PlatePair, StepLine
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.drawings.build import NEUTRAL, ChartFacts, figure_address
from enthesis.web.patients.build import encounter_address, in_a_few_words
from enthesis.web.shell import build_shell

FIRST_SHOWN = 10


def build_beside(
    request: Any, facts: ChartFacts, time: ClinicTime, zone: ReferralZone | None, side: BodySide | None, show_all: bool
) -> EncounterAtlasPage:
    """The structures whose zones are most like the drawing, and one of them beside it.

    Args:
        zone: the structure asked for; None: the most alike.
        side: the side asked for; None: the side the drawing is most like.
    """
    drawing = facts.drawn.drawing if facts.drawn else None
    build = drawing.build if drawing else NEUTRAL
    ranked = rank_for_drawing(drawing, load_figure(build), load_atlas().zones) if drawing else ()
    shown = zone or (ranked[0].zone if ranked else None)
    if side is None and shown:
        side = next((_side_of(m) for m in ranked if m.zone is shown), BodySide.RIGHT)
    sides = sides_shown(shown, side) if shown and side else ()
    address = reverse("encounter_atlas", args=[facts.encounter_id])
    query = {"all": "1"} if show_all else {}
    pack = get_knowledge(facts.region).pack
    first = ranked if show_all else ranked[:FIRST_SHOWN]
    return EncounterAtlasPage(
        shell=build_shell(request, "patients", facts.patient.simulated),
        encounter_id=facts.encounter_id,
        patient_id=facts.patient.pk,
        patient_name=str(facts.patient),
        line=in_a_few_words(facts.patient, time),
        drawing_url=reverse("encounter_drawing", args=[facts.encounter_id]),
        room_url=encounter_address(facts.encounter_id),
        said=describe_drawing(drawing, load_figure(build)) if drawing else (),
        alike=tuple(_line(m, m.zone is shown, address, query) for m in first),
        n_more=len(ranked) - len(first),
        all_url=f"{address}?all=1",
        zone=build_card(shown, sides, address, query) if shown else None,
        pairs=_pairs(drawing, shown, sides) if drawing and shown else (),
        legend=legend_of(drawing, paper=False) if drawing else (),
        steps=_steps(load_atlas().next_findings(shown.id, pack.id), pack.finding_by_id, facts.findings) if shown else (),
        pack_name=pack.name,
        atlas_url=reverse("atlas"),
        figure_url=figure_address(build),
    )


def _side_of(found: MapSimilarity) -> BodySide:
    return found.sides[0] if len(found.sides) == 1 else BodySide.MIDLINE


def _line(found: MapSimilarity, chosen: bool, address: str, query: dict[str, str]) -> AlikeLine:
    return AlikeLine(
        zone_link(found.zone, _side_of(found), chosen, address, query),
        load_atlas().kind_by_id[found.zone.kind].name,
        side_words(found.sides),
        f"{found.value:.2f}",
        f"{100 * found.value:.1f}",
    )


def _pairs(drawing: Drawing, zone: ReferralZone, sides: tuple[BodySide, ...]) -> tuple[PlatePair, ...]:
    """The views that show the zone or the drawing best, each cut to where both lie."""
    figure = load_figure(drawing.build)
    weights = zone_weights(zone, sides or LATERAL)
    drawn: Iterable[Place] = drawn_places(drawing, figure)
    both: Weights = {**dict.fromkeys(drawn, ESSENTIAL), **weights}
    views = {s.view for a in drawing.areas for s in a.strokes} | set(views_of(figure, weights))
    if any(a.regions for a in drawing.areas):
        views |= set(views_of(figure, dict.fromkeys(drawn, ESSENTIAL / 2)))
    found: list[PlatePair] = []
    for view in (v for v in View if v in views):
        box = box_of(figure, view, both)
        title = VIEW_TITLES[view]
        mine = figure_svg(figure, view, drawing, title=f"Drawing, {title.lower()}", ids=f"dr-{view}")
        theirs = zone_svg(figure, view, weights, title=zone.name, said=zone.says, ids=f"zo-{view}", box=box)
        found.append(PlatePair(view.value, title, box.cut(mine), theirs))
    return tuple(found)


def _steps(findings: Iterable[str], known: Mapping[str, Any], recorded: Mapping[str, tuple[str, Any]]) -> tuple[StepLine, ...]:
    found: list[StepLine] = []
    for finding in (f for f in findings if f in known):
        result = recorded.get(finding, ("", None))[0]
        found.append(StepLine(known[finding].name, known[finding].how, "" if result == FindingResult.NOT_ASSESSED else result))
    return tuple(found)
