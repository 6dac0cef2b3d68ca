"""Requests to the patient's pages. The cookie says whose intake it is; nothing in an address or a form does."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from enthesis.access.actor import Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.answer_intake import (
    CHECK_PAGE,
    acknowledge_told,
    answer_intake,
    leave_intake,
    read_own_intake,
    submit_intake,
)
from enthesis.actions.intake_record import gather_intake, get_questionnaire
from enthesis.actions.open_intake import OpenSession, find_session, open_intake
from enthesis.knowledge.questionnaire import Questionnaire
from enthesis.portal.attempts import may_try, note_wrong
from enthesis.portal.cookie import drop_cookie, read_cookie, set_cookie
from enthesis.portal.pages import (
    SentPage,
    build_frame,
    check_page,
    gather_told,
    important_page,
    next_page_id,
    questions_page,
    start_page,
)
from enthesis.portal.posted import read_answers
from enthesis.portal.rendering import render

AUTOSAVE_HEADER = "X-Enthesis-Autosave"
LONGEST_CODE = 80
Given = ParamSpec("Given")


def own_intake(
    view: Callable[Concatenate[HttpRequest, OpenSession, Given], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """A view for the holder of a living session; others get the start page, and a script gets a plain answer."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        session = find_session(read_cookie(request), _request_id(request))
        if session is None:
            return _ended(request)
        try:
            return view(request, session, *args, **kwargs)
        except NotInThisState as refused:
            if _is_autosave(request):
                return JsonResponse({"saved": False, "what": str(refused)}, status=409)
            return render(request, "start.html", start_page(False, str(refused)), 409)
        except NotFound:
            return _ended(request)

    return guarded


@require_http_methods(["GET", "HEAD"])
def start(request: HttpRequest) -> HttpResponse:
    """Where a link, a QR code or a typed address leads: a way on, or a field for the code."""
    session = find_session(read_cookie(request), _request_id(request))
    return render(request, "start.html", start_page(session is not None, "", session is not None and session.on_clinic_tablet))


@require_http_methods(["POST"])
def open_link(request: HttpRequest) -> HttpResponse:
    """Exchange a code for a session. Without a code: go on with the session there is."""
    code = request.POST.get("code", "").strip()
    held = read_cookie(request)
    session = find_session(held, _request_id(request))
    if not code and session is not None:
        return _go_on(session)
    if not may_try(request):
        said = _("Too many codes were tried from here. Wait ten minutes, or ask the clinic for help.")
        return render(request, "start.html", start_page(session is not None, said), 429)
    if not code:
        return render(request, "start.html", start_page(False, _("Type the code from the clinic first.")), 400)
    try:
        opened = open_intake(Stranger(_request_id(request)), code[:LONGEST_CODE], held)
    except Refused as refused:
        if isinstance(refused, NotFound):
            note_wrong(request)
        return render(
            request, "start.html", start_page(session is not None, str(refused)), 404 if isinstance(refused, NotFound) else 409
        )
    session = find_session(opened.cookie or held, _request_id(request))
    if session is None:
        return _ended(request)
    response = _go_on(session)
    if opened.cookie:
        set_cookie(response, opened.cookie, opened.lasts, opened.on_clinic_tablet)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@own_intake
def page(request: HttpRequest, session: OpenSession, page_id: str) -> HttpResponse:
    """GET: one topic. POST: keep its answers and go where the button says; a script only keeps them."""
    asked = _asked(session)
    shown = asked.page_by_id.get(page_id)
    if shown is None:
        return _go_on(session)
    if request.method != "POST":
        return _show_page(request, session, page_id)
    answers, typed, faults = read_answers(shown, request.POST)
    back, stop = request.POST.get("go") == "back", request.POST.get("go") == "stop"
    going_to = page_id if faults or stop or _is_autosave(request) else next_page_id(asked, page_id, back)
    unread = answer_intake(session.actor, page_id, answers, going_to)
    if _is_autosave(request):
        said = "; ".join(faults.values())
        return JsonResponse({"saved": not faults, "what": said, "urgent": bool(unread)}, status=422 if faults else 200)
    if faults:
        return _show_page(request, session, page_id, typed, faults, 422)
    if unread:
        return HttpResponseRedirect(reverse("intake_important"))
    if stop:
        return _leave(request, session)
    return HttpResponseRedirect(_address(going_to))


