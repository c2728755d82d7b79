# make demo: the example, from a bare checkout.  make test: everything that CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
LEDGER ?= demo-ledger

.PHONY: setup demo test lint format lock clean

setup: $(VENV)/.run-ready

demo: $(VENV)/.run-ready
	$(BIN)/crossfoot check examples/desertion --ledger $(LEDGER) --exit-zero

test: lint
	$(BIN)/pytest -n auto

lint: $(VENV)/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev-ready
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The stamps make a second run free; the hashes make every install the same one.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "crossfoot needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run-ready: requirements.lock pyproject.toml | $(BIN)/pip
	@echo "Installing the locked packages into $(VENV) (once) ..."
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev-ready: requirements-dev.lock $(VENV)/.run-ready
	@echo "Installing the locked tools for tests into $(VENV) (once) ..."
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@

# Pins again from pyproject.toml (needs pip-tools); read the difference before committing it.
COMPILE = pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --all-build-deps --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
lock:
	$(COMPILE) -o requirements.lock pyproject.toml
	$(COMPILE) --extra accurate --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml

clean:
	rm -rf $(LEDGER) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
