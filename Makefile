# What can be done here. `make` alone lists it.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

bin := .venv/bin
pip := $(bin)/python -m pip -qq --disable-pip-version-check
cores := -n auto --dist worksteal
lock := $(bin)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header

COUNT ?= 200
SEED := $(or $(SEED),$(shell date +%s))

.PHONY: help demo test test-postgresql check lint format types imports size lock reference kill kill-postgresql fuzz bench clean browser

help: ## List what can be done here
	@echo "make …"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 4,20 | sed 's/^/    /'

demo: .venv/ready ## Build the St Helens release from its agencies' workbooks, into demo/
	@echo "Building the St Helens release from the agencies' workbooks…"
	@$(bin)/safeboard demo
	@echo "Done. The release and everything it was made from are in $(CURDIR)/demo"

test: .venv/ready-dev browser ## Run every test
	@echo "Running the tests…"
	@$(bin)/python -m pytest $(cores) $(PYTEST_ARGS)
	@echo "Done. Every test that could run here passed; any that was skipped is listed above, with its reason."

test-postgresql: .venv/ready-dev ## Run the tests that open a store on PostgreSQL
	@echo "Running the tests that open a store, on a PostgreSQL server of their own…"
	@.ci/with-postgresql $(bin)/python -m pytest $(cores) -m "store and not sqlite" $(PYTEST_ARGS)
	@echo "Done. The store keeps its promises on PostgreSQL."

check: lint format types imports size ## Check style, types, imports and budgets
	@echo "Done. Style, types, imports and budgets hold."

lint: .venv/ready-dev
	@echo "Checking style (ruff)…"
	@$(bin)/ruff check --quiet .

format: .venv/ready-dev
	@echo "Checking layout (ruff format)…"
	@$(bin)/ruff format --check --quiet . || { echo "Layout differs. Run: $(bin)/ruff format"; exit 1; }

types: .venv/ready-dev
	@echo "Checking types (mypy)…"
	@$(bin)/mypy --no-error-summary

imports: .venv/ready-dev
	@echo "Checking that imports go one way (import-linter)…"
	@$(bin)/lint-imports --no-logo >.venv/imports.txt || { cat .venv/imports.txt; exit 1; }

size: .venv/ready-dev
	@echo "Checking the budgets for modules and functions…"
	@$(bin)/python -m pytest -qq tests/architecture/test_size.py

lock: | $(bin)/python ## Write both lock files again, from pyproject.toml
	@$(pip) install uv
	@echo "Choosing the versions to build on…"
	@$(lock) --upgrade --group build pyproject.toml --output-file requirements.lock
	@$(lock) --upgrade --group dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock
	@echo "Done. Read what changed: git diff requirements.lock requirements-dev.lock"

reference: .venv/ready ## Write the reference of every indicator, into docs/reference/indicators/
	@$(bin)/safeboard indicators reference docs/reference/indicators
	@echo "Done. The reference is in $(CURDIR)/docs/reference/indicators"

kill: .venv/ready-dev ## Kill submit and release at 200 random moments, and restore and import at 20 (COUNT=… SEED=…)
	@echo "Killing submit and release at $(COUNT) random moments, and restore too (a minute for every 40)…"
	@$(bin)/python -m tests.killing --count $(COUNT) --seed $(SEED)
	@echo "Done. To have the same moments drawn again: make kill COUNT=$(COUNT) SEED=$(SEED)"

kill-postgresql: .venv/ready-dev ## The same on PostgreSQL, on a server of its own (COUNT=… SEED=…)
	@echo "Killing submit and release at $(COUNT) random moments, and restore too, on PostgreSQL (a minute for every 20)…"
	@.ci/with-postgresql $(bin)/python -m tests.killing --count $(COUNT) --seed $(SEED)
	@echo "Done. To have the same moments drawn again: make kill-postgresql COUNT=$(COUNT) SEED=$(SEED)"

fuzz: COUNT = 10000
fuzz: .venv/ready-dev ## Spoil 10,000 returns at random, and account for every cell (COUNT=… SEED=…)
	@echo "Spoiling $(COUNT) returns at random (about a minute for every 1,000)…"
	@$(bin)/python -m tests.fuzzing --count $(COUNT) --seed $(SEED)
	@echo "Done. To have the same returns spoilt again: make fuzz COUNT=$(COUNT) SEED=$(SEED)"

bench: .venv/ready-dev ## Measure Safeboard beside scripts that answer the same (half an hour)
	@$(bin)/python -m performance $(BENCH_ARGS)

clean: ## Remove everything that was made here
	@rm -rf .venv demo build dist docs/reference/indicators .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find safeboard tests -name __pycache__ -type d -prune -exec rm -rf {} +
	@echo "Done. Only what git keeps is left, and your own files."

# --- Set-up: once, and again when a lock changes ------------------------------------------------------------------

# The first Python here that is new enough.
$(bin)/python:
	@for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	    if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python=$$name; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	    echo "set-up: there is no Python 3.11 or newer here. Install one, then run this again." >&2; exit 1; \
	fi; \
	echo "Making a virtual environment in .venv with $$($$python --version)…"; \
	rm -rf .venv; \
	$$python -m venv .venv || { \
	    rm -rf .venv; \
	    echo "set-up: $$python cannot make a virtual environment. Install its venv module (on Debian: python3-venv), then run this again." >&2; \
	    exit 1; }

.venv/ready: requirements.lock pyproject.toml | $(bin)/python
	@echo "Installing what Safeboard builds on into .venv (about a minute, the first time)…"
	@$(pip) install --require-hashes -r requirements.lock
	@$(pip) install --no-deps --no-build-isolation --editable .
	@touch $@

# The developer's lock holds everything in the other, so one set-up does for both.
.venv/ready-dev: requirements-dev.lock requirements.lock pyproject.toml | $(bin)/python
	@echo "Installing what Safeboard builds on and is tested with into .venv (a minute or two, the first time)…"
	@$(pip) install --require-hashes -r requirements-dev.lock
	@$(pip) install --no-deps --no-build-isolation --editable .
	@touch .venv/ready $@

# Tests that look at pages need a browser; without one they are skipped, and say so.
browser:
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "There is no Chromium here: installing Debian's (packages chromium and fonts-liberation)…"; \
	    install="apt-get install -qq -y --no-install-recommends chromium fonts-liberation"; \
	    export DEBIAN_FRONTEND=noninteractive; \
	    { $$install || { apt-get update -qq && $$install; }; } >.venv/browser.txt 2>&1 \
	    || { tail -n 5 .venv/browser.txt; echo "Chromium could not be installed: tests in a browser will be skipped."; }; \
	else \
	    echo "There is no Chromium here, and only root can install it: tests in a browser will be skipped."; \
	fi
