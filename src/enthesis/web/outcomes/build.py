"""Build the page of outcomes from what was gathered, inside the clinic's scope; nothing queries after."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.access.policies import ASKS
from enthesis.actions.answer_content import is_left_out
from enthesis.actions.outcome_knowledge import get_outcome_measures
from enthesis.actions.plan_follow_ups import is_withdrawn
from enthesis.actions.read_outcomes import Trajectories
from enthesis.knowledge.outcome_measures import Change, Measure
from enthesis.outcomes.forecast import forecast
from enthesis.outcomes.trajectory import Difference, Series, change_of
from enthesis.records.episodes import EpisodeStatus
from enthesis.records.outcomes import Answer, EpisodeEventKind, FollowUp, FollowUpStatus, Occasion, SaidBy, is_open_on
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.outcomes.pages import EventLine, FollowUpLine, MeasureCard, OutcomesPage, PointRow
from enthesis.web.outcomes.picture import draw_course
from enthesis.web.plans.build import about_episode, side_words
from enthesis.web.plans.pages import Option
from enthesis.web.shell import Shell

MOST_DRAWN = 3
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
READINGS = {
    "fulltext": "full text read",
    "abstract": "abstract read",
    "secondary": "read in a second source",
    "judgement": "",
}


def build_outcomes_page(
    found: Trajectories,
    actor: Actor,
    shell: Shell,
    time: ClinicTime,
    chosen: str = "",
    typed: Mapping[str, str] | None = None,
    fault: str = "",
) -> OutcomesPage:
    """How an episode goes.

    Args:
        chosen: key of the measure that is drawn; the first few that were followed where there is none such.
        typed: the event form as it was posted, where it could not be kept.
    """
    typed = typed or {}
    patient = found.episode.patient
    by_key: dict[str, list[Answer]] = {}
    for answer in found.answers:
        by_key.setdefault(key_of(answer.measure, answer.side), []).append(answer)
    may_record = can(actor.role, Permission.RECORD)
    drawn = choose_drawn(found.series, chosen)
    cards = tuple(
        _card(series, by_key[key_of(series.measure.id, series.side)], found, time, may_record) for series in found.series
    )
    word = "refused" if patient.no_follow_up_at else {True: "yes", False: "no", None: "unknown"}[patient.may_email]
    return OutcomesPage(
        shell=shell,
        about=about_episode(found.episode, time),
        open=found.episode.status == EpisodeStatus.OPEN,
        cards=cards,
        course=draw_course(drawn, found, time),
        chosen=chosen if len(drawn) == 1 else "",
        events=tuple(
            EventLine(e.pk, time.short_day(e.on_day), str(EpisodeEventKind(e.kind).label), e.text, str(e.entered_by), e.simulated)
            for e in reversed(found.events)
        ),
        follow_ups=tuple(_follow_up(f, found, time, can(actor.role, Permission.INVITE_INTAKE)) for f in found.follow_ups),
        may_email_words=email_words(word, bool(patient.email)),
        may_email=word,
        has_email=bool(patient.email),
        measures=tuple(Option(m.id, f"{m.short}: {m.name}", False) for m in get_outcome_measures().measures),
        kinds=tuple(Option(k.value, str(k.label), k.value == typed.get("kind")) for k in EpisodeEventKind),
        today=typed.get("on_day") or found.today.isoformat(),
        typed_text=typed.get("text", ""),
        typed_kind=typed.get("kind", ""),
        may_record=may_record,
        may_invite=can(actor.role, Permission.INVITE_INTAKE),
        fault=fault,
    )


def with_days(sentence: str, time: ClinicTime) -> str:
    """A sentence of the core, its days as the clinic writes them."""
    return ISO_DAY.sub(lambda found: time.short_day(datetime.date.fromisoformat(found[0])), sentence)


def key_of(measure_id: str, side: str) -> str:
    """A measure of a side, in an address."""
    return f"{measure_id}-{side}" if side else measure_id


def choose_drawn(series: Sequence[Series], chosen: str) -> Sequence[Series]:
    """The measures that are drawn: the one that was asked for, else the first few with a course, else what there is."""
    named = [one for one in series if key_of(one.measure.id, one.side) == chosen]
    followed = [one for one in series if len(one.known) > 1]
    return (named or followed or list(series))[:MOST_DRAWN]


def email_words(word: str, has_email: bool) -> str:
    """What is known of the patient's will to be written to."""
    if word == "refused":
        return _("The patient asked not to be asked again.")
    if word == "yes":
        return _("Agreed to e-mail.") if has_email else _("Agreed to e-mail, but no address is recorded.")
    if word == "no":
        return _("Does not want e-mail; hand over the link at a visit.")
    return _("Was not asked about e-mail, so none is sent.")


