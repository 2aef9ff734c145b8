# Two commands are enough: `make report` and `make test`. Each does its own set-up on a fresh machine.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python

# Compiled files are made for what is used, when it is first used: a fifth of the install otherwise.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
.DEFAULT_GOAL := help
.PHONY: help report test soak bench bench-large fix lock sample docs images clean

help:  ## Show what can be made
	@grep -hE '^[a-z.-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

report: .venv/core  ## Build the sample's journeys and write reports/journeys.html
	$(BIN)/journeys run --config journeys.toml

test: .venv/dev  ## Everything CI runs: format, lint, types, SQL, tests
	$(BIN)/ruff format --check . && $(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --nocolor sql
	$(PY) -m pytest -n 2 --dist loadfile

soak: .venv/dev  ## Kill 200 loads at random moments; join a path of a million identifiers; search 20 companies in vain; try properties on ten times the examples
	JOURNEYS_SOAK=200 JOURNEYS_SOAK_COMPANIES=20 $(PY) -m pytest tests/ingest/test_killed_loads.py tests/identity/test_components.py tests/questions/test_findings_soak.py
	JOURNEYS_EXAMPLES=10 $(PY) -m pytest -n 2 --dist loadfile $$(grep -rl "tests.examples" tests --include="test_*.py")

bench: .venv/dev  ## Measure what it costs and write docs/benchmarks.md
	$(PY) -m benchmarks

bench-large: .venv/dev  ## The same at sizes that take an hour
	$(PY) -m benchmarks identity_large journeys_large

fix: .venv/dev  ## Let the tools mend what they can
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .
	$(BIN)/sqlfluff fix --nocolor sql

# The environment: `report` needs the first lock only, `test` the second as well.
.venv/core: requirements.lock pyproject.toml
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --no-compile --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --no-compile --require-hashes -r requirements-build.lock
	$(PY) -m pip install --quiet --no-compile --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev: requirements-dev.lock .venv/core
	$(PY) -m pip install --quiet --no-compile --require-hashes -r requirements-dev.lock
	touch $@

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock"

lock:  ## Renew the locks from pyproject.toml (hashes, no hosts)
	test -x $(BIN)/uv || { $(PYTHON) -m venv .venv && $(PY) -m pip install --quiet uv; }
	$(COMPILE) pyproject.toml -o requirements.lock
	echo hatchling | $(COMPILE) - -c requirements.lock -o requirements-build.lock
	$(COMPILE) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

sample: .venv/core  ## Write data/sample anew from its seed
	$(PY) -m pipeline.sample data/sample

docs: .venv/core  ## Write the pages of docs/ that are made from the code
	$(PY) -m pipeline.docs docs

images: .venv/dev report  ## Photograph the sample's report for docs/images
	$(PY) -m tests.report.make_images

clean:  ## Remove what was built
	rm -rf build reports .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
