"""A page with body charts, served with the product's own policy, macro, styles and scripts; what it is posted comes back as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit

from jinja2 import FileSystemLoader

from enthesis.bodymap.choices import region_choices
from enthesis.bodymap.drawing import parse_drawing
from enthesis.bodymap.figure import FIGURES_FOLDER
from enthesis.web.headers import CONTENT_SECURITY_POLICY
from enthesis.web.templating import build_environment

WEB = Path(__file__).parents[2] / "src" / "enthesis" / "web"
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
}
PAGE = """{% from 'body_chart.html' import body_chart, body_chart_head with context %}<!doctype html>
<html lang="en"{% if theme %} data-theme="{{ theme }}"{% endif %}><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Body chart</title>
<link rel="icon" href="{{ static('enthesis/icon.svg') }}">
<link rel="stylesheet" href="{{ static('enthesis/css/tokens.css') }}"><link rel="stylesheet" href="{{ static('enthesis/css/components.css') }}">
{{ body_chart_head() }}</head>
<body><main class="panel"><form method="post" action="/"><h1>Where does it hurt?</h1>
{{ body_chart('pain', drawing, '/body/' ~ build ~ '.json', regions, build, readonly, earlier) }}
<p><button class="btn btn-primary">Save</button></p></form></main></body></html>"""


class Handler(BaseHTTPRequestHandler):
    """GET / shows the page (drawing, build, readonly, earlier, theme in the query); POST / answers with the fields."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path)
        if path == "/":
            self._page({key: values[-1] for key, values in parse_qs(address.query).items()})
        elif path.startswith("/static/"):
            self._file(WEB / "static" / path.removeprefix("/static/"))
        elif path.startswith("/body/"):
            self._file(FIGURES_FOLDER / Path(path).name)
        else:
            self._answer(204 if path == "/favicon.ico" else 404, "text/plain", b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = parse_qs(body, keep_blank_values=True)
        self._answer(200, "application/json", json.dumps(fields).encode())

    def _page(self, asked: dict[str, str]) -> None:
        environment = build_environment(loader=FileSystemLoader(WEB / "templates"), autoescape=True)
        environment.globals["static"] = lambda name: f"/static/{name}"
        drawing = asked.get("drawing", "")
        text = environment.from_string(PAGE).render(
            drawing=drawing,
            regions=region_choices(parse_drawing(drawing) if drawing else None),
            build=asked.get("build", "neutral"),
            readonly="readonly" in asked,
            earlier=asked.get("earlier", ""),
            theme=asked.get("theme", ""),
        )
        self._answer(200, "text/html; charset=utf-8", text.encode())

    def _file(self, path: Path) -> None:
        if path.is_file():
            self._answer(200, KINDS.get(path.suffix, "application/octet-stream"), path.read_bytes())
        else:
            self._answer(404, "text/plain", b"")

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def chart_server() -> Iterator[str]:
    """The address of a running server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
