"""Build the board: ask the core once, then let each region take what it shows."""

from __future__ import annotations

import json
from collections.abc import Mapping

from enthesis.knowledge.pack import Pack
from enthesis.reasoning.case import Case
from enthesis.reasoning.explanation import Explanation, explain
from enthesis.reasoning.interpretation import Interpretation
from enthesis.reasoning.words import Vocabulary
from enthesis.web.assessor import Knowledge, borrow_drafting, borrow_knowledge
from enthesis.web.pages import BoardPage, Choice, MemoryView, PackLine, PatientView
from enthesis.web.parts.card import build_card
from enthesis.web.parts.differential import build_next, build_reasons, build_sources
from enthesis.web.parts.examination import Filter, build_groups, build_neuro, build_recorded
from enthesis.web.parts.flags import build_flags
from enthesis.web.state import SEXES, SIDES, BoardState, Posted, as_case, history_as_text, kept_as_text

SEARCH_MATCHES = 40
_ONSET_LABELS = {"acute": "Acute", "gradual": "Gradual", "traumatic": "Traumatic", "insidious": "Insidious"}


def pack_line(pack: Pack) -> PackLine:
    """The pack in one line."""
    return PackLine(pack.id, pack.name, pack.version, pack.tier, pack.search_example)


def find_words(vocabulary: Vocabulary, typed: str) -> dict[str, str] | None:
    """Findings whose name or plain words come near what was typed, with the word that matched; None for nothing typed."""
    if not typed.strip():
        return None
    return dict(vocabulary.complete(typed, SEARCH_MATCHES))


def build_board(
    posted: Posted, region: str, fault: str = "", case: Case | None = None, draft: bool = False, closed: bool = False
) -> BoardPage:
    """The whole board for a posted state.

    Args:
        region: whose findings it holds.
        case: what is to be assessed, where it comes from a record and not from the form.
        draft: probabilities and red flags alone; intervals, next tests, reasons and effects on the card are left open.
        closed: nothing is examined any more: no next tests, and no effects on the card.
    """
    with borrow_drafting(region) if draft else borrow_knowledge(region) as knowledge:
        return _build(knowledge, posted, fault, case, draft, closed)


def _build(
    knowledge: Knowledge, posted: Posted, fault: str, recorded: Case | None, draft: bool, closed: bool = False
) -> BoardPage:
    pack, state = knowledge.pack, posted.state
    case, problems = as_case(state, pack)
    case = recorded or case
    read = knowledge.assessor.interpret(case, strict=False)
    setting = state.patient.get("setting") or pack.default_setting
    implied = _implied(read, state)
    last = pack.finding_by_id.get(posted.card)
    position = last.position if last is not None and last.position != "interview" else None
    guess = posted.explain or posted.first
    answer = knowledge.assessor.assess(
        read.observed,
        read.patient,
        setting,
        frozenset(read.equivocal),
        position,
        (guess,) if guess else (),
        draft,
        n_explained=1,
        with_next_tests=not closed,
    )
    explained = posted.explain or answer.sources[0].id
    card = posted.card or _first_card(pack, answer.next_tests[0].finding.id if answer.next_tests else "", bool(read.observed))
    flags = build_flags(answer, knowledge.prompting)
    matched = find_words(knowledge.assessor.vocabulary, posted.search)
    chosen = Filter(posted.show, matched, frozenset(finding for finding, _ in flags.not_asked))
    groups = build_groups(pack, state, implied, knowledge.prompting, chosen, card)
    explanation = next((e for e in answer.explanations if e.source == explained), None)
    if explanation is None and not draft:
        explanation = _explain(knowledge, explained, read, setting)
    return BoardPage(
        pack=pack_line(pack),
        title=state.title,
        fictional=state.fictional,
        patient=_patient(state, read, pack, problems),
        flags=flags,
        groups=groups,
        neuro=build_neuro(pack, state),
        card=build_card(knowledge, pack.finding_by_id[card], state, read.observed, implied, read.patient, answer, not closed),
        sources=build_sources(answer, explained, not read.observed),
        next=build_next(answer),
        reasons=build_reasons(pack, explanation),
        memory=_memory(posted, card, pack),
        notices=posted.notices,
        fault=fault,
        kept=state.kept,
        kept_names={finding: pack.finding_by_id[finding].name for line in state.kept for finding in line.nearest},
        show=posted.show,
        search=posted.search,
        n_shown=sum(1 for group in groups for row in group.rows if not row.hidden),
        recorded=build_recorded(groups),
        implied=dict(implied),
    )


