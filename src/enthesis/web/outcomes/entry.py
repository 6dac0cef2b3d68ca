"""Enter a measure: a number, one for each side, a total, the patient's activities, or the clinic's own questionnaire."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from enthesis.access.permissions import Permission, check_can
from enthesis.access.refused import NotFound
from enthesis.actions.answer_content import read_activities, read_item, read_number
from enthesis.actions.import_questionnaire import get_questionnaire
from enthesis.actions.outcome_knowledge import get_outcome_measures
from enthesis.actions.read_outcomes import Trajectories, read_trajectories
from enthesis.actions.record_answer import record_answer
from enthesis.knowledge.outcome_measures import Measure
from enthesis.outcomes.questionnaire import Questionnaire
from enthesis.outcomes.questionnaire_scoring import answers_of, response_of
from enthesis.records.outcomes import Answer, ClinicQuestionnaire
from enthesis.terms.fault import UnusableInput
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.outcomes.build import key_of, range_words
from enthesis.web.outcomes.events import read_day
from enthesis.web.outcomes.pages import ActivityField, EntryPage, ItemField, NumberField
from enthesis.web.plans.build import about_episode
from enthesis.web.plans.pages import Option
from enthesis.web.shell import build_shell
from enthesis.web.templating import render_page
from enthesis.web.who import staff_page

ACTIVITY_ROWS = 5
LONGEST_TYPED = 2_000


@dataclass(frozen=True)
class Form:
    """What one form is about: the measure, and whether its questions are answered here."""

    measure: Measure
    questionnaire: ClinicQuestionnaire | None
    asked: Questionnaire | None
    """The questions; None where the number itself is typed."""
    replaced: Answer | None


@staff_page
def enter(request: Any, episode_id: uuid.UUID) -> HttpResponse:
    """GET: the form for a measure (?measure=), to correct an answer (&replaces=), with the total instead of the questions (&how=total).
    POST: keep it."""
    check_can(request.actor.role, Permission.RECORD)
    asked = request.POST if request.method == "POST" else request.GET
    measure = get_outcome_measures().by_id.get(str(asked.get("measure", "")))
    if measure is None:
        return HttpResponseRedirect(reverse("outcomes", args=[episode_id]))
    wants_total, replaces = asked.get("how") == "total", str(asked.get("replaces", ""))
    typed: dict[str, str] = {}
    fault = ""
    if request.method == "POST":
        typed = {name: str(text)[:LONGEST_TYPED] for name, text in request.POST.items()}
        form = read_trajectories(request.actor, episode_id, lambda found: form_of(measure, found, wants_total, replaces))
        try:
            n_kept = _keep(request, episode_id, form, typed)
        except UnusableInput as error:
            fault = f"{error.fault.where}: {error.fault.what}; {error.fault.mend}."
        else:
            said = _("%(name)s is entered.") if n_kept == 1 else _("%(name)s is entered for both sides.")
            messages.success(request, said % {"name": measure.short})
            return HttpResponseRedirect(
                f"{reverse('outcomes', args=[episode_id])}?measure={key_of(measure.id, '')}#m-{measure.id}"
            )
    time = ClinicTime(request.membership.clinic)

    def build(found: Trajectories) -> EntryPage:
        return _page(request, form_of(measure, found, wants_total, replaces), found, time, typed, fault)

    response = render_page(request, "outcomes/entry.html", read_trajectories(request.actor, episode_id, build))
    response.status_code = 422 if fault else 200
    return response


def form_of(measure: Measure, found: Trajectories, wants_total: bool, replaces: str) -> Form:
    """Which form it is, inside the clinic's scope.

    Raises:
        NotFound: the answer to correct is none of this episode and measure, or does not stand any more.
    """
    replaced = next((a for a in found.answers if str(a.pk) == replaces and a.measure == measure.id), None)
    if replaces and replaced is None:
        raise NotFound(_("There is no such answer any more; open the page again."))
    questionnaire = None if wants_total else found.questionnaires.get(measure.id)
    if replaced is not None and "response" not in replaced.content:
        questionnaire = None
    asked = None if questionnaire is None else get_questionnaire(questionnaire.pk)
    return Form(measure, questionnaire, asked, replaced)


def _keep(request: Any, episode_id: uuid.UUID, form: Form, typed: Mapping[str, str]) -> int:
    """Record what was typed; for both sides it is two answers. How many were kept.

    Raises:
        UnusableInput: something cannot be kept, or nothing was typed.
    """
    taken_on = read_day(typed.get("taken_on", ""))
    contents: list[tuple[str, dict[str, Any]]] = []
    measure = form.measure
    if form.asked is not None:
        answers = read_items(form.asked, typed)
        if answers:
            contents.append(("", {"response": response_of(form.asked, answers)}))
    elif measure.entry == "activities":
        rows = [(typed.get(f"activity_{row}", ""), typed.get(f"score_{row}", "")) for row in range(ACTIVITY_ROWS)]
        if (content := read_activities(measure, rows)) is not None:
            contents.append(("", content))
    else:
        read = ((side, read_number(measure, typed.get(f"number_{side}", ""))) for side in _sides(form))
        contents.extend((side, content) for side, content in read if content is not None)
    if not contents:
        raise UnusableInput(measure.short, _("nothing was entered"), _("fill in an answer, or go back"))
    replaces = form.replaced.pk if form.replaced is not None else None
    for side, content in contents:
        record_answer(request.actor, episode_id, measure.id, content, taken_on, side, replaces)
    return len(contents)


def read_items(asked: Questionnaire, typed: Mapping[str, str]) -> dict[str, Any]:
    """Answers by link id from the fields of the form; what was left open is not among them.

    Raises:
        UnusableInput: a number is none.
    """
    found: dict[str, Any] = {}
    for number, question in enumerate(asked.asked):
        value = read_item(question, typed.get(f"q{number}", ""))
        if value is not None:
            found[question.link_id] = value
    return found


def _sides(form: Form) -> tuple[str, ...]:
    if form.replaced is not None:
        return (form.replaced.side,)
    return ("left", "right") if form.measure.per_side else ("",)


def _page(request: Any, form: Form, found: Trajectories, time: ClinicTime, typed: Mapping[str, str], fault: str) -> EntryPage:
    measure, replaced = form.measure, form.replaced
    address = f"{reverse('enter_outcome', args=[found.episode.pk])}?measure={measure.id}"
    has_questions = measure.id in found.questionnaires and replaced is None
    labels = {"": _("Total") if measure.entry == "total" else measure.unit, "left": _("Left"), "right": _("Right")}
    before = replaced.content if replaced is not None else {}
    number = before.get("number", before.get("total"))
    taken_on = replaced.taken_on if replaced is not None else found.today
    return EntryPage(
        shell=build_shell(request, "patients", found.episode.patient.simulated),
        about=about_episode(found.episode, time),
        measure=measure.id,
        name=measure.name,
        how=measure.how,
        ask=measure.ask,
        range_words=range_words(measure),
        low_means=measure.low_means,
        high_means=measure.high_means,
        numbers=tuple(
            NumberField(f"number_{side}", labels[side], typed.get(f"number_{side}", "" if number is None else f"{number:g}"))
            for side in _sides(form)
        )
        if measure.entry != "activities" and form.asked is None
        else (),
        activities=_activities(found, before, typed) if measure.entry == "activities" else (),
        items=_items(form, typed) if form.asked is not None else (),
        answers_items=form.asked is not None,
        takes_total=form.asked is None and measure.entry == "total",
        other_way_url="" if not has_questions else address if form.asked is None else f"{address}&how=total",
        licence=measure.licence.sentence,
        licence_state=measure.licence.state,
        questionnaire_title=form.questionnaire.title if form.questionnaire is not None else "",
        questionnaire_right=form.questionnaire.licence_sentence if form.questionnaire is not None else "",
        grade=measure.quality,
        grade_because=measure.quality_because,
        taken_on=typed.get("taken_on", taken_on.isoformat()),
        today=found.today.isoformat(),
        replaces=str(replaced.pk) if replaced is not None else "",
        fault=fault,
    )


def _activities(found: Trajectories, before: Mapping[str, Any], typed: Mapping[str, str]) -> tuple[ActivityField, ...]:
    given = {str(a["text"]): a["score"] for a in before.get("activities", ())}
    words = found.activities or tuple(given)
    fields: list[ActivityField] = []
    for row in range(len(found.activities) or ACTIVITY_ROWS):
        text = typed.get(f"activity_{row}", words[row] if row < len(words) else "")
        score = given.get(text)
        fields.append(
            ActivityField(text, typed.get(f"score_{row}", "" if score is None else f"{score:g}"), row < len(found.activities))
        )
    return tuple(fields)


def _items(form: Form, typed: Mapping[str, str]) -> tuple[ItemField, ...]:
    asked = form.asked
    assert asked is not None
    before = answers_of(asked, form.replaced.content["response"]) if form.replaced is not None else {}
    numbers = {question.link_id: number for number, question in enumerate(asked.asked)}
    fields: list[ItemField] = []
    for question in asked.walk():
        text = f"{question.prefix} {question.text}".strip()
        if not question.is_asked:
            if question.type in ("group", "display") and text and not question.hidden:
                fields.append(ItemField("", text, "heading", (), "", False, False))
            continue
        name = f"q{numbers[question.link_id]}"
        said = before.get(question.link_id)
        value = typed.get(name, "" if said is None else ("yes" if said else "no") if isinstance(said, bool) else str(said))
        kind = {"integer": "number", "decimal": "number", "string": "text"}.get(question.type, question.type)
        options = tuple(Option(o.key, o.text, o.key == value) for o in question.options)
        if question.type == "boolean":
            kind = "choice"
            options = (Option("yes", _("Yes"), value == "yes"), Option("no", _("No"), value == "no"))
        fields.append(ItemField(name, text, kind, options, value, question.required, bool(question.enabled_when)))
    return tuple(fields)
