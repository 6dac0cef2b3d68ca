"""Open the installation for a command: its settings, its folder, its database. For commands only; tests do it their way."""

from __future__ import annotations

import os
from pathlib import Path


def open_installation() -> Path:
    """Read the settings and return ENTHESIS_HOME.

    Raises:
        UnusableInput: the folder, a key or an address in the settings cannot be used.
    """
    os.umask(0o077)  # what a command writes is for the installation's owner alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")
    import django
    from django.conf import settings

    django.setup()
    return Path(settings.ENTHESIS_HOME)
