"""Fill a fresh installation with the demo clinic; prints who may sign in as JSON (see `clinic.Seeded`)."""

# ruff: noqa: E402 (the settings must be there before Django is imported)
from __future__ import annotations

import json
import os
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")

import django

django.setup()

from django.core.management import call_command

from enthesis.access.actor import Installation
from enthesis.actions.seed_demo import PEOPLE, seed_demo

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    password = seed_demo(Installation("seed"), Path(os.environ["ENTHESIS_HOME"]), "Europe/Vienna")
    assert password is not None, "this installation is not fresh"
    print(json.dumps({"password": password, "emails": {role.value: email for email, _, role, _ in PEOPLE}}))
