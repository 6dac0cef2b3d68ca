"""Documents of an episode: what each says, what it names as missing, what a case report must never let out."""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import replace

import pytest
from episode_table import WRITING, clinic, made, make_episode, patient, visit_at, words_of
from reading_grade import WORD, reading_grade, syllables

from enthesis.actions.outcome_knowledge import get_outcome_measures
from enthesis.knowledge.pack import Pack
from enthesis.reports.deidentified import deidentify, scrubber_of
from enthesis.reports.encounter_record import Recorded
from enthesis.reports.episode_documents import BY_KIND, DOCUMENTS, missing_in, typed_words
from enthesis.reports.markdown_file import make_markdown
from enthesis.reports.note import Note, freeze, thaw
from enthesis.reports.outcome_record import Happening, LoggedPain, OutcomeRecord, Trend

CARE_ORDER = (
    *("Key words", "Abstract", "Introduction", "Patient information", "Clinical findings", "Timeline", "Diagnostic assessment"),
    *(
        "Therapeutic intervention",
        "Follow-up and outcomes",
        "Discussion",
        "Patient perspective",
        "Informed consent",
        "References",
    ),
)
"""Items 2 to 13 of the checklist; the title is item 1."""
TWELVE_YEARS_GRADE = 6.5
"""School grade of a twelve-year-old, by Flesch and Kincaid (sixth to seventh)."""


@pytest.fixture(scope="module")
def record(posterior_hip: Pack) -> OutcomeRecord:
    return make_episode(posterior_hip)


def texts(note: Note) -> dict[str, str]:
    return {sentence.id: sentence.text for sentence in note.sentences}


def everything(note: Note) -> str:
    return json.dumps(freeze(note), ensure_ascii=False)


@pytest.mark.parametrize("kind", [document.kind for document in DOCUMENTS])
def test_every_sentence_stands_on_something_and_is_found_by_its_mark(record: OutcomeRecord, kind: str) -> None:
    note = made(record, kind, remarks="See you.") if kind != "case_report" else made(record, kind, adds="Little.")
    assert all(sentence.sources for sentence in note.sentences)
    assert len({sentence.id for sentence in note.sentences}) == len(note.sentences)
    assert len({sentence.code for sentence in note.sentences}) == len(note.sentences)
    assert thaw(json.loads(json.dumps(freeze(note)))) == note


WORDING = [
    ("progress_report", "course.visits", "9 visits over 8 weeks, from 2 March 2026 to 27 April 2026."),
    ("progress_report", "event.h1", "26 March 2026: flare, after a long drive."),
    (
        "discharge_report",
        "outcome.nprs_worst.any",
        "Numeric pain rating, worst pain, 24 hours: 7 of 10 on 2 March 2026, 1 on 27 April 2026, 0 on 28 October 2026; change −7, "
        "better, more than measurement error (2), at least the change that matters (2).",
    ),
    ("progress_report", "logged.days", "The last 7 days with pain logged: 17 April 2026 to 24 April 2026."),
    (
        "discharge_report",
        "logged.morning",
        "Morning pain, in the morning test: worst 3/10, median 2, logged on 6 days.",
    ),
    (
        "discharge_report",
        "logged.exercise",
        "Pain with exercise, the highest of each day: worst 4/10, median 3, logged on 5 days.",
    ),
    ("progress_report", "outcome.unscored.u1", "Tampa Scale: answered on 27 April 2026, not scored; 3 of 11 answered."),
    ("case_report", "outcome.unscored.u1", "Tampa Scale: answered on day 57, not scored; 3 of 11 answered."),
    ("discharge_report", "discharge.reason", "Discharged on 27 April 2026: goals reached."),
    ("discharge_report", "discharge.not_assessed", "Criteria not assessed: Sitting for half an hour without pain."),
    ("discharge_report", "follow_up.planned", "Still to come: 12 months after discharge (due 27 April 2027)."),
    ("referrer_letter", "to", "Dr. Okafor, sports medicine, on 24 February 2026"),
    ("patient_summary", "think.cause", "We think it is a sore tendon where the muscle at the back of your thigh joins the sit bone."),
    ("patient_summary", "went.nprs_worst.any", "Worst pain in a day: it was 7 and is now 0 of 10. That is a real step forward."),
    ("case_report", "course.visits", "9 visits over 8 weeks, from day 1 to day 57."),
    ("case_report", "discharge.reason", "Discharged on day 57: goals reached."),
    ("case_report", "plan_change.3.2", "Day 33: the patient lifted all sets on [date]."),
    ("case_report", "consent.missing", "The record does not say whether the patient agreed to publication; without it a case report is not published."),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "sentence", "wording"), WORDING, ids=[f"{row[0]}-{row[1]}" for row in WORDING])
