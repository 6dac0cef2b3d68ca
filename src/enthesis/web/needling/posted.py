"""What the forms of needling post, read into what the actions take. What cannot be read is said in one sentence."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext as _

from enthesis.actions.file_licence import LicenceDetails
from enthesis.actions.give_needling_consent import ConsentDetails
from enthesis.actions.plan_needling import PlanDetails
from enthesis.actions.report_adverse_event import ANSWERED, EventDetails
from enthesis.care.needling_facts import PlannedSite
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime

YES_NO = {"yes": True, "no": False}
ANY_OTHER = "other"
LONGEST_NUMBER = 12


def read_id(text: str) -> uuid.UUID | None:
    """The id in a hidden field; None where there is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def read_number(post: Mapping[str, Any], name: str) -> float | None:
    """A number as typed, a comma for a point allowed; None where the field is empty.

    Raises:
        UnusableInput: it is no number.
    """
    text = str(post.get(name, "")).strip().replace(",", ".")
    if not text:
        return None
    if len(text) > LONGEST_NUMBER or not text.isascii() or not text.replace(".", "", 1).isdigit():
        raise UnusableInput(name, _("“%(text)s” is no number") % {"text": text[:LONGEST_NUMBER]}, _("write digits"))
    return float(text)


def read_count(post: Mapping[str, Any], name: str) -> int | None:
    """A whole number as typed; None where the field is empty."""
    number = read_number(post, name)
    if number is None:
        return None
    if number != int(number) or number > 1000:
        raise UnusableInput(name, _("this is no count"), _("write a whole number"))
    return int(number)


def read_date(post: Mapping[str, Any], name: str) -> datetime.date | None:
    """A day as a date field posts it; None where it is empty."""
    text = str(post.get(name, "")).strip()
    if not text:
        return None
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        raise UnusableInput(name, _("this is no day"), _("write it as 2026-11-23")) from None
    if not 1900 <= day.year <= 2200:
        raise UnusableInput(name, _("this year cannot be"), _("check the year"))
    return day


def read_moment(post: Mapping[str, Any], name: str, time: ClinicTime) -> datetime.datetime | None:
    """Day and time of the clinic's clock from the fields `name` and `name_time`; without a time it is noon; None without a day."""
    day = read_date(post, name)
    if day is None:
        return None
    text = str(post.get(f"{name}_time", "")).strip()
    try:
        clock = datetime.time.fromisoformat(text) if text else datetime.time(12)
    except ValueError:
        raise UnusableInput(name, _("this is no time"), _("write it as 14:30")) from None
    return min(time.at(day, clock), time.now()) if not text else time.at(day, clock)


def read_site(text: str) -> PlannedSite:
    """A muscle and its side from `id|side`."""
    name, _bar, side = text.partition("|")
    return PlannedSite(name[:60], cast("Any", side if side in ("left", "right") else ""))


def read_plan(post: QueryDict) -> PlanDetails:
    """The plan: the sites that stay ticked, and one that is added."""
    sites = [read_site(text) for text in post.getlist("site")]
    added = post.get("new_site_name", "").strip() if post.get("new_site") == ANY_OTHER else post.get("new_site", "")
    if added:
        sites.append(read_site(f"{added}|{post.get('new_side', '')}"))
    return PlanDetails(
        sites=tuple(sites),
        technique=post.get("technique", ""),
        needled_by=read_id(post.get("needled_by", "")),
        in_plan_of_care=YES_NO.get(post.get("in_plan_of_care", "")),
        referral=post.get("referral", "unknown"),
    )


