"""Build the pages of drawings. What is gathered is read inside the clinic's scope; building queries nothing."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, can
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.confirm_intake import DRAWING_KEY
from enthesis.actions.drawn_findings import find_drawn
from enthesis.bodymap.choices import region_choices
from enthesis.bodymap.compare import compare_drawings, compare_intensities
from enthesis.bodymap.description import describe_drawing, name_places
from enthesis.bodymap.drawing import Drawing, read_drawing
from enthesis.bodymap.figure import BUILDS, load_figure
from enthesis.bodymap.shares import region_shares
from enthesis.records.entries import DrawingEntry, FindingEntry, FindingResult
from enthesis.records.episodes import Encounter, EncounterStatus, Episode
from enthesis.records.patients import Patient
from enthesis.reports.body_picture import compared_views, legend_of, pictures_of
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.drawings.pages import (
    BuildChoice,
    DrawingPage,
    DrawnLine,
    EpisodeDrawingsPage,
    ProposedLine,
    Standing,
)
from enthesis.web.patients.build import encounter_address, in_a_few_words
from enthesis.web.shell import Shell, build_shell

SQUARE_CM_PER_SQUARE_UNIT = 0.18**2
"""A figure unit is about 1.8 mm on a person of 173 cm (bodymap.figure)."""
NEUTRAL = BUILDS[0]


@dataclass(frozen=True)
class DrawnFacts:
    """A recorded drawing: what, by whom and when."""

    entry_id: uuid.UUID
    encounter_id: uuid.UUID
    kind: str
    drawing: Drawing
    who: str
    at: datetime.datetime


@dataclass(frozen=True)
class ChartFacts:
    """All that the page of an encounter's drawing needs."""

    encounter_id: uuid.UUID
    episode_id: uuid.UUID
    patient: Patient
    region: str
    """Of the episode."""
    status: str
    status_words: str
    drawn: DrawnFacts | None
    n_drawn: int
    """Drawings in the episode."""
    last_build: str
    """Figure of the patient's newest drawing in the episode; neutral without one."""
    findings: Mapping[str, tuple[str, uuid.UUID]]
    """What is recorded of each finding: (result, entry)."""


def gather_chart(encounter: Encounter) -> ChartFacts:
    """Read what the page of an encounter's drawing shows."""
    drawn = gather_drawn(encounter.episode_id)  # pyright: ignore[reportAttributeAccessIssue]
    found = FindingEntry.objects.filter(encounter_id=encounter.pk, replaced_by__isnull=True)
    stands = {e.finding: (e.result, e.pk) for e in found if e.key == e.finding}
    return ChartFacts(
        encounter.pk,
        encounter.episode_id,  # pyright: ignore[reportAttributeAccessIssue]
        encounter.patient,
        encounter.episode.region,
        str(encounter.status),
        str(EncounterStatus(encounter.status).label),
        next((d for d in drawn if d.encounter_id == encounter.pk), None),
        len(drawn),
        drawn[0].drawing.build if drawn else NEUTRAL,
        stands,
    )


def gather_drawn(episode_id: uuid.UUID) -> tuple[DrawnFacts, ...]:
    """The drawings of an episode's encounters as they stand, the newest encounter first; what cannot be read is left out."""
    entries = (
        DrawingEntry.objects.filter(encounter__episode_id=episode_id, key=DRAWING_KEY, replaced_by__isnull=True)
        .select_related("encounter", "recorded_by")
        .order_by("-encounter__started_at", "-recorded_at")
    )
    found: list[DrawnFacts] = []
    for entry in entries:
        try:
            drawing = read_drawing(entry.drawing)
        except UnusableInput:
            continue
        kind = str(entry.encounter.get_kind_display())
        found.append(DrawnFacts(entry.pk, entry.encounter.pk, kind, drawing, str(entry.recorded_by), entry.recorded_at))
    return tuple(found)


def build_chart_page(
    request: Any, facts: ChartFacts, time: ClinicTime, mine: Drawing | None = None, clashed: bool = False, fault: str = ""
) -> DrawingPage:
    """The page of an encounter's drawing.

    Args:
        mine: what was posted and is not recorded; it stays in the form.
        clashed: somebody else recorded the drawing that stands.
    """
    drawn = facts.drawn
    stands = drawn.drawing if drawn else None
    shown = mine or stands
    build = shown.build if shown else facts.last_build
    allowed = can(request.actor.role, Permission.RECORD)
    may_record = allowed and facts.status == EncounterStatus.OPEN
    return DrawingPage(
        shell=build_shell(request, "patients", facts.patient.simulated),
        encounter_id=facts.encounter_id,
        patient_id=facts.patient.pk,
        episode_id=facts.episode_id,
        patient_name=str(facts.patient),
        line=in_a_few_words(facts.patient, time),
        room_url=encounter_address(facts.encounter_id),
        compare_url=reverse("episode_drawings", args=[facts.episode_id]) if facts.n_drawn > 1 else "",
        may_record=may_record,
        why_not="" if may_record else facts.status_words if allowed else _("Your role reads drawings and does not make them."),
        drawing=shown.to_json() if shown and shown.areas else "",
        entry_id=str(drawn.entry_id) if drawn else "",
        build=build,
        builds=tuple(BuildChoice(b, _build_words(b), figure_address(b)) for b in BUILDS),
        build_fixed=bool(shown and any(area.strokes for area in shown.areas)),
        figure_url=figure_address(build),
        regions=region_choices(shown) if may_record else (),
        said=describe_drawing(stands, load_figure(stands.build)) if stands else (),
        drawn_by=drawn.who if drawn else "",
        saved_at=time.when(drawn.at) if drawn else "",
        proposals=proposals_of(facts),
        pictures=pictures_of(stands, DRAWING_KEY) if stands and not may_record else (),
        legend=legend_of(stands, paper=False) if stands and not may_record else (),
        standing=_standing(drawn, time) if clashed and drawn else None,
        fault=fault,
    )


