# make run: set everything up and open the app.   make check: the fast checks.   make test: all tests.
# PYTHON=python3.12 chooses another interpreter; 3.11 is the oldest that works.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NPM := $(shell command -v npm)
# Tests start Python some sixty times, and compiling everything anew costs seconds each time: what was
# compiled is kept, also where the shell says otherwise.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run check lint js test package-check bench bench-pictures screenshot clean

run: $(VENV)/.run-ready
	@echo "Glassbox: starting the app. Your browser opens by itself; Ctrl+C ends it."
	$(BIN)/streamlit run app.py

check: lint js
	@echo "Glassbox: testing the library, without the slowest tests and without the app."
	$(BIN)/python -m pytest -q -n 2 -m "not slow" --ignore=tests/web --ignore=tests/browser tests
	@echo "Glassbox: all fast checks pass. make test PAGE=draw tests one page, make test everything."

lint: $(VENV)/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy

ifdef NPM
js: node_modules/.ready
	NODE_OPTIONS=--test-reporter=dot npm run --silent test
	npm run --silent types
	npm run --silent lint
else
js:
	@echo "Glassbox: the JavaScript is not checked: there is no npm here (it comes with Node.js)."
	@test -z "$$CI"
endif

ifdef PAGE
test: $(VENV)/.dev-ready
	@test -f pages/$(PAGE).py || { echo "Glassbox has no page $(PAGE); pages: $(filter-out main,$(basename $(notdir $(wildcard pages/*.py))))."; exit 1; }
	@echo "Glassbox: testing the page $(PAGE), in Chromium too. make test tests everything."
	$(BIN)/python -m pytest $(wildcard tests/web/$(PAGE) tests/browser/test_$(PAGE)*.py)
else
test: $(VENV)/.dev-ready
	@echo "Glassbox: running all tests, in Chromium too (a quarter of an hour). PAGE=draw: those of one page."
	$(BIN)/python -m pytest -n 2
endif

package-check: $(VENV)/.dev-ready
	$(BIN)/python -m scripts.check_package

bench: $(VENV)/.dev-ready
	@echo "Glassbox: measuring (three quarters of an hour; leave the machine alone); writes docs/performance.md."
	$(BIN)/python -m benchmarks --out docs/performance.md

bench-pictures: $(VENV)/.dev-ready
	@echo "Glassbox: reading photographs, bad files and other people's digits."
	$(BIN)/python -m benchmarks.bad_files
	$(BIN)/python -m mlp.study.photographs --seed 77003 --count 1000
	$(BIN)/python -m benchmarks.people

screenshot: $(VENV)/.dev-ready
	$(BIN)/python -m scripts.screenshot

clean:
	rm -rf $(VENV) node_modules .import_linter_cache .pytest_cache .mypy_cache .ruff_cache .hypothesis artifacts

$(VENV)/.created:
	@echo "Glassbox: making a virtual environment in $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Glassbox needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python's venv module is missing. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.run-ready: $(VENV)/.created requirements.txt
	@echo "Glassbox: installing what the app needs (PyTorch is large; this takes a few minutes once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev-ready: $(VENV)/.run-ready requirements-dev.txt
	@echo "Glassbox: installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

node_modules/.ready: package.json
	@echo "Glassbox: installing what checks the JavaScript …"
	@npm install --silent --no-audit --no-fund --no-package-lock
	@touch $@
