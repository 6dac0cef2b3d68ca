"""The pages of the programmes, from the pack and the clinic's own; nothing queries after."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from enthesis.access.actor import Actor
from enthesis.access.permissions import Permission, can
from enthesis.actions.assessor import get_knowledge
from enthesis.actions.own_programmes import OwnVersion
from enthesis.actions.rehabilitation import get_rehabilitation
from enthesis.care.own_programme import OwnProgramme, find_faults, find_remarks
from enthesis.knowledge.regions import region_ids
from enthesis.knowledge.rehabilitation import Exercise, Programme
from enthesis.web.clinic_time import ClinicTime
from enthesis.web.library.build import between, dose_in_short, seconds
from enthesis.web.pages import Choice
from enthesis.web.plans.build import figure_address
from enthesis.web.programmes.form import Row, Typed, phases_of_programmes
from enthesis.web.programmes.pages import (
    EditorPage,
    ExerciseRow,
    PhaseField,
    PhaseLine,
    ProgrammeCard,
    ProgrammePage,
    ProgrammesPage,
    VersionLine,
)
from enthesis.web.region_choice import region_choices
from enthesis.web.shell import Shell

PURPOSES = {"rehabilitation": lazy("Rehabilitation"), "prevention": lazy("Prevention"), "training": lazy("Training")}


def build_programmes(shell: Shell, actor: Actor, own: tuple[OwnVersion, ...], time: ClinicTime) -> ProgrammesPage:
    """The list: the clinic's own first, then those of the literature by purpose."""
    published = [(region, programme) for region in region_ids() for programme in get_rehabilitation(region).programmes]
    return ProgrammesPage(
        shell=shell,
        own=tuple(own_card(one, time) for one in own if one.retired_at is None),
        retired=tuple(own_card(one, time) for one in own if one.retired_at is not None),
        published=tuple(
            (
                str(label),
                tuple(published_card(region, programme) for region, programme in published if programme.purpose == purpose),
            )
            for purpose, label in PURPOSES.items()
        ),
        may_make=can(actor.role, Permission.MAKE_PROGRAMME),
    )


def build_programme(shell: Shell, actor: Actor, versions: tuple[OwnVersion, ...], time: ClinicTime) -> ProgrammePage:
    """One programme of the clinic, as its newest version says, with its history."""
    newest = versions[0]
    region = newest.own.region
    rehabilitation, pack = get_rehabilitation(region), get_knowledge(region).pack
    lines = [
        VersionLine(
            version.number,
            time.when(version.made_at),
            version.made_by,
            what_changed(versions[place + 1].own, version.own) if place + 1 < len(versions) else (),
        )
        for place, version in enumerate(versions)
    ]
    return ProgrammePage(
        shell=shell,
        id=newest.programme_id,
        card=own_card(newest, time),
        based_on=origin_name(region, newest.own.based_on),
        remarks=find_remarks(newest.own, rehabilitation, pack),
        faults=tuple(map(str, find_faults(newest.own, rehabilitation, pack))),
        versions=tuple(lines),
        retired=time.when(newest.retired_at) if newest.retired_at else "",
        may_make=can(actor.role, Permission.MAKE_PROGRAMME),
    )


def build_editor(
    shell: Shell,
    typed: Typed,
    action: str,
    back: str,
    based_on: int,
    made_from: str,
    problems: tuple[str, ...] = (),
    remarks: tuple[str, ...] = (),
    checked: bool = False,
    said: str = "",
    focus: str = "",
) -> EditorPage:
    """The editor with what was typed."""
    rehabilitation, pack = get_rehabilitation(typed.region), get_knowledge(typed.region).pack
    needs = rehabilitation.needs.need_by_source if rehabilitation.needs else {}
    treatable = [s for s in pack.sources if s.id in needs and needs[s.id].care == "treat" and not s.dangerous]
    return EditorPage(
        shell=shell,
        action=action,
        back=back,
        is_new=based_on == 0,
        based_on=based_on,
        origin=typed.origin,
        region=typed.region,
        regions=region_choices(typed.region) if based_on == 0 and not typed.rows else (),
        made_from=made_from,
        name=typed.name,
        summary=typed.summary,
        duration=typed.duration,
        purposes=tuple(Choice(value, str(label), value == typed.purpose) for value, label in PURPOSES.items()),
        sources=tuple(Choice(s.id, s.name, s.id in typed.sources) for s in treatable),
        phases=tuple(
            PhaseField(
                id=phase.id,
                name=phase.name,
                goal=phase.goal,
                rows=_rows(typed, phase.id),
                typed=typed.adding.get(phase.id, ""),
                library=tuple(
                    (e.name, ", ".join(e.target_muscles))
                    for e in rehabilitation.exercises
                    if phase.id in e.phases and not any((r.phase, r.exercise) == (phase.id, e.id) for r in typed.rows)
                ),
            )
            for phase in phases_of_programmes(typed.region)
        ),
        n_exercises=len(typed.rows),
        problems=problems,
        remarks=remarks,
        checked=checked,
        said=said,
        focus=focus,
    )


def _rows(typed: Typed, phase: str) -> tuple[ExerciseRow, ...]:
    here = [(number, row) for number, row in enumerate(typed.rows) if row.phase == phase]
    return tuple(_row(typed.region, number, row, place == 0, place + 1 == len(here)) for place, (number, row) in enumerate(here))


