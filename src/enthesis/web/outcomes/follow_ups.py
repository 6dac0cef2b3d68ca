"""Requests about being asked: the link of a follow-up on paper, and the patient's word on e-mail."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import NotFound, NotInThisState
from enthesis.actions.agree_to_email import agree_to_email, allow_follow_up, note_refusal
from enthesis.actions.issue_follow_up_link import issue_follow_up_link
from enthesis.actions.read_outcomes import Trajectories, read_trajectories
from enthesis.records.outcomes import Occasion
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.outcomes.pages import FollowUpLinkPage
from enthesis.web.plans.build import about_episode
from enthesis.web.plans.phones import LOOPBACK, qr_svg
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

WORDS = {"yes": True, "no": False, "unknown": None}


@staff_page
def issue_link(request: Any, follow_up_id: uuid.UUID) -> HttpResponse:
    """POST: a link for the patient's phone, shown once."""
    check_can(request.actor.role, Permission.INVITE_INTAKE)
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    try:
        issued = issue_follow_up_link(request.actor, follow_up_id)
    except NotFound:
        raise
    except NotInThisState as refused:
        messages.warning(request, str(refused))
        return HttpResponseRedirect(reverse("home"))
    origin = settings.PUBLIC_URL[0] if settings.PUBLIC_URL else f"http://{LOOPBACK}:{request.META['SERVER_PORT']}"
    address = f"{origin}{reverse('follow_up')}#{issued.code}"
    time = ClinicTime(request.membership.clinic)

    def build(found: Trajectories) -> FollowUpLinkPage:
        follow_up = next(f for f in found.follow_ups if f.pk == issued.follow_up_id)
        return FollowUpLinkPage(
            shell=build_shell(request, "patients", found.episode.patient.simulated),
            about=about_episode(found.episode, time),
            occasion=str(Occasion(follow_up.occasion).label),
            until=time.day(follow_up.closes_on),
            code=issued.code,
            address=address,
            qr_svg=qr_svg(address) if settings.PUBLIC_URL else "",
        )

    return render_page(request, "outcomes/link.html", read_trajectories(request.actor, issued.episode_id, build))


@staff_page
def word_on_email(request: Any, patient_id: uuid.UUID) -> HttpResponse:
    """POST: keep what the patient said about e-mail, or about being asked."""
    check_can(request.actor.role, Permission.INVITE_INTAKE)
    if request.method == "POST":
        word = str(request.POST.get("word", ""))
        if word in WORDS:
            agree_to_email(request.actor, patient_id, WORDS[word])
            messages.success(request, _("The patient’s word is kept."))
        elif word == "refuses":
            note_refusal(request.actor, patient_id)
            messages.success(request, _("The patient is not asked again; what was answered before stays."))
        elif word == "welcome":
            allow_follow_up(request.actor, patient_id)
            messages.success(request, _("The patient may be asked again."))
    return HttpResponseRedirect(reverse("patient", args=[patient_id]))