@require_http_methods(["GET", "HEAD", "POST"])
@own_intake
def important(request: HttpRequest, session: OpenSession) -> HttpResponse:
    """GET: what the patient must read now. POST: it was read; go on."""
    if request.method == "POST":
        return HttpResponseRedirect(_address(_known_page(session, acknowledge_told(session.actor))))
    shown = read_own_intake(
        session.actor,
        lambda intake, clinic: important_page(
            build_frame(intake, clinic, session.on_clinic_tablet),
            gather_intake(intake),
        ),
    )
    if not shown.told:
        return _go_on(session)
    return render(request, "important.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@own_intake
def check(request: HttpRequest, session: OpenSession) -> HttpResponse:
    """GET: all answers once more. POST: send them; afterwards this device can read nothing of them."""
    fault, status = "", 200
    if request.method == "POST":
        frame = read_own_intake(session.actor, lambda intake, clinic: build_frame(intake, clinic, session.on_clinic_tablet))
        try:
            told = submit_intake(session.actor)
        except NotInThisState as refused:
            fault, status = str(refused), 409
        else:
            response = render(request, "sent.html", SentPage(frame, gather_told(told)))
            drop_cookie(response)
            response["Clear-Site-Data"] = '"cache"'
            return response
    shown = read_own_intake(
        session.actor,
        lambda intake, clinic: check_page(build_frame(intake, clinic, session.on_clinic_tablet), intake, fault),
    )
    return render(request, "check.html", shown, status)


@require_http_methods(["POST"])
@own_intake
def leave(request: HttpRequest, session: OpenSession) -> HttpResponse:
    """Stop on this device; what was answered stays with the clinic."""
    return _leave(request, session)


def _leave(request: HttpRequest, session: OpenSession) -> HttpResponse:
    leave_intake(session.actor, session.session_id)
    said = _("Stopped. Your answers are kept at the clinic. To go on later, ask the clinic for a new code.")
    response = render(request, "start.html", start_page(False, said))
    drop_cookie(response)
    response["Clear-Site-Data"] = '"cache"'
    return response


def _show_page(
    request: HttpRequest,
    session: OpenSession,
    page_id: str,
    typed: dict[str, Any] | None = None,
    faults: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    def build(intake: Any, clinic: Any) -> Any:
        record = gather_intake(intake)
        frame = build_frame(intake, clinic, session.on_clinic_tablet)
        return questions_page(frame, record, record.questions.page_by_id[page_id], typed, faults)

    return render(request, "questions.html", read_own_intake(session.actor, build), status)


def _go_on(session: OpenSession) -> HttpResponse:
    """To the page where the patient stopped, or to what must be read first."""
    stopped_at, unread = read_own_intake(session.actor, lambda intake, clinic: (intake.page, gather_intake(intake).unread))
    if unread:
        return HttpResponseRedirect(reverse("intake_important"))
    return HttpResponseRedirect(_address(_known_page(session, stopped_at)))


def _known_page(session: OpenSession, page_id: str) -> str:
    """The page, or the first one where there is no such page any more."""
    asked = _asked(session)
    return page_id if page_id == CHECK_PAGE or page_id in asked.page_by_id else asked.pages[0].id


def _asked(session: OpenSession) -> Questionnaire:
    """The questions of this session's intake."""
    return get_questionnaire(session.region)


def _address(page_id: str) -> str:
    return reverse("intake_check") if page_id == CHECK_PAGE else reverse("intake_page", args=[page_id])


def _ended(request: HttpRequest) -> HttpResponse:
    said = _("These pages are closed on this device. What was answered is kept: ask the clinic for a new code to go on.")
    if _is_autosave(request):
        return JsonResponse({"saved": False, "what": said}, status=401)
    response = render(request, "start.html", start_page(False, said), 403)
    if read_cookie(request):
        drop_cookie(response)
    return response


def _is_autosave(request: HttpRequest) -> bool:
    return request.headers.get(AUTOSAVE_HEADER) == "1"


def _request_id(request: HttpRequest) -> str:
    return getattr(request, "request_id", "") or secrets.token_hex(8)
