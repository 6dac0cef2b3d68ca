"""Read a FHIR R4 Questionnaire, or refuse it with everything that is wrong with it at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast, get_args

from enthesis.outcomes.expression import WEIGHT_URLS, UnusableExpression, check_expression, weight_of
from enthesis.outcomes.questionnaire import Condition, Operator, Option, Question, Questionnaire, QuestionType, Variable
from enthesis.terms.fault import Fault

LARGEST_BYTES = 1_000_000
MOST_ITEMS = 500
DEEPEST_ITEMS = 8
LONGEST_TEXT = 4_000
FHIRPATH = "text/fhirpath"
_SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
CALCULATED_URL, VARIABLE_URL = f"{_SDC}calculatedExpression", "http://hl7.org/fhir/StructureDefinition/variable"
HIDDEN_URL = "http://hl7.org/fhir/StructureDefinition/questionnaire-hidden"
LOW_URL, HIGH_URL = "http://hl7.org/fhir/StructureDefinition/minValue", "http://hl7.org/fhir/StructureDefinition/maxValue"
UNSUPPORTED: Mapping[str, str] = MappingProxyType(
    {
        f"{_SDC}enableWhenExpression": "asks by an expression",
        f"{_SDC}answerExpression": "makes its options by an expression",
        f"{_SDC}candidateExpression": "makes its options by an expression",
        f"{_SDC}answerOptionsToggleExpression": "changes its options by an expression",
        f"{_SDC}initialExpression": "fills in an answer beforehand",
        f"{_SDC}launchContext": "needs a patient's record",
        f"{_SDC}itemPopulationContext": "needs a patient's record",
        f"{_SDC}subQuestionnaire": "takes its questions from another questionnaire",
        "http://hl7.org/fhir/StructureDefinition/cqf-expression": "works a text out by an expression",
        "http://hl7.org/fhir/StructureDefinition/cqf-library": "needs a library of rules",
    }
)
"""Extensions that change what is asked or scored, and are not supported."""
ANSWER_KEYS = ("answerBoolean", "answerDecimal", "answerInteger", "answerDate", "answerString", "answerCoding")
NUMBER_TYPES = ("integer", "decimal", "quantity")
TYPES: Mapping[str, QuestionType] = MappingProxyType({**{name: name for name in get_args(QuestionType)}, "quantity": "decimal"})


class FaultyQuestionnaire(Exception):
    """A questionnaire was refused; `faults` holds everything found."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} fault(s), first: {self.faults[0]}")


def read_questionnaire(raw: bytes | Mapping[str, Any]) -> Questionnaire:
    """The questionnaire, checked.

    Args:
        raw: JSON text as bytes, or the same already parsed.

    Assumes: the last calculated number, in the order of the items, is the score (sums of parts stand before the whole).

    Raises:
        FaultyQuestionnaire: with all faults at once: where in the document, what, how to mend it.
    """
    reader = _Reader()
    found = reader.read(raw)
    if reader.faults or found is None:
        raise FaultyQuestionnaire(reader.faults)
    return found


