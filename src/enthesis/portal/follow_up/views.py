"""Requests to the pages of a follow-up. The cookie says whose it is; nothing in an address or a form does."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enthesis.access.actor import FollowUpActor, Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.answer_content import read_activities, read_number
from enthesis.actions.answer_follow_up import OwnFollowUp, answer_follow_up, read_own_follow_up, refuse_follow_up
from enthesis.actions.answer_questionnaire import answer_item
from enthesis.actions.open_follow_up import find_follow_up, open_follow_up
from enthesis.knowledge.outcome_measures import Measure
from enthesis.portal.attempts import may_try, note_wrong
from enthesis.portal.follow_up.cookie import drop_cookie, read_cookie, set_cookie
from enthesis.portal.follow_up.item_page import ItemPage, item_page
from enthesis.portal.follow_up.pages import RefusedPage, StartPage, question_page, thanks_page
from enthesis.portal.rendering import render
from enthesis.records.outcomes import FollowUpStatus
from enthesis.terms.fault import UnusableInput

LONGEST_CODE = 80
LONGEST_TYPED = 4_000
Given = ParamSpec("Given")


def own_follow_up(
    view: Callable[Concatenate[HttpRequest, FollowUpActor, Given], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """A view for a device that holds a follow-up's cookie; others get the start page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        actor = find_follow_up(read_cookie(request), _request_id(request))
        if actor is None:
            return _ended(request)
        try:
            return view(request, actor, *args, **kwargs)
        except NotInThisState as refused:
            return render(request, "start.html", StartPage(str(refused), False, True), 409, folder="follow_up")
        except NotFound:
            return _ended(request)

    return guarded


@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """Where a link or a QR code leads: a way on, or a field for the code."""
    actor = find_follow_up(read_cookie(request), _request_id(request))
    return render(request, "start.html", StartPage("", actor is not None, False), folder="follow_up")


@require_http_methods(["POST"])
def open_link(request: HttpRequest) -> HttpResponse:
    """Exchange a code for the cookie; then to the first open question, or, with the other button, no more questions at all."""
    code, held = request.POST.get("code", "").strip(), read_cookie(request)
    actor = find_follow_up(held, _request_id(request))
    if not code and actor is not None:
        return _refuse(request, actor) if request.POST.get("go") == "refuse" else _go_on(actor)
    if not may_try(request):
        said = _("Too many codes were tried from here. Wait ten minutes, or ask the clinic for help.")
        return render(request, "start.html", StartPage(said, actor is not None, False), 429, folder="follow_up")
    if not code:
        said = _("Open the link in the e-mail again, or type the code at its end.")
        return render(request, "start.html", StartPage(said, False, False), 400, folder="follow_up")
    try:
        opened = open_follow_up(Stranger(_request_id(request)), code[:LONGEST_CODE], held)
    except Refused as refused:
        unknown = isinstance(refused, NotFound)
        if unknown:
            note_wrong(request)
        page = StartPage(str(refused), actor is not None, not unknown)
        return render(request, "start.html", page, 404 if unknown else 409, folder="follow_up")
    actor = find_follow_up(opened.cookie or held, _request_id(request))
    if actor is None:
        return _ended(request)
    if request.POST.get("go") == "refuse":
        return _refuse(request, actor)
    response = _go_on(actor)
    if opened.cookie:
        set_cookie(response, opened.cookie, opened.lasts)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own_follow_up
def question(request: HttpRequest, actor: FollowUpActor, measure: str) -> HttpResponse:
    """GET: one question. POST: keep its answer, or that it is passed over, and go to the next that has none."""
    asked = _find(actor, measure)
    if asked is None:
        return _go_on(actor)
    if not asked.is_asked_by_phone:
        return HttpResponseRedirect(read_own_follow_up(actor, lambda own: _item_address(own, asked)))
    if request.method != "POST":
        return _show(request, actor, asked)
    content = None
    if request.POST.get("go") != "skip":
        try:
            content = read_posted(asked, request.POST)
        except UnusableInput as error:
            return _show(request, actor, asked, dict(request.POST.items()), f"{error.fault.what}; {error.fault.mend}.", 422)
        if content is None:
            said = _("Choose an answer, or press “Skip this question”.")
            return _show(request, actor, asked, dict(request.POST.items()), said, 422)
    answer_follow_up(actor, asked.id, content)
    return _go_on(actor)


