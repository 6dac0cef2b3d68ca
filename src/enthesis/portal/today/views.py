"""Requests of the app. The cookie says whose plan it is; nothing in an address or a body does.

Bodies are JSON and there is no token in a form to compare: a foreign page can neither send this cookie (SameSite=Strict) nor
JSON to us (the browser would ask first, and nothing here answers that), and a request that names another origin is refused.
"""

from __future__ import annotations

import dataclasses
import json
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from enthesis.access.actor import PhoneActor, Stranger
from enthesis.access.refused import NotFound, NotInThisState, Refused
from enthesis.actions.leave_phone import leave_phone
from enthesis.actions.open_phone import find_phone, has_ended, open_phone
from enthesis.actions.read_snapshot import read_snapshot
from enthesis.actions.receive_events import receive_events
from enthesis.actions.send_message import receive_messages
from enthesis.portal.attempts import may_try, note_wrong
from enthesis.portal.today.cookie import drop_cookie, read_cookie, set_cookie
from enthesis.portal.today.drawings import View, draw_exercise, is_drawn
from enthesis.portal.today.shell import build_manifest, build_page, build_worker

LONGEST_CODE = 120
DAY_S = 86_400
ASK_FOR_CODE = "This phone is not connected to a plan. Ask the clinic for a code."
REVOKED = "The clinic has disconnected this phone."
Given = ParamSpec("Given")


def shell(request: HttpRequest) -> HttpResponse:
    """The app's page, for any address of it."""
    return _kept_by_worker(HttpResponse(build_page()))


@require_http_methods(["GET", "HEAD"])
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; its place makes /today/ its scope."""
    return _kept_by_worker(HttpResponse(build_worker(), content_type="text/javascript; charset=utf-8"))


@require_http_methods(["GET", "HEAD"])
def manifest(request: HttpRequest) -> HttpResponse:
    """Name, icons and first address of the installed app."""
    return _kept_by_worker(HttpResponse(build_manifest(), content_type="application/manifest+json"))


@require_http_methods(["GET", "HEAD"])
def figure(request: HttpRequest, exercise_id: str) -> HttpResponse:
    """A drawing: moving, or view=still or view=thumb; mirrored for the left side."""
    asked = request.GET.get("view")
    view: View = "still" if asked == "still" else "thumb" if asked == "thumb" else "moving"
    drawn = draw_exercise(exercise_id, request.GET.get("side") == "left", view)
    if drawn is None:
        return JsonResponse({"error": "This exercise has not been drawn yet."}, status=404)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = f"public, max-age={DAY_S}"
    return response


def posts_json(
    view: Callable[Concatenate[HttpRequest, dict[str, Any], Given], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """A view that takes a JSON object, from our own page only."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        if request.method != "POST":
            return JsonResponse({"error": "This address takes a POST."}, status=405, headers={"Allow": "POST"})
        if not _from_own_page(request):
            return JsonResponse({"error": "This was not sent by the app."}, status=403)
        try:
            body = json.loads(request.body)
        except (ValueError, RecursionError):
            body = None
        if request.content_type != "application/json" or not isinstance(body, dict):
            return JsonResponse({"error": "The body must be a JSON object; update the app."}, status=400)
        return view(request, body, *args, **kwargs)

    return guarded


