"""Sentences and what they stand on: every entry that a document uses is remembered, so that none is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from enthesis.reports.care_words import exercise_words, intervention_words
from enthesis.reports.dates import moment_words
from enthesis.reports.encounter_record import EarlierEncounter, EncounterRecord, PlanAt, Recorded
from enthesis.reports.needling_words import is_needling, needling_words
from enthesis.reports.note import Sentence, Trace
from enthesis.reports.quantities import amount, examination_of, movement_of, name_of
from enthesis.reports.wording import SIDES, capitalised, ended, examined
from enthesis.terms.side import split_finding_key

_ORIGIN = {"intake": "the patient's intake, confirmed by", "import": "an imported case file, by"}
RED_FLAG_ACTIONS = {
    "referred_now": "Referred now",
    "referred_soon": "Referral arranged",
    "discussed": "Discussed with a physician",
    "watch": "Re-check at the next visit",
    "explained": "Explained by something else",
}
VIEWS = {"accept": "Accepts the first source", "differ": "Differs from the first source", "open": "Leaves the source open"}


class Tracer:
    """Makes sentences for one record."""

    def __init__(self, record: EncounterRecord) -> None:
        self.record = record
        self.used: set[str] = set()

    def say(
        self,
        id: str,
        text: str,
        entries: Iterable[Recorded] = (),
        more: Sequence[Trace] = (),
        *,
        state: str = "",
        cells: tuple[str, ...] = (),
        field: str = "",
        whole: bool = True,
    ) -> Sentence:
        """A sentence with its traces; the entries count as used.

        Args:
            id: stable name of what it speaks about.
            entries: the entries it repeats.
            more: traces that are not entries.
            whole: end it with a full stop.
        """
        traced = list(entries)
        self.used.update(entry.id for entry in traced)
        sources = (*(self.trace(entry) for entry in traced), *more)
        said = ended(text) if whole else text
        return Sentence(id=id, text=capitalised(said), sources=sources, state=state, cells=cells, field=field)

    def trace(self, entry: Recorded) -> Trace:
        """Who recorded an entry, when, and what it says."""
        who = f"from {_ORIGIN[entry.origin]} {entry.by}" if entry.origin in _ORIGIN else entry.by
        return Trace(entry.kind, entry.id, self.label(entry), who, moment_words(self.record.clinic, entry.at))

    def label(self, entry: Recorded) -> str:
        """What an entry says, in one line."""
        if entry.kind == "finding":
            finding = self.record.pack.finding_by_id.get(entry.words("finding"))
            if entry.words("result") == "not_assessed":
                name, beside = finding.name if finding else entry.words("finding"), SIDES.get(split_finding_key(entry.key)[1], "")
                return f"{capitalised(f'{name} {beside}'.strip())}: withdrawn, counts as not assessed"
            if finding is None:
                return f"{entry.words('finding')}: {entry.words('result')} {entry.words('value')}".strip()
            return examined(finding, entry, self.record.episode.affected_side if finding.position != "interview" else "")
        if entry.kind == "measure":
            quantity, examination = entry.words("quantity"), examination_of(self.record.pack.id)
            shown = amount(entry.content.get("number"), entry.words("grade"), quantity, self.record.clinic.units)
            moved = movement_of(quantity, examination)
            name = f"{moved[0].name}, {moved[1]}" if moved is not None else name_of(quantity, examination)
            said = " ".join(part for part in (entry.words("side"), shown) if part)
            return f"{name}: {said}" if said else name
        if entry.kind == "text":
            return f"{title_of_text(entry.key)}: {_shortened(entry.words('text'))}"
        if entry.kind == "red_flag":
            return f"Red flag, done: {RED_FLAG_ACTIONS.get(entry.words('action'), entry.words('action'))}"
        if entry.kind == "diagnosis":
            return f"Clinician's own view: {VIEWS.get(entry.words('agrees'), entry.words('agrees')).lower()}"
        if entry.kind == "intervention":
            return intervention_words(entry, self.record.care_names)
        if entry.kind == "exercise_done":
            return exercise_words(entry, self.record.care_names)
        if is_needling(entry):
            return needling_words(entry, self.record.clinic)
        return "Body chart drawn"

    def computed(self, label: str = "") -> Trace:
        """The trace of what the reasoning computed."""
        pack = self.record.pack
        n = len({e.words("finding") for e in self.record.of_kind("finding") if e.words("result") != "not_assessed"})
        what = label or f"Computed from the {n} recorded findings"
        return Trace("reasoning", pack.digest[:16] or pack.id, f"{what} by pack {pack.id} {pack.version} ({pack.tier})")

    def earlier(self, earlier: EarlierEncounter) -> Trace:
        """An earlier meeting of the episode."""
        at = earlier.encounter.started_at
        words = f"Visit {earlier.number} of the episode"
        return Trace("encounter", earlier.encounter.id, words, earlier.encounter.therapist, moment_words(self.record.clinic, at))

    def plan(self, plan: PlanAt) -> Trace:
        """A version of the plan of care."""
        who = plan.by or "the rules, overnight"
        return Trace("plan", plan.id, f"Plan of care, version {plan.number}", who, moment_words(self.record.clinic, plan.at))

    def absence(self, label: str) -> Trace:
        """The trace of a statement that there is no entry."""
        return Trace("absence", "", label)

    def patient(self) -> Trace:
        """The patient's particulars."""
        who = self.record.patient
        return Trace(
            "patient", who.id, "Patient's particulars", who.registered_by, moment_words(self.record.clinic, who.registered_at)
        )

    def episode(self) -> Trace:
        """The episode of care."""
        episode = self.record.episode
        return Trace(
            "episode", episode.id, "Episode of care", episode.opened_by, moment_words(self.record.clinic, episode.opened_at)
        )


_TEXT_TITLES = {
    "onset": "Onset",
    "duration_weeks": "Duration in weeks",
    "history": "History",
    "summary": "Summary",
    "plan": "Plan",
    "goals": "Goals",
    "training": "Training",
    "referral": "Referral",
}


def title_of_text(key: str) -> str:
    """The name of a text entry, from its key."""
    kind, _, rest = key.partition(":")
    if kind in ("note", "note_basis"):
        return "Wording changed by hand" if kind == "note" else "Generated wording at that time"
    if kind == "left_out":
        return f"Left out: {rest}"
    if kind == "letter":
        return "Letter"
    words = f"{kind} {rest}" if rest else kind
    return _TEXT_TITLES.get(key) or capitalised(words.replace("_", " ").strip())


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 160 else f"{plain[:157]}…"
