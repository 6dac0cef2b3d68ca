"""Patient, complaint, history and the body chart: what was told."""

from __future__ import annotations

from collections.abc import Callable

from enthesis.bodymap.description import describe_drawing
from enthesis.bodymap.drawing import Drawing, read_drawing
from enthesis.bodymap.figure import load_figure
from enthesis.knowledge.pack import Finding
from enthesis.reports.body_picture import legend_of, pictures_of
from enthesis.reports.encounter_record import Recorded
from enthesis.reports.note import Section, Sentence
from enthesis.reports.quantities import amount, name_of
from enthesis.reports.tracing import Tracer, title_of_text
from enthesis.reports.wording import (
    capitalised,
    eased_by,
    joined_with,
    listed,
    provoked_by,
    treatment_words,
    with_remarks,
)
from enthesis.terms.fault import UnusableInput

ONSETS = {"acute": "Acute onset", "gradual": "Gradual onset", "traumatic": "Traumatic onset", "insidious": "Insidious onset"}
_TEXTS_ELSEWHERE = ("onset", "duration_weeks", "summary", "plan", "goals")
TEXTS_FIRST = ("referral", "referred_by")
Pair = tuple[Finding, Recorded]


def patient_section(tracer: Tracer) -> Section:
    """Who it is, what for, and who sent them."""
    record = tracer.record
    who, episode = record.patient, record.episode
    about = [f"{who.age_years} years" if who.age_years is not None else "age not recorded", who.sex or "sex not recorded"]
    if who.sport:
        about.append(who.sport)
    said = [tracer.say("patient.about", f"{who.name}: {', '.join(about)}", more=[tracer.patient()])]
    side = {"left": "left side", "right": "right side", "both": "both sides"}.get(episode.affected_side, "side not recorded")
    complaint = f"“{episode.complaint}”" if episode.complaint else "no complaint recorded"
    said.append(tracer.say("patient.complaint", f"Comes because of {complaint}; {side}", more=[tracer.episode()]))
    for key in TEXTS_FIRST:
        entry = record.text_entry(key)
        if entry is not None and entry.words("text"):
            said.append(tracer.say(f"patient.{key}", f"{title_of_text(key)}: {entry.words('text')}", [entry]))
    return Section("patient", "Patient", tuple(said))


def history_section(tracer: Tracer, told: list[Pair]) -> Section:
    """History in the order it is asked: onset, background, symptoms, worse, eased, earlier care, scores, goals."""
    said = _onset(tracer)
    by_kind: dict[str, list[Pair]] = {}
    for finding, entry in told:
        by_kind.setdefault(finding.kind if finding.informative else "measure", []).append((finding, entry))
    said += _grouped(tracer, by_kind.get("history", []), "history", "Background", "Asked, and not the case", _name)
    said += _grouped(tracer, by_kind.get("symptom", []), "symptoms", "Symptoms", "Not present", _name)
    leads = ("It hurts", "It does not hurt", "Unclear whether it hurts")
    said += _phrased(tracer, by_kind.get("aggravating factor", []), "worse", leads, "Also worse", provoked_by)
    leads = ("Eased", "Not eased", "Unclear whether eased")
    said += _phrased(tracer, by_kind.get("easing factor", []), "eased", leads, "Also eased", eased_by)
    said += _treatments(tracer, by_kind.get("response to prior treatment", []))
    for kind in ("prior investigation", "demographic"):
        said += _grouped(
            tracer, by_kind.get(kind, []), kind.replace(" ", "_"), capitalised(kind), f"{capitalised(kind)}, no", _name
        )
    said += _texts(tracer)
    said += _scores(tracer, by_kind.get("measure", []))
    goals = tracer.record.text_entry("goals")
    if goals is not None and goals.words("text"):
        said.append(tracer.say("history.goals", f"Goal: {goals.words('text')}", [goals]))
    if not said:
        said.append(tracer.say("history.none", "No history is recorded", more=[tracer.absence("No entry of the history")]))
    return Section("history", "History", tuple(said))


def _name(finding: Finding, entry: Recorded) -> str:
    return finding.name


def _onset(tracer: Tracer) -> list[Sentence]:
    onset, weeks = tracer.record.text_entry("onset"), tracer.record.text_entry("duration_weeks")
    entries = [entry for entry in (onset, weeks) if entry is not None and entry.words("text")]
    if not entries:
        return []
    parts: list[str] = []
    if onset is not None and onset.words("text"):
        parts.append(ONSETS.get(onset.words("text").lower(), f"Onset: {onset.words('text')}"))
    if weeks is not None and weeks.words("text"):
        number = weeks.words("text").removesuffix("weeks").strip()
        parts.append(f"present for {number} {'week' if number == '1' else 'weeks'}")
    return [tracer.say("history.onset", "; ".join(parts), entries)]


def _split(pairs: list[Pair], result: str) -> list[Pair]:
    return [(finding, entry) for finding, entry in pairs if entry.words("result") == result]


def _grouped(
    tracer: Tracer, pairs: list[Pair], id: str, present: str, absent: str, words: Callable[[Finding, Recorded], str]
) -> list[Sentence]:
    """At most four sentences of one kind of finding: present, absent, unclear, and values."""
    said: list[Sentence] = []
    for result, lead in (("positive", present), ("negative", absent), ("equivocal", "Unclear"), ("value", "Recorded")):
        found = _split(pairs, result)
        if found:
            items = listed(with_remarks(words(finding, entry), entry) for finding, entry in found)
            said.append(tracer.say(f"history.{id}.{result}", f"{lead}: {items}", [entry for _, entry in found]))
    return said


