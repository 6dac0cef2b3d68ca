"""Requests to look at programmes and to write the clinic's own. Without script every button of the editor sends the whole form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.keep_programme import change_programme, make_programme, offer_programme_again, retire_programme
from enthesis.actions.own_programmes import OwnVersion, find_own_version
from enthesis.actions.read_programmes import read_programme, read_programmes
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.own_programme import OwnProgramme, find_faults, find_remarks, own_from
from enthesis.knowledge.regions import known_region, region_ids
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.programmes.build import build_editor, build_programme, build_programmes, origin_name
from enthesis.web.programmes.form import Typed, read_own, read_typed, typed_from, with_act
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page


@staff_page
def programmes(request: Any) -> HttpResponse:
    """GET: the clinic's own programmes and those of the literature."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    shell, time = build_shell(request, "library"), ClinicTime(request.membership.clinic)
    page = read_programmes(request.actor, lambda own: build_programmes(shell, request.actor, own, time))
    return render_page(request, "programmes/list.html", page)


@staff_page
def programme(request: Any, clinic_programme_id: uuid.UUID) -> HttpResponse:
    """GET: one programme of the clinic with its versions."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    shell, time = build_shell(request, "library"), ClinicTime(request.membership.clinic)
    page = read_programme(
        request.actor, clinic_programme_id, lambda versions: build_programme(shell, request.actor, versions, time)
    )
    return render_page(request, "programmes/programme.html", page)


@staff_page
def new(request: Any) -> HttpResponse:
    """GET: the editor, empty or begun from the programme that `from` names. POST: one of its buttons."""
    check_can(request.actor.role, Permission.MAKE_PROGRAMME)
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    action, back = reverse("new_programme"), reverse("programmes")
    if request.method != "POST":
        typed = _begin(request, str(request.GET.get("from", "")))
        return _editor(request, typed, action, back, 0)
    return _work(request, action, back, 0, lambda own: make_programme(request.actor, own).programme_id)


@staff_page
def change(request: Any, clinic_programme_id: uuid.UUID) -> HttpResponse:
    """GET: the editor with the newest version. POST: one of its buttons."""
    check_can(request.actor.role, Permission.MAKE_PROGRAMME)
    if request.method not in ("GET", "HEAD", "POST"):
        return not_by_this_method(request, "GET, POST")
    action = reverse("change_programme", args=[clinic_programme_id])
    back = reverse("programme", args=[clinic_programme_id])
    newest = read_programme(request.actor, clinic_programme_id, lambda versions: versions[0])
    if request.method != "POST":
        return _editor(request, typed_from(newest.own), action, back, newest.number)
    posted = str(request.POST.get("based_on", ""))
    based_on = int(posted) if posted.isascii() and posted.isdigit() and len(posted) < 6 else newest.number

    def keep(own: OwnProgramme) -> uuid.UUID:
        return change_programme(request.actor, clinic_programme_id, based_on, own).programme_id

    return _work(request, action, back, based_on, keep)


@staff_page
def retire(request: Any, clinic_programme_id: uuid.UUID) -> HttpResponse:
    """POST: offer it no longer."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    retire_programme(request.actor, clinic_programme_id)
    messages.success(request, _("Retired: no new plan is offered it. Plans made from it stay as they are."))
    return HttpResponseRedirect(reverse("programme", args=[clinic_programme_id]))


@staff_page
def offer(request: Any, clinic_programme_id: uuid.UUID) -> HttpResponse:
    """POST: offer it again."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        offer_programme_again(request.actor, clinic_programme_id)
        messages.success(request, _("On offer again."))
    except NotFound:
        raise
    except NotInThisState as fault:
        messages.error(request, str(fault))
    return HttpResponseRedirect(reverse("programme", args=[clinic_programme_id]))


def _begin(request: Any, origin: str) -> Typed:
    """An empty form, or one begun from a programme; its name says that it is another one."""
    if not origin:
        return Typed(region=known_region(request.GET.get("region")))
    region = next((each for each in region_ids() if origin in get_rehabilitation(each).programme_by_id), "")
    published = get_rehabilitation(region).programme_by_id[origin] if region else None
    own = replace(own_from(published, get_rehabilitation(region)), region=region) if published else None
    if own is None:
        found: OwnVersion | None = read_programmes(request.actor, lambda _all: find_own_version(origin))
        if found is None:
            raise NotFound(_("There is no such record in this clinic."))
        own = found.own
    name = _("%(name)s, our own") % {"name": own.name}
    # What was read in a publication says nothing of what a clinic makes of it.
    summary = own.summary if published is None else ""
    return replace(typed_from(own), name=name[:120], summary=summary, duration="" if published else own.duration, origin=origin)


def _work(request: Any, action: str, back: str, based_on: int, keep: Callable[[OwnProgramme], uuid.UUID]) -> HttpResponse:
    """One button of the editor: the form changes, is looked through, or is kept."""
    typed, act = read_typed(request.POST), str(request.POST.get("act", "check"))
    if act not in ("save", "check"):
        try:
            typed, said, focus = with_act(typed, act)
        except UnusableInput as fault:
            return _editor(request, typed, action, back, based_on, (str(fault),), status=422)
        return _editor(request, typed, action, back, based_on, said=said, focus=focus)
    own, problems = read_own(typed)
    remarks: tuple[str, ...] = ()
    if own is not None:
        rehabilitation, pack = get_rehabilitation(own.region), get_knowledge(own.region).pack
        problems = tuple(map(str, find_faults(own, rehabilitation, pack)))
        remarks = find_remarks(own, rehabilitation, pack)
    if own is None or problems or act == "check":
        status = 422 if problems and act == "save" else 200
        return _editor(request, typed, action, back, based_on, problems, remarks, True, status=status)
    try:
        kept = keep(own)
    except NotFound:
        raise
    except NotInThisState as fault:
        return _editor(request, typed, action, back, based_on, (str(fault),), remarks, status=409)
    messages.success(request, _("Kept. It can be chosen in every plan from now on; plans that stand are not changed."))
    return HttpResponseRedirect(reverse("programme", args=[kept]))


def _editor(
    request: Any,
    typed: Typed,
    action: str,
    back: str,
    based_on: int,
    problems: tuple[str, ...] = (),
    remarks: tuple[str, ...] = (),
    checked: bool = False,
    said: str = "",
    focus: str = "",
    status: int = 200,
) -> HttpResponse:
    shell = build_shell(request, "library")
    made_from = origin_name(typed.region, typed.origin)
    page = build_editor(shell, typed, action, back, based_on, made_from, problems, remarks, checked, said, focus)
    return render_page(request, "programmes/editor.html", page, status)
