# `make build` renders every document, `make test` proves that it works. Both bring what they need: a virtual environment
# with the locked packages, and, through the system's package manager, the programs and libraries that no Python package
# carries. The second time they only look.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build

VENV := .venv
RUN := $(VENV)/bin/python
# Not named PYTHON: `PYTHON=python3.12 make build` chooses the Python that makes the environment.
# One stamp for each content of a lock file: a changed lock has no stamp yet, so it is installed.
RUNTIME := $(VENV)/.runtime-$(shell cksum < requirements.lock | tr ' ' '-')
TESTING := $(VENV)/.testing-$(shell cksum < requirements-test.lock | tr ' ' '-')
INSTALL := $(RUN) -m pip install -qq --disable-pip-version-check --require-hashes --no-deps --only-binary :all:
UV := uv==0.13.9
COMPILE := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --only-binary :all: \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header

.PHONY: build ready test check lint lock wheel clean

build: ready ## Check the registry and render every document into output/
	@$(RUN) build.py

ready: $(RUNTIME) ## Only bring what `build` needs
	@.ci/install-programs build

test: lint ## Everything that must hold: style, types, the whole test suite
	@.ci/install-programs test
	$(RUN) -m pytest --numprocesses auto --dist loadfile

check: lint ## The quick gate while working: style, types, the registry
	@$(RUN) build.py check

lint: $(TESTING)
	$(RUN) -m ruff check .
	$(RUN) -m mypy

wheel: $(TESTING) ## The package as one file in dist/
	$(RUN) -m hatchling build --target wheel

lock: $(RUN) ## Write both lock files anew from pyproject.toml
	$(RUN) -m pip install -qq --disable-pip-version-check --only-binary :all: $(UV)
	$(COMPILE) --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra test --constraints requirements.lock --output-file requirements-test.lock pyproject.toml

clean: ## Remove everything that the commands above made
	rm -rf $(VENV) output dist audit-pack public answer.env .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN):
	@.ci/make-venv $(VENV)

$(RUNTIME): | $(RUN)
	@echo "Installing the locked packages into $(VENV)/ ..."
	@$(INSTALL) --requirement requirements.lock
	@rm -f $(VENV)/.runtime-* && touch $@

$(TESTING): | $(RUN)
	@echo "Installing the locked packages and the test tools into $(VENV)/ ..."
	@$(INSTALL) --requirement requirements-test.lock
	@rm -f $(VENV)/.runtime-* $(VENV)/.testing-* && touch $(RUNTIME) $@
