# Everything a person types. `make help` lists it.

# The first Python on this machine that is new enough; say PYTHON=... to choose another.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; \
	done || echo python3)
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# It installs into this environment and no other, with the Python that is there. Mirrors and
# certificates are set by variables of uv's own (UV_DEFAULT_INDEX, UV_SYSTEM_CERTS).
UV = UV_PYTHON_DOWNLOADS=never UV_HTTP_TIMEOUT=180 $(BIN)/uv

PACKAGES := shared/contracts shared/service shared/gateway $(sort $(wildcard services/*)) tools devstack
IMPORTS := booking_chat.contracts booking_chat.service booking_chat.gateway chat_core notifier operator_gateway portal_gateway settings_service chat_tools devstack
SOURCES := shared services tools devstack tests bench docs/examples
PAGES := web/dist/.built
ASYNCAPI := tests/contract/node_modules/.installed
CODEGEN := web/codegen/node_modules/.installed
NPM = $(BIN)/python -m devstack npm
LOOP ?= 1

# Each worker has engines and services of its own, which take about 1.5 GB.
WORKERS ?= auto
PYTEST := $(BIN)/pytest --numprocesses $(WORKERS) --maxprocesses 4 --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup run demo test test-all slow lint graph types web screenshots unit contracts faults bench lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name what; do \
		printf '  make %-11s %s\n' "$$name" "$$what"; done

setup: $(INSTALLED) $(PAGES) $(ASYNCAPI) $(CODEGEN) ## install everything and build the pages (done by the others when needed)

run: setup ## start engines, services, identity provider and demo data; Ctrl-C stops
	@$(BIN)/python -m devstack run

demo: setup ## play one conversation against a running system (LOOP=20 repeats)
	@$(BIN)/python -m devstack demo --loop $(LOOP)

test: lint types web ## lint, types and all but the slow sets (WORKERS=0: one after the other)
	@$(PYTEST) --dist loadfile -m "not slow"

test-all: test slow ## lint, types and every test

# One after the other: a fault play is six engines, and has lanes of its own.
slow: setup ## the slow sets alone: faults, drills, every state of the pages
	@$(BIN)/pytest -m slow

unit: setup ## the tests that need no engine
	@QUICK_EXAMPLES=1 $(PYTEST) --dist worksteal tests/*/unit tests/contract

lint: setup ## style, formatting and who may import whom
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/lint-imports

graph: setup ## print who imports whom, from the highest level down
	@$(BIN)/python -m devstack.import_graph

types: setup ## mypy, strict, on all packages and tests
	@$(BIN)/mypy $(addprefix -p ,$(IMPORTS))
	@$(BIN)/mypy tests
	@MYPYPATH=bench $(BIN)/mypy bench/*.py

web: setup ## types, style and unit tests of the pages
	@$(NPM) run --silent check

# Without building the pages: after a change they may not compile until their types are made anew.
contracts: $(INSTALLED) $(CODEGEN) ## write docs/contracts and the pages' types from the code (RELEASE=1: others build against it now)
	@$(BIN)/python -m devstack contracts $(if $(RELEASE),--release)
	@$(NPM) --prefix codegen run --silent generate

# CI=true: without Chromium it fails, where tests are skipped.
screenshots: setup ## pictures of every state of both pages, in .run/screenshots; the README's four in docs/images
	@CI=true $(BIN)/pytest -q tests/browser/test_states.py $(if $(STATES),-k '$(STATES)')
	@PYTHONPATH=tests $(BIN)/python -m browser.readme_pictures

faults: setup ## kill, stop and cut everything for an hour: nothing may be lost
	@PYTHONPATH=tests $(BIN)/python -m faults

bench: setup ## measure speed and memory beside a bare pipeline (QUICK=1: one small round of each)
	@PYTHONPATH=tests $(BIN)/python bench/run.py $(if $(QUICK),--quick,--record)

clean: ## remove what was installed and every trace of `make run`, its data too
	rm -rf $(VENV) .run web/dist web/node_modules web/codegen/node_modules tests/contract/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(BIN)/uv: requirements/uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "booking-chat needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1 || true)."; \
		echo "Install a newer one, or name it: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Installing into $(VENV) (once; half a minute or so) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "$(PYTHON) could not make a virtual environment (on Debian: apt install python3-venv)."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(INSTALLED): requirements/dev.txt VERSION $(addsuffix /pyproject.toml,$(PACKAGES)) | $(BIN)/uv
	@$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation \
		$(addprefix --editable ./,$(PACKAGES))
	@touch $@

web/node_modules/.installed: web/package.json web/package-lock.json | $(INSTALLED)
	@echo "Installing what the pages are built with ..."
	@$(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(ASYNCAPI): tests/contract/package.json tests/contract/package-lock.json | $(INSTALLED)
	@$(NPM) --prefix ../tests/contract ci --no-audit --no-fund --loglevel=error
	@touch $@

# A package of its own: the generator needs an older TypeScript than the pages.
$(CODEGEN): web/codegen/package.json web/codegen/package-lock.json | $(INSTALLED)
	@$(NPM) --prefix codegen ci --no-audit --no-fund --loglevel=error
	@touch $@

$(PAGES): web/node_modules/.installed $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/codegen/*' -not -path 'web/dist/*')
	@$(NPM) run --silent build
	@touch $@

# --- Locked requirements: `make lock` writes requirements/*.txt anew from what is asked for.
# Those of the services come before those of development, so that tests run on the versions that the
# image ships. Versions stay as they are unless UPGRADE=1 says otherwise.

COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url $(foreach name,contracts service gateway chat-core,--no-emit-package booking-chat-$(name)) \
	$(if $(UPGRADE),--upgrade)
DEPLOYED := $(addsuffix /pyproject.toml,$(filter-out devstack,$(PACKAGES)))

lock: $(BIN)/uv ## write the hash-locked requirements anew (UPGRADE=1: with the newest versions allowed)
	$(COMPILE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) $(DEPLOYED) -o requirements/runtime.txt
	$(COMPILE) requirements/build.in -o requirements/build.txt
	$(COMPILE) requirements/demo.in -c requirements/runtime.txt -o requirements/demo.txt
	$(COMPILE) $(DEPLOYED) devstack/pyproject.toml requirements/dev.in -c requirements/runtime.txt -c requirements/build.txt \
		-c requirements/demo.txt -c requirements/uv.txt \
		-o requirements/dev.txt
	for program in engines-mongodb engines-kafka-lite node; do \
		$(COMPILE) --no-deps requirements/$$program.in -o requirements/$$program.txt || exit 1; done
