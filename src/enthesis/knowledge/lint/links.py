"""Every id that one part of a pack uses is defined in another part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from enthesis.knowledge.nearest import mend_unknown
from enthesis.knowledge.pack import UNMODELLED_CAUSE, Pack
from enthesis.terms.fault import Fault


def check(pack: Pack) -> Iterator[Fault]:
    """What findings, sources, red flags, modifiers, pairs, onset words and settings name, exists.

    Judgements, profiles and evidence have rules of their own (`judged`, `profiled`, `provenance`).

    Why: an id with a slip of the pen would otherwise be an item that never counts: a red flag that never fires, a finding
    without its group.
    """
    yield from _findings(pack)
    yield from _red_flags(pack)
    classes = [m.id for m in pack.management]
    for source in pack.sources:
        yield from _unknown(source.where, f"the management of {source.id}", [source.management], classes, "management class")
    paired = [*pack.source_by_id, UNMODELLED_CAUSE]
    for pair in pack.pairs:
        if len(set(pair.sources)) != 2 or "" in pair.sources:
            yield Fault(pair.where, "a pair does not name two different sources", "write sources: [one, another]")
        else:
            yield from _unknown(pair.where, "a pair", pair.sources, paired, "source")
    for modifier in pack.modifiers:
        yield from _unknown(modifier.where, f"the modifier {modifier.id}", modifier.criteria, pack.finding_by_id, "finding")
    for word, states in pack.onset_findings.items():
        where = pack.place_of(f"onset_findings.{word}")
        yield from _unknown(where, f"the onset '{word}'", states, pack.finding_by_id, "finding")
    for count in pack.case_counts:
        yield from _unknown(count.where, f"the case {count.case}", [count.source], pack.source_by_id, "source")
        yield from _unknown(count.where, f"the case {count.case}", [count.finding], pack.finding_by_id, "finding")
    if "default" not in pack.dangerous_threshold:
        yield Fault(
            pack.place_of("model.dangerous_threshold"), "dangerous_threshold has no default", "add default: and a probability"
        )
    asked = pack.place_of("red_flag_questions")
    yield from _unknown(asked, "red_flag_questions", pack.red_flag_questions, pack.finding_by_id, "finding")
    first = [pack.first_card] if pack.first_card else []
    yield from _unknown(pack.place_of("first_card"), "first_card", first, pack.finding_by_id, "finding")
    mechanism = [pack.sport_mechanism]
    yield from _unknown(pack.place_of("sport_mechanism"), "sport_mechanism", mechanism, pack.mechanism_by_id, "mechanism")
    yield from _settings(pack)


def _findings(pack: Pack) -> Iterator[Fault]:
    for finding in pack.findings:
        if finding.informative or finding.mechanism:
            named = [finding.mechanism]
            yield from _unknown(finding.where, f"the finding {finding.id}", named, pack.mechanism_by_id, "mechanism")
        named = [finding.cut_point.of] if finding.cut_point else []
        yield from _unknown(finding.where, f"the cut_point of {finding.id}", named, pack.finding_by_id, "finding")
        named = [finding.neuro_screen] if finding.neuro_screen is not None else []
        yield from _unknown(finding.where, f"neuro_screen in {finding.id}", named, pack.neuro_screen, "part")
        named = [finding.other_side_of] if finding.other_side_of is not None else []
        yield from _unknown(finding.where, f"other_side_of in {finding.id}", named, pack.finding_by_id, "finding")


def _red_flags(pack: Pack) -> Iterator[Fault]:
    bands = [band.id for band in pack.bands]
    for rule in pack.red_flags:
        user = f"the red flag {rule.id}"
        for term in rule.terms:
            yield from _unknown(rule.where, user, term.findings, pack.finding_by_id, "finding")
        yield from _unknown(rule.where, user, rule.sources, pack.source_by_id, "source")
        yield from _unknown(rule.where, user, rule.onset_bands, bands, "band")


def _settings(pack: Pack) -> Iterator[Fault]:
    for key, named in (
        ("default_setting", [pack.default_setting]),
        ("settings_holding_age", pack.settings_holding_age),
        ("model.unmodelled_weight", pack.unmodelled_weight),
    ):
        yield from _unknown(pack.place_of(key), f"'{key.rpartition('.')[2]}'", named, pack.settings, "setting")
    for setting in pack.settings:
        if setting not in pack.unmodelled_weight:
            where = pack.place_of("model.unmodelled_weight")
            yield Fault(where, f"'unmodelled_weight' does not name the setting '{setting}'", f"add {setting}: and a weight")


def _unknown(where: str, user: str, named: Iterable[str], known: Collection[str], kind: str) -> Iterator[Fault]:
    for identity in named:
        if identity not in known:
            yield Fault(where, f"{user} names the {kind} '{identity}', which does not exist", mend_unknown(identity, known, kind))
