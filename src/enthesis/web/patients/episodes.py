"""Requests about episodes: open one, look at one, start an encounter in it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.discharge_episode import reopen_episode
from enthesis.actions.open_episode import open_episode
from enthesis.actions.read_patient import read_episode, read_patient
from enthesis.actions.start_encounter import start_encounter
from enthesis.records.episodes import EncounterKind, Episode
from enthesis.records.patients import Patient
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.patients.build import build_episode_page, encounter_address, particulars
from enthesis.web.patients.forms import EpisodeForm, StartForm
from enthesis.web.patients.pages import EpisodeFormPage, EpisodePage
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page


@staff_page
def open_new(request: Any, patient_id: uuid.UUID) -> HttpResponse:
    """GET: the form. POST: open the episode, and start the evaluation when asked to."""
    check_can(request.actor.role, Permission.OPEN_EPISODE)
    form = EpisodeForm(request.POST) if request.method == "POST" else EpisodeForm(initial={"start": True})
    if form.is_bound and form.is_valid():
        opened = open_episode(
            request.actor,
            patient_id,
            form.cleaned_data["complaint"],
            form.cleaned_data["affected_side"],
            form.cleaned_data.get("region", ""),
        )
        if form.cleaned_data["start"]:
            return HttpResponseRedirect(encounter_address(start_encounter(request.actor, opened.pk).pk))
        messages.success(request, _("The episode is open."))
        return HttpResponseRedirect(reverse("episode", args=[opened.pk]))
    time = ClinicTime(request.membership.clinic)

    def build(found: Patient) -> EpisodeFormPage:
        fault = _("Some fields need another look; nothing was stored yet.") if form.is_bound else ""
        return EpisodeFormPage(build_shell(request, "patients", found.simulated), particulars(found, time), form, fault)

    return render_page(request, "patients/episode_form.html", read_patient(request.actor, patient_id, build))


@staff_page
def episode(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: one course of care."""
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    return show_episode(request, episode_id)


def show_episode(request: Any, episode_id: uuid.UUID, fault: str = "") -> HttpResponse:
    """The page of an episode, with what went wrong a moment ago."""
    clinic = request.membership.clinic
    time = ClinicTime(clinic)

    def build(found: Episode) -> EpisodePage:
        shell = build_shell(request, "patients", found.patient.simulated)
        kinds = tuple((kind.value, str(kind.label)) for kind in EncounterKind)
        return build_episode_page(found, request.actor, shell, time, clinic.units == "imperial", kinds, fault)

    return render_page(request, "patients/episode.html", read_episode(request.actor, episode_id, build))


@staff_page
def start(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """POST: begin an encounter, for an appointment where one is named, and go to the room."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("episode", args=[episode_id]))
    form = StartForm(request.POST)
    if not form.is_valid():
        return show_episode(request, episode_id, _("Choose what kind of meeting it is; nothing was started."))
    begun = start_encounter(request.actor, episode_id, form.cleaned_data["kind"], form.cleaned_data["appointment"])
    return HttpResponseRedirect(encounter_address(begun.pk, begun.kind))


@staff_page
def change_status(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """POST: open again; a discharge has a page of its own."""
    if request.method == "POST":
        try:
            if request.POST.get("to") == "open":
                reopen_episode(request.actor, episode_id, str(request.POST.get("because", "")))
                messages.success(request, _("The episode is open again."))
            elif request.POST.get("to") == "discharged":
                return HttpResponseRedirect(reverse("discharge", args=[episode_id]))
            else:
                return show_episode(request, episode_id, _("This is no status of an episode; press one of its buttons."))
        except NotFound:
            raise
        except NotInThisState as error:
            return show_episode(request, episode_id, str(error))
    return HttpResponseRedirect(reverse("episode", args=[episode_id]))
