"""Pages of the patient: the same Jinja as the clinic's, from dataclasses, with nothing kept on the device."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines


def render(request: HttpRequest, template: str, page: Any, status: int = 200, folder: str = "portal") -> HttpResponse:
    """Render a page from its dataclass; the fields are the names the template may use."""
    engine: Any = engines["jinja2"]
    fields = {field.name: getattr(page, field.name) for field in dataclasses.fields(page)}
    text: str = engine.env.get_template(f"{folder}/{template}").render(**fields, csrf_token=get_token(request))
    return HttpResponse(text.encode(), status=status)