def proposals_of(facts: ChartFacts) -> tuple[ProposedLine, ...]:
    """What the recorded drawing suggests, beside what the record says already."""
    if facts.drawn is None:
        return ()
    names = get_knowledge(facts.region).pack.finding_by_id
    lines: list[ProposedLine] = []
    for found in find_drawn(facts.drawn.drawing, facts.region):
        result, entry = facts.findings.get(found.finding, ("", None))
        recorded = "" if result == FindingResult.NOT_ASSESSED else result
        side = {"left": _("left"), "right": _("right"), "both": _("both sides")}.get(found.side, "")
        lines.append(
            ProposedLine(found.finding, names[found.finding].name, side, found.said, recorded, str(entry) if entry else "")
        )
    return tuple(lines)


def figure_address(build: str) -> str:
    """Where the browser fetches a figure."""
    return static(f"enthesis/body/{build}.json")


def _build_words(build: str) -> str:
    return {"neutral": _("Neutral"), "female": _("Female"), "broader": _("Broader")}[build]


def _standing(drawn: DrawnFacts, time: ClinicTime) -> Standing:
    said = describe_drawing(drawn.drawing, load_figure(drawn.drawing.build))
    return Standing(drawn.who, time.when(drawn.at), said, pictures_of(drawn.drawing, "standing"))


@dataclass(frozen=True)
class EpisodeFacts:
    """All that the page of an episode's drawings needs."""

    episode_id: uuid.UUID
    complaint: str
    patient: Patient
    drawn: tuple[DrawnFacts, ...]


def gather_episode(episode: Episode) -> EpisodeFacts:
    """Read the drawings of an episode."""
    return EpisodeFacts(episode.pk, episode.complaint, episode.patient, gather_drawn(episode.pk))


def build_comparison(request: Any, facts: EpisodeFacts, time: ClinicTime, chosen: str) -> EpisodeDrawingsPage:
    """The newest drawing beside an earlier one.

    Args:
        chosen: id of the encounter of the earlier drawing; anything else: the first of the episode.
    """
    newest = facts.drawn[0] if facts.drawn else None
    others = facts.drawn[1:]
    earlier = next((d for d in others if str(d.encounter_id) == chosen), others[-1] if others else None)
    lines = tuple(_line(d, time, d is newest, d is earlier) for d in facts.drawn)
    line_of = {line.encounter_id: line for line in lines}
    compared = compare_drawings(earlier.drawing, newest.drawing) if earlier and newest else None
    shell: Shell = build_shell(request, "patients", facts.patient.simulated)
    return EpisodeDrawingsPage(
        shell=shell,
        episode_id=facts.episode_id,
        patient_id=facts.patient.pk,
        patient_name=str(facts.patient),
        line=in_a_few_words(facts.patient, time),
        complaint=facts.complaint,
        lines=lines,
        earlier=line_of[earlier.encounter_id] if earlier else None,
        newest=line_of[newest.encounter_id] if newest else None,
        overlap_percent=round(100 * compared.dice) if compared else 0,
        by_regions=bool(compared and compared.by_regions),
        words=compared.words if compared else (),
        new=name_places(compared.new) if compared else "",
        gone=name_places(compared.gone) if compared else "",
        kept=name_places(compared.kept) if compared else "",
        intensities=tuple(c.words for c in compare_intensities(earlier.drawing, newest.drawing)) if earlier and newest else (),
        views=compared_views(earlier.drawing, newest.drawing) if earlier and newest else (),
        legend=_legend(earlier, newest),
    )


def _line(drawn: DrawnFacts, time: ClinicTime, newest: bool, chosen: bool) -> DrawnLine:
    figure = load_figure(drawn.drawing.build)
    area = round(region_shares(drawn.drawing, figure).area * SQUARE_CM_PER_SQUARE_UNIT)
    said = describe_drawing(drawn.drawing, figure)
    words = _("about %(n)s cm²") % {"n": f"{area:,}"}
    return DrawnLine(drawn.encounter_id, drawn.kind, time.when(drawn.at), drawn.who, said, words, newest, chosen)


def _legend(*drawn: DrawnFacts | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for d in drawn if d for line in legend_of(d.drawing, paper=False)))
