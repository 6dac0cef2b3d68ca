"""Red flags in addresses: a digest under the installation's key, since the name of a flag says something about a patient."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.urls import register_converter

from enthesis.knowledge.regions import region_ids
from enthesis.web.assessor import get_knowledge

PROBABLE_DANGER = "dangerous_source_probable"
"""The flag that no rule but a probability raises."""


class FlagConverter:
    """`<flag:flag_id>` takes and gives the id of a red flag; the address holds its digest."""

    regex = "[0-9a-f]{16}"

    def to_python(self, value: str) -> str:
        """The flag of a digest."""
        ids = (PROBABLE_DANGER, *(rule.id for region in region_ids() for rule in get_knowledge(region).pack.red_flags))
        found = next((flag for flag in ids if _digest(flag) == value), None)
        if found is None:
            raise ValueError("no red flag has this address")
        return found

    def to_url(self, value: str) -> str:
        """The digest of a flag."""
        return _digest(value)


def _digest(flag: str) -> str:
    key = hashlib.sha256(f"flag address {settings.SECRET_KEY}".encode()).digest()
    return hashlib.blake2s(flag.encode(), key=key, digest_size=8).hexdigest()


register_converter(FlagConverter, "flag")
