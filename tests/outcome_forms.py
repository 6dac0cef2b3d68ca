"""Questionnaires written for the tests: they score like the LEFS, the ODI, the QuickDASH or a VISA scale and hold no text of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

HL7 = "http://hl7.org/fhir/StructureDefinition/"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
WEIGHTS = "%resource.item.where(linkId.startsWith('q')).answer.value.weight()"


def variable(name: str, expression: str) -> dict[str, Any]:
    return {
        "url": f"{HL7}variable",
        "valueExpression": {"name": name, "language": "text/fhirpath", "expression": expression},
    }


def calculated(link_id: str, expression: str, kind: str = "decimal", **more: Any) -> dict[str, Any]:
    extension = {"url": CALCULATED, "valueExpression": {"language": "text/fhirpath", "expression": expression}}
    return {"linkId": link_id, "type": kind, "text": "Score", **more, "extension": [extension, *more.get("extension", [])]}


def choice(link_id: str, weights: list[float], url: str = "ordinalValue", **more: Any) -> dict[str, Any]:
    options = [
        {
            "valueCoding": {"system": "http://example.org/answers", "code": f"a{place}", "display": f"Answer {place}"},
            "extension": [{"url": HL7 + url, "valueDecimal": weight}],
        }
        for place, weight in enumerate(weights)
    ]
    return {"linkId": link_id, "type": "choice", "text": f"Made-up task {link_id}", "answerOption": options, **more}


def whole(link_id: str, **more: Any) -> dict[str, Any]:
    return {"linkId": link_id, "type": "integer", "text": f"Made-up rating {link_id}", **more}


def form(items: list[dict[str, Any]], variables: dict[str, str] | None = None, title: str = "Made-up form") -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "status": "active",
        "title": title,
        "url": "http://example.org/" + title.replace(" ", "-"),
        "extension": [variable(name, expression) for name, expression in (variables or {}).items()],
        "item": items,
    }


def lefs_like() -> dict[str, Any]:
    """Twenty tasks of 0 to 4, summed; nothing with one missing."""
    items = [choice(f"q{n}", [0, 1, 2, 3, 4]) for n in range(1, 21)]
    return form([*items, calculated("total", "iif(%scores.count() = 20, %scores.sum(), {})")], {"scores": WEIGHTS}, "LEFS-like")


def odi_like() -> dict[str, Any]:
    """Ten sections of 0 to 5, in per cent of what the answered ones could come to."""
    items = [choice(f"q{n}", [0, 1, 2, 3, 4, 5]) for n in range(1, 11)]
    total = "iif(%scores.exists(), %scores.sum() / (5 * %scores.count()) * 100, {})"
    return form([*items, calculated("total", total)], {"scores": WEIGHTS}, "ODI-like")


def quickdash_like() -> dict[str, Any]:
    """Eleven answers of 1 to 5 in two groups, by itemWeight; at least ten answered."""
    first = {
        "linkId": "g1",
        "type": "group",
        "text": "One",
        "item": [choice(f"q{n}", [1, 2, 3, 4, 5], "itemWeight") for n in range(1, 7)],
    }
    second = {
        "linkId": "g2",
        "type": "group",
        "text": "Two",
        "item": [choice(f"q{n}", [1, 2, 3, 4, 5], "itemWeight") for n in range(7, 12)],
    }
    total = "iif(%n >= 10, ((%scores.sum() / %n - 1) * 25).round(1), {})"
    return form(
        [first, second, calculated("total", total)],
        {"scores": "%resource.item.item.answer.value.weight()", "n": "%scores.count()"},
        "QuickDASH-like",
    )


def visa_like() -> dict[str, Any]:
    """Ratings of 0 to 10, then one of two branches that an answer opens."""
    items = [whole(f"q{n}") for n in range(1, 7)]
    gate = {"linkId": "pain", "type": "boolean", "text": "Does the made-up task hurt?"}
    with_pain = choice("q8a", [0, 4, 10, 20], enableWhen=[{"question": "pain", "operator": "=", "answerBoolean": True}])
    without = choice("q8b", [0, 7, 21, 30], enableWhen=[{"question": "pain", "operator": "=", "answerBoolean": False}])
    ratings = "%resource.item.where(linkId.startsWith('q')).answer.valueInteger"
    branch = "%resource.item.where(linkId = 'q8a' or linkId = 'q8b').answer.value.weight()"
    total = "iif(%ratings.count() = 6 and %branch.count() = 1, %ratings.sum() + %branch, {})"
    return form(
        [*items, gate, with_pain, without, calculated("total", total)], {"ratings": ratings, "branch": branch}, "VISA-like"
    )


def looked_up() -> dict[str, Any]:
    """Weights looked up in the questionnaire, question by question, as older forms do; parts, then the whole."""

    def weight(link_id: str) -> str:
        chosen = f"%resource.item.where(linkId = '{link_id}').answer.valueCoding.code"
        options = f"%questionnaire.item.where(linkId = '{link_id}').answerOption.where(valueCoding.code = {chosen})"
        return f"{options}.extension.where(url = '{HL7}ordinalValue').valueDecimal"

    items = [choice(f"q{n}", [0, 1.5, 3]) for n in range(1, 4)]
    variables = {name: weight(f"q{place}") for place, name in enumerate("abc", start=1)}
    parts = [
        calculated("part", "iif(%a.exists() and %b.exists(), %a + %b, {})"),
        calculated("total", "%resource.item.where(linkId = 'part').answer.valueDecimal + iif(%c.exists(), %c, 0)"),
    ]
    return form([*items, *parts], variables, "Looked-up")


def nested() -> dict[str, Any]:
    """Variables on a group, conditions on an option, a number and an answer being there; any and all."""
    first = choice("q1", [0, 1, 2])
    second = whole("q2", enableWhen=[{"question": "q1", "operator": "exists", "answerBoolean": True}])
    third = whole(
        "q3",
        enableBehavior="any",
        enableWhen=[
            {"question": "q1", "operator": "=", "answerCoding": {"system": "http://example.org/answers", "code": "a2"}},
            {"question": "q2", "operator": ">", "answerInteger": 5},
        ],
    )
    fourth = whole(
        "q4",
        enableBehavior="all",
        enableWhen=[
            {"question": "q2", "operator": ">=", "answerInteger": 1},
            {"question": "q2", "operator": "!=", "answerInteger": 3},
        ],
    )
    total = calculated("total", "%numbers.sum() + iif(%w.exists(), %w, 0)")
    group = {
        "linkId": "g",
        "type": "group",
        "text": "All",
        "extension": [
            variable("numbers", "%resource.item.item.answer.valueInteger"),
            variable("w", "%resource.item.item.where(linkId = 'q1').answer.value.ordinal()"),
        ],
        "item": [first, second, third, fourth, total],
    }
    return form([group], title="Nested")


def _all(prefix: str, n: int, key: str) -> dict[str, Any]:
    return {f"{prefix}{place}": key for place in range(1, n + 1)}


def _without(answers: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name not in names}


def cases() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Name, questionnaire, answers: key of an option, or the number or boolean itself."""
    lefs, odi, dash, visa, looked, inner = lefs_like(), odi_like(), quickdash_like(), visa_like(), looked_up(), nested()
    mixed = {f"q{n}": str(n % 5) for n in range(1, 21)}
    for name, answers in (
        ("best", _all("q", 20, "4")),
        ("worst", _all("q", 20, "0")),
        ("mixed", mixed),
        ("one missing", _without(mixed, "q7")),
        ("one answered", {"q1": "3"}),
        ("nothing", {}),
    ):
        yield f"lefs-like, {name}", lefs, answers
    odd = {f"q{n}": str(n % 6) for n in range(1, 11)}
    for name, answers in (
        ("best", _all("q", 10, "0")),
        ("worst", _all("q", 10, "5")),
        ("mixed", odd),
        ("one missing", _without(odd, "q4")),
        ("three missing", _without(odd, "q4", "q5", "q10")),
        ("one answered", {"q3": "2"}),
        ("nothing", {}),
    ):
        yield f"odi-like, {name}", odi, answers
    arm = {f"q{n}": str((n * 2) % 5) for n in range(1, 12)}
    for name, answers in (
        ("best", _all("q", 11, "0")),
        ("worst", _all("q", 11, "4")),
        ("mixed", arm),
        ("one missing", _without(arm, "q11")),
        ("two missing", _without(arm, "q1", "q11")),
        ("nothing", {}),
    ):
        yield f"quickdash-like, {name}", dash, answers
    ratings = {f"q{n}": n + 2 for n in range(1, 7)}
    for name, answers in (
        ("with pain", {**ratings, "pain": True, "q8a": "2"}),
        ("without pain", {**ratings, "pain": False, "q8b": "3"}),
        ("both branches filled, one asked", {**ratings, "pain": True, "q8a": "2", "q8b": "3"}),
        ("gate open", {**ratings}),
        ("rating missing", {**_without(ratings, "q2"), "pain": False, "q8b": "3"}),
        ("zeros", {**dict.fromkeys(ratings, 0), "pain": True, "q8a": "0"}),
    ):
        yield f"visa-like, {name}", visa, answers
    for name, answers in (
        ("all", {"q1": "1", "q2": "2", "q3": "1"}),
        ("part missing", {"q1": "1", "q3": "1"}),
        ("last missing", {"q1": "2", "q2": "2"}),
        ("zeros", {"q1": "0", "q2": "0", "q3": "0"}),
        ("nothing", {}),
    ):
        yield f"looked-up, {name}", looked, answers
    for name, answers in (
        ("option opens", {"q1": "2", "q2": 2, "q3": 4, "q4": 7}),
        ("number opens", {"q1": "1", "q2": 6, "q3": 4, "q4": 7}),
        ("closed", {"q1": "1", "q2": 3, "q3": 4, "q4": 7}),
        ("hidden answers do not count", {"q2": 6, "q3": 4, "q4": 7}),
        ("zero is an answer", {"q1": "0", "q2": 0, "q3": 4, "q4": 7}),
        ("first alone", {"q1": "1"}),
    ):
        yield f"nested, {name}", inner, answers
