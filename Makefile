# make run: set everything up and open the app.   make test: set everything up and run all tests.
# PYTHON=python3.12 chooses another interpreter; 3.11 is the oldest that works.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint bench bench-pictures screenshot clean

run: $(VENV)/.run-ready
	@echo "Glassbox: starting the app. Your browser opens by itself; Ctrl+C ends it."
	$(BIN)/streamlit run app.py

test: $(VENV)/.dev-ready
	@echo "Glassbox: running all tests (about ten minutes)."
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(VENV)/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev-ready
	@echo "Glassbox: measuring (about twenty minutes; leave the machine alone); writes docs/performance.md."
	$(BIN)/python -m benchmarks --out docs/performance.md

bench-pictures: $(VENV)/.dev-ready
	@echo "Glassbox: reading photographs, bad files and other people's digits."
	$(BIN)/python -m benchmarks.bad_files
	$(BIN)/python -m mlp.study.photographs --seed 77003 --count 1000
	$(BIN)/python -m benchmarks.people

screenshot: $(VENV)/.dev-ready
	$(BIN)/python -m scripts.screenshot

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis artifacts

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
