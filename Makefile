# Contact Lens. `make` alone lists the commands.
.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run test check format lock docs golden bench data clean

PORT ?= 8501
BIN  := .venv/bin
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --quiet \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Install what the program needs into .venv (PYTHON=... chooses the Python)
	@sh scripts/setup.sh runtime

setup-dev:
	@sh scripts/setup.sh dev

run: setup ## Open the dashboard; the first start makes a world of one child in ten (PORT=8501)
	@$(BIN)/contactlens run --port $(PORT)

test: setup-dev ## Run every test and hold the coverage floor (ARGS=... goes to pytest)
	@CONTACTLENS_CHROMIUM="$$(sh scripts/chromium.sh)" && export CONTACTLENS_CHROMIUM && \
	$(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --cov --cov-report=term $(ARGS)

check: setup-dev ## Check format, lint, dependency rules and that generated docs are fresh
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m docs.build --check

format: setup-dev ## Put every file into the house format
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .

lock: setup-dev ## Pin every package by its digest, after a change of requirements*.in
	@$(LOCK) requirements.in -o requirements.lock
	@$(LOCK) requirements-dev.in -c requirements.lock -o requirements-dev.lock

docs: setup-dev ## Write the generated parts of docs/ anew
	@$(BIN)/python -m docs.build

golden: setup-dev ## Accept today's numbers as the ones to hold tomorrow's against
	@CONTACTLENS_GOLDEN=write $(BIN)/python -m pytest -m golden

bench: setup-dev ## Measure speed and memory of generator and queries (takes a while)
	@$(BIN)/python -m bench

data: setup ## Make the default world anew: one child in ten, data/worlds/default
	@$(BIN)/contactlens generate --fraction 0.1 --replace --out data/worlds/default

clean: ## Remove the installation and caches; worlds stay
	@rm -rf .venv build *.egg-info .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@rm -f .coverage .coverage.*
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
