"""What the '?' beside a field says. One table for all pages: a field that stands in it has a '?', any other has none.

Keys: `FormClass.field` for Django's forms, `area.field` for fields that a template writes itself. One or two sentences, for somebody
who does not know the word; how to type something stands in the field's hint instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

HELP: Mapping[str, Any] = {
    "PatientForm.sport": _(
        "What the complaint gets in the way of. Some sports make some sources more likely before any question."
    ),
    "PatientForm.sex": _("As it bears on how common a source is. Leave it as 'not recorded' where you do not know."),
    "PatientForm.birth_date": _("Age moves how common each source is, and some advice waits for adult age."),
    "EpisodeForm.complaint": _(
        "One episode is one complaint, from the first visit to the follow-up a year after discharge. Something new and unrelated gets an "
        "episode of its own."
    ),
    "EpisodeForm.affected_side": _(
        "Findings are recorded for this side unless you say otherwise. It can stay open until the examination; 'both' is for a complaint on "
        "both sides."
    ),
    "SettingsForm.units": _("Only how numbers are shown and typed. They are kept in kg, cm and km."),
    "plan.phase": _(
        "The stage of loading. It is proposed as far as the recorded numbers carry; a number that is missing is never taken as a good one, so "
        "the gentlest phase stands where nothing is known."
    ),
    "plan.programme": _(
        "A published programme whose exercises stand in the place of those chosen for the sources. Conflicts are said all the same."
    ),
    "plan.overlay": _(
        "What lies over the phase for a while: in a flare only the holds are left, a referral stops loading altogether."
    ),
    "plan.marker": _(
        "One movement that the patient does each morning and rates from 0 to 10. By it the rules judge what yesterday's load did to the tendon."
    ),
    "plan.ceiling": _(
        "The highest pain that is accepted while an exercise is done. Above it the session does not count as good."
    ),
    "plan.run_level": _(
        "A step of the running ladder, from walking to speed. It goes up after quiet runs with a day of rest before, one step at a time."
    ),
    "plan.review_in_days": _(
        "When you want to look at the plan again. The rules look every night, and tell you sooner when something is wrong."
    ),
    "plan.cs": _("Kept with this version, beside what the engine had suggested. The patient does not see it."),
    "outcomes.taken_on": _("The day the number speaks of: a score asked on Tuesday and typed today belongs to Tuesday."),
    "outcomes.activity": _(
        "Something that is hard because of this complaint, in the patient's words. The same activities are rated again later, so that like "
        "is compared with like."
    ),
    "discharge.maintenance": _("It stands in the discharge report, for the patient and for whoever sees them next."),
    "questionnaires.measure": _(
        "The measure whose score it calculates. That measure's range and its rule for missing answers hold."
    ),
    "questionnaires.right": _(
        "Most questionnaires belong to somebody, and Enthesis brings none of their questions. What you bring in is shown in this clinic alone."
    ),
    "programmes.purpose": _(
        "Rehabilitation is offered for the sources you tick; prevention and training also where nobody was injured or assessed."
    ),
    "people.role": _(
        "What somebody may do. A student's notes wait for a co-signature; the front desk sees no clinical content; a researcher sees records without the "
        "persons. A clinic always keeps one lead."
    ),
}


def help_of(key: str) -> Any:
    """The text for a field; empty where the field needs none."""
    return HELP.get(key, "")
