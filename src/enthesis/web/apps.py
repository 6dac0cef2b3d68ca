"""The web pages as a Django application."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages for the clinic's people."""

    name = "enthesis.web"
    label = "web"

    def ready(self) -> None:
        """Signing in and second factors are audited from the first request on."""
        from enthesis.web.account.noted import connect

        connect()
