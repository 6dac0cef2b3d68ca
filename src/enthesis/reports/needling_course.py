"""Needling over a whole episode: in how many visits, where, each visit's count and response, and what was told of harm.

Only visits in which a needle is recorded are told; one that was planned and not done stands in its own note. What nobody recorded is
named as not recorded: no event on file is no proof that none happened.
"""

from __future__ import annotations

from dataclasses import dataclass

from enthesis.reports.encounter_record import EncounterRecord, Recorded
from enthesis.reports.needling_words import needling_words
from enthesis.reports.note import Section, Sentence
from enthesis.reports.story import Story, plural
from enthesis.reports.wording import listed

NONE_RECORDED = "Unwanted events of needling: none recorded, which does not say that none happened"


@dataclass(frozen=True)
class Needled:
    """One visit with needles."""

    visit: EncounterRecord
    needles: tuple[Recorded, ...]

    @property
    def sites(self) -> tuple[str, ...]:
        """Muscles with their sides, each once, in the order they were needled."""
        return tuple(dict.fromkeys(entry.words("name") for entry in self.needles))


def needled_visits(story: Story) -> tuple[Needled, ...]:
    """Visits in which a needle is recorded, in their order."""
    held = ((visit, tuple(visit.of_kind("needling_insertion"))) for visit in story.record.visits)
    return tuple(Needled(visit, needles) for visit, needles in held if needles)


def needling_summary(story: Story) -> list[Sentence]:
    """In how many visits, when and where, in one sentence; none where nobody was needled."""
    held = needled_visits(story)
    if not held:
        return []
    days = listed(story.day(story.record.day_of(one.visit.encounter.started_at)) for one in held)
    sites = dict.fromkeys(site for one in held for site in one.sites)
    times = {site: sum(site in one.sites for one in held) for site in sites}
    where = "; ".join(f"{site} ({plural(n, 'visit')})" for site, n in times.items())
    counts = [story.count(n, f"visits in which {site} was needled") for site, n in times.items()]
    needles = [story.entry(one.visit, entry) for one in held for entry in one.needles]
    sources = [*needles, story.count(len(held), "visits with needling"), *counts]
    return [story.say("needling.summary", f"Dry needling in {plural(len(held), 'visit')} ({days}): {where}", sources)]


def needling_course_sections(story: Story, harm: bool = True) -> list[Section]:
    """Each visit with its sites, its count and the response before the patient left; no section where nobody was needled.

    Args:
        harm: tell what was told of harm here too; a case report has a place of its own for it.
    """
    said = [_visit_sentence(story, one, n) for n, one in enumerate(needled_visits(story), 1)]
    if not said:
        return []
    return [Section("needling", "Dry needling", tuple(said + (needling_harm(story) if harm else [])), layout="lines")]


def needling_harm(story: Story) -> list[Sentence]:
    """Events as they were told, or that none is recorded; nothing where nobody was needled."""
    if not needled_visits(story):
        return []
    clinic = story.record.clinic
    told = [(visit, entry) for visit in story.record.visits for entry in visit.of_kind("needling_event")]
    if not told:
        return [story.say("needling.no_event", NONE_RECORDED, [story.absence("No event of needling is recorded")])]
    return [
        story.say(
            f"needling.event.{n}",
            f"After needling, told {story.on(story.record.day_of(entry.at))}: {needling_words(entry, clinic)}",
            [story.entry(visit, entry)],
        )
        for n, (visit, entry) in enumerate(told, 1)
    ]


def _visit_sentence(story: Story, one: Needled, n: int) -> Sentence:
    """Where, how many needles, and how the patient was before leaving, as the record has it."""
    visit = one.visit
    day = story.day(story.record.day_of(visit.encounter.started_at))
    close = next(iter(visit.of_kind("needling_close")), None)
    ended = needling_words(close, story.record.clinic) if close is not None else "needles and response not recorded"
    sources = [story.entry(visit, entry) for entry in (*one.needles, *([close] if close is not None else []))]
    return story.say(f"needling.visit.{n}", f"{day}: {listed(one.sites)}. {ended}", sources)
