"""Build the page of a visit's needling from what the actions give, with what was typed where something could not be kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from enthesis.access.permissions import Permission, can
from enthesis.actions.needling_page import GateReason, InsertionLine, NeedlingPage
from enthesis.bodymap.figure import BUILDS, HEIGHT, WIDTH, View, load_figure
from enthesis.bodymap.svg import VIEW_TITLES, figure_svg
from enthesis.care.needling_gate import Reason
from enthesis.care.needling_log import Insertion
from enthesis.knowledge.needling import SiteCard
from enthesis.records.people import Role
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.drawings.build import figure_address
from enthesis.web.needling.pages import ChartView, NeedleRow, ReasonCard, SiteChoice, SiteOption, VisitPage
from enthesis.web.needling.posted import ANY_OTHER, CLOSE_ANSWERS
from enthesis.web.shell import build_shell

SIZES = ("0.20x13", "0.20x25", "0.25x25", "0.25x30", "0.25x40", "0.30x40", "0.30x50", "0.30x60", "0.30x75")
"""Sizes that needles are sold in, to tap; a size is no advice, and any other can be typed."""
STATES = {"begun": "begun", "awaiting_cosignature": "waiting", "signed": "signed", "not_done": "not_done"}
PAIN = {
    "none": lazy("no pain"), "dull_ache": lazy("dull ache"), "familiar": lazy("the familiar pain"), "sharp": lazy("sharp"),
    "electric": lazy("electric"), "burning": lazy("burning"),
}  # fmt: skip
SIDES = {"left": lazy("left"), "right": lazy("right"), "": ""}


@cache
def places_by_site() -> Mapping[str, tuple[str, ...]]:
    """Parts of the figure for which a muscle is proposed; judgement, as the file says."""
    document = json.loads((Path(__file__).parent / "places.json").read_text(encoding="utf-8"))
    return {site: tuple(regions) for site, regions in document["regions_by_site"].items()}


def build_visit_page(
    request: Any,
    at: NeedlingPage,
    typed: Mapping[str, str] | None = None,
    act: str = "",
    fault: str = "",
) -> VisitPage:
    """The page.

    Args:
        typed: what was posted and is not kept: a form that failed, or one filled from an earlier needle.
        act: which form that was.
        fault: why it was not kept; empty: it is only filled in.
    """
    typed = typed or {}
    mine = {act: typed}
    cards = {card.id: card for card in at.all_sites}
    held = [one for one in at.gate.reasons if one.reason.weight != "note" and not _is_said_by_the_screen(one.reason)]
    held.sort(key=lambda one: not one.reason.open)
    reasons = [_reason_card(one, at, mine.get("override", {})) for one in held]
    role = request.actor.role
    done = [cards.get(row.row.site) for row in at.insertions]
    planned = tuple(SiteChoice(f"{s.id}|{s.side}", _site_name(cards, s.id), str(SIDES[s.side])) for s in at.plan.sites)
    return VisitPage(
        shell=build_shell(request, "patients", simulated=at.simulated),
        at=at,
        clock=ClinicTime(request.membership.clinic),
        state=STATES.get(at.status, "open" if at.gate.open else "closed"),
        faults={act: fault} if fault else {},
        reasons=tuple(card for card in reasons if not _of_the_screen(card)),
        screen_reasons=tuple(card for card in reasons if _of_the_screen(card)),
        notes=tuple(one.reason for one in at.gate.reasons if one.reason.weight == "note"),
        unanswered=sum(line.answer == "unknown" for line in at.screen),
        planned=planned,
        cards=at.cards,
        without_card=tuple(one.name for one in planned if one.value.partition("|")[0] not in cards),
        options=tuple(_option(card) for card in at.all_sites),
        plan=mine.get("plan", {}),
        needle={**_blank_needle(at, planned), **mine.get("insertion", {})},
        techniques=tuple((one.id, one.name) for one in at.techniques),
        muscles=tuple((one.value, f"{one.name}, {one.side}" if one.side else one.name) for one in planned),
        size_choices=(*((size, size.replace("x", " × ")) for size in SIZES), (ANY_OTHER, _("Other"))),
        rows=tuple(_row(number, row, at) for number, row in enumerate(at.insertions, 1)),
        close={**_close_fields(at), **mine.get("count", {})},
        asks_breathing=any(card is None or card.over_pleura for card in done),
        asks_strength=any(card is None or card.near_nerve for card in done),
        missing=tuple(dict.fromkeys(one.sentence for one in at.missing if not one.field.startswith("insertions."))),
        views=tuple(_chart(view, at) for view in (View.BACK, View.FRONT, View.LEFT, View.RIGHT)),
        figure_url=figure_address(BUILDS[0]),
        may_override=can(role, Permission.OVERRIDE_GATE),
        may_sign=can(role, Permission.SIGN) and (role == Role.STUDENT or at.plan.needled_by == request.actor.person_id),
        may_cosign=can(role, Permission.COSIGN),
        signs_as_student=role == Role.STUDENT,
        screen_is_old=ClinicTime(request.membership.clinic).day(at.screened_on)
        if at.screened_on is not None and at.screened_on != at.day
        else "",
    )


def needle_fields(row: Insertion, whole: bool) -> dict[str, str]:
    """The form of one needle filled from another.

    Args:
        whole: all of it, to correct it; otherwise what stays the same with the next needle. What the patient felt and whether
            it twitched is told anew each time.
    """
    size = f"{row.gauge_mm:.2f}x{row.length_mm:g}" if row.gauge_mm is not None and row.length_mm is not None else ""
    found = {
        "where": f"{row.site}|{row.side}",
        "needle": size if size in SIZES else ANY_OTHER if size else "",
        "gauge_mm": "" if size in SIZES else _number(row.gauge_mm),
        "length_mm": "" if size in SIZES else _number(row.length_mm),
        "lot": row.lot,
        "lot_expires_on": row.lot_expires_on.isoformat() if row.lot_expires_on else "",
    }
    if not whole:
        return found
    twitch = {"twitch": "" if row.twitches is None else "yes" if row.twitches else "no", "twitches": _number(row.twitches)}
    return {
        **found,
        **twitch,
        "landmark": row.landmark,
        "depth_mm": _number(row.depth_mm),
        "passes": _number(row.passes),
        "pain_quality": row.pain_quality,
        "dwell_s": _number(row.dwell_s),
        "stimulation": row.stimulation,
        "note": row.note,
    }


def repeated_fields(row: Insertion) -> dict[str, str]:
    """The same needle again: everything but what the patient felt and whether it twitched."""
    return {**needle_fields(row, whole=True), "twitch": "", "twitches": "", "pain_quality": "unknown", "note": ""}


NEEDLE_FIELDS = (
    *(
        "where",
        "needle",
        "gauge_mm",
        "length_mm",
        "lot",
        "lot_expires_on",
        "landmark",
        "depth_mm",
        "passes",
        "twitch",
        "twitches",
    ),
    *("pain_quality", "dwell_s", "stimulation", "note", "point_view", "point_x", "point_y", "key", "replaces"),
)


def _blank_needle(at: NeedlingPage, planned: tuple[SiteChoice, ...]) -> dict[str, str]:
    """An empty form; the needle itself and its lot are those of the last one."""
    blank = {**dict.fromkeys(NEEDLE_FIELDS, ""), "pain_quality": "unknown", "stimulation": "unknown"}
    if at.insertions:
        blank |= needle_fields(at.insertions[-1].row, whole=False)
    elif len(planned) == 1:
        blank["where"] = planned[0].value
    return blank


def _close_fields(at: NeedlingPage) -> dict[str, str]:
    response = {name: str(getattr(at.response, name)) for name in CLOSE_ANSWERS}
    return {
        **response,
        "needles_in": _number(at.balance.needles_in),
        "needles_out": _number(at.balance.needles_out),
        "pain_before_0_10": _number(at.response.pain_before_0_10),
        "pain_after_0_10": _number(at.response.pain_after_0_10),
        "note": at.response.note,
        "stopped_because": at.stopped_because,
    }


def _reason_card(one: GateReason, at: NeedlingPage, typed: Mapping[str, str]) -> ReasonCard:
    mine = typed if typed.get("rule_id") == one.reason.rule_id else {}
    given = one.reason.overridden_by
    clock = f", {one.overridden_at:%Y-%m-%d}" if one.overridden_at else ""
    address, words = _mended_at(one.reason, at)
    return ReasonCard(
        reason=one.reason,
        override_id=str(one.override_id or ""),
        lifted_by=f"{one.overridden_by}{clock}" if given is not None else "",
        typed_reason=mine.get("reason", given.reason if given else ""),
        typed_advice=mine.get("medical_advice", given.medical_advice if given else ""),
        links_to=address,
        link_words=words,
    )


def _is_said_by_the_screen(reason: Reason) -> bool:
    """A question without an answer: the screen itself shows it, and the verdict counts it."""
    return any(part in ("screen_answered", "screen_today") for part in reason.rule_id.split("."))


def _of_the_screen(card: ReasonCard) -> bool:
    """It comes from an answer of the screen, below which it stands, so that nothing above moves while one answers."""
    return card.reason.rule_id.startswith("screen.")


def _mended_at(reason: Reason, at: NeedlingPage) -> tuple[str, str]:
    """The page where what is missing is put on file, by the last word of the rule."""
    kind = reason.rule_id.partition(".")[2]
    if kind == "minor" or any(word in kind for word in ("consent", "copy", "assent", "parent")):
        return reverse("needling_consent", args=[at.patient_id]), _("Consent")
    if any(word in kind for word in ("licence", "training", "supervised", "years")):
        return reverse("needling_licence"), _("Licence and training")
    if kind.startswith("jurisdiction"):
        return reverse("clinic_needling"), _("The clinic’s law")
    return "", ""


def _option(card: SiteCard) -> SiteOption:
    return SiteOption(card.id, card.name, card.region, " ".join(places_by_site().get(card.id, ())), card.midline)


def _site_name(cards: Mapping[str, SiteCard], site: str) -> str:
    return cards[site].name if site in cards else site.replace("_", " ")


def _row(number: int, line: InsertionLine, at: NeedlingPage) -> NeedleRow:
    row = line.row
    size = f"{row.gauge_mm:g} × {row.length_mm:g} mm" if row.gauge_mm is not None and row.length_mm is not None else ""
    parts = (
        row.landmark,
        size,
        _("depth %(n)s mm") % {"n": _number(row.depth_mm)} if row.depth_mm is not None else "",
        _("%(n)s passes") % {"n": row.passes} if row.passes is not None else "",
        _twitches(row.twitches),
        str(PAIN.get(row.pain_quality, "")),
        _("%(n)s s") % {"n": _number(row.dwell_s)} if row.dwell_s is not None else "",
        {"manual": _("by hand"), "electrical": _("electrical")}.get(row.stimulation, ""),
        _("lot %(lot)s") % {"lot": row.lot} if row.lot else "",
        row.note,
    )
    before = f"insertions.{number - 1}."
    return NeedleRow(
        number=number,
        key=line.key,
        id=line.id,
        site=f"{line.site_name}{', ' if row.side else ''}{SIDES[row.side]}",
        said=" · ".join(part for part in parts if part),
        missing=tuple(one.sentence for one in at.missing if one.field.startswith(before)),
        on_chart=line.point is not None,
    )


@cache
def _plain_view(view: View) -> str:
    return figure_svg(load_figure(BUILDS[0]), view, title=VIEW_TITLES[view], ids=f"nd-{view}", under_said=_("Body chart"))


def _chart(view: View, at: NeedlingPage) -> ChartView:
    marks = [(n, line.point) for n, line in enumerate(at.insertions, 1) if line.point is not None and line.point[0] == view]
    drawn = "".join(
        f'<g class="nd-point" transform="translate({x * WIDTH:.1f} {y * HEIGHT:.1f})"><circle r="17"/>'
        f'<text y="8" text-anchor="middle">{n}</text></g>'
        for n, (_view, x, y) in marks
    )
    plain = _plain_view(view)
    return ChartView(view.value, VIEW_TITLES[view], f"{plain[: -len('</svg>')]}{drawn}</svg>", len(marks))


def _twitches(count: int | None) -> str:
    """How often the muscle twitched, as logged; it says nothing about success."""
    if not count:
        return "" if count is None else _("no twitch")
    return ngettext("a twitch", "%(num)s twitches", count) % {"num": count}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