def _row(region: str, number: int, row: Row, is_first: bool, is_last: bool) -> ExerciseRow:
    exercise = get_rehabilitation(region).exercise_by_id[row.exercise]
    dose = exercise.dose
    shown = {"sets", "sessions", "rest_s", "tempo", "effort", "depth"}
    shown |= {
        part for part, span in (("repetitions", dose.repetitions), ("hold_s", dose.hold_s), ("distance", dose.distance_m)) if span
    }
    if dose.loaded:
        shown.add("load_words")
    return ExerciseRow(
        number=number,
        id=exercise.id,
        name=exercise.name,
        phase=row.phase,
        dose=row.dose,
        shown=frozenset(shown),
        library=library_range(exercise),
        figure=figure_address(exercise.id, "right"),
        is_first=is_first,
        is_last=is_last,
    )


def library_range(exercise: Exercise) -> str:
    """The doses that the library gives, in one line."""
    dose = exercise.dose
    effort = [_("effort %(n)s of 10") % {"n": between(dose.effort_rpe_0_10)}] if dose.effort_rpe_0_10 else []
    rest = _("rest %(n)s") % {"n": seconds(dose.rest_s)}
    return ", ".join([dose_in_short(dose), rest, *effort, _("%(n)s a week") % {"n": between(dose.sessions_per_week)}])


def own_card(version: OwnVersion, time: ClinicTime) -> ProgrammeCard:
    """A programme of the clinic."""
    own = version.own
    rehabilitation = get_rehabilitation(own.region)
    names = {exercise.id: exercise.name for exercise in rehabilitation.exercises}
    phases = tuple(
        PhaseLine(phase.name, tuple((one.id, names.get(one.id, one.id), one.dose.words) for one in own.phases[phase.id]))
        for phase in rehabilitation.phases
        if own.phases.get(phase.id)
    )
    return ProgrammeCard(
        name=own.name,
        purpose=str(PURPOSES[own.purpose]),
        sources=source_names(own.region, own.for_sources),
        summary=own.summary,
        duration=own.duration,
        phases=phases,
        n_exercises=_n_exercises(phases),
        support=None,
        make_from=version.name_in_plan,
        id=version.programme_id,
        since=_("version %(n)s, %(when)s, %(who)s")
        % {"n": version.number, "when": time.short_day(time.local(version.made_at).date()), "who": version.made_by},
    )


def published_card(region: str, programme: Programme) -> ProgrammeCard:
    """A programme of the literature."""
    rehabilitation = get_rehabilitation(region)
    names = {exercise.id: exercise.name for exercise in rehabilitation.exercises}
    phases = tuple(
        PhaseLine(phase.name, tuple((e, names.get(e, e), "") for e in programme.exercises_by_phase[phase.id]))
        for phase in rehabilitation.phases
        if programme.exercises_by_phase.get(phase.id)
    )
    return ProgrammeCard(
        name=programme.name,
        purpose=str(PURPOSES[programme.purpose]),
        sources=source_names(region, programme.for_sources),
        summary=programme.summary,
        duration=programme.duration,
        phases=phases,
        n_exercises=_n_exercises(phases),
        support=programme.support,
        make_from=programme.id,
        id=None,
        since="",
    )


def _n_exercises(phases: tuple[PhaseLine, ...]) -> int:
    return len({exercise for phase in phases for exercise, _name, _dose in phase.exercises})


def source_names(region: str, sources: Iterable[str]) -> tuple[str, ...]:
    """What sources are called; the id of one the pack has no more."""
    known = get_knowledge(region).pack.source_by_id
    return tuple(known[source].name if source in known else source for source in sources)


def origin_name(region: str, name: str) -> str:
    """What a published programme is called that an own one was made from; empty for none and for one of the clinic's own."""
    found = get_rehabilitation(region).programme_by_id.get(name)
    return found.name if found else ""


def what_changed(before: OwnProgramme, after: OwnProgramme) -> tuple[str, ...]:
    """The differences between two versions, in words."""
    rehabilitation = get_rehabilitation(after.region)
    names = {exercise.id: exercise.name for exercise in rehabilitation.exercises}
    arrow = _("%(what)s: %(before)s → %(after)s")
    said: list[str] = []
    for what, was, now in (
        (_("Name"), before.name, after.name),
        (_("For"), str(PURPOSES[before.purpose]), str(PURPOSES[after.purpose])),
        (_("Sources"), *(", ".join(source_names(one.region, one.for_sources)) for one in (before, after))),
        (_("Duration"), before.duration, after.duration),
    ):
        if was != now:
            said.append(arrow % {"what": what, "before": was or _("none"), "after": now or _("none")})
    for phase in rehabilitation.phases:
        had = {one.id: one.dose for one in before.phases.get(phase.id, ())}
        has = {one.id: one.dose for one in after.phases.get(phase.id, ())}
        where = {"phase": phase.name}
        said += [_("%(phase)s: added %(name)s") % {**where, "name": names.get(e, e)} for e in has if e not in had]
        said += [_("%(phase)s: took out %(name)s") % {**where, "name": names.get(e, e)} for e in had if e not in has]
        said += [
            arrow % {"what": f"{phase.name}, {names.get(e, e)}", "before": had[e].words, "after": has[e].words}
            for e in has
            if e in had and had[e] != has[e]
        ]
    if before.summary != after.summary:
        said.append(_("The summary is worded differently"))
    return tuple(said)
