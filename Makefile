# The same verbs everywhere. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(BIN)/python
# Tests that time nothing may share both cores.
WORKERS ?= 3
UV ?= uv
# Images of containers often forbid to keep compiled modules; each of some hundred processes of the tests would compile them all.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help serve test test-tools test-fast explore fuzz-postgresql kill-test bench-course bench-night bench-documents bench-pages bench-outcomes bench-today today-runs check fix bench bench-core bench-room golden-update self-consistency locked-hash score-locked pictures figures docs lock wheel clean

help: ## list the verbs
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

$(VENV)/.serve: requirements/serve.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/serve.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.serve requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

serve: $(VENV)/.serve ## start the demo clinic on this machine (in .demo, or in ENTHESIS_HOME) and print its link
	ENTHESIS_HOME="$${ENTHESIS_HOME:-$(CURDIR)/.demo}" $(BIN)/enthesis serve --demo

test: ## install what the tests need (Debian 12), then check and test everything
	$(MAKE) --no-print-directory -j2 test-tools $(VENV)/.test
	bash scripts/test_on_both_databases.sh $(RUN) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder -m "not pictures" tests

test-tools:
	@bash scripts/install_test_tools.sh

test-fast: $(VENV)/.test ## everything but the browser and the wheel
	$(RUN) -m pytest -n $(WORKERS) --dist loadfile tests/unit tests/spec tests/property tests/golden

explore: $(VENV)/.test ## the property tests with examples nobody has seen (make test always takes the same)
	ENTHESIS_EXPLORE=1 $(RUN) -m pytest -n $(WORKERS) tests/property tests/unit

fuzz-postgresql: $(VENV)/.test ## any form to every address from anybody, on PostgreSQL (make test does it on SQLite, with fewer)
	ENTHESIS_FUZZ_EXAMPLES=10 bash scripts/with_postgresql.sh $(RUN) -m pytest tests/contract/test_forms_fuzz.py

kill-test: $(VENV)/.test ## kill -9 at 200 random moments under write load, on SQLite and on PostgreSQL (half an hour)
	$(RUN) tests/kill_rounds.py --rounds 200
	ENTHESIS_TEST_POSTGRESQL_DURABLE=on bash scripts/with_postgresql.sh $(RUN) tests/kill_rounds.py --rounds 200

check: $(VENV)/.test ## format, lint, types, layers, pack, generated pages; changes nothing
	$(BIN)/ruff format --check --quiet src tests scripts benchmarks
	$(BIN)/ruff check --quiet src tests scripts benchmarks
	$(BIN)/pyright --warnings
	$(BIN)/lint-imports --no-cache
	$(BIN)/enthesis pack lint posterior_hip
	$(BIN)/enthesis pack lint neck_shoulder
	$(BIN)/enthesis pack lint needling
	$(RUN) scripts/write_agreement_page.py --check
	$(RUN) scripts/write_phases_page.py --check
	$(RUN) scripts/write_measures_page.py --check
	$(RUN) scripts/write_atlas_page.py --check
	$(RUN) scripts/write_needling_page.py --check
	$(RUN) scripts/write_progression_page.py --check
	$(RUN) scripts/courses.py --check
	$(RUN) scripts/write_reference_pages.py --check

fix: $(VENV)/.test ## format, and mend what the linter can
	$(BIN)/ruff check --fix --quiet src tests scripts benchmarks || true
	$(BIN)/ruff format --quiet src tests scripts benchmarks

bench: bench-core bench-course bench-night bench-outcomes bench-documents ## what needs no browser and no large database, one after the other

bench-core: $(VENV)/.test ## the reasoning's speed and memory beside a named peer, as ratios
	$(RUN) benchmarks/bench.py

bench-room: $(VENV)/.test ## key press to redrawn page in Chromium, with 60 findings recorded
	$(RUN) benchmarks/room_redraw.py

bench-course: $(VENV)/.test ## ten years of daily log, and the nightly review of 10,000 patients
	$(RUN) benchmarks/course_days.py

bench-night: $(VENV)/.test ## the nightly review as it runs: plans read from SQLite, judged and written
	$(RUN) benchmarks/nightly_plans.py

bench-pages: $(VENV)/.test ## server time of the clinic's pages with 20,000 simulated patients on SQLite
	$(RUN) benchmarks/page_load.py

bench-outcomes: $(VENV)/.test ## server time of the outcomes page of a patient after a year
	$(RUN) benchmarks/outcome_page.py

bench-documents: $(VENV)/.test ## from the record of an episode to its PDF, every kind of document
	$(RUN) benchmarks/document_pdf.py

bench-today: $(VENV)/.test ## scrolling the patient's list of 20 exercises on a slow phone
	$(RUN) benchmarks/today_scroll.py

today-runs: $(VENV)/.test ## 1,000 random runs of a phone with a bad network, in the browser's own storage
	ENTHESIS_TODAY_RUNS=1000 $(RUN) -m pytest tests/browser/test_today_storage.py

golden-update: $(VENV)/.test ## write the golden answers again; say in the commit why they moved
	$(RUN) -m pytest tests/golden --golden-update -q

self-consistency: $(VENV)/.test ## 100,000 simulated patients; writes docs/self_consistency.md
	$(RUN) scripts/self_consistency.py

locked-hash: $(VENV)/.serve ## SHA-256 of the locked cases
	@$(RUN) scripts/locked_cases.py hash

score-locked: $(VENV)/.serve ## score the locked cases and note it: make score-locked NOTE="why"
	$(RUN) scripts/locked_cases.py score --note "$(NOTE)"

pictures: $(VENV)/.test ## take the pictures of docs/tour.md again
	ENTHESIS_DOCS_SCREENSHOTS=docs/images $(RUN) -m pytest tests/browser -m pictures

figures: $(VENV)/.test ## draw the contact sheets of all exercise figures again (needs Chromium)
	$(RUN) scripts/draw_figure_sheet.py

docs: $(VENV)/.test ## write the generated pages again
	$(RUN) scripts/write_agreement_page.py
	$(RUN) scripts/write_phases_page.py
	$(RUN) scripts/write_measures_page.py
	$(RUN) scripts/write_atlas_page.py
	$(RUN) scripts/write_needling_page.py
	$(RUN) scripts/write_progression_page.py
	$(RUN) scripts/write_reference_pages.py

lock: ## pin all dependencies with hashes again (needs uv)
	$(UV) pip compile --quiet --generate-hashes --universal --no-header --no-annotate --no-emit-index-url -o requirements/serve.txt pyproject.toml
	printf 'hatchling>=1.27,<2\neditables\n' | $(UV) pip compile --quiet --generate-hashes --universal --no-header --no-annotate --no-emit-index-url -o requirements/build.txt -
	$(UV) pip compile --quiet --generate-hashes --universal --no-header --no-annotate --no-emit-index-url --extra test --extra check -c requirements/serve.txt -o requirements/test.txt pyproject.toml

wheel: $(VENV)/.test ## build the wheel into dist/
	$(RUN) -m build --wheel --no-isolation

clean: ## remove what the verbs made
	rm -rf $(VENV) dist build .pytest_cache .ruff_cache .hypothesis
