"""Write what LHC-Forms calculates: for the questionnaires of tests/outcome_forms.py (tests/unit/lhc_forms_verdicts.json), and for the
sample questionnaires of its own repository that are of a kind we take (tests/contract/lhc_forms_samples.json).

    npm pack lforms@40.1.3 && tar xzf lforms-40.1.3.tgz
    git clone https://github.com/LHNCBC/lforms
    .venv/bin/python scripts/record_lhc_forms.py package lforms

LHC-Forms runs in Chromium, unchanged; its form object is given the answers and asked to calculate. Its verdicts are on its samples as
they are; what is kept of a sample is its skeleton alone (weights, conditions and formulas, ids renamed), since words and codes are LOINC's.
"""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from outcome_forms import cases  # noqa: E402

from enthesis.outcomes.questionnaire import Questionnaire  # noqa: E402
from enthesis.outcomes.questionnaire_reading import FaultyQuestionnaire, read_questionnaire  # noqa: E402

VERDICTS = ROOT / "tests" / "unit" / "lhc_forms_verdicts.json"
SAMPLES = ROOT / "tests" / "contract" / "lhc_forms_samples.json"
SAMPLE_FOLDER = "test/data/R4"
KEPT_EXTENSIONS = ("ordinalValue", "itemWeight", "variable", "sdc-questionnaire-calculatedExpression", "questionnaire-hidden")
NUMBERS = (70.0, 68.5, 3.0)
"""What is answered where a number is asked, question after question."""
CHROMIUM = "/usr/bin/chromium-headless-shell"
PAGE = """<!doctype html><meta charset="utf-8"><div id="form"></div>
<script src="/dist/lforms/webcomponent/assets/lib/zone.min.js"></script>
<script src="/dist/lforms/webcomponent/runtime.js" type="module"></script>
<script src="/dist/lforms/webcomponent/polyfills.js" type="module"></script>
<script src="/dist/lforms/webcomponent/main.js" type="module"></script>
<script defer src="/dist/lforms/fhir/R4/lformsFHIR.min.js"></script>"""
RUN = """async ([questionnaire, answers]) => {
  document.getElementById('form').innerHTML = '';
  const form = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, 'R4');
  await LForms.Util.addFormToPage(form, 'form', {});
  await new Promise(done => setTimeout(done, 500));
  const shown = LForms.Util._getFormObjectInScope(document.getElementById('form'));
  for (const [linkId, value] of Object.entries(answers)) {
    const item = shown.itemList.find(one => one.linkId === linkId);
    item.value = item.answers && typeof value === 'string' ? item.answers[Number(value)] : value;
    shown.updateOnSourceItemChange(item);
  }
  for (let round = 0; round < 3; round++) {
    await shown._expressionProcessor.runCalculations(false);
    await new Promise(done => setTimeout(done, 100));
  }
  return LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4');
}"""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the package and one page of our own."""

    def do_GET(self) -> None:
        if self.path != "/":
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE.encode())
        return None

    def log_message(self, *_: object) -> None:
        """Quiet."""


def numbers(response: dict, link_ids: set[str]) -> dict[str, float]:
    """Values of the calculated items of a response."""
    found: dict[str, float] = {}
    waiting = [response]
    while waiting:
        for item in waiting.pop().get("item", []):
            waiting.append(item)
            if item["linkId"] in link_ids and item.get("answer"):
                found[item["linkId"]] = item["answer"][0].get("valueDecimal", item["answer"][0].get("valueInteger"))
    return found


def samples(folder: Path) -> Iterator[tuple[str, dict[str, Any], Questionnaire]]:
    """The sample questionnaires that calculate a score and that we take, by file name."""
    for path in sorted(folder.rglob("*.json")):
        text = path.read_text()
        if "calculatedExpression" not in text:
            continue
        try:
            form = json.loads(text)
            yield path.name, form, read_questionnaire(form)
        except (FaultyQuestionnaire, ValueError, AttributeError):
            continue  # of a kind that we refuse, with the reason, or no questionnaire


def answer_sets(form: Questionnaire) -> dict[str, dict[str, Any]]:
    """Answers that every sample is given: all first options, all last, in turn, without the first question, and none."""

    def answers(pick: Any, leave: int = 0) -> dict[str, Any]:
        asked = [question for question in form.asked if question.type in ("choice", "decimal", "integer")][leave:]
        return {
            question.link_id: str(pick(at) % len(question.options)) if question.options else NUMBERS[at % len(NUMBERS)]
            for at, question in enumerate(asked)
        }

    return {
        "first": answers(lambda _at: 0),
        "last": answers(lambda _at: -1),
        "in turn": answers(lambda at: at),
        "one missing": answers(lambda at: at, 1),
        "nothing": {},
    }


def skeleton(form: dict[str, Any], read: Questionnaire) -> tuple[dict[str, Any], dict[str, str]]:
    """A sample without its words and codes, and the new name of each link id. Formulas name link ids and codes, so both are renamed in
    the text of the whole."""
    names = {link_id: f"item{at}" for at, link_id in enumerate(read.by_link_id)}
    codes = {option.code[1] for question in read.asked for option in question.options}

    def bare(part: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        found = {key: part[key] for key in keys if key in part}
        held = [one for one in part.get("extension", []) if one["url"].rpartition("/")[2] in KEPT_EXTENSIONS]
        return {**found, "extension": held} if held else found

    def option(one: dict[str, Any]) -> dict[str, Any]:
        if "valueCoding" not in one:
            return bare(one, tuple(key for key in one if key.startswith("value")))
        return {**bare(one, ()), "valueCoding": bare(one["valueCoding"], ("code",))}

    def item(one: dict[str, Any]) -> dict[str, Any]:
        found = bare(one, ("linkId", "type", "required", "enableWhen", "enableBehavior"))
        if "answerOption" in one:
            found["answerOption"] = [option(each) for each in one["answerOption"]]
        if "item" in one:
            found["item"] = [item(each) for each in one["item"]]
        return found

    kept = {**bare(form, ("resourceType", "status")), "item": [item(one) for one in form["item"]]}
    text = json.dumps(kept)
    renamed = {**{code: f"code{at}" for at, code in enumerate(sorted(codes))}, **names}
    for old in sorted(renamed, key=len, reverse=True):
        for quote in ('"', "'"):
            text = text.replace(f"{quote}{old}{quote}", f"{quote}{renamed[old]}{quote}")
    return json.loads(text), names


def record_samples(page: Page, repository: Path, version: str) -> int:
    """Write the skeletons with the verdicts on the samples; how many samples there are."""
    found: list[dict[str, Any]] = []
    for name, form, read in samples(repository / SAMPLE_FOLDER):
        bare, names = skeleton(form, read)
        calculated = {question.link_id for question in read.walk() if question.calculated}
        sets: list[dict[str, Any]] = []
        for said, answers in answer_sets(read).items():
            verdict = numbers(page.evaluate(RUN, [form, answers]), calculated)
            sets.append(
                {
                    "case": said,
                    "answers": {names[key]: value for key, value in answers.items()},
                    "calculated": {names[key]: value for key, value in verdict.items()},
                }
            )
        found.append({"file": name, "questionnaire": bare, "answered": sets})
    commit = subprocess.run(
        ["git", "-C", str(repository), "rev-parse", "HEAD"], check=True, capture_output=True, text=True
    ).stdout.strip()
    notice = (
        "Derived from sample questionnaires of LHC-Forms, developed by the Lister Hill National Center for Biomedical Communications, a "
        "division of the U.S. National Library of Medicine. Licence: LICENSE.md of that repository (BSD-like). Words and codes were taken out."
    )
    kept = {
        "lforms": version,
        "repository": "https://github.com/LHNCBC/lforms",
        "commit": commit,
        "notice": notice,
        "samples": found,
    }
    SAMPLES.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return len(found)


def main(package: str, repository: str) -> None:
    """Record every case."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=package))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    verdicts: dict[str, dict[str, float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        page.wait_for_function("window.LForms && LForms.FHIR && LForms.FHIR.R4")
        version = page.evaluate("LForms.lformsVersion")
        for name, questionnaire, answers in cases():
            response = page.evaluate(RUN, [questionnaire, answers])
            verdicts[name] = numbers(response, {"part", "total"})
        n_samples = record_samples(page, Path(repository), version)
        browser.close()
    server.shutdown()
    VERDICTS.write_text(json.dumps({"lforms": version, "calculated": verdicts}, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(verdicts)} verdicts of LHC-Forms {version}, and those on {n_samples} samples of its own")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