def own_plan(
    view: Callable[Concatenate[HttpRequest, PhoneActor, Given], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """A view for a linked phone. 401: it never was, or lost its cookie. 410: the clinic closed its way, or the plan is gone."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        cookie = read_cookie(request)
        phone = find_phone(cookie, _request_id(request))
        if phone is None:
            return _gone() if has_ended(cookie) else JsonResponse({"error": ASK_FOR_CODE}, status=401)
        try:
            return view(request, phone, *args, **kwargs)
        except NotFound:
            return _gone()
        except NotInThisState as refused:
            return JsonResponse({"error": str(refused)}, status=409)

    return guarded


def open_link(request: HttpRequest) -> HttpResponse:
    """GET: the app's page, which reads the code from the fragment. POST: exchange the code for the phone's cookie."""
    return _exchange(request) if request.method == "POST" else shell(request)


open_link.csrf_exempt = True  # type: ignore[attr-defined] (the exchange checks the origin itself)


@posts_json
def _exchange(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    code = body.get("code")
    if not may_try(request):
        said = "Too many codes were tried from here. Wait ten minutes, or ask the clinic for help."
        return JsonResponse({"error": said}, status=429)
    if not isinstance(code, str) or not code.strip():
        return JsonResponse({"error": "Type the code from the clinic first."}, status=400)
    held = read_cookie(request)
    try:
        opened = open_phone(Stranger(_request_id(request)), code.strip()[:LONGEST_CODE], held, _kind_of_device(request))
    except Refused as refused:
        if isinstance(refused, NotFound):
            note_wrong(request)
        return JsonResponse({"error": str(refused)}, status=404 if isinstance(refused, NotFound) else 409)
    response = JsonResponse({"opened": True})
    if opened.cookie:
        set_cookie(response, opened.cookie)
    return response


@require_http_methods(["GET", "HEAD"])
@own_plan
def plan(request: HttpRequest, phone: PhoneActor) -> HttpResponse:
    """The snapshot; 304 where the phone holds it already. The cookie's time begins anew."""
    held = request.headers.get("If-None-Match", "").removeprefix("W/").strip('"')
    read = read_snapshot(phone, _figure_address, held)
    if read is None:
        response = HttpResponse(status=304)
    else:
        response = JsonResponse(read.snapshot)
        response["ETag"] = f'"{read.digest}"'
    set_cookie(response, read_cookie(request))
    return response


@posts_json
def events(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """Take entries; an answer for each."""
    return _take(request, body.get("events"), receive_events)


@posts_json
def messages(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """Take messages; an answer for each."""
    return _take(request, body.get("messages"), receive_messages)


@posts_json
def leave(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """Sign this phone out; what was sent stays with the clinic."""
    phone = find_phone(read_cookie(request), _request_id(request))
    if phone is not None:
        leave_phone(phone)
    return _emptied(HttpResponse(status=204))


def _take(request: HttpRequest, posted: object, receive: Callable[[PhoneActor, list[object]], Any]) -> HttpResponse:
    @own_plan
    def take(_request: HttpRequest, phone: PhoneActor) -> HttpResponse:
        if not isinstance(posted, list):
            return JsonResponse({"error": "The entries must be a list; update the app."}, status=400)
        return JsonResponse(dataclasses.asdict(receive(phone, posted)))

    return take(request)


def _figure_address(exercise_id: str) -> str:
    return reverse("today_figure", args=[exercise_id]) if is_drawn(exercise_id) else ""


def _gone() -> HttpResponse:
    return _emptied(JsonResponse({"error": REVOKED}, status=410))


def _emptied(response: HttpResponse) -> HttpResponse:
    """Take the cookie back, and what the browser keeps by itself: the drawings in it would tell the exercises."""
    drop_cookie(response)
    response["Clear-Site-Data"] = '"cache"'
    return response


def _from_own_page(request: HttpRequest) -> bool:
    """Whether no other page sent it, by what the browser says of it."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.get_host():
        return False
    return request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _kind_of_device(request: HttpRequest) -> str:
    """A word by which the clinic tells phones apart; never more than that."""
    agent = request.headers.get("User-Agent", "")
    return next((name for name in ("iPhone", "iPad", "Android", "Windows", "Macintosh", "Linux") if name in agent), "Phone")


def _kept_by_worker(response: HttpResponse) -> HttpResponse:
    """Nothing about anybody is in it; a browser asks each time whether it is still the newest."""
    response["Cache-Control"] = "no-cache"
    return response


def _request_id(request: HttpRequest) -> str:
    return getattr(request, "request_id", "") or secrets.token_hex(8)
