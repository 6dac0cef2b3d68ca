"""The plan of care as one document: what the engine suggests, what the clinician decides, and what the phone shows.

Read by records, reports, the web and the phone. The form is versioned; `read_plan_document` refuses anything else with one
sentence. Optional keys may be absent in older documents and are then empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, cast

from enthesis.care.plan_reading import PlanPart

VERSION = 1
"""Of the document's form, not of a patient's plan."""

Purpose = Literal["rehabilitation", "prevention", "training"]
Decision = Literal["suggested", "accepted", "declined"]
PURPOSES = ("rehabilitation", "prevention", "training")
OVERLAYS = ("", "flare", "hold", "refer")
SIDES = ("left", "right", "both", "")
DECISIONS = ("suggested", "accepted", "declined")
HIGHEST_PAIN_CEILING_0_10 = 5
LONGEST_REVIEW_DAYS = 366


@dataclass(frozen=True)
class PlannedSource:
    """A source the plan treats, with its probability (0 to 1) when the plan was made."""

    id: str
    name: str
    probability: float


@dataclass(frozen=True)
class Goal:
    """What the patient wants to do again, in words; `psfs` goals carry scores from 0 (unable) to 10 (as before)."""

    words: str
    measure: Literal["", "psfs"] = ""
    baseline: float | None = None
    target: float | None = None


@dataclass(frozen=True)
class PlannedDose:
    """What is done in one session; None where a quantity does not apply or is not set yet."""

    sets: int
    repetitions: int | None
    hold_s: int | None
    """Seconds each repetition is held, for isometric work."""
    load_kg: float | None
    load_words: str
    """How the load is found where no number is set ("a weight that feels like effort 4 of 10")."""
    tempo_s: tuple[int, int, int] | None
    """Seconds down, held, up."""
    rest_s: int
    effort_rpe_0_10: int | None
    sessions_per_week: int
    hip_flexion_deg: int | None
    """Deepest flexion of the loaded hip, degrees."""
    distance_m: int | None = None
    """Metres of one repetition, for drills over a distance."""

    @property
    def words(self) -> str:
        """One line, for instance "3 x 8, 3 s down, 1 s held, 3 s up, rest 90 s, effort 4/10, 3 times a week"."""
        parts = [self._amount]
        if self.load_kg is not None:
            parts.append(f"{self.load_kg:g} kg")
        elif self.load_words:
            parts.append(self.load_words)
        if self.tempo_s is not None:
            down, held, up = self.tempo_s
            parts.append(f"{down} s down, {f'{held} s held, ' if held else ''}{up} s up")
        if self.rest_s:
            parts.append(f"rest {self.rest_s} s")
        if self.effort_rpe_0_10 is not None:
            parts.append(f"effort {self.effort_rpe_0_10}/10")
        times = "once" if self.sessions_per_week == 1 else f"{self.sessions_per_week} times"
        parts.append(f"{times} a week")
        return ", ".join(parts)

    @property
    def _amount(self) -> str:
        repetitions, once = self.repetitions, self.repetitions in (None, 1)
        if self.distance_m is not None:
            return f"{self.sets} x {self.distance_m} m" if once else f"{self.sets} x {repetitions} of {self.distance_m} m"
        if repetitions is None:
            return f"{self.sets} sets" if self.hold_s is None else f"{self.sets} x {self.hold_s} s"
        return f"{self.sets} x {repetitions}" if self.hold_s is None else f"{self.sets} x {repetitions} held {self.hold_s} s"


@dataclass(frozen=True)
class PlannedExercise:
    """One exercise, its dose, why it is there and which sources it serves."""

    id: str
    name: str
    side: Literal["left", "right", "both", ""]
    dose: PlannedDose
    why: str
    citation: str
    basis: str
    """How the cited fact was read; `judgement` where nothing was."""
    serves: tuple[str, ...] = ()
    """Ids of the plan's sources this line is for; empty in a programme without an injury."""


@dataclass(frozen=True)
class PlannedIntervention:
    """Something done or advised beside exercise, and what the clinician decided about it."""

    id: str
    name: str
    for_sources: tuple[str, ...]
    """Those of the plan's sources it serves."""
    indication: str
    contraindications: tuple[str, ...]
    dose: str
    evidence_grade: str
    citation: str
    decision: Decision = "suggested"
    reason: str = ""
    """Why it was suggested; the clinician's reason once decided."""
    ask_first: tuple[str, ...] = ()
    """Names of findings that would speak against it and have not been assessed."""
    effect: str = ""
    """What is known of its effect, in one or two sentences; empty where nothing is."""
    basis: str = "judgement"
    """How grade and effect were read; indication and contraindications are judgement throughout."""
    dose_basis: str = "judgement"


@dataclass(frozen=True)
class LeftOut:
    """Something that would serve a source of the plan and was left out, with the reason."""

    id: str
    name: str
    because: str


@dataclass(frozen=True)
class PlanDocument:
    """A whole plan. `suggestion` and `document` of a stored plan version are both of this form."""

    purpose: Purpose
    programme: str
    """Programme id, or empty."""
    phase: str
    phase_because: str
    overlay: Literal["", "flare", "hold", "refer"]
    sources: tuple[PlannedSource, ...]
    goals: tuple[Goal, ...]
    pain_ceiling_0_10: int
    marker: str
    """Exercise id of the marker test, or empty."""
    run_level: str
    run_goal: str
    exercises: tuple[PlannedExercise, ...]
    interventions: tuple[PlannedIntervention, ...]
    conflicts: tuple[str, ...]
    refer: tuple[str, ...]
    review_in_days: int
    ask_first: tuple[str, ...] = ()
    """What should be asked or tested before loading starts and is not recorded."""
    left_out: tuple[LeftOut, ...] = ()


