"""Rates of events as a picture: the clinic's own with its interval, the published ones below, on one logarithmic axis.

Rates lie between one in ten thousand and one in two, so that a straight axis would hide the rare ones, which matter most.
"""

from __future__ import annotations

import math

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from enthesis.care.needling_events import Rate
from enthesis.knowledge.needling import EventKind, PublishedRate
from enthesis.web.needling.pages import RatePicture, RateRow

LEAST, MOST = 1e-4, 1.0
"""Ends of the axis: 0.01 % and 100 %. What is less stands at the left edge, and the words beside it say so."""
TICKS: tuple[tuple[str, str], ...] = (("0.01 %", "0"), ("0.1 %", "25"), ("1 %", "50"), ("10 %", "75"), ("100 %", "100"))
ANY = {"any_mild": lazy("Any mild event"), "any_major": lazy("Any significant or serious event")}


def rate_picture(rate: Rate, kind: EventKind | None) -> RatePicture:
    """The lines of one event. A clinic without an answered session has a line without a dot."""
    name = kind.name if kind is not None else str(ANY.get(rate.event, rate.event))
    return RatePicture(rate.event, name, (_own(rate), *(_published(one) for one in rate.published)))


def place(share: float) -> str:
    """Where a share stands on the axis, per cent of the width."""
    inside = min(max(share, LEAST), MOST)
    return f"{100 * math.log(inside / LEAST) / math.log(MOST / LEAST):.1f}"


def percent_words(share: float) -> str:
    """A share in per cent with two digits that count."""
    return f"{100 * share:.2g} %" if share < 0.995 else "100 %"


def _own(rate: Rate) -> RateRow:
    known = {"count": rate.count, "answered": rate.answered, "unanswered": rate.unanswered}
    label = _("This clinic")
    if rate.share is None or rate.low is None or rate.high is None:
        said = _("no session with an answer yet; %(unanswered)s without one") % known
        return RateRow(label, said, True, "", "", "", "", "", "")
    words = known | {"low": percent_words(rate.low), "high": percent_words(rate.high), "share": percent_words(rate.share)}
    said = ngettext(
        "%(count)s of %(answered)s session: %(share)s, 95 %% interval %(low)s to %(high)s",
        "%(count)s of %(answered)s sessions: %(share)s, 95 %% interval %(low)s to %(high)s",
        rate.answered,
    )
    if rate.unanswered:
        said += _("; %(unanswered)s without an answer count neither way")
    return RateRow(label, said % words, True, place(rate.share), place(rate.low), place(rate.high), "", "", "")


def _published(one: PublishedRate) -> RateRow:
    said = _("%(share)s per %(per)s") % {"share": percent_words(one.share), "per": one.per}
    if one.upper is not None:
        said += _(", at most %(upper)s") % {"upper": percent_words(one.upper)}
    bar = (place(0.0), place(one.upper)) if one.upper is not None else ("", "")
    support = one.support
    return RateRow(one.study, said, False, place(one.share), *bar, one.definition, support.link, support.citation)
