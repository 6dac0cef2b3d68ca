"""The packs of the regions and their assessors: each built once for each process, and used by one request at a time."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.knowledge.pack import Judgement, Pack
from enthesis.knowledge.regions import default_region, known_region, region_ids
from enthesis.reasoning.assessment import Assessor
from enthesis.reasoning.hypotheses import Patient
from enthesis.reasoning.network import Network
from enthesis.reasoning.red_flags import red_flags_not_assessed

_building = threading.Lock()
_using = threading.Lock()
_drafting = threading.Lock()


@dataclass(frozen=True)
class Knowledge:
    """The pack of a region, ready to assess, with the look-ups that every page needs."""

    assessor: Assessor
    prompting: frozenset[str]
    """Every finding that a red flag hangs on."""
    judgement_by_finding: Mapping[str, Judgement]

    @property
    def pack(self) -> Pack:
        """The pack itself."""
        return self.assessor.pack


@cache
def _build(region: str) -> Knowledge:
    pack = load_pack(find_pack_folder(region))
    prompting = frozenset(red_flags_not_assessed(pack, frozenset()))
    return Knowledge(Assessor(pack), prompting, {judgement.finding: judgement for judgement in pack.judgements})


def get_knowledge(region: str) -> Knowledge:
    """The knowledge of a region in this process. Read its pack and vocabulary freely; assess only inside `borrow_knowledge`.

    Args:
        region: of the record in hand; one that is empty or not on offer is the first, since a record may name one that was taken away.
    """
    with _building:
        return _build(known_region(region))


@contextmanager
def borrow_knowledge(region: str) -> Iterator[Knowledge]:
    """The knowledge for as long as the block lasts; the assessor's caches are not made for two threads at once."""
    knowledge = get_knowledge(region)
    with _using:
        yield knowledge


@cache
def _build_drafts(region: str) -> Knowledge:
    whole = _build(region)
    network = Network(whole.pack, whole.assessor.network.parameters)
    return replace(whole, assessor=Assessor(whole.pack, network=network, vocabulary=whole.assessor.vocabulary))


@contextmanager
def borrow_drafting(region: str) -> Iterator[Knowledge]:
    """As `borrow_knowledge`, for drafts (`Assessment.is_draft`): they wait for one another, but for no whole assessment."""
    with _building:
        knowledge = _build_drafts(known_region(region))
    with _drafting:
        yield knowledge


def settings_on_offer() -> dict[str, str]:
    """Settings of all regions with their names: a clinic has one, and a region that does not know it takes its own default."""
    found: dict[str, str] = {}
    for region in region_ids():
        found = {**get_knowledge(region).pack.settings, **found}
    return found


def warm() -> None:
    """Fill the caches that the first case of the first region would otherwise wait for."""
    region = default_region()
    with borrow_knowledge(region) as knowledge:
        assessor, pack = knowledge.assessor, knowledge.pack
        assessor.prepare()
        assessor.assess({}, Patient(), pack.default_setting)
        shown = [f.id for f in pack.findings if f.informative][:: max(1, len(pack.findings) // 24)]
        record = {finding: index % 2 == 0 for index, finding in enumerate(shown)}
        assessor.assess(record, Patient(), pack.default_setting)
    with borrow_drafting(region) as drafting:
        drafting.assessor.assess(record, Patient(), drafting.pack.default_setting, draft=True)
    for other in region_ids():
        get_knowledge(other)


def warm_in_background() -> threading.Thread:
    """Warm while the server starts; a fault shows itself again, with its reason, at the first request."""

    def attempt() -> None:
        try:
            warm()
        except Exception:
            return
        # The pack and its networks stay as long as the process: the collector need not walk through them again,
        # which took up to a tenth of a second in the middle of somebody's entry.
        gc.collect()
        gc.freeze()

    thread = threading.Thread(target=attempt, name="enthesis-warm", daemon=True)
    thread.start()
    return thread
