# Every target explains itself after "##"; `make help` lists them.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
ENTERPRISES ?= 100000
SAMPLE := out/sample
FIRMS ?= 1000
PORT ?= 8000
DEMONSTRATION := DJANGO_SETTINGS_MODULE=ballast_web.settings.demonstration BALLAST_HOME=out/demonstration
# The database server on which the platform is tested as well as on SQLite.
POSTGRESQL ?= postgresql://127.0.0.1:5432/test

.DEFAULT_GOAL := help
.PHONY: help up sample serve test check messages lint types arrows tests browser bench format lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.assets: $(VENV)/.installed src/ballast_web/assets.toml
	$(BIN)/ballast-web assets
	@touch $@

$(VENV)/.catalogues: $(VENV)/.installed hatch_build.py $(wildcard src/ballast_web/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python hatch_build.py
	@touch $@

up: sample serve ## set up, judge a sample province, then serve the platform with a demonstration

serve: $(VENV)/.installed $(VENV)/.assets $(VENV)/.catalogues ## the platform with a synthetic province, at the address it prints
	$(DEMONSTRATION) $(BIN)/ballast-web migrate --verbosity 0
	$(DEMONSTRATION) $(BIN)/ballast-web demonstrate --enterprises $(FIRMS)
	$(DEMONSTRATION) $(BIN)/ballast serve --port $(PORT)

sample: $(VENV)/.installed ## build a sample province, judge every enterprise, say where to look next
	$(BIN)/ballast policies
	$(BIN)/ballast synth --province 440000 --enterprises $(ENTERPRISES) --seed 1 --out $(SAMPLE)/facts
	$(BIN)/ballast assess --facts $(SAMPLE)/facts --as-of 2022-12-31 --out $(SAMPLE)/verdicts

test: lint types arrows tests ## lint, types, arrows between packages, tests

lint: $(VENV)/.installed ## ruff: style, complexity, docstrings, security
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed ## mypy, strict
	$(BIN)/mypy

arrows: $(VENV)/.installed ## import-linter: which package may import which
	$(BIN)/lint-imports

browser: ## Chromium and a Chinese font for the journeys: installed where that is possible
	@command -v chromium chromium-browser google-chrome >/dev/null || test -n "$$BALLAST_CHROMIUM" || \
	{ command -v apt-get >/dev/null && test "$$(id -u)" = 0 && { apt-get install -y -qq chromium fonts-noto-cjk >/dev/null 2>&1 || \
	{ apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; }; }; } || \
	{ echo "The journeys need Chromium: install it (Debian: apt-get install chromium fonts-noto-cjk), or name one in BALLAST_CHROMIUM."; exit 1; }

tests: $(VENV)/.installed $(VENV)/.assets $(VENV)/.catalogues browser ## pytest, warnings are errors; the platform on both databases
	$(BIN)/pytest -n auto
	BALLAST_DATABASE=$(POSTGRESQL) $(BIN)/pytest -n auto tests/web src/ballast_web/pages

messages: $(VENV)/.installed ## take the texts of pages and errors anew into the message catalogues, to be translated there
	$(BIN)/ballast-web messages
	$(BIN)/python hatch_build.py

check: $(VENV)/.installed ## validate every policy package, rule and fact
	$(BIN)/ballast check

$(VENV)/.bench: $(VENV)/.installed requirements-bench.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

bench: $(VENV)/.bench ## benchmarks beside other engines, each a ratio in one run; ONLY="reading jobs" runs some; writes benchmarks/RESULTS.md
	$(BIN)/python -m benchmarks $(ONLY)

format: $(VENV)/.installed ## put the code into form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(VENV)/.installed ## pin every dependency anew with its hashes
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --extra dev --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --universal --python-version 3.11 --upgrade -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra bench --constraints requirements.lock \
	  --generate-hashes --no-emit-index-url --no-annotate --no-header --universal \
	  --python-version 3.11 -o requirements-bench.lock

clean: ## remove what was made
	rm -rf $(VENV) out build dist
