"""Jinja with StrictUndefined: a name that a page does not give is an error, never a blank in a clinical document."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import engines
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from enthesis.reports.body_picture import on_paper
from enthesis.web.help_texts import help_of
from enthesis.web.tour.steps import find_panel

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9])")


def build_environment(**options: Any) -> Environment:
    """The Jinja environment of our pages."""
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = True
    options["lstrip_blocks"] = True
    environment = Environment(**options)
    environment.globals["static"] = static
    environment.globals["url"] = address
    environment.globals["help_of"] = help_of
    environment.globals["get_messages"] = get_messages
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters["on_paper"] = picture_on_paper
    environment.filters["percent"] = percent
    environment.filters["percent_range"] = percent_range
    environment.filters["signed"] = signed
    environment.filters["sentence"] = sentence
    environment.filters["steps"] = steps
    environment.filters["minutes"] = minutes
    return environment


def address(name: str, *parts: Any, args: Sequence[Any] = ()) -> str:
    """The address of a page by its url name; the parts are the random ids in it."""
    return reverse(name, args=[*parts, *args])


def render_page(request: HttpRequest, template: str, page: Any, status: int = 200) -> HttpResponse:
    """Render a page from its dataclass; the fields are the names the template may use."""
    text = get_template(template).render(**page_fields(page), csrf_token=get_token(request), tour=find_panel(request))
    return HttpResponse(text.encode(), status=status)


def get_template(name: str) -> Template:
    """A compiled template of ours."""
    engine: Any = engines["jinja2"]
    template: Template = engine.env.get_template(name)
    return template


def page_fields(page: Any) -> dict[str, Any]:
    """The fields of a page's dataclass by name."""
    return {field.name: getattr(page, field.name) for field in dataclasses.fields(page)}


def picture_on_paper(svg: str) -> Markup:
    """A body chart of ours in greys, as it goes on paper."""
    return Markup(on_paper(svg))  # noqa: S704 (made by bodymap.svg from a checked drawing, never typed)


def percent(probability: float) -> str:
    """A probability as a whole percentage; never 0% or 100%, which nobody knows."""
    if probability < 0.005:
        return "<1%"
    if probability > 0.995:
        return ">99%"
    return f"{probability * 100:.0f}%"


def percent_range(interval: tuple[float, float] | None) -> str:
    """An interval as whole percentages, without the sign; three dots while it is being computed."""
    if interval is None:
        return "…"
    low, high = interval
    return f"{low * 100:.0f}–{high * 100:.0f}"


def signed(number: float, digits: int = 1) -> str:
    """A number with its sign, and a true minus."""
    text = f"{abs(number):.{digits}f}"
    if float(text) == 0.0:
        return text
    return f"+{text}" if number > 0 else f"−{text}"


def sentence(text: str) -> str:
    """The text with its first letter in upper case, the rest as written."""
    return text[:1].upper() + text[1:]


def steps(text: str) -> list[str]:
    """The sentences of a short instruction, one step each."""
    return [part.strip() for part in _SENTENCE_END.split(text.strip()) if part.strip()]


def minutes(seconds: float) -> str:
    """Seconds in words a therapist plans with."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    whole = seconds / 60
    return f"{whole:.0f} min" if abs(whole - round(whole)) < 0.05 else f"{whole:.1f} min"
