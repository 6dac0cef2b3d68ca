"""Settings of the server under test, with a home of its own; read before any test module of this folder."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enthesis.settings")
os.environ.setdefault("ENTHESIS_HOME", tempfile.mkdtemp(prefix="enthesis-test-"))

import django
from django.test.utils import setup_test_environment

django.setup()
setup_test_environment()