def test_wording(record: OutcomeRecord, kind: str, sentence: str, wording: str) -> None:
    found = texts(made(record, kind))
    assert found.get(sentence) or found[f"abstract.{sentence}"] == wording
    assert wording in found.values()


def test_nothing_is_made_up_for_an_episode_of_nothing(posterior_hip: Pack) -> None:
    bare = make_episode(posterior_hip, visits=(), plans=(), trends=(), happenings=(), discharge=None, asked=(), told=None)
    for document in DOCUMENTS:
        note = document.compose(bare, {}, WRITING, False)
        assert document.kind == "patient_summary" or len(missing_in(note)) >= 3
        assert not re.search(r"\b(None|nan)\b", everything(note))
    report = made(bare, "case_report")
    assert report.title == "Sore sit bone when running in a 71-year-old man (running): a case report"
    assert "The record does not say what an examination found." in missing_in(report)


def test_a_series_of_one_value_is_no_change(record: OutcomeRecord) -> None:
    assert texts(made(record, "discharge_report"))["outcome.sitting_tolerance.any"].endswith(
        "taken once; a change cannot be told."
    )


def test_pain_that_was_not_logged_is_no_low_pain(record: OutcomeRecord) -> None:
    mornings = replace(record, logged=tuple(one for one in record.logged if one.when == "morning"))
    assert texts(made(mornings, "progress_report"))["logged.exercise"].endswith(": not logged.")
    nothing = made(replace(record, logged=()), "progress_report")
    assert texts(nothing)["logged.none"] == "Morning pain and pain with exercise: not logged."
    assert texts(nothing)["logged.none"] in missing_in(nothing)


def test_pain_logged_after_the_discharge_is_not_of_its_week(record: OutcomeRecord) -> None:
    later = LoggedPain("later", record.first_day + datetime.timedelta(days=70), "morning", 10.0)
    told = replace(record, logged=(*record.logged, later))
    assert "worst 3/10" in texts(made(told, "discharge_report"))["logged.morning"]
    assert "worst 10/10" in texts(made(replace(told, discharge=None), "progress_report"))["logged.morning"]


def test_a_flare_that_the_rules_found_is_named_so_wherever_events_stand(record: OutcomeRecord) -> None:
    ruled = Happening("r1", "flare_by_rule", "Flare found by rule", record.first_day + datetime.timedelta(days=30), "", "", None)
    told = replace(record, happenings=(*record.happenings, ruled))
    assert texts(made(told, "progress_report"))["event.r1"] == "1 April 2026: flare found by rule."
    report = made(told, "case_report")
    assert texts(report)["harm.event.r1"] == "Day 31: flare found by rule."
    (timeline,) = [f for s in report.sections if s.id == "timeline" for f in s.figures]
    assert "Day 31: Flare found by rule" in timeline.svg
    (course,) = [f for s in made(told, "discharge_report").sections if s.id == "outcomes" for f in s.figures]
    assert "flare, found by rule, 1<" in course.svg and "flare, 1<" in course.svg
    assert "Flare found by rule: 1 Apr 2026." in course.alternative


def test_a_visit_with_a_needle_stands_as_needling_in_the_picture(record: OutcomeRecord) -> None:
    second = record.visits[1]
    needle = Recorded("n1", "needling_insertion", "n1", {"name": "Biceps femoris"}, "Thea Berg", second.encounter.started_at)
    visits = (record.visits[0], replace(second, entries=(*second.entries, needle)), *record.visits[2:])
    section = next(s for s in made(replace(record, visits=visits), "progress_report").sections if s.id == "outcomes")
    (course,) = section.figures
    plain = [f.svg for s in made(record, "progress_report").sections for f in s.figures]
    assert "needling, " in course.svg and not any("needling, " in svg for svg in plain)
    assert "n1" in {trace.entry_id for s in section.sentences if s.id == course.sentence_id for trace in s.sources}


def test_scores_of_other_activities_are_told_without_a_change(record: OutcomeRecord) -> None:
    psfs = next(trend for trend in record.trends if trend.measure.id == "psfs")
    other = replace(psfs, values=(replace(psfs.values[0], activities=("climb",)), psfs.values[1]))
    told = replace(record, trends=tuple(other if trend is psfs else trend for trend in record.trends))
    assert "change +5" in texts(made(record, "progress_report"))["outcome.psfs.any"]
    said = texts(made(told, "progress_report"))["outcome.psfs.any"]
    assert "the activities that were rated differ, so a change cannot be told" in said and "change +" not in said
    assert "we cannot compare the two" in texts(made(told, "patient_summary"))["went.psfs.any"]


