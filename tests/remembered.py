"""What is worked out again and again in tests of records and pages, and is always the same for the same input: worked out once.

That it is the same, and right, is for the tests of the reasoning and of the documents to show; they do not come here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from enthesis.reasoning.assessment import Assessment, Assessor
from enthesis.reports import pdf
from enthesis.web.documents import files
from enthesis.web.notes import paper
from enthesis.web.plans import handout

_assess, _make_pdf = Assessor.assess, pdf.make_pdf
_assessments: dict[Any, Assessment] = {}
_papers: dict[str, bytes] = {}


@contextmanager
def assessments_remembered() -> Iterator[None]:
    """An assessment of the same findings in the same order, by the same assessor, is made once in a process."""

    def assess(self: Assessor, observed: Any, *others: Any, **named: Any) -> Assessment:
        key = (self, tuple(observed.items()), others, tuple(named.items()))
        if key not in _assessments:
            _assessments[key] = _assess(self, observed, *others, **named)
        return _assessments[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Assessor, "assess", assess)
        yield


@contextmanager
def papers_remembered() -> Iterator[None]:
    """The PDF of the same HTML is drawn once in a process."""

    def make_pdf(html: str, find_static: Callable[[str], Any]) -> bytes:
        if html not in _papers:
            _papers[html] = _make_pdf(html, find_static)
        return _papers[html]

    with pytest.MonkeyPatch.context() as patch:
        for place in (files, paper, handout):
            patch.setattr(place, "make_pdf", make_pdf)
        yield
