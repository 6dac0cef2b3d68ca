"""The clinic's follow-up rates, for its lead."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, check_can
from enthesis.actions.read_completion import Completion, Rate, read_completion
from enthesis.actions.send_outgoing import origin
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.errors import not_by_this_method
from enthesis.web.outcomes.pages import RateLine, RatesPage
from enthesis.web.plans.pages import Option
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

SPANS_DAYS = {"90": 90, "365": 365}
DEFAULT_SPAN = "365"


@staff_page
def rates(request: Any) -> HttpResponse:
    """GET: how many were due, asked and answered."""
    check_can(request.actor.role, Permission.READ_RATES)
    if request.method not in ("GET", "HEAD"):
        return not_by_this_method(request, "GET")
    asked = str(request.GET.get("span", DEFAULT_SPAN))
    span = asked if asked in (*SPANS_DAYS, "all") else DEFAULT_SPAN
    today = ClinicTime(request.membership.clinic).today()
    since = today - datetime.timedelta(days=SPANS_DAYS[span]) if span in SPANS_DAYS else None
    labels = {"90": _("Last 90 days"), "365": _("Last 12 months"), "all": _("From the beginning")}

    def build(found: Completion) -> RatesPage:
        return RatesPage(
            shell=build_shell(request, "follow_up_rates"),
            spans=tuple(Option(value, label, value == span) for value, label in labels.items()),
            rates=tuple(_line(rate) for rate in found.rates),
            total=_line(found.total),
            without_word=found.without_word,
            waiting=found.waiting,
            may_be_lost=found.may_be_lost,
            mail_configured=settings.MAIL_CONFIGURED,
            has_address=origin() is not None,
        )

    return render_page(request, "outcomes/rates.html", read_completion(request.actor, since, build))


def _line(rate: Rate) -> RateLine:
    """A rate is of those whose time is over or who have answered: who may still answer is not counted against it."""
    settled = rate.due - rate.still_open
    known = {"answered": rate.answered, "settled": settled}
    share = _("%(answered)s of %(settled)s") % known
    if settled:
        share += f" ({rate.answered / settled:.0%})"
    return RateLine(
        str(rate.occasion.label) if rate.occasion is not None else _("All"),
        *(rate.due, rate.asked, rate.answered, share),
        *(rate.in_part, rate.refused, rate.no_answer, rate.not_reached, rate.still_open),
    )