def _phrased(
    tracer: Tracer, pairs: list[Pair], id: str, leads: tuple[str, str, str], also: str, words: Callable[[Finding], str | None]
) -> list[Sentence]:
    """What makes it worse or eases it: a sentence of phrases each for present, absent and unclear; the rest by name.

    Args:
        leads: how the three sentences begin.
        also: what stands before findings that have no phrase.
        words: the phrase of a finding, None where there is none.
    """
    said: list[Sentence] = []
    for result, lead in zip(("positive", "negative", "equivocal"), leads, strict=True):
        found = [(phrase, entry) for finding, entry in _split(pairs, result) if (phrase := words(finding)) is not None]
        if found:
            phrases = [with_remarks(phrase, entry) for phrase, entry in found]
            said.append(tracer.say(f"history.{id}.{result}", f"{lead} {joined_with(phrases)}", [entry for _, entry in found]))
    others = [pair for pair in pairs if words(pair[0]) is None or pair[1].words("result") == "value"]
    return said + _grouped(tracer, others, f"{id}_also", also, "Not so", _name)


def _treatments(tracer: Tracer, pairs: list[Pair]) -> list[Sentence]:
    sure = [(f, e) for f, e in pairs if e.words("result") in ("positive", "negative")]
    said: list[Sentence] = []
    if sure:
        items = listed(with_remarks(treatment_words(f, e.words("result")), e) for f, e in sure)
        said.append(tracer.say("history.care", f"Earlier care: {items}", [entry for _, entry in sure]))
    rest = [pair for pair in pairs if pair not in sure]
    return said + _grouped(tracer, rest, "care_unclear", "Earlier care", "Earlier care", _name)


def _texts(tracer: Tracer) -> list[Sentence]:
    """Texts of the history, and of the intake, under their own names."""
    said: list[Sentence] = []
    for entry in tracer.record.of_kind("text"):
        kind = entry.key.partition(":")[0]
        told = kind in ("history", "training", "previous_care", "complaint", "intake") or entry.origin == "intake"
        if told and entry.key not in (*_TEXTS_ELSEWHERE, *TEXTS_FIRST) and entry.words("text"):
            title = title_of_text(entry.key).removeprefix("Intake ").removeprefix("History ")
            said.append(tracer.say(f"history.text.{entry.key}", f"{capitalised(title)}: {entry.words('text')}", [entry]))
    return said


def _scores(tracer: Tracer, pairs: list[Pair]) -> list[Sentence]:
    units = tracer.record.clinic.units
    pains = [m for m in tracer.record.of_kind("measure") if m.words("quantity").startswith("pain") and not m.words("side")]
    said: list[Sentence] = []
    if pains:
        items = [
            f"{_when(m.words('quantity'))} {amount(m.content.get('number'), m.words('grade'), m.words('quantity'), units)}"
            for m in pains
        ]
        said.append(tracer.say("history.pain_scores", f"Pain {', '.join(items)}", pains))
    if pairs:
        items = [_score(f, e) for f, e in pairs]
        said.append(tracer.say("history.scores", "; ".join(items), [entry for _, entry in pairs]))
    return said


def _when(quantity: str) -> str:
    """The moment a pain score is about, from its quantity: now, worst in the last week, ..."""
    words = name_of(quantity).removeprefix("Pain").strip() or "now"
    return f"{words.removesuffix(' week')} in the last week" if words.endswith(" week") else words


def _score(finding: Finding, entry: Recorded) -> str:
    said = ", ".join(word for word in (entry.words("value"), entry.words("note")) if word)
    result = {"positive": "present", "negative": "none", "equivocal": "unclear"}.get(entry.words("result"), "")
    return f"{capitalised(finding.name)}: {said or result or 'no value'}"


def body_chart_section(tracer: Tracer) -> Section | None:
    """The drawing as pictures of the views that hold marks, and a sentence for every area; None without a drawing."""
    said: list[Sentence] = []
    pictures: list[tuple[str, Drawing]] = []
    for entry in tracer.record.of_kind("drawing"):
        try:
            drawing = read_drawing(entry.content.get("drawing"))
        except UnusableInput:
            said.append(tracer.say(f"body_chart.{entry.key}", "A drawing was made that cannot be shown here", [entry]))
            continue
        described = describe_drawing(drawing, load_figure(drawing.build))
        text = " ".join(described) or "Nothing is drawn."
        said.append(tracer.say(f"body_chart.{entry.key}", text, [entry]))
        pictures.append((entry.key, drawing))
    if not said:
        return None
    drawn = tuple(picture for key, drawing in pictures for picture in pictures_of(drawing, key))
    legend = tuple(dict.fromkeys(line for _, drawing in pictures for line in legend_of(drawing, paper=False)))
    on_paper = ". ".join(dict.fromkeys(line for _, drawing in pictures for line in legend_of(drawing, paper=True)))
    return Section(
        "body_chart",
        "Body chart",
        tuple(said),
        layout="lines",
        pictures=drawn,
        legend=legend,
        caption=f"{on_paper}." if on_paper else "",
    )
