"""The code of a patient's link: typed or in the fragment of an address; only its hash is kept."""

from __future__ import annotations

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter looks like another sign, so that a code can be read off paper."""
CODE_LENGTH = 16
"""Five bits each: 80 bits, one use, hours to live."""
GROUP = 4
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def new_code() -> str:
    """A code as it is shown, in groups of four: 7KQM-3XRT-9WFA-2HDP."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(signs[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP))


def hash_code(code: str, opens: str = "intake") -> str:
    """SHA-256 of a code, however it was typed: in any case, with or without dashes and spaces.

    Args:
        opens: what it is a way to; the code of one is none to another.
    """
    signs = "".join(sign for sign in code.upper() if sign.isalnum()).translate(_LOOKALIKES)
    return hashlib.sha256(f"{opens} link {signs}".encode()).hexdigest()


def new_cookie() -> str:
    """The value of a session's cookie: 32 random bytes."""
    return secrets.token_urlsafe(32)


def hash_cookie(cookie: str, opens: str = "intake") -> str:
    """SHA-256 of a cookie; `opens` as for `hash_code`."""
    return hashlib.sha256(f"{opens} session {cookie}".encode()).hexdigest()