class _Reader:
    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self._seen: dict[str, str] = {}
        """Type of each item by link id."""
        self._options: dict[str, frozenset[tuple[str, str]]] = {}
        self._conditions: list[tuple[str, Condition]] = []
        self._calculated: list[str] = []
        """Link ids of calculated numbers, in order."""

    def _fault(self, where: str, what: str, mend: str) -> None:
        self.faults.append(Fault(where, what, mend))

    def read(self, raw: bytes | Mapping[str, Any]) -> Questionnaire | None:
        top = self._parsed(raw)
        if top is None:
            return None
        if top.get("resourceType") != "Questionnaire":
            self._fault(
                "resourceType",
                f"this is {_shown(top.get('resourceType'))}, not a Questionnaire",
                "import a FHIR R4 Questionnaire",
            )
            return None
        self._common("the questionnaire", top)
        variables = self._variables("the questionnaire", top)
        questions = self._items("item", top.get("item"), 1)
        if not questions and not self.faults:
            self._fault("item", "it asks nothing", "add items")
        self._check_conditions()
        if not self._calculated:
            mend = f"add an item of type decimal with the extension {CALCULATED_URL}"
            self._fault("item", "nothing calculates a score", mend)
        if self.faults:
            return None
        return Questionnaire(
            title=_text(top, "title") or _text(top, "name") or "Questionnaire",
            url=_text(top, "url"),
            version=_text(top, "version"),
            copyright=_text(top, "copyright"),
            variables=variables,
            questions=questions,
            score_link_id=self._calculated[-1],
            source=top,
        )

    def _parsed(self, raw: bytes | Mapping[str, Any]) -> Mapping[str, Any] | None:
        if isinstance(raw, Mapping):
            return raw
        if len(raw) > LARGEST_BYTES:
            self._fault("the file", f"it has {len(raw):,} bytes", f"import one of at most {LARGEST_BYTES:,}")
            return None
        try:
            found = json.loads(raw, parse_constant=_no_constant)
        except RecursionError:
            self._fault("the file", "it is nested too deeply", "flatten it")
            return None
        except ValueError as error:
            line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
            self._fault(f"the file{line}", "this is not valid JSON", "export the questionnaire as JSON again")
            return None
        if not isinstance(found, dict):
            self._fault("the file", "it holds no Questionnaire", "import a FHIR R4 Questionnaire")
            return None
        return cast("dict[str, Any]", found)

    def _common(self, where: str, part: Mapping[str, Any]) -> None:
        """What may stand on the questionnaire and on an item, and is not supported."""
        if part.get("modifierExtension"):
            self._fault(where, "it has a modifierExtension, which may change its meaning", "take it out, if it may be")
        for extension in _maps(part.get("extension")):
            why = UNSUPPORTED.get(str(extension.get("url")))
            if why is not None:
                self._fault(where, f"it {why}", "write it without that extension")

    def _variables(self, where: str, part: Mapping[str, Any]) -> tuple[Variable, ...]:
        found: list[Variable] = []
        for extension in _maps(part.get("extension")):
            if extension.get("url") != VARIABLE_URL:
                continue
            expression = extension.get("valueExpression")
            name = str(cast("Mapping[str, Any]", expression).get("name", "")) if isinstance(expression, Mapping) else ""
            if not name.isidentifier() or name in ("resource", "questionnaire", "context", "qitem", "ucum"):
                self._fault(where, f"a variable is called {_shown(name)}", "give it a plain name of its own")
                continue
            text = self._expression(f"{where}, variable {name}", expression)
            if text:
                found.append(Variable(name, text))
        return tuple(found)

    def _expression(self, where: str, written: Any) -> str:
        if not isinstance(written, Mapping):
            self._fault(where, "there is no expression", "write valueExpression")
            return ""
        expression = cast("Mapping[str, Any]", written)
        language, text = expression.get("language"), expression.get("expression")
        if language != FHIRPATH:
            self._fault(where, f"its language is {_shown(language)}", f"write it in {FHIRPATH}")
            return ""
        if not isinstance(text, str):
            self._fault(where, "there is no expression", "write it as text")
            return ""
        try:
            check_expression(text)
        except UnusableExpression as error:
            self._fault(where, f"its expression is not usable: {error}", "write it in FHIRPath over the answers alone")
            return ""
        return text

    def _items(self, where: str, written: Any, depth: int) -> tuple[Question, ...]:
        if written is None:
            return ()
        if not isinstance(written, list) or any(not isinstance(one, dict) for one in cast("list[Any]", written)):
            self._fault(where, "a list of items is expected here", "write item as a list")
            return ()
        if depth > DEEPEST_ITEMS:
            self._fault(where, f"items lie more than {DEEPEST_ITEMS} deep", "flatten them")
            return ()
        found: list[Question] = []
        for index, one in enumerate(cast("list[dict[str, Any]]", written)):
            if len(self._seen) >= MOST_ITEMS:
                self._fault(where, f"it has more than {MOST_ITEMS} items", "import a shorter one")
                break
            question = self._item(f"{where}[{index}]", one, depth)
            if question is not None:
                found.append(question)
        return tuple(found)

    def _item(self, where: str, item: Mapping[str, Any], depth: int) -> Question | None:
        link_id = item.get("linkId")
        if not isinstance(link_id, str) or not link_id.strip():
            self._fault(where, "an item has no linkId", "give it one")
            return None
        where = f"{where} ({link_id[:40]})"
        if link_id in self._seen:
            self._fault(where, f"the linkId '{link_id[:40]}' stands twice", "give each item its own")
            return None
        written_type = item.get("type")
        self._seen[link_id] = str(written_type)
        kind = TYPES.get(str(written_type))
        calculated = self._calculated_expression(where, item)
        if kind is None:
            self._fault(where, f"items of type {_shown(written_type)} are not supported", f"use one of {', '.join(TYPES)}")
            return None
        if written_type == "quantity" and not calculated:
            self._fault(where, "a quantity can be calculated here, not asked", "ask for a decimal")
        self._common(where, item)
        if item.get("repeats"):
            self._fault(where, "it may be answered several times", "take repeats out")
        if item.get("initial") or any(option.get("initialSelected") for option in _maps(item.get("answerOption"))):
            self._fault(where, "an answer is filled in beforehand", "leave it blank: nobody has given it")
        if calculated and written_type in NUMBER_TYPES:
            self._calculated.append(link_id)
        elif calculated:
            self._fault(where, f"it calculates a {_shown(written_type)}", "calculate integers and decimals alone")
        options = self._item_options(where, item, kind, link_id)
        question = Question(
            link_id=link_id,
            prefix=_text(item, "prefix"),
            text=_text(item, "text")[:LONGEST_TEXT],
            type=kind,
            required=item.get("required") is True,
            options=options,
            low=_bound(item, LOW_URL),
            high=_bound(item, HIGH_URL),
            enabled_when=self._enable_when(where, item),
            enabled_by_all=item.get("enableBehavior") == "all",
            variables=self._variables(where, item),
            calculated=calculated,
            hidden=any(one.get("url") == HIDDEN_URL and one.get("valueBoolean") is True for one in _maps(item.get("extension"))),
            inside=self._items(f"{where}.item", item.get("item"), depth + 1),
        )
        if question.is_asked and question.hidden and question.required:
            self._fault(where, "it is hidden and yet must be answered", "show it, or take required out")
        if kind not in ("group",) and question.inside:
            self._fault(where, "questions stand inside a question", "put them beside it, with enableWhen")
        return question

    def _calculated_expression(self, where: str, item: Mapping[str, Any]) -> str:
        found = [one for one in _maps(item.get("extension")) if one.get("url") == CALCULATED_URL]
        if len(found) > 1:
            self._fault(where, "it is calculated twice", "keep one calculatedExpression")
        return self._expression(where, found[0].get("valueExpression")) if found else ""

    def _item_options(self, where: str, item: Mapping[str, Any], kind: QuestionType, link_id: str) -> tuple[Option, ...]:
        written = _maps(item.get("answerOption"))
        if kind != "choice":
            if written:
                self._fault(where, "only a choice has answerOption here", "make it a choice")
            return ()
        if item.get("answerValueSet"):
            self._fault(where, "its options stand in a value set elsewhere", "write them as answerOption")
            return ()
        if not written:
            self._fault(where, "a choice has no options", "write answerOption")
            return ()
        found = tuple(one for index, option in enumerate(written) if (one := self._option(where, index, option)) is not None)
        codes = [option.code for option in found]
        if len(set(codes)) != len(codes):
            self._fault(where, "two of its options cannot be told apart", "give each a code of its own")
        self._options[link_id] = frozenset(codes)
        return found

    def _option(self, where: str, index: int, option: Mapping[str, Any]) -> Option | None:
        """One answerOption. Its score may stand on the option or on its coding; here it is put on the coding."""
        coding = option.get("valueCoding")
        if isinstance(coding, Mapping):
            plain = dict(cast("Mapping[str, Any]", coding))
            if not plain.get("code") and not plain.get("display"):
                self._fault(where, f"option {index + 1} has neither code nor display", "give it a code")
                return None
            inner = weight_of(plain)
            weight = inner if inner is not None else weight_of(option)
            plain.pop("extension", None)
            if weight is not None:
                plain["extension"] = [{"url": WEIGHT_URLS[0], "valueDecimal": weight}]
            text = str(plain.get("display") or plain.get("code"))
            return Option(str(index), text[:LONGEST_TEXT], weight, MappingProxyType({"valueCoding": plain}))
        for key in ("valueInteger", "valueString"):
            value = option.get(key)
            if isinstance(value, int if key == "valueInteger" else str) and not isinstance(value, bool):
                weight = weight_of(option)
                return Option(str(index), str(value)[:LONGEST_TEXT], weight, MappingProxyType({key: value}))
        self._fault(where, f"option {index + 1} is neither a coding, an integer nor a text", "write valueCoding")
        return None

    def _enable_when(self, where: str, item: Mapping[str, Any]) -> tuple[Condition, ...]:
        written = _maps(item.get("enableWhen"))
        if len(written) > 1 and item.get("enableBehavior") not in ("all", "any"):
            self._fault(where, "it has several enableWhen and no enableBehavior", "write enableBehavior as all or any")
        found: list[Condition] = []
        for one in written:
            operator, answers = one.get("operator"), [key for key in ANSWER_KEYS if key in one]
            if operator not in get_args(Operator) or len(answers) != 1:
                self._fault(
                    where,
                    "an enableWhen has no usable operator and answer",
                    f"write one of {', '.join(get_args(Operator))} and one answer",
                )
                continue
            value, code = one[answers[0]], None
            if isinstance(value, Mapping):
                coding = cast("Mapping[str, Any]", value)
                value, code = None, (str(coding.get("system", "")), str(coding.get("code", coding.get("display", ""))))
            if operator == "exists" and not isinstance(value, bool):
                self._fault(where, "an enableWhen asks whether an answer exists without true or false", "write answerBoolean")
                continue
            condition = Condition(str(one.get("question")), cast("Operator", operator), value, code)
            found.append(condition)
            self._conditions.append((where, condition))
        return tuple(found)

    def _check_conditions(self) -> None:
        for where, condition in self._conditions:
            kind = self._seen.get(condition.link_id)
            if kind is None:
                self._fault(where, f"it hangs on '{condition.link_id[:40]}', which does not exist", "correct the linkId")
            elif condition.code is not None and condition.code not in self._options.get(condition.link_id, frozenset()):
                self._fault(where, f"it hangs on an answer that '{condition.link_id[:40]}' does not offer", "correct the code")


def _maps(written: Any) -> list[Mapping[str, Any]]:
    return (
        [cast("Mapping[str, Any]", one) for one in cast("list[Any]", written) if isinstance(one, Mapping)]
        if isinstance(written, list)
        else []
    )


def _text(part: Mapping[str, Any], key: str) -> str:
    value = part.get(key)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _bound(item: Mapping[str, Any], url: str) -> float | None:
    for extension in _maps(item.get("extension")):
        value = extension.get("valueInteger", extension.get("valueDecimal"))
        if extension.get("url") == url and isinstance(value, (int, float)) and not isinstance(value, bool):
            return float(value)
    return None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _shown(value: Any) -> str:
    return f"'{str(value)[:40]}'" if value is not None else "nothing"
