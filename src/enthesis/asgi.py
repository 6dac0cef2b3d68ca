"""The server as an ASGI application, for those who run one; see `wsgi`."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")
application = get_asgi_application()

from enthesis.web.assessor import warm_in_background  # noqa: E402 (settings must stand first)

warm_in_background()
