"""FHIRPath expressions of imported questionnaires: checked before they are kept, evaluated by fhirpathpy, never by Python's eval.

What a clinic imports was written by somebody else. So an expression is parsed strictly (fhirpathpy's own parser passes over
errors), may call only functions that look at answers and reckon, and may not be long.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, cast

import fhirpathpy
from antlr4 import CommonTokenStream, InputStream, Token
from antlr4.error.ErrorListener import ErrorListener
from fhirpathpy import models as _models
from fhirpathpy.parser.generated.FHIRPathLexer import FHIRPathLexer
from fhirpathpy.parser.generated.FHIRPathParser import FHIRPathParser

LONGEST_EXPRESSION = 4_000
DEEPEST_BRACKETS = 40
_FUNCTIONS = (
    "abs aggregate all allFalse allTrue anyFalse anyTrue ceiling coalesce combine count descendants distinct empty exists extension "
    "first floor hasValue iif intersect isDistinct last not ofType ordinal repeat round select single skip sqrt "
    "startsWith subsetOf sum tail take toDecimal toInteger toString truncate union weight where avg min max contains endsWith "
    "exclude"
)
FUNCTIONS = frozenset(_FUNCTIONS.split())
"""Functions that look at answers and reckon. Regular expressions, dates, tracing, powers and what reaches outside are not here."""
MULTIPLIERS = ("select", "combine", "aggregate")
MOST_MULTIPLIERS = 2
"""What makes long lists of short ones, at most so often in one expression."""
LOOPS = ("where", "all", "exists", "select", "repeat", "aggregate")
MOST_LOOPS = 3
"""What goes over a list for each entry of another, at most so deep: the work grows with the power of it."""
LONGEST_LIST, LONGEST_TEXT, LARGEST_NUMBER = 5_000, 10_000, 1e12
_REPEATED = re.compile(r"\brepeat\s*\(\s*item\s*\)")
_ANY_REPEAT = re.compile(r"\brepeat\s*\(")
WEIGHT_URLS = (
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
)
_library: Any = fhirpathpy
"""fhirpathpy has no types of its own that a strict checker could use."""
_library_models: Any = _models
_R4: Any = _library_models.models["r4"]


class UnusableExpression(Exception):
    """An expression that is not FHIRPath, or does more than reckon with answers."""


def check_expression(text: str) -> None:
    """Refuse what cannot be parsed whole, is very long or deep, or calls a function that is not needed here.

    Raises:
        UnusableExpression: with one sentence.
    """
    if not text.strip():
        raise UnusableExpression("it is empty")
    if len(text) > LONGEST_EXPRESSION:
        raise UnusableExpression(f"it has {len(text)} characters, more than {LONGEST_EXPRESSION}")
    if _deepest(text) > DEEPEST_BRACKETS:
        raise UnusableExpression(f"its brackets lie more than {DEEPEST_BRACKETS} deep")
    listener = _Strict()
    lexer: Any = FHIRPathLexer(InputStream(text))
    lexer.removeErrorListeners()
    lexer.addErrorListener(listener)
    stream: Any = CommonTokenStream(lexer)
    parser: Any = FHIRPathParser(stream)
    parser.removeErrorListeners()
    parser.addErrorListener(listener)
    try:
        tree = parser.expression()
    except RecursionError:
        raise UnusableExpression("it is nested too deeply") from None
    if stream.LA(1) != Token.EOF:
        raise UnusableExpression(f"'{stream.LT(1).text[:20]}' is not expected there")
    called = _called(tree)
    for name, loops in called:
        if name not in FUNCTIONS:
            raise UnusableExpression(f"it calls {name}(), which is not supported here")
        if loops > MOST_LOOPS:
            raise UnusableExpression(f"it goes over lists inside lists more than {MOST_LOOPS} deep")
    if len(_ANY_REPEAT.findall(text)) != len(_REPEATED.findall(text)):
        raise UnusableExpression("it repeats something other than item")
    if sum(name in MULTIPLIERS for name, _loops in called) > MOST_MULTIPLIERS:
        raise UnusableExpression(f"it calls {', '.join(MULTIPLIERS)} more than {MOST_MULTIPLIERS} times")


def evaluate(text: str, resource: Mapping[str, Any], variables: Mapping[str, Any]) -> list[Any]:
    """What a checked expression gives, as a list of plain values (fhirpathpy's decimals become floats).

    Raises:
        UnusableExpression: it cannot be reckoned with these answers.
    """
    context = {name: copy.deepcopy(value) for name, value in variables.items()}
    try:
        found = _compiled(text)(copy.deepcopy(dict(resource)), context)
    except RecursionError:
        raise UnusableExpression("it is nested too deeply") from None
    except Exception as error:
        # fhirpathpy raises bare Exception for everything it cannot do.
        raise UnusableExpression(str(error)[:200] or type(error).__name__) from None
    values = cast("list[Any]", found if isinstance(found, list) else [found])
    if len(values) > LONGEST_LIST:
        raise UnusableExpression("it makes a list that is far too long")
    for value in values:
        if isinstance(value, (int, Decimal, float)) and not abs(value) <= LARGEST_NUMBER:
            raise UnusableExpression("it makes a number that is far too large")
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise UnusableExpression("it makes a text that is far too long")
    return [float(value) if isinstance(value, Decimal) else value for value in values]


def weight_of(coding: Mapping[str, Any]) -> float | None:
    """The score that stands on a coding (ordinalValue or itemWeight), None where there is none."""
    for one in cast("Sequence[Any]", coding.get("extension") or ()):
        if isinstance(one, Mapping):
            extension = cast("Mapping[str, Any]", one)
            value = extension.get("valueDecimal", extension.get("valueInteger"))
            if extension.get("url") in WEIGHT_URLS and isinstance(value, (int, float)) and not isinstance(value, bool):
                return float(value)
    return None


@lru_cache(maxsize=512)
def _compiled(text: str) -> Any:
    of_codings: Any = {"fn": _weights, "arity": {0: []}}
    total: Any = {"fn": _sum, "arity": {0: []}}
    options: Any = {"userInvocationTable": {"ordinal": of_codings, "weight": of_codings, "sum": total}}
    return _library.compile(text, _R4, options)


def _weights(inputs: Sequence[Any]) -> list[float | int]:
    """Scores of the codings among the inputs, or of the answers that hold one; an input without one gives nothing, never 0."""
    found: list[float | int] = []
    for one in inputs:
        data = getattr(one, "data", one)
        if isinstance(data, Mapping):
            answer = cast("Mapping[str, Any]", data)
            weight = weight_of(answer.get("valueCoding", answer))
            if weight is not None:
                found.append(int(weight) if weight.is_integer() else weight)
    return found


def _sum(inputs: Sequence[Any]) -> list[Any]:
    """The sum of numbers; of nothing it is nothing, as FHIRPath has it. fhirpathpy says 0, which nobody answered."""
    numbers = [getattr(one, "data", one) for one in inputs]
    if any(isinstance(one, bool) or not isinstance(one, (int, float, Decimal)) for one in numbers):
        raise UnusableExpression("it sums what is not a number")
    if not numbers:
        return []
    exact = sum((Decimal(str(one)) for one in numbers), Decimal(0))
    return [int(exact) if all(isinstance(one, int) for one in numbers) else exact]


def _deepest(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        depth += (sign in "([{") - (sign in ")]}")
        deepest = max(deepest, depth)
    return deepest


def _called(tree: Any) -> list[tuple[str, int]]:
    """Every function that is called, with how many that go over a list it lies inside, itself included."""
    found: list[tuple[str, int]] = []
    waiting = [(tree, 0)]
    while waiting:
        node, loops = waiting.pop()
        if type(node).__name__ == "FunctnContext":
            name = node.getChild(0).getText().strip("`")
            loops += name in LOOPS
            found.append((name, loops))
        if hasattr(node, "getChildren"):
            waiting.extend((child, loops) for child in node.getChildren())
    return found


class _Strict(ErrorListener):
    """Stops at the first error; the library's own passes over it."""

    def syntaxError(self, recognizer: Any, offendingSymbol: Any, line: int, column: int, msg: str, e: Any) -> None:  # noqa: N802, N803
        """Called by the parser."""
        raise UnusableExpression(f"it cannot be read from character {column + 1} on")