def plan_to_json(plan: PlanDocument) -> dict[str, Any]:
    """The plan as plain JSON values, keys in the order of the types."""
    return {"version": VERSION, **_plain(plan)}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in cast("tuple[Any, ...]", value)]
    return value


def read_plan_document(value: Any, where: str = "plan") -> PlanDocument:
    """Read a plan from JSON values.

    Args:
        value: what `plan_to_json` gives, or what a clinician's form sent.
        where: how the document is named in an error.
    Raises:
        UnusableInput: a key is missing, unknown or of the wrong kind, or a number lies outside its range.
    """
    whole = PlanPart(value, where)
    whole.number("version", VERSION, VERSION)
    plan = PlanDocument(
        purpose=cast("Purpose", whole.choice("purpose", PURPOSES)),
        programme=whole.text("programme"),
        phase=whole.text("phase", filled=True),
        phase_because=whole.text("phase_because", default=""),
        overlay=cast("Any", whole.choice("overlay", OVERLAYS)),
        sources=tuple(
            PlannedSource(part.text("id", filled=True), part.text("name"), part.number("probability", 0.0, 1.0))
            for part in whole.parts("sources")
        ),
        goals=tuple(_goal(part) for part in whole.parts("goals")),
        pain_ceiling_0_10=whole.whole_number("pain_ceiling_0_10", 0, HIGHEST_PAIN_CEILING_0_10),
        marker=whole.text("marker"),
        run_level=whole.text("run_level"),
        run_goal=whole.text("run_goal"),
        exercises=tuple(_exercise(part) for part in whole.parts("exercises")),
        interventions=tuple(_intervention(part) for part in whole.parts("interventions")),
        conflicts=whole.words("conflicts"),
        refer=whole.words("refer"),
        review_in_days=whole.whole_number("review_in_days", 0, LONGEST_REVIEW_DAYS),
        ask_first=whole.words("ask_first", default=()),
        left_out=tuple(
            LeftOut(part.text("id"), part.text("name"), part.text("because")) for part in whole.parts("left_out", default=())
        ),
    )
    whole.done()
    return plan


def _goal(part: PlanPart) -> Goal:
    measure = part.choice("measure", ("", "psfs"))
    return Goal(
        part.text("words", filled=True),
        cast("Any", measure),
        part.number_or_none("baseline", 0.0, 1000.0),
        part.number_or_none("target", 0.0, 1000.0),
    )


def _exercise(part: PlanPart) -> PlannedExercise:
    return PlannedExercise(
        id=part.text("id", filled=True),
        name=part.text("name"),
        side=cast("Any", part.choice("side", SIDES)),
        dose=read_dose(part.part("dose")),
        why=part.text("why"),
        citation=part.text("citation"),
        basis=part.text("basis"),
        serves=part.words("serves", default=()),
    )


def read_dose(part: PlanPart) -> PlannedDose:
    """Read a dose; sets 1-20, repetitions 1-200, up to an hour each (an easy run), loads up to 500 kg, 1-70 sessions a week: what
    the library's ranges may hold (`lint.treatment.ranges_of_dose`)."""
    tempo = part.whole_numbers_or_none("tempo_s", 3, 0, 60)
    dose = PlannedDose(
        sets=part.whole_number("sets", 1, 20),
        repetitions=part.whole_number_or_none("repetitions", 1, 200),
        hold_s=part.whole_number_or_none("hold_s", 1, 3600),
        load_kg=part.number_or_none("load_kg", 0.0, 500.0),
        load_words=part.text("load_words"),
        tempo_s=cast("tuple[int, int, int] | None", tempo),
        rest_s=part.whole_number("rest_s", 0, 900),
        effort_rpe_0_10=part.whole_number_or_none("effort_rpe_0_10", 0, 10),
        sessions_per_week=part.whole_number("sessions_per_week", 1, 70),
        hip_flexion_deg=part.whole_number_or_none("hip_flexion_deg", 0, 150),
        distance_m=part.whole_number_or_none("distance_m", 1, 1000, default=None),
    )
    part.done()
    return dose


def _intervention(part: PlanPart) -> PlannedIntervention:
    return PlannedIntervention(
        id=part.text("id", filled=True),
        name=part.text("name"),
        for_sources=part.words("for_sources"),
        indication=part.text("indication"),
        contraindications=part.words("contraindications"),
        dose=part.text("dose"),
        evidence_grade=part.text("evidence_grade"),
        citation=part.text("citation"),
        decision=cast("Decision", part.choice("decision", DECISIONS)),
        reason=part.text("reason"),
        ask_first=part.words("ask_first", default=()),
        effect=part.text("effect", default=""),
        basis=part.text("basis", default="judgement"),
        dose_basis=part.text("dose_basis", default="judgement"),
    )


def dose_to_json(dose: PlannedDose) -> Mapping[str, Any]:
    """A dose as plain JSON values."""
    return cast("Mapping[str, Any]", _plain(dose))
