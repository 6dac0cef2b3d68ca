"""Requests to the needling of a visit. One address, one small form for each act; redirect after each, so that nothing is sent twice."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from enthesis.access.actor import Actor
from enthesis.access.refused import Conflict, NotFound, NotInThisState
from enthesis.actions.needling_page import InsertionLine
from enthesis.actions.override_needling_rule import override_needling_rule
from enthesis.actions.plan_needling import plan_needling
from enthesis.actions.read_needling import read_needling
from enthesis.actions.record_insertions import InsertionRow, count_needles, record_insertions
from enthesis.actions.screen_for_needling import screen_for_needling
from enthesis.actions.sign_needling import cosign_needling, hand_back_needling, sign_needling
from enthesis.actions.start_needling import leave_needling, start_needling
from enthesis.terms.fault import UnusableInput
from enthesis.web.errors import not_by_this_method
from enthesis.web.needling.build import build_visit_page, needle_fields, repeated_fields
from enthesis.web.needling.posted import fault_words, read_close, read_id, read_insertion, read_plan
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

SCREEN_PREFIX = "s."
Act = Callable[[Actor, uuid.UUID, Any], object]


def _plan(actor: Actor, encounter: uuid.UUID, post: Any) -> None:
    plan_needling(actor, encounter, read_plan(post), read_id(post.get("replaces", "")))


def _screen(actor: Actor, encounter: uuid.UUID, post: Any) -> None:
    answers = {name.removeprefix(SCREEN_PREFIX): post[name] for name in post if name.startswith(SCREEN_PREFIX)}
    group = post.get("no_to", "")
    if group:  # somebody says that they asked the questions of a group; a yes that was given stays
        asked = [line.item.id for line in read_needling(actor, encounter).screen if line.item.kind == group]
        answers |= {item: "no" for item in asked if answers.get(item) not in ("yes", "no")}
    screen_for_needling(actor, encounter, answers, read_id(post.get("replaces", "")))


def _override(actor: Actor, encounter: uuid.UUID, post: Any) -> None:
    reason, advice = post.get("reason", ""), post.get("medical_advice", "")
    if post.get("take_back"):
        reason = ""
    override_needling_rule(actor, encounter, post.get("rule_id", ""), reason, advice, read_id(post.get("replaces", "")))


def _insertion(actor: Actor, encounter: uuid.UUID, post: Any) -> None:
    row = InsertionRow(read_insertion(post), post.get("key", ""), read_id(post.get("replaces", "")))
    record_insertions(actor, encounter, [row])


def _strike(actor: Actor, encounter: uuid.UUID, post: Any) -> None:
    line = _line(read_needling(actor, encounter).insertions, post.get("key", ""))
    content = {name: getattr(line.row, name) for name in vars(line.row)}
    if line.point is not None:
        content |= dict(zip(("point_view", "point_x", "point_y"), line.point, strict=True))
    record_insertions(
        actor, encounter, [InsertionRow({**content, "struck_out": True}, line.key, read_id(post.get("replaces", "")))]
    )


def _count(actor: Actor, encounter: uuid.UUID, post: Any) -> None:
    count_needles(actor, encounter, read_close(post), read_id(post.get("replaces", "")))


ACTS: Mapping[str, tuple[Act, str, Any]] = {
    "plan": (_plan, "where", ""),
    "screen": (_screen, "gate", ""),
    "override": (_override, "gate", ""),
    "begin": (lambda actor, at, post: start_needling(actor, at), "log", lazy("The gate is open: log each needle as it goes in.")),
    "leave": (lambda actor, at, post: leave_needling(actor, at, post.get("because", "")), "gate", lazy("Put down as not done.")),
    "insertion": (_insertion, "log", ""),
    "strike": (_strike, "log", lazy("Struck out; it stays in the record and does not count.")),
    "count": (_count, "count", ""),
    "sign": (lambda actor, at, post: sign_needling(actor, at), "log", lazy("The needling is signed.")),
    "cosign": (lambda actor, at, post: cosign_needling(actor, at), "log", lazy("The needling is co-signed.")),
    "hand_back": (lambda actor, at, post: hand_back_needling(actor, at, post.get("reason", "")), "log", lazy("Handed back.")),
}
"""By act: what it does, the part of the page to go back to, and what is said when it is done."""
FILLED_FROM = {"repeat": repeated_fields, "correct": lambda row: needle_fields(row, whole=True)}
"""Acts that keep nothing: they fill the form of a needle from one that was logged."""


@staff_page
def visit(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: gate, site and needles. POST: one act, named in `act`."""
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    if request.method != "POST":
        return _show(request, encounter_id)
    post, act = request.POST, request.POST.get("act", "")
    typed = {name: str(text) for name, text in post.dict().items()}
    if act in FILLED_FROM:
        line = _line(read_needling(request.actor, encounter_id).insertions, post.get("key", ""))
        fields = FILLED_FROM[act](line.row)
        if act == "correct":
            fields |= {"key": line.key, "replaces": str(line.id)}
            if line.point is not None:
                fields |= {"point_view": line.point[0], "point_x": f"{line.point[1]:.4f}", "point_y": f"{line.point[2]:.4f}"}
        return _show(request, encounter_id, fields, "insertion")
    if act not in ACTS:
        raise NotFound("There is no such act.")
    do, part, said = ACTS[act]
    try:
        do(request.actor, encounter_id, post)
    except NotFound:
        raise
    except UnusableInput as fault:
        return _show(request, encounter_id, typed, act, fault_words(fault), 422)
    except NotInThisState as fault:
        return _show(request, encounter_id, typed, act, str(fault), 409)
    except Conflict:
        fault = _("Somebody else changed this meanwhile. It stands here as it is now; look, and save again.")
        return _show(request, encounter_id, {}, act, fault, 409)
    if said:
        messages.success(request, said)
    return HttpResponseRedirect(f"{reverse('needling', args=[encounter_id])}#{part}")


def _line(insertions: tuple[InsertionLine, ...], key: str) -> InsertionLine:
    """The needle of a key; the last one where none is named."""
    found = next((line for line in insertions if line.key == key), insertions[-1] if insertions and not key else None)
    if found is None:
        raise NotFound("There is no such needle in this visit.")
    return found


def _show(
    request: HttpRequest,
    encounter_id: uuid.UUID,
    typed: Mapping[str, str] | None = None,
    act: str = "",
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    page = build_visit_page(request, read_needling(actor, encounter_id), typed, act, fault)
    return render_page(request, "needling/visit.html", page, status)
