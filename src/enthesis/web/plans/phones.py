"""Requests about the phones of a plan: a link for a new one, and closing the way of one."""

from __future__ import annotations

import io
import uuid
from typing import Any

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enthesis.actions.issue_phone_link import LINK_LASTS, IssuedPhoneLink, issue_phone_link, revoke_phone
from enthesis.actions.plan_record import PlanRecord
from enthesis.actions.read_progress import read_progress
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.plans.build import about_episode
from enthesis.web.plans.progress_pages import PhoneLinkPage
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

LOOPBACK = "127.0.0.1"


@staff_page
def link(request: Any, plan_id: uuid.UUID) -> HttpResponse:
    """POST: a one-use link for a phone, shown once. An earlier link that was not used ends; linked phones stay."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    issued = issue_phone_link(request.actor, plan_id)
    address = address_of(request, issued)
    time = ClinicTime(request.membership.clinic)

    def build(record: PlanRecord) -> PhoneLinkPage:
        episode = record.plan.episode
        return PhoneLinkPage(
            shell=build_shell(request, "patients", episode.patient.simulated),
            about=about_episode(episode, time),
            plan_id=plan_id,
            code=issued.code,
            address=address,
            qr_svg=qr_svg(address) if settings.BEHIND_HTTPS else "",
            only_here=settings.PUBLIC_URL is None,
            lasts=lasts_words(),
            handout_url=reverse("plan_handout", args=[plan_id]),
        )

    return render_page(request, "plans/phone_link.html", read_progress(request.actor, plan_id, build))


@staff_page
def revoke(request: Any, phone_id: uuid.UUID) -> HttpResponse:
    """POST: close the way of one phone; what it sent stays."""
    if request.method != "POST":
        return not_by_this_method(request, "POST")
    phone = revoke_phone(request.actor, phone_id)
    messages.success(request, _("This phone opens the plan no more. What it sent is kept."))
    episode_id = read_progress(request.actor, phone.plan_id, lambda record: record.plan.episode_id)
    return HttpResponseRedirect(reverse("episode_progress", args=[episode_id]) + "#phones")


def lasts_words() -> str:
    """How long a link lasts."""
    return ngettext("%(n)d day", "%(n)d days", LINK_LASTS.days) % {"n": LINK_LASTS.days}


def address_of(request: Any, issued: IssuedPhoneLink) -> str:
    """The link with its code in the fragment. The address is the one set for this installation, never the Host header's;
    without one it is that of this machine itself, where only its own browser finds it."""
    origin = settings.PUBLIC_URL[0] if settings.PUBLIC_URL else f"http://{LOOPBACK}:{request.META['SERVER_PORT']}"
    return f"{origin}{reverse('today_open')}#{issued.code}"


def qr_svg(text: str) -> str:
    """A QR code as SVG paths without style attributes."""
    code = qrcode.QRCode(border=2, image_factory=qrcode.image.svg.SvgPathImage)
    code.add_data(text)
    image: Any = code.make_image()
    drawn = io.BytesIO()
    image.save(drawn)
    svg = drawn.getvalue().decode()
    return svg[svg.index("<svg") :]
