"""Forms of our pages as a browser without script reads them."""

from __future__ import annotations

import html
import re

FIELD = re.compile(r'<(input|textarea|select)\b[^>]*\bname="([^"]+)"[^>]*>', re.DOTALL)


def form_of(page: str, action: str) -> dict[str, str]:
    """The fields of a form with the values a browser would send."""
    start = page.index(f'action="{action}"')
    body = page[start : page.index("</form>", start)]
    sent: dict[str, str] = {}
    for found in FIELD.finditer(body):
        tag, name = found[0], found[2]
        value = html.unescape(m[1]) if (m := re.search(r'\bvalue="([^"]*)"', tag)) else ""
        if found[1] == "textarea":
            sent[name] = html.unescape(body[found.end() : body.index("</textarea>", found.end())])
        elif found[1] == "select":
            options = body[found.end() : body.index("</select>", found.end())]
            chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(r'<option value="([^"]*)"', options)
            sent[name] = html.unescape(chosen[1]) if chosen else ""
        elif ('type="radio"' not in tag and 'type="checkbox"' not in tag) or " checked" in tag:
            sent[name] = value
    return sent
