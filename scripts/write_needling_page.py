"""Write docs/needling.md: how the gate decides, what was read for each place, and the table of situations that the tests hold.

.venv/bin/python scripts/write_needling_page.py
.venv/bin/python scripts/write_needling_page.py --check       (1 when the page is not what the data say)
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from enthesis.knowledge.needling import Jurisdiction, NeedlingKnowledge, Rule, Weight
from enthesis.knowledge.needling_loading import built_in_needling
from enthesis.knowledge.rehabilitation import Support

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "needling.md"
POLICY = ROOT / "tests" / "spec" / "needling_policy.csv"
WHAT_IT_TAKES: dict[Weight, str] = {
    "stop": "nothing lifts it",
    "medical_advice": "a physician's advice and a written reason",
    "reason": "a written reason",
    "note": "it is shown",
}
VERDICTS = {"allowed": "allowed", "blocked": "**blocked**", "override_possible": "override possible"}
HEAD = """# Needling: how the gate decides

<!-- Written by scripts/write_needling_page.py; change src/enthesis/packs/needling, tests/spec/needling_policy.csv or the script, not this page. -->

Enthesis records and checks needling. It never recommends a needle, and an open gate is no advice to use one. No clinician and no
lawyer has reviewed what stands here.

{check_with_board}

Place and licence -> today's screen -> consent -> site cards -> insertions -> needles in = needles out -> response -> the next day, two days.

## How it decides

The gate (`care.needling_gate.decide`) is told facts and gives a verdict with every reason, the gravest first. Each rule is a line of
data with a sentence, a source, how it was read, and since when it holds.

- **Blocked:** at least one reason that nothing lifts. **Override possible:** only reasons that a written one lifts. **Allowed:** nothing
  is open; what was lifted stays in the record with its reason.
- A written reason lifts one rule and never another. Where a physician's advice is asked for, the reason alone is not enough.
- *Unknown blocks.* An item of the screen that nobody answered today is unknown; so is one answered yesterday. An age, a date of expiry,
  hours of training or a side that nobody recorded falls short wherever a rule needs it.
- Where no rule of a kind was read for a place, a default holds: the stricter reading. A place's own rule is never lighter than it (a
  lint rule holds that). A place that is not listed is said to be so, and needs a written reason at the least.
- Minors: a parent's consent, written or documented with the parent's name, is a hard stop, and so is the young person's own agreement,
  which is kept apart; neither stands for the other.
- Lists disagree (lymphoedema, skin, blood thinners, pregnancy): the stricter one decides, and the other stands beside it.
- The length of a needle is never a reason to pass: what was read for and against it stands on the site's card.
- A twitch is written down and counts for nothing.

