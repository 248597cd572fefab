# One command a job; each sets up what it needs in a local virtual environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test histories problems fuzz bench lint types clean lock
.DEFAULT_GOAL := demo

# The stamp is remade when the lock or the project's metadata change.
$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 以上版本，当前是 " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

demo: $(VENV)/.ready
	$(BIN)/python -m nianbao draft examples/yuanda-town-2022.yaml -o out --format docx,html,md,txt

test: $(VENV)/.ready lint types
	$(BIN)/python -m pytest

# The property test over histories of edits and revisions, at full length.
histories: $(VENV)/.ready
	NIANBAO_HISTORIES=10000 $(BIN)/python -m pytest -n 0 tests/core/test_revise.py -k history

# What matching learns from phrasebank/problems, synonyms.yaml and syllables.txt; a test says when it lags
problems: $(VENV)/.ready
	$(BIN)/python -c "from nianbao.workflow.banks import write_prepared; print(write_prepared())"

# Damaged files through every reader, ten minutes in all; what fails is kept in fuzz-failures.
fuzz: $(VENV)/.ready
	$(BIN)/python -m tests.fuzz

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.ready
	$(BIN)/mypy

bench: $(VENV)/.ready
	$(BIN)/python -m compileall -q src
	$(BIN)/python -m bench

lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