def read_insertion(post: Mapping[str, Any]) -> dict[str, Any]:
    """One needle. A needle of the list of sizes fills in gauge and length."""
    gauge, length = read_number(post, "gauge_mm"), read_number(post, "length_mm")
    size = str(post.get("needle", ""))
    if size and size != ANY_OTHER:
        gauge, length = (float(part) for part in size.split("x"))
    site = read_site(str(post.get("where", "")))
    twitch = str(post.get("twitch", ""))
    content: dict[str, Any] = {
        "site": site.id,
        "side": site.side,
        "landmark": str(post.get("landmark", "")).strip()[:200],
        "gauge_mm": gauge,
        "length_mm": length,
        "lot": str(post.get("lot", "")).strip()[:60],
        "lot_expires_on": read_date(post, "lot_expires_on"),
        "depth_mm": read_number(post, "depth_mm"),
        "passes": read_count(post, "passes"),
        "twitches": {"yes": read_count(post, "twitches") or 1, "no": 0}.get(twitch),
        "pain_quality": str(post.get("pain_quality", "unknown")),
        "dwell_s": read_number(post, "dwell_s"),
        "stimulation": str(post.get("stimulation", "unknown")),
        "note": str(post.get("note", "")).strip()[:500],
        "struck_out": False,
    }
    view, x, y = str(post.get("point_view", "")), read_number(post, "point_x"), read_number(post, "point_y")
    if view in ("front", "back", "left", "right") and x is not None and y is not None:
        content |= {"point_view": view, "point_x": min(x, 1.0), "point_y": min(y, 1.0)}
    return content


CLOSE_ANSWERS = ("bleeding", "bruising", "faintness", "breathing_normal", "strength_and_feeling_normal", "aftercare_given")
BUMPS = {"in": ("needles_in", 1), "out": ("needles_out", 1), "in_less": ("needles_in", -1), "out_less": ("needles_out", -1)}


def read_close(post: Mapping[str, Any]) -> dict[str, Any]:
    """The count and the response. `bump` adds one to a count, or takes one away."""
    content: dict[str, Any] = {name: read_count(post, name) for name in ("needles_in", "needles_out")}
    content |= {name: read_number(post, name) for name in ("pain_before_0_10", "pain_after_0_10")}
    content |= {name: str(post.get(name) or "unknown") for name in CLOSE_ANSWERS}
    content |= {"stopped_because": str(post.get("stopped_because", "")).strip()[:500], "note": str(post.get("note", ""))[:500]}
    bump = BUMPS.get(str(post.get("bump", "")))
    if bump is not None:
        content[bump[0]] = max(0, (content[bump[0]] or 0) + bump[1])
    return content


def read_consent(post: Mapping[str, Any], today: datetime.date) -> ConsentDetails:
    """A consent as it was given."""
    return ConsentDetails(
        signed_on=read_date(post, "signed_on") or today,
        signed_by=str(post.get("signed_by", "")),
        signer_name=str(post.get("signer_name", "")),
        copy_given_on=read_date(post, "copy_given_on"),
        parent_consent_on=read_date(post, "parent_consent_on"),
        parent_name=str(post.get("parent_name", "")),
        assent=str(post.get("assent", "unknown")),
        note=str(post.get("note", "")),
    )


def read_event(post: Mapping[str, Any], time: ClinicTime) -> EventDetails:
    """An event as it was told."""
    answers: dict[str, Any] = {name: str(post.get(name) or "unknown") for name in ANSWERED}
    return EventDetails(
        event=str(post.get("event", "")),
        began_at=read_moment(post, "began_on", time),
        ended_at=read_moment(post, "ended_on", time),
        words=str(post.get("words", "")),
        done_about_it=str(post.get("done_about_it", "")),
        **answers,
    )


def read_licence(post: Mapping[str, Any]) -> LicenceDetails:
    """A licence and training as filed."""
    listed = str(post.get("jurisdiction", ""))
    return LicenceDetails(
        jurisdiction=str(post.get("jurisdiction_name", "")) if listed == ANY_OTHER else listed,
        number=str(post.get("number", "")),
        expires_on=read_date(post, "expires_on"),
        unrestricted=YES_NO.get(str(post.get("unrestricted", ""))),
        held_since=read_date(post, "held_since"),
        training_attested=YES_NO.get(str(post.get("training_attested", ""))),
        training_hours=read_number(post, "training_hours"),
        supervised_sessions=read_count(post, "supervised_sessions"),
        proof=str(post.get("proof", "")),
    )


def fault_words(fault: UnusableInput) -> str:
    """One sentence of what cannot be, and how to mend it."""
    what = fault.fault.what
    return f"{what[:1].upper()}{what[1:]}; {fault.fault.mend}."
