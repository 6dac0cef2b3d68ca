"""Every source has words for a patient."""

from __future__ import annotations

from collections.abc import Iterator

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import Pack
from enthesis.knowledge.rehabilitation import Rehabilitation
from enthesis.terms.fault import Fault

FILE = "care/plain_words.yaml"


def check(care: Rehabilitation, pack: Pack) -> Iterator[Fault]:
    """`plain_words.yaml` says what each source is, and names no other.

    Why: a patient's summary that falls back on the clinician's term says nothing to the one who reads it.
    """
    for source in pack.sources:
        if not care.plain_sources.get(source.id, "").strip():
            yield Fault(FILE, f"{source.id} has no plain words", "write what it is as you would say it to a child of twelve")
    known = {source.id for source in pack.sources}
    for name in care.plain_sources:
        if name not in known:
            yield Fault(FILE, f"there is no source '{name}'", mend_unknown(name, known, "source"))
