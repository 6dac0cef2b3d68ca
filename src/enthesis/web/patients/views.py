"""Requests about patients."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse

from enthesis.web.who import staff_page


@staff_page
def patients(request: Any) -> HttpResponse:
    """The list of patients."""
    return HttpResponse()


@staff_page
def search(request: Any) -> HttpResponse:
    """Patients found without script."""
    return HttpResponse()


@staff_page
def patient(request: Any, patient_id: uuid.UUID) -> HttpResponse:
    """One patient."""
    return HttpResponse()
