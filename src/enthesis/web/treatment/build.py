"""Build the page of a visit from its record; nothing queries after."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.actions.record_treatment import INTERVAL
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.plan_document import PlannedDose, read_plan_document
from enthesis.records.people import Role
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.plans.build import about_episode
from enthesis.web.plans.differences import phase_name
from enthesis.web.plans.dose_form import dose_fields
from enthesis.web.plans.pages import Option
from enthesis.web.shell import Shell
from enthesis.web.treatment.form import ASKED, MEASURES, PLAN_KEY
from enthesis.web.treatment.pages import Asked, ExerciseRow, InterventionRow, Retest, VisitPage
from enthesis.web.treatment.record import MARKERS, VisitRecord, standing_content

FREE_INTERVENTIONS, FREE_EXERCISES = 2, 1
"""Empty rows after those of the plan."""
LABELS = {
    "better_or_worse": lazy("Since the last visit"),
    "adherence": lazy("Home programme done"),
    "reaction_to_last_visit": lazy("After the last visit"),
}
SIDES = (("", lazy("no side")), ("left", lazy("left")), ("right", lazy("right")), ("both", lazy("both")))


def build_visit_page(
    record: VisitRecord,
    actor: Actor,
    shell: Shell,
    time: ClinicTime,
    typed: Mapping[str, str] | None = None,
    faults: tuple[str, ...] = (),
) -> VisitPage:
    """The open visit.

    Args:
        typed: what a form said that could not be recorded whole; it stands in the fields in place of the record.
    """
    said = typed or {}
    document = read_plan_document(record.plan.current.document) if record.plan else None
    retests = tuple(_retest(f.id, f.name, f.how, record, time, said) for f in record.retests)
    saved = record.saved_at
    return VisitPage(
        shell=shell,
        encounter_id=record.encounter.pk,
        about=about_episode(record.episode, time),
        number=record.n_visits,
        started=time.when(record.encounter.started_at),
        phase=phase_name(record.episode.region, document.phase) if document else "",
        last_visit=time.short_day(time.local(record.last_visit_at).date()) if record.last_visit_at else "",
        red_flags=record.unanswered_flags,
        asked=tuple(
            Asked(key, str(LABELS[key]), _options(words, said.get(f"t.{key}", _text(record, INTERVAL + key))))
            for key, words in ASKED.items()
        ),
        pain_now=said.get("pain_now", _number(record, MEASURES["pain_now"])),
        pain_worst=said.get("pain_worst", _number(record, MEASURES["pain_worst"])),
        medication=said.get("t.medication", _text(record, INTERVAL + "medication")),
        other=said.get("t.other", _text(record, INTERVAL + "other")),
        retests=retests[:MARKERS],
        more_retests=retests[MARKERS:],
        interventions=_interventions(record, document.interventions if document else (), said),
        exercises=_exercises(record, document.exercises if document else (), said),
        plan_text=said.get("t.plan", _text(record, PLAN_KEY)),
        has_plan=document is not None,
        held=record.held,
        saved_at=time.time(saved) if saved else "",
        faults=faults,
        may_sign=can(actor.role, Permission.SIGN),
        cosign_after=actor.role == Role.STUDENT,
        may_plan=can(actor.role, Permission.PLAN),
    )


def _text(record: VisitRecord, key: str) -> str:
    entry = record.entries["text"].get(key)
    return str(entry.text) if entry else ""


def _number(record: VisitRecord, quantity: str) -> str:
    entry = record.entries["measure"].get(f"{quantity}:")
    return "" if entry is None or entry.number is None else f"{entry.number:g}"


def _options(words: tuple[str, ...], chosen: str) -> tuple[Option, ...]:
    return tuple(Option(word, word, word == chosen) for word in words)


def _retest(finding: str, name: str, how: str, record: VisitRecord, time: ClinicTime, said: Mapping[str, str]) -> Retest:
    entry = record.entries["finding"].get(finding)
    words = {"positive": _("positive"), "negative": _("negative"), "equivocal": _("equivocal"), "value": _("value")}
    before = tuple(
        f"{time.short_day(time.local(at).date())}: {words.get(found.result, found.result)}"
        + (f", {found.note}" if found.note else "")
        for at, found in record.before.get(finding, ())
    )
    state = entry.result if entry is not None and entry.result in words else ""
    note = entry.note if entry is not None else ""
    return Retest(finding, name, how, before[-3:], said.get(f"f.{finding}", state), said.get(f"f.{finding}.note", note))


def _interventions(record: VisitRecord, planned: Any, said: Mapping[str, str]) -> tuple[InterventionRow, ...]:
    """Rows of what is recorded, of what the plan accepts and is not recorded yet, and empty ones."""
    names = {i.id: i.name for i in get_rehabilitation(record.episode.region).interventions}
    doses = {i.id: i.dose for i in planned if i.decision == "accepted"}
    rows: list[InterventionRow] = []
    for number, identity, standing in _places(record, "intervention", "intervention", list(doses), FREE_INTERVENTIONS):
        name = f"i{number}."
        content = {
            "site": standing.get("site", ""),
            "dose": standing.get("dose", ""),
            "response": standing.get("response", ""),
            "before": _shown(standing.get("pain_before_0_10")),
            "after": _shown(standing.get("pain_after_0_10")),
        }
        side = said.get(f"{name}side", standing.get("side", ""))
        chosen = said.get(f"{name}intervention", "") if said else str(standing.get("intervention", ""))
        rows.append(
            InterventionRow(
                number=number,
                id=identity,
                name=names.get(identity, identity.replace("_", " ")),
                planned=doses.get(identity, ""),
                done=bool(chosen),
                options=() if identity else tuple(Option(i, n, i == chosen) for i, n in names.items()),
                fields={part: said.get(f"{name}{part}", text) for part, text in content.items()},
                sides=tuple(Option(value, str(label), value == side) for value, label in SIDES),
            )
        )
    return tuple(rows)


def _exercises(record: VisitRecord, planned: Any, said: Mapping[str, str]) -> tuple[ExerciseRow, ...]:
    library = get_rehabilitation(record.episode.region).exercise_by_id
    doses: dict[str, PlannedDose] = {e.id: e.dose for e in planned}
    rows: list[ExerciseRow] = []
    for number, identity, standing in _places(record, "exercise_done", "exercise", list(doses), FREE_EXERCISES):
        name = f"x{number}."
        prescribed = dose_fields(doses[identity]) if identity in doses else {}
        told = standing.get("dose")
        content = {
            part: _shown(told.get(part)) if isinstance(told, dict) else prescribed.get(part, "")
            for part in ("sets", "repetitions", "hold_s", "load_kg")
        }
        # How hard it was is asked, never taken from the plan: what was planned is not what was felt.
        content["effort"] = _shown(told.get("effort_rpe_0_10")) if isinstance(told, dict) else ""
        content |= {"pain": _shown(standing.get("pain_during_0_10")), "note": str(standing.get("note", ""))}
        chosen = said.get(f"{name}exercise", "") if said else str(standing.get("exercise", ""))
        rows.append(
            ExerciseRow(
                number=number,
                id=identity,
                name=library[identity].name if identity in library else identity.replace("_", " "),
                planned=doses[identity].words if identity in doses else "",
                done=bool(chosen),
                options=() if identity else tuple(Option(e.id, e.name, e.id == chosen) for e in library.values()),
                fields={part: said.get(f"{name}{part}", text) for part, text in content.items()},
            )
        )
    return tuple(rows)


def _places(
    record: VisitRecord, kind: str, prefix: str, planned: list[str], n_free: int
) -> list[tuple[int, str, Mapping[str, Any]]]:
    """(place, id, what stands) of every row: the key of an entry is the place of its row, so places never move."""
    recorded = {
        int(key.removeprefix(f"{prefix}_")): entry
        for key, entry in record.entries[kind].items()
        if key.removeprefix(f"{prefix}_").isdigit()
    }
    rows = [(place, str(entry.content[prefix]), standing_content(entry)) for place, entry in sorted(recorded.items())]
    taken = {identity for _place, identity, _content in rows}
    free = max(recorded, default=-1) + 1
    waiting = [identity for identity in planned if identity not in taken]
    rows += [(free + n, identity, {}) for n, identity in enumerate([*waiting, *[""] * n_free])]
    return rows


def _shown(number: Any) -> str:
    return f"{number:g}" if isinstance(number, (int, float)) else ""
