"""Addresses of the patient's pages, under /intake/. They carry no id: the cookie opens one intake and nothing else."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
