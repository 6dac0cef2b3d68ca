"""An act that is not let through, or not in this state: one sentence, never a traceback."""

from __future__ import annotations


class Refused(Exception):
    """The act is not let through; the sentence says why and what would help. It is audited."""

    audited = False
    """Whether a row stands in the audit already; who answers the request writes one where none does."""


class NotFound(Refused):
    """No such record in this clinic. Says the same whether it exists in another clinic or nowhere."""


class NotInThisState(Refused):
    """The person may do this, the record may not: it is signed, closed or waits for somebody."""


class Conflict(Exception):
    """Somebody else changed the same entry in between. Carries what stands there now, so that a person can choose."""

    def __init__(self, current: object) -> None:
        super().__init__("somebody else changed this in the meantime")
        self.current = current
