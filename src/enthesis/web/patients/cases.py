"""Case files in and out of the record."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enthesis.access.permissions import Permission, check_can
from enthesis.actions.assessor import borrow_knowledge
from enthesis.actions.export_case import export_case
from enthesis.actions.import_case import import_case
from enthesis.actions.read_patient import read_encounter, read_episode
from enthesis.actions.start_encounter import start_encounter
from enthesis.terms.fault import UnusableInput
from enthesis.web.patients.build import encounter_address
from enthesis.web.patients.case_import import CaseRead, read_case
from enthesis.web.patients.episodes import show_episode
from enthesis.web.who import staff_page

FILE_NAME = "enthesis-case.yaml"


@staff_page
def import_into_episode(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """POST: a new evaluation in the episode, with what the file says. A file that cannot be read starts nothing."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("episode", args=[episode_id]))
    check_can(request.actor.role, Permission.IMPORT_CASE)
    try:
        read = _read(request, read_episode(request.actor, episode_id, lambda episode: episode.region))
    except UnusableInput as error:
        return show_episode(request, episode_id, _("Not imported. %(why)s.") % {"why": str(error).rstrip(".")})
    begun = start_encounter(request.actor, episode_id)
    return _record(request, begun.pk, read)


@staff_page
def import_into_encounter(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """POST: record what the file says in an encounter that is open; what stands there stays."""
    episode_id, region = read_encounter(
        request.actor, encounter_id, lambda encounter: (encounter.episode_id, encounter.episode.region)
    )
    if request.method != "POST":
        return HttpResponseRedirect(reverse("episode", args=[episode_id]))
    check_can(request.actor.role, Permission.IMPORT_CASE)
    try:
        read = _read(request, region)
    except UnusableInput as error:
        return show_episode(request, episode_id, _("Not imported. %(why)s.") % {"why": str(error).rstrip(".")})
    return _record(request, encounter_id, read)


@staff_page
def export(request: Any, encounter_id: uuid.UUID) -> HttpResponse:
    """GET: the encounter as a case file, without who the patient is."""
    response = HttpResponse(export_case(request.actor, encounter_id).encode(), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def _read(request: Any, region: str) -> CaseRead:
    upload = request.FILES.get("case_file")
    if not isinstance(upload, UploadedFile):
        raise UnusableInput(_("Import a case file"), _("no file was chosen"), _("choose a YAML or JSON file first"))
    with borrow_knowledge(region) as knowledge:
        return read_case(upload.read(), upload.name or "", knowledge.assessor)


def _record(request: Any, encounter_id: uuid.UUID, read: CaseRead) -> HttpResponse:
    done = import_case(request.actor, encounter_id, read.case)
    said = [ngettext("%(n)s entry recorded.", "%(n)s entries recorded.", done.n_recorded) % {"n": done.n_recorded}]
    if read.n_not_understood:
        said.append(
            ngettext(
                "%(n)s line was not understood and is kept with the encounter.",
                "%(n)s lines were not understood and are kept with the encounter.",
                read.n_not_understood,
            )
            % {"n": read.n_not_understood}
        )
    messages.success(request, " ".join(said))
    if done.differing:
        names = ", ".join(key.replace("_", " ").replace("@", " ") for key in done.differing[:8])
        messages.warning(request, _("The record says otherwise and was left as it was: %(names)s.") % {"names": names})
    if read.age_years is not None or read.sex or read.affected_side:
        messages.info(request, _("Age, sex and side are the patient's and the episode's own; those of the file were not used."))
    for notice in read.notices[:3]:
        messages.info(request, notice)
    return HttpResponseRedirect(encounter_address(encounter_id))
