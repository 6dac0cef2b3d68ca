"""Argon2 for passwords, a few at a time: each takes 100 MB and a core, and a server has neither without end."""

from __future__ import annotations

import threading
from typing import Any

from django.contrib.auth.hashers import Argon2PasswordHasher

AT_A_TIME = 2
_slots = threading.BoundedSemaphore(AT_A_TIME)


class CappedArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with Django's parameters; at most `AT_A_TIME` in this process, the others wait their turn."""

    def encode(self, password: str, salt: str, *args: Any, **kwargs: Any) -> str:
        """The hash of a password."""
        with _slots:
            return super().encode(password, salt, *args, **kwargs)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the hash is of this password."""
        with _slots:
            return super().verify(password, encoded)
