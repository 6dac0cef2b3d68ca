"""Read what a region's sources are in a patient's words: its `care/plain_words.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from enthesis.knowledge.document import read_document
from enthesis.knowledge.loading import find_pack_folder
from enthesis.knowledge.part import Part
from enthesis.terms.fault import Fault, FaultyPack

PLAIN_WORDS_FILE = "plain_words.yaml"


def build_plain_words(top: Part) -> Mapping[str, str]:
    """Plain words by source id."""
    sources = top.part("sources").texts()
    top.done()
    return MappingProxyType(sources)


@cache
def load_plain_words(region: str) -> Mapping[str, str]:
    """The words of a region alone, for papers; none in a pack that knows no treatment.

    Raises:
        FaultyPack: the file cannot be read as what it should be.
    """
    path = find_pack_folder(region) / "care" / PLAIN_WORDS_FILE
    if not path.is_file():
        return MappingProxyType({})
    faults: list[Fault] = []
    document = read_document(path, f"{region}/care/{PLAIN_WORDS_FILE}")
    found = build_plain_words(
        Part(lambda where, what, mend: faults.append(Fault(where, what, mend)), document, document.value, ())
    )
    if faults:
        raise FaultyPack(f"{region} (care)", faults)
    return found
