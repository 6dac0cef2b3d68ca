"""Read a pack's `intake.yaml` into typed objects, collecting every fault on the way. Read apart from the pack: assessing needs none of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from enthesis.knowledge.document import read_document
from enthesis.knowledge.lint.questions import QUESTION_RULES
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.part import Part
from enthesis.knowledge.questionnaire import AnswerChoice, Question, Questionnaire, QuestionPage, UrgentSentence
from enthesis.terms.fault import Fault, FaultyPack, UnusableInput

FILE = "intake.yaml"


def load_questionnaire(folder: Path, pack: Pack) -> Questionnaire:
    """Read, check and return the questions in a pack's folder.

    Raises:
        FaultyPack: with all faults at once (file, line, what, how to mend).
        UnusableInput: the pack asks patients nothing.
    """
    found, faults = read_questionnaire(folder, pack)
    if faults or found is None:
        raise FaultyPack(f"{pack.id} ({FILE})", faults)
    return found


def read_questionnaire(folder: Path, pack: Pack) -> tuple[Questionnaire | None, list[Fault]]:
    """Read the questions and return them with all their faults; None when there is no readable file."""
    faults: list[Fault] = []
    try:
        document = read_document(folder / FILE, f"{folder.name}/{FILE}")
    except UnusableInput as error:
        return None, [error.fault]

    def fault(where: str, what: str, mend: str) -> None:
        faults.append(Fault(where, what, mend))

    head = Part(fault, document, document.value, ())
    sets = _answer_sets(head)
    found = Questionnaire(
        id=head.get("id", str),
        version=head.get("version", str),
        title=head.get("title", str),
        lead=head.get("lead", str, ""),
        pages=tuple(_page(part, sets, fault) for part in head.parts("pages")),
        urgent=tuple(_urgent(part) for part in head.parts("urgent")),
        urgent_otherwise=head.get("urgent_otherwise", str),
        urgent_advice=_texts(head.part("urgent_advice")),
        where=head.where,
    )
    head.done()
    faults.extend(fault for rule in QUESTION_RULES for fault in rule(found, pack))
    return found, faults


def _answer_sets(head: Part) -> Mapping[str, list[dict[str, Any]]]:
    named = head.get("answer_sets", dict, {})
    return {str(name): cast("list[dict[str, Any]]", answers) for name, answers in named.items() if isinstance(answers, list)}


def _page(part: Part, sets: Mapping[str, list[dict[str, Any]]], fault: Any) -> QuestionPage:
    page = QuestionPage(
        id=part.get("id", str),
        title=part.get("title", str),
        lead=part.get("lead", str, ""),
        layout=part.get("layout", str, "cards"),
        questions=tuple(_question(each, sets, fault) for each in part.parts("questions")),
        where=part.where,
    )
    part.done()
    return page


def _question(part: Part, sets: Mapping[str, list[dict[str, Any]]], fault: Any) -> Question:
    finding = part.get("finding", str, "")
    added = _findings_by_answer(part, fault)
    written = part.value.get("answers")
    if isinstance(written, str):
        part.get("answers", str)
        if written not in sets:
            fault(part.where, f"there are no answers '{written}'", f"write one of {', '.join(sets)}, or a list of answers")
        drafts = sets.get(written, [])
    else:
        drafts = cast("list[Any]", part.get("answers", list, []))
    choices = tuple(_choice(draft, finding, added, part.where, fault) for draft in drafts)
    for name in added:
        if name not in {choice.id for choice in choices}:
            fault(part.where, f"'findings' names the answer '{name}', which does not exist", "write the id of an answer")
    question = Question(
        id=part.get("id", str),
        kind=part.get("kind", str),
        label=part.get("label", str),
        hint=part.get("hint", str, ""),
        choices=choices,
        text_key=part.get("text", str, ""),
        measure=part.get("measure", str, ""),
        where=part.where,
    )
    part.done()
    return question


CHOICE_KEYS = ("id", "label", "short", "means", "finding", "findings", "text", "none")


def _choice(draft: Any, finding: str, added: Mapping[str, Mapping[str, str]], where: str, fault: Any) -> AnswerChoice:
    if not isinstance(draft, dict):
        fault(where, "an answer is not a map of keys", "write {id: ..., label: ...}")
        draft = {}
    given = cast("dict[str, Any]", draft)
    for key in given:
        if key not in CHOICE_KEYS:
            fault(where, f"'{key}' is not a known key of an answer", f"use {', '.join(CHOICE_KEYS)}")
    identity, label = str(given.get("id", "")), str(given.get("label", ""))
    means = str(given.get("means", "") or "")
    findings: dict[str, str] = {}
    if finding and means:
        findings[finding] = means
    own = str(given.get("finding", "") or "")
    if own:
        findings[own] = "positive"
    written = given.get("findings")
    if isinstance(written, dict):
        findings.update({str(k): str(v) for k, v in cast("dict[Any, Any]", written).items()})
    findings.update(added.get(identity, {}))
    return AnswerChoice(
        id=identity,
        label=label,
        short=str(given.get("short", "") or label),
        findings=findings,
        text=str(given.get("text", "") or label),
        is_none=given.get("none") is True,
        is_unknown=bool(finding) and not means,
    )


def _findings_by_answer(part: Part, fault: Any) -> dict[str, dict[str, str]]:
    result: dict[str, dict[str, str]] = {}
    for name, states in part.get("findings", dict, {}).items():
        if not isinstance(name, str) or not isinstance(states, dict):
            fault(
                part.where,
                "'findings' is not a map from an answer to findings",
                "quote yes and no, and write {answer: {finding: positive}}",
            )
            continue
        result[name] = {str(k): str(v) for k, v in cast("dict[Any, Any]", states).items()}
    return result


def _urgent(part: Part) -> UrgentSentence:
    sentence = UrgentSentence(
        id=part.get("id", str),
        red_flag=part.get("red_flag", str),
        any_of=part.words("any"),
        and_any_of=part.words("and_any", []),
        urgency=part.get("urgency", str),
        say=part.get("say", str),
        where=part.where,
    )
    part.done()
    return sentence


def _texts(part: Part) -> dict[str, str]:
    return {str(key): part.get(str(key), str) for key in list(part.value)}
