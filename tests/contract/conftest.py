"""What the contract tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from remembered import assessments_remembered


@pytest.fixture
def client() -> Client:
    """A browser of nobody in particular, to whom a fault of ours is an answer and no exception."""
    return Client(raise_request_exception=False, HTTP_HOST="localhost")


@pytest.fixture(scope="module")
def assessments_are_made_once() -> Iterator[None]:
    """For tests that post one case in many ways, and ask how it is answered."""
    with assessments_remembered():
        yield