def test_what_is_simulated_says_so_wherever_it_stands(record: OutcomeRecord) -> None:
    for kind in ("progress_report", "discharge_report", "case_report", "referrer_letter"):
        told = [s for s in made(record, kind).sentences if "Patient-Specific" in s.text]
        assert told and all("(simulated)" in s.text for s in told)
        assert all("(simulated)" in "".join(s.cells) for s in told if s.cells)
    summary = made(record, "patient_summary")
    assert "(made up)" in texts(summary)["went.psfs.any"]
    assert "made up for a demonstration" in summary.pack_line
    assert "Values marked as simulated" in made(record, "progress_report").pack_line


# The case report


def test_the_case_report_is_in_care_order(record: OutcomeRecord) -> None:
    report = made(record, "case_report")
    titles = [section.title for section in report.sections]
    assert "case report" in report.title
    assert [title for title in titles if title in CARE_ORDER] == list(CARE_ORDER)


def test_what_a_person_writes_takes_the_place_of_the_gap(record: OutcomeRecord) -> None:
    words = {"consent": "Alex Muster signed the form on 3 May 2026.", "lesson": "Load it."}
    report = made(record, "case_report", **words)
    assert texts(report)["consent.typed.1"] == "The patient signed the form on [date]."
    assert not any("agreed to publication" in gap for gap in missing_in(report))
    assert typed_words(report, BY_KIND["case_report"])["lesson"] == "Load it."


IDENTIFYING = (
    "Alex",
    "Muster",
    "Thea",
    "Berg",
    "Dana",
    "Harbour",
    "R-1042",
    "Quay",
    "7946",
    "March",
    "April",
    "2026",
    "1954",
    "Desk",
)


def test_the_case_report_holds_no_name_and_no_date(record: OutcomeRecord) -> None:
    words = {"background": "Mail alex@example.org, call 020 7946 0018, seen 12/03/2026, ask Thea Berg of Harbour Physiotherapy."}
    held = re.sub(r"https?://\S+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "", everything(made(record, "case_report", **words)))
    assert [word for word in IDENTIFYING if word in held] == []
    for text in (make_markdown(made(record, "case_report", **words)), words_of(made(record, "case_report", **words))):
        assert [word for word in IDENTIFYING if word in text] == []


SCRUBBED = [
    ("since 12 March 2026", "since [date]"),
    ("on March 12th, 2026 he ran", "on [date] he ran"),
    ("2026-03-12", "[date]"),
    ("seen 1.2.26 and 01/02/2026", "seen [date] and [date]"),
    ("operated in 2011", "operated in 2011"),
    ("run 25 to 40 km, 3 x 8, 17.5 kg, 3/10", "run 25 to 40 km, 3 x 8, 17.5 kg, 3/10"),
    ("she may walk", "she may walk"),
    ("told Mr Muster's wife", "told Mr the patient wife"),
    ("aged 93 years", "aged 90 or more years"),
    ("ring +44 20 7946 0018 now", "ring [contact] now"),
]


@pytest.mark.parametrize(("typed", "kept"), SCRUBBED)
def test_free_texts_lose_what_leads_to_the_person(record: OutcomeRecord, typed: str, kept: str) -> None:
    assert scrubber_of(record)(typed) == kept


def test_what_the_patient_told_takes_no_common_word_out(record: OutcomeRecord) -> None:
    first = record.visits[0]
    told = replace(first, entries=(*first.entries, replace(first.entries[0], by="the patient")))
    assert scrubber_of(replace(record, visits=(told, *record.visits[1:])))("lifts the arm") == "lifts the arm"


def test_an_age_over_89_is_one_age(posterior_hip: Pack) -> None:
    old = make_episode(posterior_hip, patient=replace(patient(), age_years=93))
    report = made(old, "case_report")
    assert "90 or older" in report.title
    assert not any(re.search(r"\b93\b", text) for text in (report.title, str(report.facts), *texts(report).values()))
    assert deidentify(old).patient.birth_date is None


# The summary for the patient


def test_the_summary_is_read_by_a_twelve_year_old(posterior_hip: Pack, record: OutcomeRecord) -> None:
    calm = replace(record, discharge=None)
    worse = replace(record, trends=tuple(replace(t, values=tuple(reversed(t.values))) for t in record.trends))
    sitting = replace(record, trends=(Trend(get_outcome_measures().by_id["sitting_tolerance"], "", record.trends[0].values),))
    for told in (record, calm, worse, sitting):
        said = {s.id: s.text for s in made(told, "patient_summary").sentences if s.id not in ("think.name", "contact")}
        lines = [text for id, text in said.items() if id.startswith("home.ham")]  # an exercise with its dose is no sentence
        grade = reading_grade(" ".join(text for text in said.values() if text not in lines))
        assert 2 <= grade <= TWELVE_YEARS_GRADE, (grade, said)
        words = [word for line in lines for word in WORD.findall(line)]
        assert len(lines) == 2
        assert sum(map(syllables, words)) / len(words) < 1.7, lines


GETTYSBURG = (
    "Four score and seven years ago our fathers brought forth on this continent, a new nation, conceived in "
    "Liberty, and dedicated to the proposition that all men are created equal. "
    "Now we are engaged in a great civil war, testing whether that nation, or any nation so conceived and so "
    "dedicated, can long endure. We are met on a great battle-field of that war. We have come to dedicate a portion "
    "of that field, as a final resting place for those who here gave their lives that that nation might live. It is "
    "altogether fitting and proper that we should do this. "
    "But, in a larger sense, we can not dedicate — we can not consecrate — we can not hallow — this ground. The "
    "brave men, living and dead, who struggled here, have consecrated it, far above our poor power to add or "
    "detract. The world will little note, nor long remember what we say here, but it can never forget what they did "
    "here. It is for us the living, rather, to be dedicated here to the unfinished work which they who fought here "
    "have thus far so nobly advanced. It is rather for us to be here dedicated to the great task remaining before "
    "us — that from these honored dead we take increased devotion to that cause for which they gave the last full "
    "measure of devotion — that we here highly resolve that these dead shall not have died in vain — that this "
    "nation, under God, shall have a new birth of freedom — and that government of the people, by the people, for "
    "the people, shall not perish from the earth."
)
"""Abraham Lincoln's address of 19 November 1863 (Bliss copy)."""
GRADES = [
    # GNU style 1.11 gives 10.2 (vergil66.wordpress.com, 3 April 2007); by hand 271 words, 10 sentences, about 365 syllables: 10.9.
    (GETTYSBURG, 10.2, 1.0),
    # Wikipedia, Flesch-Kincaid readability tests: 11.3 (13 words, 24 syllables). "Australian" and "reptilian" are said with three or
    # four syllables; with four each it is 13.1.
    ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 11.3, 1.9),
    # By hand: 6 words, 6 syllables.
    ("The cat sat on the mat.", -1.45, 0.01),
    # By hand: 13 words, 21 syllables; sev-en-ty sev-en and twen-ty twen-ty-six have five each.
    ("You came on 9 days in 8 weeks. You did 77 in 2026.", 0.39 * 13 / 2 + 11.8 * 21 / 13 - 15.59, 0.01),
]


