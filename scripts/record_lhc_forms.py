"""Write tests/unit/lhc_forms_verdicts.json: what LHC-Forms calculates for the questionnaires of tests/outcome_forms.py.

    npm pack lforms@40.1.3 && tar xzf lforms-40.1.3.tgz
    .venv/bin/python scripts/record_lhc_forms.py package

LHC-Forms runs in Chromium, unchanged; its form object is given the answers and asked to calculate. Only its numbers are kept.
"""

from __future__ import annotations

import functools
import http.server
import json
import sys
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from outcome_forms import cases  # noqa: E402

VERDICTS = ROOT / "tests" / "unit" / "lhc_forms_verdicts.json"
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


def main(package: str) -> None:
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
        browser.close()
    server.shutdown()
    VERDICTS.write_text(json.dumps({"lforms": version, "calculated": verdicts}, indent=1, ensure_ascii=False) + "\n")
    print(f"{len(verdicts)} verdicts of LHC-Forms {version}")


if __name__ == "__main__":
    main(sys.argv[1])