@require_http_methods(["GET", "HEAD", "POST"])
@own_follow_up
def item(request: HttpRequest, actor: FollowUpActor, measure: str, number: int) -> HttpResponse:
    """GET: one question of the clinic's questionnaire. POST: keep its answer, or that it is passed over, and go to the next."""
    asked = _find(actor, measure)
    if asked is None:
        return _go_on(actor)
    fault, status = "", 200
    typed = request.POST.get("answer", "")[:LONGEST_TYPED] if request.method == "POST" else None
    if typed is not None:
        try:
            following = answer_item(actor, asked.id, number, None if request.POST.get("go") == "skip" else typed)
        except UnusableInput as error:
            fault, status = f"{error.fault.what[:1].upper()}{error.fault.what[1:]}; {error.fault.mend}.", 422
        else:
            if following is None:
                return _go_on(actor)
            return HttpResponseRedirect(reverse("follow_up_item", args=[asked.id, following]))

    def build(own: OwnFollowUp) -> ItemPage | None:
        filling = own.fillings.get(asked.id)
        return item_page(own, asked, number, typed, fault) if filling is not None and number in filling.numbers else None

    page = read_own_follow_up(actor, build)
    return _go_on(actor) if page is None else render(request, "item.html", page, status, folder="follow_up")


@require_http_methods(["GET", "HEAD"])
@own_follow_up
def thanks(request: HttpRequest, actor: FollowUpActor) -> HttpResponse:
    """What was answered; each answer may still be changed on this device."""
    page, done = read_own_follow_up(actor, lambda own: (thanks_page(own, True), own.next_measure is None))
    return render(request, "thanks.html", page, folder="follow_up") if done else _go_on(actor)


@require_http_methods(["POST"])
@own_follow_up
def refuse(request: HttpRequest, actor: FollowUpActor) -> HttpResponse:
    """The patient does not want to be asked again."""
    return _refuse(request, actor)


def read_posted(measure: Measure, form: QueryDict) -> dict[str, Any] | None:
    """An answer as the page's form posts it; None where nothing was chosen.

    Raises:
        UnusableInput: it cannot be kept.
    """
    if measure.entry == "activities":
        rows = range(len([name for name in form if name.startswith("activity_")]))
        return read_activities(measure, [(form.get(f"activity_{row}", ""), form.get(f"score_{row}", "")) for row in rows])
    return read_number(measure, form.get("number", ""))


def _show(
    request: HttpRequest,
    actor: FollowUpActor,
    measure: Measure,
    typed: dict[str, Any] | None = None,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    said = fault[:1].upper() + fault[1:]
    page = read_own_follow_up(actor, lambda own: question_page(own, measure, typed, said))
    return render(request, "question.html", page, status, folder="follow_up")


def _find(actor: FollowUpActor, measure: str) -> Measure | None:
    return read_own_follow_up(actor, lambda own: next((each for each in own.measures if each.id == measure), None))


def _go_on(actor: FollowUpActor) -> HttpResponse:
    """To the first question without an answer; after the last, to the thanks."""

    def where(own: OwnFollowUp) -> str:
        following = own.next_measure
        if following is None or own.follow_up.status == FollowUpStatus.COMPLETED:
            return reverse("follow_up_thanks")
        return _item_address(own, following)

    return HttpResponseRedirect(read_own_follow_up(actor, where))


def _item_address(own: OwnFollowUp, measure: Measure) -> str:
    """The page of a measure; of a questionnaire, the first question that is open."""
    filling = own.fillings.get(measure.id)
    if filling is None or not filling.numbers:
        return reverse("follow_up_question", args=[measure.id])
    number = filling.next if filling.next is not None else filling.numbers[0]
    return reverse("follow_up_item", args=[measure.id, number])


def _refuse(request: HttpRequest, actor: FollowUpActor) -> HttpResponse:
    name = read_own_follow_up(actor, lambda own: own.clinic.name)
    refuse_follow_up(actor)
    response = render(request, "refused.html", RefusedPage(name), folder="follow_up")
    drop_cookie(response)
    response["Clear-Site-Data"] = '"cache"'
    return response


def _ended(request: HttpRequest) -> HttpResponse:
    said = _("These questions are not open on this device. Open the link in the newest e-mail, or ask the clinic for a new one.")
    response = render(request, "start.html", StartPage(said, False, False), 403, folder="follow_up")
    if read_cookie(request):
        drop_cookie(response)
    return response


def _request_id(request: HttpRequest) -> str:
    return getattr(request, "request_id", "") or secrets.token_hex(8)
