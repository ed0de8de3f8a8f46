# make run   the main job on the reference policy
# make test  everything that must pass
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: run test lint types layers unit schemas docs clauses bench clean

run: $(STAMP)
	$(BIN)/supportpolicy build policies --out out
	@echo
	@echo "The compiled policy is in out/: policy.json, routing_rules.*, sla_targets.*"

test: lint types layers unit

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP)
	$(BIN)/mypy

layers: $(STAMP)
	$(BIN)/lint-imports

unit: $(STAMP)
	$(BIN)/pytest -n auto $(PYTEST_ARGS)

# Rewrites what is generated from the language: the schemas and the pages of docs/. The tests fail when they are stale.
schemas docs: $(STAMP)
	$(BIN)/python -m tests.generate

# How many clauses of published support policies the examples say, each shown by a passing test.
clauses: $(STAMP)
	@$(BIN)/python -m tests.examples.clauses

bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks.run

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "supportpolicy needs Python 3.11 or newer; say which with: make PYTHON=python3.12 run"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
