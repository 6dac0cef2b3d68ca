"""What the patient's pages show: one frozen dataclass for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext as _

from enthesis.actions.answer_intake import CHECK_PAGE
from enthesis.actions.intake_record import IntakeRecord, find_drawing, gather_intake, get_questionnaire
from enthesis.bodymap.choices import region_choices
from enthesis.knowledge.questionnaire import Question, Questionnaire, QuestionPage
from enthesis.knowledge.regions import default_region
from enthesis.reasoning.intake_answers import UNITS_WEEKS, Answer, answer_in_words, is_empty
from enthesis.reasoning.intake_proposals import Told
from enthesis.records.intake import Intake
from enthesis.records.people import Clinic
from enthesis.terms.state import Urgency

SHORT_LABEL = 13
"""Up to this many letters, three answers fit side by side on a phone."""


@dataclass(frozen=True)
class Frame:
    """What stands around the questions."""

    clinic_name: str
    telephone: str
    telephone_link: str
    on_clinic_tablet: bool
    simulated: bool


@dataclass(frozen=True)
class StartPage:
    """Where a link or a code leads first. Nothing of any patient is on it."""

    fault: str
    title: str
    lead: str
    goes_on: bool
    """The device holds a living session."""
    on_clinic_tablet: bool


@dataclass(frozen=True)
class ChoiceView:
    """One answer to choose."""

    id: str
    label: str
    short: str
    is_none: bool
    chosen: bool


@dataclass(frozen=True)
class QuestionView:
    """One question with the answer it has."""

    id: str
    kind: str
    label: str
    hint: str
    side_by_side: bool
    choices: tuple[ChoiceView, ...]
    text: str
    number: str
    unit: str
    units: tuple[str, ...]
    score: str
    """'0' to '10', 'skip', or empty."""
    drawing: str
    """JSON text; empty when nothing is drawn."""
    build: str
    regions: Any
    fault: str


@dataclass(frozen=True)
class QuestionsPage:
    """One topic."""

    frame: Frame
    id: str
    title: str
    lead: str
    layout: str
    questions: tuple[QuestionView, ...]
    has_chart: bool
    figure_url: str
    step: int
    steps: int
    is_first: bool
    faults: tuple[str, ...]
    has_told: bool
    """Some answer needs attention before the visit."""


@dataclass(frozen=True)
class ToldNow:
    """One thing to do, and all the answers that call for it."""

    is_emergency: bool
    say: tuple[str, ...]
    do: str
    citations: tuple[str, ...]


@dataclass(frozen=True)
class ImportantPage:
    """What the patient must read now."""

    frame: Frame
    told: tuple[ToldNow, ...]


@dataclass(frozen=True)
class AnsweredLine:
    """One question as it was answered; said is empty when it was not."""

    label: str
    said: str


@dataclass(frozen=True)
class AnsweredTopic:
    """One page of answers."""

    id: str
    title: str
    lines: tuple[AnsweredLine, ...]


@dataclass(frozen=True)
class CheckPage:
    """All answers before they are sent."""

    frame: Frame
    topics: tuple[AnsweredTopic, ...]
    answered: int
    asked: int
    told: tuple[ToldNow, ...]
    last_page: str
    fault: str
    step: int
    steps: int


@dataclass(frozen=True)
class SentPage:
    """After the answers were sent: nothing of them is shown."""

    frame: Frame
    told: tuple[ToldNow, ...]


def gather_told(told: Iterable[Told]) -> tuple[ToldNow, ...]:
    """What was told, by what to do about it, most urgent first."""
    by_deed: dict[str, list[Told]] = {}
    for each in told:
        by_deed.setdefault(each.do, []).append(each)
    return tuple(
        ToldNow(
            is_emergency=any(each.urgency is Urgency.EMERGENCY for each in group),
            say=tuple(dict.fromkeys(each.say for each in group)),
            do=do,
            citations=tuple(dict.fromkeys(each.citation for each in group)),
        )
        for do, group in by_deed.items()
    )


def build_frame(intake: Intake, clinic: Clinic, on_clinic_tablet: bool) -> Frame:
    """What stands around the questions of this intake."""
    link = "".join(sign for sign in clinic.telephone if sign.isdigit() or sign == "+")
    return Frame(clinic.name, clinic.telephone, link, on_clinic_tablet, intake.patient.simulated)


def start_page(goes_on: bool, fault: str = "", on_clinic_tablet: bool = False) -> StartPage:
    """The first page. Nobody has said yet whose questions they are: it greets in the words of the first region."""
    asked = get_questionnaire(default_region())
    return StartPage(fault, asked.title, asked.lead, goes_on, on_clinic_tablet)


def questions_page(
    frame: Frame,
    record: IntakeRecord,
    page: QuestionPage,
    typed: Mapping[str, Any] | None = None,
    faults: Mapping[str, str] | None = None,
) -> QuestionsPage:
    """A page of questions.

    Args:
        typed: what was typed but could not be kept, by id of the question; shown in place of the answer.
        faults: one sentence by id of the question.
    """
    asked = record.questions
    step = [p.id for p in asked.pages].index(page.id) + 1
    answers = {**record.answers, **(typed or {})}
    faults = faults or {}
    return QuestionsPage(
        frame=frame,
        id=page.id,
        title=page.title,
        lead=page.lead,
        layout=page.layout,
        questions=tuple(_question(q, answers.get(q.id), faults.get(q.id, ""), asked) for q in page.questions),
        has_chart=any(q.kind == "drawing" for q in page.questions),
        figure_url=static("enthesis/body/neutral.json"),
        step=step,
        steps=len(asked.pages) + 1,
        is_first=step == 1,
        faults=tuple(faults.values()),
        has_told=bool(record.told),
    )


def _question(question: Question, answer: Answer | None, fault: str, asked: Questionnaire) -> QuestionView:
    said = answer or {}
    chosen = {said.get("choice")} if question.kind == "choice" else set(said.get("choices") or ())
    drawing = find_drawing(asked, {question.id: said}) if question.kind == "drawing" else None
    number = said.get("number")
    return QuestionView(
        id=question.id,
        kind=question.kind,
        label=question.label,
        hint=question.hint,
        side_by_side=len(question.choices) <= 4 and all(len(c.label) <= SHORT_LABEL for c in question.choices),
        choices=tuple(ChoiceView(c.id, c.label, c.short, c.is_none, c.id in chosen) for c in question.choices),
        text=str(said.get("text", "")),
        number="" if number is None else str(number),
        unit=str(said.get("unit", "")) or "weeks",
        units=tuple(UNITS_WEEKS) if question.kind == "duration" else (),
        score="skip" if said.get("skipped") else "" if number is None else str(number),
        drawing="" if drawing is None else drawing.to_json(),
        build="neutral" if drawing is None else drawing.build,
        regions=region_choices(drawing) if question.kind == "drawing" else (),
        fault=fault,
    )


def important_page(frame: Frame, record: IntakeRecord) -> ImportantPage:
    """What the patient must read now, what was read already included."""
    return ImportantPage(frame, gather_told(record.told))


def check_page(frame: Frame, intake: Intake, fault: str = "") -> CheckPage:
    """All answers in words."""
    record = gather_intake(intake)
    asked = record.questions
    topics = tuple(
        AnsweredTopic(page.id, page.title, tuple(_line(question, record) for question in page.questions)) for page in asked.pages
    )
    lines = [line for topic in topics for line in topic.lines]
    steps = len(asked.pages) + 1
    answered = sum(bool(line.said) for line in lines)
    return CheckPage(frame, topics, answered, len(lines), gather_told(record.told), asked.pages[-1].id, fault, steps, steps)


def _line(question: Question, record: IntakeRecord) -> AnsweredLine:
    answer = record.answers.get(question.id)
    if question.kind == "drawing" and not is_empty(question, answer):
        return AnsweredLine(question.label, " ".join(record.drawn) or _("Drawn"))
    return AnsweredLine(question.label, answer_in_words(question, answer))


def next_page_id(asked: Questionnaire, page_id: str, back: bool = False) -> str:
    """Where to go from a page; the check page after the last, the page itself before the first."""
    ids = [page.id for page in asked.pages]
    if page_id not in ids:
        return ids[0]
    at = ids.index(page_id) + (-1 if back else 1)
    return CHECK_PAGE if at >= len(ids) else ids[max(at, 0)]
