"""Requests to the board: read the form, build the page, answer with all of it or with the regions that changed."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from enthesis.access.actor import Actor
from enthesis.knowledge.document import Document
from enthesis.knowledge.regions import known_region, region_ids
from enthesis.terms.fault import UnusableInput
from enthesis.web.assessor import borrow_knowledge, get_knowledge
from enthesis.web.board import build_board, empty_state, find_words, opened, pack_line
from enthesis.web.case_files import as_yaml, find_pack, list_examples, load_document, read_example, read_upload
from enthesis.web.errors import not_by_this_method
from enthesis.web.pages import EntryPage
from enthesis.web.region_choice import region_choices
from enthesis.web.regions import REGIONS, changed_regions
from enthesis.web.state import BoardState, Posted, read_post
from enthesis.web.templating import render_page

REGIONS_HEADER = "X-Enthesis-Regions"
"""A request with this header wants the changed regions as JSON and not the page."""
REGIONS_META = "HTTP_X_ENTHESIS_REGIONS"
SAVED_NAME = "enthesis-case.yaml"


def board(request: HttpRequest) -> HttpResponse:
    """GET: where to start from. POST: the board."""
    if request.method in ("GET", "HEAD"):
        return show_entry(request)
    if request.method != "POST":
        return not_by_this_method(request, "GET, POST")
    form = _form(request)
    region = known_region(form.get("region"))
    pack = get_knowledge(region).pack
    start = form.get("start", "")
    if start == "empty":
        return _answer(request, region, opened(empty_state(pack)))
    if start:
        return _start_example(request, start)
    posted = read_post(form, pack)
    if posted.action == "load":
        return _load(request, region, posted)
    return _answer(request, region, posted)


def save(request: HttpRequest) -> HttpResponse:
    """The board as a case file to keep."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    form = _form(request)
    pack = get_knowledge(known_region(form.get("region"))).pack
    text = as_yaml(read_post(form, pack).state, pack)
    response = HttpResponse(text.encode(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{SAVED_NAME}"'
    return response


def words(request: HttpRequest) -> HttpResponse:
    """Findings for plain words: {"matches": [[finding id, the word that matched], ...]}, or null for nothing typed."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    form = _form(request)
    vocabulary = get_knowledge(known_region(form.get("region"))).assessor.vocabulary
    matched = find_words(vocabulary, form.get("q", "")[:200])
    return JsonResponse({"matches": None if matched is None else list(matched.items())})


def _form(request: HttpRequest) -> dict[str, str]:
    """The posted form; of a field that came more than once the last counts."""
    return {name: str(text) for name, text in request.POST.dict().items()}


def show_entry(request: HttpRequest, fault: str = "") -> HttpResponse:
    """Where to start a board from: the first page of somebody who is not signed in."""
    region = known_region(request.GET.get("region"))
    pack = get_knowledge(region).pack
    used = {row.reference for row in pack.evidence if row.unused_because is None}
    page = EntryPage(
        pack=pack_line(pack),
        regions=region_choices(region),
        examples=tuple(example for example in list_examples() if example.region == region),
        n_sources=len(pack.sources),
        n_findings=len(pack.findings),
        n_studies=len(used),
        sign_in_url="" if isinstance(request.actor, Actor) else reverse("account_login"),  # pyright: ignore
        fault=fault,
    )
    return render_page(request, "entry.html", page)


def _start_example(request: HttpRequest, example: str) -> HttpResponse:
    try:
        region, state, _notices = _open_document(read_example(example))
    except UnusableInput as error:
        return show_entry(request, str(error))
    return _answer(request, region, opened(state))


def _open_document(document: Document) -> tuple[str, BoardState, tuple[str, ...]]:
    """A case file as a board of its region, and what should be said about it."""
    pack, said = find_pack(document, {region: get_knowledge(region).pack for region in region_ids()})
    with borrow_knowledge(pack.id) as knowledge:
        state, notices = load_document(document, knowledge.assessor)
    return pack.id, state, (*said, *notices)


def _load(request: HttpRequest, region: str, posted: Posted) -> HttpResponse:
    """Load a case file over the board; a bad one gives its sentence, and what was entered stays."""
    from_entry = _form(request).get("from") == "entry"
    try:
        upload = request.FILES.get("case_file")
        if not isinstance(upload, UploadedFile):
            raise UnusableInput("load a case file", "no file was chosen", "choose a YAML or JSON file first")
        region, state, notices = _open_document(read_upload(upload.read(), upload.name or ""))
    except UnusableInput as error:
        return show_entry(request, str(error)) if from_entry else _answer(request, region, posted, str(error))
    return _answer(request, region, opened(state, notices))


def _answer(request: HttpRequest, region: str, posted: Posted, fault: str = "") -> HttpResponse:
    page = build_board(posted, region, fault)
    if request.META.get(REGIONS_META) != "1":
        response = render_page(request, "board.html", page)
    else:
        response = JsonResponse(
            changed_regions(_form(request).get("known", ""), page, REGIONS, posted.action == "undo", posted.state)
        )
    patch_vary_headers(response, (REGIONS_HEADER,))
    return response
