"""The server as a WSGI application. The pack is read and the first assessment made in the background while it starts."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")
application = get_wsgi_application()

from enthesis.web.assessor import warm_in_background  # noqa: E402 (settings must stand first)

warm_in_background()
