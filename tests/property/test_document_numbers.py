"""No number in any document that is not in the record, in a cited source, or made by a named rule from what is.

For each sentence: the numbers it says must be found in the records that its own traces name (as raw data, not as the traces word
them), in names the pack knows, or behind a trace of a rule, which is computed here again. The check is tried on planted numbers too.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import json
import re
import statistics
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from episode_table import START, TREATMENTS, WRITING, logged, make_episode, visit_at
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enthesis.actions.outcome_knowledge import get_outcome_measures
from enthesis.knowledge.loading import find_pack_folder, load_pack
from enthesis.knowledge.pack import Pack
from enthesis.reasoning.assessment import Assessor
from enthesis.reports.encounter_record import EarlierEncounter, EncounterRecord
from enthesis.reports.episode_documents import DOCUMENTS
from enthesis.reports.evaluation_note import compose_note
from enthesis.reports.note import Note, Section, Sentence
from enthesis.reports.outcome_record import OutcomeRecord, Trend, Value

NUMBER = re.compile(r"(?<![A-Za-z_])[−-]?\d+(?:[.,]\d+)*")
OUR_WORDS = ("95% interval", "90 or older", "24 hours", "24 h")
"""Numbers of ours that are no data: the width of an interval, an age class, names of times."""
MARK = re.compile(r" \[\d+(?:, \d+)*\]|^\[\d+\] ")
"""References by their number."""


def numbers(text: str) -> set[str]:
    """Numbers in a text, signs and trailing zeros aside."""
    found = (match.replace("−", "-").lstrip("-+").replace(",", "") for match in NUMBER.findall(text))
    return {f"{float(one):g}" if one.count(".") <= 1 else one for one in found}


def raw(value: Any) -> Iterator[str]:
    """Every number in a raw value of the record."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, (int, float)):
        yield from {f"{float(value):g}", f"{abs(round(float(value), 1)):g}", f"{abs(round(float(value))):g}"}
    elif isinstance(value, datetime.datetime):
        yield from (str(value.day), str(value.year), str(value.hour), f"{value.minute:g}")
    elif isinstance(value, datetime.date):
        yield from (str(value.day), str(value.year))
    elif isinstance(value, str):
        yield from numbers(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from raw(item)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for item in value:
            yield from raw(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from raw(getattr(value, field.name))


def days_in(value: Any) -> Iterator[datetime.date]:
    """Every day in a raw value."""
    if isinstance(value, datetime.datetime):
        yield value.date()
    elif isinstance(value, datetime.date):
        yield value
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from days_in(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from days_in(getattr(value, field.name))


def facts_of(visits: tuple[EncounterRecord, ...], record: OutcomeRecord | None) -> dict[str, Any]:
    """Raw records by their ids."""
    found: dict[str, Any] = {}
    for visit in visits:
        found[visit.encounter.id] = visit.encounter
        found[visit.patient.id] = (visit.patient.age_years, visit.patient.birth_date, visit.patient.sport)
        found[visit.episode.id] = (visit.episode, visit.clinic.telephone, visit.clinic.address)
        for n, earlier in enumerate(visit.earlier, 1):
            found[earlier.encounter.id] = (earlier.encounter.started_at, n)
            for entry in earlier.entries:
                found[entry.id] = (entry.content, entry.at, earlier.encounter.started_at, n)
        for entry in visit.entries:
            found[entry.id] = (entry.content, entry.at, visit.encounter.started_at)
        for plan in visit.plans:
            found[plan.id] = plan
    if record is not None:
        found[record.episode.id] = (record.episode, record.opened_on, record.clinic.telephone, record.clinic.address)
        for plan in record.plans:
            found[plan.id] = plan
        for trend in record.trends:
            known = (trend.measure.mdc.value, trend.measure.mcid.value, trend.measure.high)
            for value in trend.values:
                found[value.id] = (value.value, value.on, *known)
        found |= {event.id: (event.on, event.text) for event in record.happenings}
        found |= {one.id: (one.on, one.pain_nrs_0_10) for one in record.logged}
        found |= {one.id: (one.on, one.because) for one in record.unscored}
        found |= {asked.id: asked for asked in record.asked}
        if record.discharge is not None:
            found[record.discharge.id] = record.discharge
        if record.told is not None:
            found[record.told.plan_id] = record.told
    return found


def rule_holds(rule: str, label: str, sentence: Sentence) -> bool:
    """The rule computed again from what its trace shows."""
    if rule == "difference":
        later, earlier, made = (float(n.replace("−", "-")) for n in re.findall(r"[−-]?\d+(?:\.\d+)?", label.replace(" − ", " ")))
        return abs(round(later - earlier, 1) - made) < 1e-9
    if rule == "median":
        *held, said = (float(n.replace("−", "-")) for n in re.findall(r"[−-]?\d+(?:\.\d+)?", label))
        logged = sorted(float(n) for t in sentence.sources if t.kind == "answer" for n in re.findall(r": (\S+)/10", t.label))
        return set(held) <= set(logged) and abs(statistics.median(held) - said) < 0.051
    if rule == "count":
        kinds: dict[str, set[str]] = {}
        for trace in sentence.sources:
            kinds.setdefault(trace.kind, set()).add(trace.entry_id)
        return any(len(ids) >= int(label.split()[0]) > 0 for kind, ids in kinds.items() if kind != "rule")
    if rule == "share":
        right, left, percent = (float(n) for n in re.findall(r"\d+(?:\.\d+)?", label))
        return any(abs(round(100 * a / b) - percent) <= 1 for a, b in ((right, left), (left, right)) if b)
    return rule in ("weeks", "days")


def unfounded(note: Note, visits: tuple[EncounterRecord, ...], record: OutcomeRecord | None, pack: Pack) -> list[tuple[str, str]]:
    """(sentence, number) for every number that stands on nothing."""
    facts = facts_of(visits, record)
    first = record.first_day if record is not None else None
    evaluation = next((visit for visit in visits if visit.assessment is not None), None)
    computed = computed_numbers(evaluation) if evaluation is not None else set()
    names = names_of(pack.id)
    wrong: list[tuple[str, str]] = []
    founded: dict[str, set[str]] = {}
    for sentence in note.sentences:
        allowed = founded.setdefault(sentence.id, set())
        for trace in sentence.sources:
            fact = facts.get(trace.entry_id)
            allowed |= set(raw(fact))
            if first is not None:
                for day in days_in(fact):
                    allowed.add(f"{abs((day - first).days + 1):g}")
            if trace.kind == "rule" and rule_holds(trace.entry_id, trace.label, sentence):
                allowed |= numbers(trace.label)
            if trace.kind == "reasoning":
                allowed |= computed
            if trace.kind in ("reference", "absence", "typed"):
                allowed |= numbers(trace.label) | numbers(trace.entry_id)
        span = {(b - a).days for a in spans(sentence, facts) for b in spans(sentence, facts) if b >= a}
        for trace in sentence.sources:
            if trace.entry_id in ("weeks", "days") and trace.kind == "rule":
                said = int(re.findall(r"= (\d+)", trace.label)[0])
                assert said in {days // 7 if trace.entry_id == "weeks" else days for days in span}, sentence
        # A cell says what the sentence says, so both are looked at.
        for text in (sentence.text, *sentence.cells):
            text = names.sub(" ", text)
            text = re.sub(r"/(?:10|80|100)(?!\d|\.\d)", " ", text)
            for ours in OUR_WORDS:
                text = text.replace(ours, " ")
            wrong += [(sentence.id, one) for one in numbers(MARK.sub("", text)) - allowed]
    for section in note.sections:
        for figure in section.figures:
            behind = [founded[s.id] for s in section.sentences if figure.sentence_id in ("", s.id)]
            for text in (figure.title, figure.alternative, *drawn_words(figure.svg)):
                wrong += [(figure.title, one) for one in numbers(names.sub(" ", text)) - set().union(*behind)]
    return wrong


SCALE = re.compile(r"-?[\d.]+|week \d+")
"""Marks of an axis, and places in a list: they say where, not what."""


def drawn_words(svg: str) -> Iterator[str]:
    """Every text in a picture, seen or said, without the marks of its axes and the numbers of its lists."""
    for node in ElementTree.fromstring(svg).iter():
        kind, text = str(node.tag).rpartition("}")[2], (node.text or "").strip()
        axis = "op-quiet" in node.get("class", "") or (
            node.get("text-anchor") == "middle" and "op-value" not in node.get("class", "")
        )
        if kind in ("text", "tspan", "title", "desc") and text and not (axis and SCALE.fullmatch(text)):
            yield re.sub(r"^\d+ +(?=[A-Z])", "", "" if SCALE.fullmatch(text) and "op-name" in node.get("class", "") else text)


def spans(sentence: Sentence, facts: Mapping[str, Any]) -> list[datetime.date]:
    return [day for trace in sentence.sources if trace.kind == "encounter" for day in days_in(facts.get(trace.entry_id))]


def computed_numbers(visit: EncounterRecord) -> set[str]:
    """What the reasoning computed, as percentages, shares and decibans."""
    found: set[str] = set()
    answer = visit.assessment
    assert answer is not None
    shares = [
        p
        for e in (*answer.sources, answer.unmodelled)
        for p in (e.probability, *e.interval_95, e.pretest_probability, e.elicited_share)
    ]
    shares += [c.probability for c in answer.combinations]
    found |= {f"{share * 100:.0f}" for share in shares} | {"1", "99"}
    for explanation in answer.explanations:
        found |= {f"{abs(round(g.decibans, 1)):g}" for g in (explanation, *explanation.groups)}
    found |= numbers(answer.enough_because) | numbers(answer.close_call or "") | numbers(f"{visit.pack.id} {visit.pack.version}")
    held = {e.words("finding") for e in visit.of_kind("finding")}
    found |= {f"{len(held)}", f"{sum(1 for f in visit.pack.findings if f.informative and f.id in held)}"}
    found.add(f"{sum(1 for f in visit.pack.findings if f.informative)}")
    found |= {f"{len(answer.sources) - n:g}" for n in (3, 4, 5)}
    return found


@functools.lru_cache(maxsize=2)
def names_of(pack_id: str) -> re.Pattern[str]:
    """Names that hold numbers of their own; the longest first."""
    pack = load_pack(find_pack_folder(pack_id))
    names = {n for f in pack.findings for n in (f.name, f.name[:1].upper() + f.name[1:])}
    names |= (
        {source.name for source in pack.sources}
        | {flag.action for flag in pack.red_flags}
        | {flag.citation for flag in pack.red_flags}
    )
    names |= {name for measure in get_outcome_measures().measures for name in (measure.name, measure.short, measure.unit)}
    names |= {"knee at 90°"}
    return re.compile("|".join(map(re.escape, sorted((n for n in names if re.search(r"\d", n)), key=len, reverse=True))))


def trends(draw: st.DrawFn) -> tuple[Trend, ...]:
    known = get_outcome_measures().by_id
    found: list[Trend] = []
    for id, high in (("nprs_worst", 10), ("visa_h", 100), ("sane", 100), ("psfs", 10), ("sitting_tolerance", 60)):
        scores = draw(st.lists(st.integers(0, high), max_size=4))
        days = sorted(draw(st.lists(st.integers(0, 400), min_size=len(scores), max_size=len(scores), unique=True)))
        values = tuple(
            Value(
                f"{id}{n}",
                START.date() + datetime.timedelta(days=day),
                float(score),
                "",
                draw(st.booleans()),
                activities=("run",),
            )
            for n, (day, score) in enumerate(zip(days, scores, strict=True))
        )
        if values:
            found.append(Trend(known[id], "", values))
    return tuple(found)


@st.composite
def episodes(draw: st.DrawFn, pack: Pack, evaluated: EncounterRecord) -> OutcomeRecord:
    """Episodes of any length with any scores; the evaluation is one that was assessed once."""
    gaps = draw(st.lists(st.integers(1, 40), max_size=6))
    visits = [evaluated]
    day = 0
    for n, gap in enumerate(gaps, 2):
        day += gap
        pain = draw(st.integers(0, 10))
        table = f"{draw(st.sampled_from(TREATMENTS))}\nmeasure pain_now_nrs_0_10 {pain}\ntext interval_other ran {draw(st.integers(1, 42))} km"
        visits.append(visit_at(pack, n, START + datetime.timedelta(days=day), "treatment", table))
    base = make_episode(pack, visits=tuple(visits), trends=trends(draw))
    changes: dict[str, Any] = {}
    if draw(st.booleans()):
        changes |= {"discharge": None, "told": None}
    if draw(st.booleans()):
        changes["plans"] = ()
    events = tuple(
        replace(event, on=START.date() + datetime.timedelta(days=draw(st.integers(0, 300)))) for event in base.happenings
    )
    pains = st.lists(st.one_of(st.none(), st.integers(0, 10)), max_size=12)
    changes["logged"] = logged(START.date(), draw(st.integers(0, 90)), draw(pains), draw(pains))
    return replace(base, happenings=events, **changes)


@pytest.fixture(scope="module")
def evaluated(posterior_hip: Pack, assessor: Assessor) -> EncounterRecord:
    return make_episode(posterior_hip, assessor).visits[0]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_number_that_the_record_does_not_hold(posterior_hip: Pack, evaluated: EncounterRecord, data: st.DataObject) -> None:
    record = data.draw(episodes(posterior_hip, evaluated))
    for document in DOCUMENTS:
        note = document.compose(record, {}, WRITING, False)
        assert unfounded(note, record.visits, record, posterior_hip) == [], document.kind
    for n, visit in enumerate(record.visits):
        earlier = tuple(EarlierEncounter(k, v.encounter, v.entries) for k, v in enumerate(record.visits[:n], 1))
        plans = tuple(plan for plan in record.plans if plan.at <= visit.encounter.started_at)
        told = replace(visit, earlier=earlier, plans=plans)
        assert unfounded(compose_note(told), (told,), None, posterior_hip) == [], visit.encounter.kind


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("progress_report", "outcome.nprs_worst.any"), ("case_report", "course.visits"), ("patient_summary", "went.visits")],
)
def test_a_planted_number_is_found(posterior_hip: Pack, evaluated: EncounterRecord, kind: str, sentence: str) -> None:
    record = make_episode(posterior_hip)
    record = replace(record, visits=(evaluated, *record.visits[1:]))
    note = next(d for d in DOCUMENTS if d.kind == kind).compose(record, {}, WRITING, False)
    text = json.dumps([s.text for s in note.sentences])
    assert unfounded(note, record.visits, record, posterior_hip) == [] and text

    def planted(one: Sentence) -> Sentence:
        return replace(one, text=one.text + " 613") if one.id.endswith(sentence) else one

    sections = tuple(replace(s, sentences=tuple(planted(one) for one in s.sentences)) for s in note.sections)
    found = unfounded(replace(note, sections=sections), record.visits, record, posterior_hip)
    assert {number for _, number in found} == {"613"}


@pytest.mark.parametrize(
    ("seen", "planted"),
    [(">82<", ">613<"), ("error 2<", "error 613<"), ("visit, 9<", "visit, 613<"), ("Day 25: Flare", "Day 613: Flare")],
)
def test_a_number_planted_in_a_picture_is_found(posterior_hip: Pack, evaluated: EncounterRecord, seen: str, planted: str) -> None:
    record = make_episode(posterior_hip)
    record = replace(record, visits=(evaluated, *record.visits[1:]))
    note = next(d for d in DOCUMENTS if d.kind == "case_report").compose(record, {}, WRITING, False)
    assert any(seen in figure.svg for section in note.sections for figure in section.figures)

    def changed(section: Section) -> Section:
        figures = tuple(
            replace(f, svg=f.svg.replace(seen, planted), alternative=f.alternative.replace(seen, planted))
            for f in section.figures
        )
        return replace(section, figures=figures)

    found = unfounded(replace(note, sections=tuple(map(changed, note.sections))), record.visits, record, posterior_hip)
    assert {number for _, number in found} == {"613"}
