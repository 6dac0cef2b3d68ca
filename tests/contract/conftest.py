"""What the contract tests share."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def client() -> Client:
    """A browser of nobody in particular, to whom a fault of ours is an answer and no exception."""
    return Client(raise_request_exception=False, HTTP_HOST="localhost")
