"""Requests to the pages of a check after needling. The cookie says whose it is; nothing in an address or a form does."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enthesis.access.actor import CheckActor, Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.answer_needling_check import OwnCheck, answer_needling_check, read_own_check
from enthesis.actions.needling_check_link import find_needling_check, open_needling_check
from enthesis.portal.attempts import may_try, note_wrong
from enthesis.portal.needling.cookie import drop_cookie, read_cookie, set_cookie
from enthesis.portal.needling.pages import StartPage, questions_page, thanks_page
from enthesis.portal.rendering import render

LONGEST_CODE = 80
FOLDER = "needling_check"
ANSWER_PREFIX = "a."


def own_check(view: Callable[[HttpRequest, CheckActor], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A view for a device that holds a check's cookie; others get the start page."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        actor = find_needling_check(read_cookie(request), _request_id(request))
        if actor is None:
            return _ended(request)
        try:
            return view(request, actor)
        except NotInThisState as refused:
            return render(request, "start.html", StartPage(str(refused), False, True), 409, folder=FOLDER)
        except NotFound:
            return _ended(request)

    return guarded


@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """Where a link or a QR code leads: a way on, or a field for the code."""
    actor = find_needling_check(read_cookie(request), _request_id(request))
    return render(request, "start.html", StartPage("", actor is not None, False), folder=FOLDER)


@require_http_methods(["POST"])
def open_link(request: HttpRequest) -> HttpResponse:
    """Exchange a code for the cookie; then to the questions."""
    code, held = request.POST.get("code", "").strip(), read_cookie(request)
    actor = find_needling_check(held, _request_id(request))
    if not code and actor is not None:
        return HttpResponseRedirect(reverse("needling_check_questions"))
    if not may_try(request):
        said = _("Too many codes were tried from here. Wait ten minutes, or call the clinic.")
        return render(request, "start.html", StartPage(said, actor is not None, False), 429, folder=FOLDER)
    if not code:
        said = _("Open the link again, or type the code at its end.")
        return render(request, "start.html", StartPage(said, False, False), 400, folder=FOLDER)
    try:
        opened = open_needling_check(Stranger(_request_id(request)), code[:LONGEST_CODE], held)
    except Refused as refused:
        unknown = isinstance(refused, NotFound)
        if unknown:
            note_wrong(request)
        page = StartPage(str(refused), actor is not None, not unknown)
        return render(request, "start.html", page, 404 if unknown else 409, folder=FOLDER)
    response = HttpResponseRedirect(reverse("needling_check_questions"))
    if opened.cookie:
        set_cookie(response, opened.cookie, opened.lasts)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own_check
def questions(request: HttpRequest, actor: CheckActor) -> HttpResponse:
    """GET: the questions. POST: keep what was answered; an answer that asks for something is told at once, even if others are open."""
    sent = request.method == "POST"
    if sent:
        asked = read_own_check(actor, lambda own: {question.id for question in own.questions})
        posted = {name: request.POST.get(f"{ANSWER_PREFIX}{name}", "") for name in asked}
        answers = {name: answer for name, answer in posted.items() if answer in ("yes", "no")}
        done = answer_needling_check(actor, answers)
        if done.complete or done.urgent:
            return HttpResponseRedirect(reverse("needling_check_thanks"))
    page, over = read_own_check(actor, lambda own: (questions_page(own, sent), own.over))
    if over:
        return HttpResponseRedirect(reverse("needling_check_thanks"))
    return render(request, "questions.html", page, 422 if sent else 200, folder=FOLDER)


@require_http_methods(["GET", "HEAD"])
@own_check
def thanks(request: HttpRequest, actor: CheckActor) -> HttpResponse:
    """What the answers ask for, then the answers; they may be changed on this device."""

    def build(own: OwnCheck) -> tuple[object, bool]:
        return thanks_page(own), own.complete or own.over or bool(own.urgent)

    page, done = read_own_check(actor, build)
    if not done:
        return HttpResponseRedirect(reverse("needling_check_questions"))
    return render(request, "thanks.html", page, folder=FOLDER)


def _ended(request: HttpRequest) -> HttpResponse:
    said = _("These questions are not open on this device. Open the newest link, or call the clinic.")
    response = render(request, "start.html", StartPage(said, False, False), 403, folder=FOLDER)
    if read_cookie(request):
        drop_cookie(response)
    return response


def _request_id(request: HttpRequest) -> str:
    return getattr(request, "request_id", "") or secrets.token_hex(8)