def range_words(measure: Measure) -> str:
    """From where to where, in what, and which way is better."""
    better = _("higher is better") if measure.better == "higher" else _("lower is better")
    if measure.high is None:
        return f"{measure.unit}, {better}"
    known = {"low": f"{measure.low:g}", "high": f"{measure.high:g}"}
    return f"{_('%(low)s to %(high)s') % known}, {better}"


def change_words(change: Change, unit: str) -> tuple[str, str]:
    """A change that counts, and where it is from."""
    if change.value is None:
        return _("not established here"), change.note
    level = f" ({change.level:.0%})" if change.level is not None else ""
    reading = READINGS.get(change.read_as, "")
    return f"{change.value:g} {unit}{level}", "; ".join(
        part for part in (change.population, change.citation, reading, change.note) if part
    )


def _card(series: Series, answers: list[Answer], found: Trajectories, time: ClinicTime, may_record: bool) -> MeasureCard:
    measure, known = series.measure, series.known
    bends = [*found.flare_days, *(event.on_day for event in found.events)]  # after which a line begins anew
    change, ahead = change_of(series), forecast(series, bends)
    verdict, verdict_words = _verdict(change, len(known))
    mcid, mcid_source = change_words(measure.mcid, measure.unit)
    mdc, mdc_source = change_words(measure.mdc, measure.unit)
    points = list(zip(answers, series.points, strict=True))
    return MeasureCard(
        id=measure.id,
        key=key_of(measure.id, series.side),
        name=measure.short,
        construct=measure.name,
        about=measure.construct,
        side=side_words(series.side),
        unit=measure.unit,
        range_words=range_words(measure),
        direction=measure.better,
        latest="" if not known or known[-1].value is None else f"{known[-1].value:g}".replace("-", "−"),
        latest_on=time.short_day(known[-1].on) if known else "",
        change=with_days(change.sentence, time),
        verdict=verdict,
        verdict_words=verdict_words,
        mcid=mcid,
        mcid_source=mcid_source,
        mdc=mdc,
        mdc_source=mdc_source,
        grade=measure.quality,
        grade_because=measure.quality_because,
        licence=measure.licence.sentence,
        licence_state={
            "free": _("free to use"),
            "permission_needed": _("permission needed"),
            "unclear": _("right to show the questions unclear"),
        }[measure.licence.state],
        citation=measure.citation,
        link=measure.link,
        rows=tuple(
            PointRow(
                answer_id=str(answer.pk) if may_record else "",
                day=time.short_day(point.on),
                value="–" if point.value is None else f"{point.value:g}".replace("-", "−"),
                said_by=_("patient") if answer.said_by == SaidBy.PATIENT else str(answer.entered_by or ""),
                simulated=point.simulated,
                because=point.because,
                details=_details(answer),
            )
            for answer, point in reversed(points)
        ),
        forecast=with_days(ahead.sentence, time),
        forecasts=ahead.on is not None,
        simulated=any(point.simulated for point in series.points),
    )


def _details(answer: Answer) -> str:
    if is_left_out(answer.content) or "activities" not in answer.content:
        return ""
    rated = ((a["text"], a["score"]) for a in answer.content["activities"])
    return "; ".join(f"{text} {'–' if score is None else f'{score:g}'}" for text, score in rated)


def _verdict(change: Difference, n_known: int) -> tuple[str, str]:
    """What can be said of the change in a chip; never more than the measure's error allows."""
    if n_known == 0:
        return "unknown", _("no score")
    if change.amount is None:
        return "one", _("one value") if n_known == 1 else _("other activities rated")
    if change.against_error == "within":
        return "within", _("within measurement error")
    if change.improved is None:
        return "within", _("unchanged")
    if change.against_error == "not_known":
        return "unknown", _("error of measurement not known")
    matters = change.against_mcid in ("reached", "worse")
    if change.improved:
        return "better", _("better, by as much as matters") if matters else _("better, more than error")
    return "worse", _("worse, by as much as matters") if matters else _("worse, more than error")


def _follow_up(follow_up: FollowUp, found: Trajectories, time: ClinicTime, may_invite: bool) -> FollowUpLine:
    status = FollowUpStatus(follow_up.status)
    words, detail = str(status.label), ""
    if is_withdrawn(follow_up):
        words = _("Not asked on this occasion")
    elif status == FollowUpStatus.COMPLETED and follow_up.completed_at is not None:
        detail = _("on %(day)s") % {"day": time.short_day(time.local(follow_up.completed_at).date())}
    elif follow_up.asked_at is not None:
        detail = _("asked %(day)s") % {"day": time.short_day(time.local(follow_up.asked_at).date())}
    elif follow_up.pk in found.may_be_lost:
        detail = _("the e-mail may not have arrived")
    open_now = status in ASKS and is_open_on(follow_up, found.today)
    return FollowUpLine(
        id=follow_up.pk,
        name=str(Occasion(follow_up.occasion).label),
        due=time.short_day(follow_up.due_on),
        status=str(status),
        status_words=words,
        detail=detail,
        may_issue=may_invite and open_now,
    )
