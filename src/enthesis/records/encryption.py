"""Contact details are encrypted in the database: AES-256-GCM, bound to their table, column and row.

The key is a file beside the database's folder, or ENTHESIS_FIELD_KEY; a stolen database alone gives no telephone number.
"""

from __future__ import annotations

import os
from typing import Any, overload

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from enthesis.terms.fault import UnusableInput

NONCE_BYTES = 12


class Encrypted:
    """A text attribute kept as ciphertext in the binary field `<name>_encrypted` of the same model.

    The table, column and row id are authenticated with it, so that a ciphertext moved to another row does not open.
    """

    def __set_name__(self, owner: type[models.Model], name: str) -> None:
        self.name = name
        self.column = f"{name}_encrypted"

    @overload
    def __get__(self, instance: None, owner: type[models.Model]) -> Encrypted: ...
    @overload
    def __get__(self, instance: models.Model, owner: type[models.Model]) -> str: ...
    def __get__(self, instance: models.Model | None, owner: type[models.Model]) -> Encrypted | str:
        """The text; empty when there is none.

        Raises:
            UnusableInput: the field key is not the one it was written with.
        """
        if instance is None:
            return self
        sealed = bytes(getattr(instance, self.column) or b"")
        if not sealed:
            return ""
        try:
            opened = _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound_to(instance))
        except InvalidTag:
            raise UnusableInput(
                "field_key",
                "contact details cannot be opened with this key",
                "put back the field_key this database was written with",
            ) from None
        return opened.decode()

    def __set__(self, instance: models.Model, text: str) -> None:
        """Seal the text under the row's id, which is known before it is saved."""
        if not text:
            setattr(instance, self.column, None)
            return
        nonce = os.urandom(NONCE_BYTES)
        setattr(instance, self.column, nonce + _cipher().encrypt(nonce, text.encode(), self._bound_to(instance)))

    def _bound_to(self, instance: models.Model) -> bytes:
        meta: Any = type(instance)._meta
        return f"{meta.db_table}/{self.name}/{instance.pk}".encode()


def _cipher() -> AESGCM:
    return AESGCM(settings.FIELD_KEY)
