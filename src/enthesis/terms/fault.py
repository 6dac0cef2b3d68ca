"""What is wrong with an input: what, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a document a person wrote."""

    where: str
    """File, with the line or the path inside the document when known."""
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.mend}" if self.mend else f"{self.where}: {self.what}"


class UnusableInput(Exception):
    """The input cannot be used. Its text is one sentence: where, what, how to mend it."""

    def __init__(self, where: str, what: str, mend: str = "") -> None:
        self.fault = Fault(where, " ".join(what.split()), " ".join(mend.split()))
        super().__init__(str(self.fault))


class FaultyPack(Exception):
    """A pack was refused; `faults` holds every fault found, not the first alone."""

    def __init__(self, pack_id: str, faults: list[Fault]) -> None:
        self.pack_id = pack_id
        self.faults = sorted(faults)
        super().__init__(f"pack {pack_id}: {len(faults)} fault(s), first: {self.faults[0]}")
