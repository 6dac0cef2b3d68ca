"""A dose as the fields of a form, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from enthesis.care.plan_document import PlannedDose, read_dose
from enthesis.care.plan_reading import PlanPart
from enthesis.terms.fault import UnusableInput
from enthesis.web.plans.numbers import read_number, read_whole


def read_typed_dose(typed: Mapping[str, str], name: str, title: str, shown: PlannedDose) -> PlannedDose:
    """The dose as typed; a field that the form did not show stays as it was.

    Args:
        name: what the fields' names begin with, before the point.
        title: what the exercise is called.
        shown: the dose that stood in the fields.
    Raises:
        UnusableInput: a number cannot be read or lies out of its range, or a part that is needed is missing.
    """
    before = dose_fields(shown)

    def text(part: str) -> str:
        return typed.get(f"{name}.{part}", before[part]).strip()

    def whole(part: str, label: str) -> int | None:
        return read_whole(text(part), f"{title}, {label}")

    tempo = [read_whole(part, f"{title}, {_('tempo')}") for part in re.split(r"[-–/ ]+", text("tempo")) if part]
    if len(tempo) not in (0, 3):
        raise UnusableInput(
            f"{title}, {_('tempo')}", _("three numbers are expected: down, held, up"), _("write it as 3-1-3, or leave it out")
        )
    dose = {
        "sets": whole("sets", _("sets")),
        "repetitions": whole("repetitions", _("repetitions")),
        "hold_s": whole("hold_s", _("hold")),
        "load_kg": read_number(text("load_kg"), f"{title}, {_('load')}"),
        "load_words": text("load_words"),
        "tempo_s": tempo or None,
        "rest_s": whole("rest_s", _("rest")) or 0,
        "effort_rpe_0_10": whole("effort", _("effort")),
        "sessions_per_week": whole("sessions", _("sessions a week")),
        "hip_flexion_deg": whole("depth", _("depth")),
        "distance_m": whole("distance", _("distance")),
    }
    if dose["sets"] is None or dose["sessions_per_week"] is None:
        raise UnusableInput(title, _("sets and sessions a week are needed"), _("write a number in both"))
    if dose["repetitions"] is None and dose["hold_s"] is None:
        raise UnusableInput(title, _("neither repetitions nor a hold is given"), _("write one of them"))
    return read_dose(PlanPart(dose, title))


def dose_fields(dose: PlannedDose) -> dict[str, str]:
    """A dose as the texts of its fields."""

    def text(value: float | None) -> str:
        return "" if value is None else f"{value:g}"

    return {
        "sets": text(dose.sets),
        "repetitions": text(dose.repetitions),
        "hold_s": text(dose.hold_s),
        "load_kg": text(dose.load_kg),
        "load_words": dose.load_words,
        "tempo": "-".join(str(part) for part in dose.tempo_s) if dose.tempo_s else "",
        "rest_s": text(dose.rest_s),
        "effort": text(dose.effort_rpe_0_10),
        "sessions": text(dose.sessions_per_week),
        "depth": text(dose.hip_flexion_deg),
        "distance": text(dose.distance_m),
    }