@pytest.mark.parametrize(("text", "grade", "within"), GRADES, ids=["gettysburg", "platypus", "cat", "figures"])
def test_the_measure_of_reading_gives_grades_that_are_known(text: str, grade: float, within: float) -> None:
    assert abs(reading_grade(text) - grade) <= within


def test_figures_and_lines_do_not_make_a_text_look_easy() -> None:
    plain = "The wound was cleaned and the dressing was changed."
    assert reading_grade(f"{plain} It took 45 minutes.") > reading_grade(f"{plain} It took so long.")
    assert reading_grade("One line: 3 sets of 8; rest 60 seconds.") == reading_grade("One line 3 sets of 8 rest 60 seconds.")


def test_the_summary_names_a_cause_only_where_the_clinician_did(posterior_hip: Pack, record: OutcomeRecord) -> None:
    start = record.visits[0].encounter.started_at
    open_view = visit_at(posterior_hip, 1, start, "evaluation", "finding ischial_pain positive\ndiagnosis open")
    assert "think.open" in texts(made(replace(record, visits=(open_view,)), "patient_summary"))
    no_view = visit_at(posterior_hip, 1, start, "evaluation", "finding ischial_pain positive")
    assert "think.none" in texts(made(replace(record, visits=(no_view,)), "patient_summary"))


def test_a_plan_that_refers_gives_no_exercises(record: OutcomeRecord) -> None:
    plan = record.plans[-1]
    held = replace(plan, document=replace(plan.document, overlay="refer"))
    said = texts(made(replace(record, plans=(held,)), "patient_summary"))
    assert not any(id.startswith("home.ham") for id in said)


def test_dates_are_the_clinics(posterior_hip: Pack) -> None:
    american = make_episode(posterior_hip, clinic=clinic(country="US", paper="letter"))
    assert "from March 2, 2026 to" in texts(made(american, "progress_report"))["course.visits"]
    assert "day 57" in texts(made(american, "case_report"))["discharge.reason"]


def test_a_day_before_the_first_meeting_counts_backwards(record: OutcomeRecord) -> None:
    early = replace(record.happenings[0], on=record.first_day - datetime.timedelta(days=3))
    assert "Day -2: flare" in texts(made(replace(record, happenings=(early,)), "case_report"))["harm.event.h1"]