Signing asks again. `care.needling_log.missing_before_signing` wants an open gate, complete insertions, needles in equal to needles out,
and the checks that belong to the sites: breathing over the lung, strength and feeling near a nerve. Adverse events keep their raw
facts; the tier is derived, and an answer nobody gave never lowers it. Breathlessness after needling is an emergency whatever the site.
The clinic's own rates stand with a Wilson interval beside those of others; sessions nobody answered for count neither way,
and several sessions of one patient make the interval narrower than it should be.
"""


def cited(support: Support) -> str:
    """A source with its link and how it was read."""
    if not support.link:
        return support.citation
    return f"[{support.citation}]({support.link}) ({support.basis})"


def worded(rule: Rule) -> str:
    """A rule's sentence for a reader: its own number filled in, the words of a case in italics."""
    text = rule.sentence.replace("{needs}", f"{rule.needs:g}" if rule.needs is not None else "")
    return text.replace("{", "*").replace("}", "*")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A table of Markdown."""
    names = list(head)
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


def places(known: NeedlingKnowledge) -> Iterator[str]:
    """The places: those with rules of their own, then those known from a list."""
    read = [place for place in known.jurisdictions if not _only_listed(place)]
    for place in read:
        yield f"### {place.name} (`{place.id}`)"
        yield ""
        yield f"Ask: {place.board}. This entry: {place.version}." + (f" *{place.conflict}*" if place.conflict else "")
        yield ""
        yield from table(
            ("rule", "to go on", "in force", "read", "source"),
            ((worded(r), WHAT_IT_TAKES[r.weight], r.in_force, r.read_on or "-", cited(r.support)) for r in place.rules),
        )
        yield ""
    yield "### Known from a list alone"
    yield ""
    listed = [place for place in known.jurisdictions if _only_listed(place)]
    for standing, words in (("permitted", "Permitted"), ("silent", "Silent or ambiguous"), ("not_permitted", "Not permitted")):
        of_it = [place for place in listed if place.standing == standing]
        rules = of_it[0].rules
        names = ", ".join(sorted(place.name for place in of_it))
        yield f"- **{words}:** {names}. {rules[1].sentence} {cited(rules[0].support)}. {of_it[0].conflict}"


def _only_listed(place: Jurisdiction) -> bool:
    return {rule.id for rule in place.rules} == {f"{place.id}.standing", f"{place.id}.to_know"}


def situations() -> Iterator[str]:
    """The table that the tests hold."""
    with POLICY.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = (
        (row["what"], row["role"].replace("_", " "), row["age"], row["place"], VERDICTS[row["verdict"]], row["sentence"])
        for row in rows
    )
    yield from table(("situation", "role", "age", "place", "verdict", "the gravest open reason"), cells)


def page(known: NeedlingKnowledge) -> str:
    """The whole page."""
    lines = [HEAD.format(check_with_board=known.check_with_board)]
    lines += ["## Places", "", *places(known), ""]
    lines += ["## What holds where no rule was read", ""]
    lines += table(
        ("rule", "to go on", "source"),
        ((worded(rule), WHAT_IT_TAKES[rule.weight], cited(rule.support)) for rule in known.defaults),
    )
    lines += ["", "## Today's screen", "", "Every question is asked so that *yes* means care.", ""]
    lines += table(
        ("question", "a yes", "source", "who sees it otherwise"),
        (
            (
                item.question + (f" ({item.for_region.replace('_', ' ')} only)" if item.for_region else ""),
                WHAT_IT_TAKES[item.weight],
                cited(item.support),
                " ".join(item.other_sources) or "-",
            )
            for item in known.screen
        ),
    )
    lines += [
        "",
        "## Muscles with a card",
        "",
        "Muscles without a source that somebody read have no card; needling them needs a written reason.",
        "",
    ]
    lines += table(
        ("muscle", "needles as reported", "hazards", "what disagrees", "source"),
        (
            (card.name, card.needle, "; ".join(card.hazards), " ".join(card.conflicts) or "-", cited(card.support))
            for card in known.sites
        ),
    )
    lines += ["", "## Rates that others published", ""]
    lines += table(
        ("event", "rate", "study", "what was counted", "source"),
        (
            (
                known.event_by_id[one.event].name
                if one.event in known.event_by_id
                else {"any_mild": "Any mild event", "any_major": "Any major event"}[one.event],
                f"{one.share:.2%} per {one.per}" if one.share else f"none (upper bound {one.upper:.2%}) per {one.per}",
                one.study,
                one.definition,
                cited(one.support),
            )
            for one in known.rates
        ),
    )
    lines += [
        "",
        "## Situations",
        "",
        "What a row does not say is as it should be. `tests/spec/needling_policy.csv` holds the same rows with all their facts.",
        "",
    ]
    lines += [*situations(), ""]
    return "\n".join(lines)


def main() -> int:
    """Write the page, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="1 when the page is not what the data say")
    text = page(built_in_needling())
    if parser.parse_args().check:
        if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != text:
            print("docs/needling.md is not what the data say: run scripts/write_needling_page.py", file=sys.stderr)
            return 1
        return 0
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
