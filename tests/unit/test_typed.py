"""NUL is taken out of what is typed, and nothing else is touched."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from enthesis.web.typed import without_nul


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("a=b%00c&a=%00&d%00=e", {"a": ["bc", ""], "d": ["e"]}),
        ("a=%E2%80%AE%0D%0A%09&a=", {"a": ["\u202e\r\n\t", ""]}),
        ("", {}),
    ],
)
def test_only_nul_is_taken_out(sent: str, read: dict[str, list[str]]) -> None:
    assert dict(without_nul(QueryDict(sent)).lists()) == read