def _explain(knowledge: Knowledge, source: str, read: Interpretation, setting: str) -> Explanation:
    """Reasons for a source that was not foreseen: the one that has just become the first."""
    network = knowledge.assessor.network
    posterior = network.posterior(network.set_prior(setting, read.patient), read.observed)
    return explain(network, posterior, read.observed, [source])[0]


def _first_card(pack: Pack, most_useful: str, anything_recorded: bool) -> str:
    if not anything_recorded and pack.first_card:
        return pack.first_card
    return most_useful or pack.findings[0].id


def _implied(read: Interpretation, state: BoardState) -> dict[str, str]:
    """Findings that follow from a value, the onset or the sport and were not recorded themselves."""
    return {
        finding: "positive" if present else "negative"
        for finding, present in read.observed.items()
        if finding not in state.findings
    }


def _patient(state: BoardState, read: Interpretation, pack: Pack, problems: dict[str, str]) -> PatientView:
    typed = state.patient
    parts: list[str] = []
    if read.patient.age_years is not None:
        parts.append(f"{read.patient.age_years:g} y")
    parts += [text for text in (typed.get("sex", ""), typed.get("sport", "")) if text]
    side = typed.get("affected_side", "")
    where = [f"{side} side" if side in ("left", "right") else "both sides" if side else ""]
    if read.patient.duration_weeks is not None:
        where.append(f"{read.patient.duration_weeks:g} weeks")
    about, course = ", ".join(parts), ", ".join(w for w in where if w)
    return PatientView(
        line=" · ".join(text for text in (about, course) if text) or "no details yet",
        age=typed.get("age", ""),
        sport=typed.get("sport", ""),
        duration_weeks=typed.get("duration_weeks", ""),
        sexes=_choices({s: s.capitalize() for s in SEXES}, typed.get("sex", "")),
        sides=_choices({s: s.capitalize() for s in SIDES}, side),
        onsets=_choices(_ONSET_LABELS, typed.get("onset", "")),
        settings=_choices(pack.settings, typed.get("setting", "") or pack.default_setting),
        side=side,
        note=state.note,
        problems=problems,
    )


def _choices(labels: Mapping[str, str], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, value == chosen) for value, label in labels.items())


def _memory(posted: Posted, card: str, pack: Pack) -> MemoryView:
    state = posted.state
    fields = [("v", state.values), ("s", state.sides), ("n", state.notes)]
    on_page = {f"v.{finding.id}" for finding in pack.findings if not finding.informative} | {
        f"{kind}.{card}" for kind, _ in fields
    }
    return MemoryView(
        shown=json.dumps(state.flat(), ensure_ascii=False, sort_keys=True),
        history=history_as_text(posted.history),
        n_undo=len(posted.history),
        kept=kept_as_text(state.kept),
        title=state.title,
        fictional=state.fictional,
        card=card,
        explained=posted.explain,
        show=posted.show,
        values=tuple(
            (f"{kind}.{finding}", text)
            for kind, texts in fields
            for finding, text in texts.items()
            if f"{kind}.{finding}" not in on_page
        ),
    )


def empty_state(pack: Pack) -> BoardState:
    """A board with nothing on it."""
    return BoardState(patient={"setting": pack.default_setting})


def opened(state: BoardState, notices: tuple[str, ...] = ()) -> Posted:
    """A state just loaded, as if it had been posted."""
    return Posted(state=state, history=(), card="", explain="", first="", show="all", search="", action="update", notices=notices)
