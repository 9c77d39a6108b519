# Limelight on a machine that has python3 (3.11 or newer) and make:
#   make demo      the sample event on this machine and its LAN; HOST, PORT, LIMELIGHT_DATA and
#                  LIMELIGHT_CODE in the environment are honoured
#   make test      everything that CI checks
# What is missing is installed from Debian when that is possible, else the command to type is shown.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check --quiet
INSTALL := $(PY) .ci/install.py

# The proof (tests/sim/README.md), as long as one likes: make sim SEEDS=10000, kills KILLS=1000,
# fuzz INPUTS=1000000, soak HOURS=48.
SEEDS ?= 1000
KILLS ?= 50
INPUTS ?= 100000
HOURS ?= 48

.PHONY: demo test lint types bench sim kills fuzz soak pictures lock setup setup-test browser node clean

demo: $(VENV)/.run
	@exec $(PY) -m server demo

test: $(VENV)/.test lint types node browser
	node --test $(sort $(shell find tests/js -name '*.test.js'))
	$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lint: $(VENV)/.test
	$(PY) -m ruff check .

types: $(VENV)/.test
	$(PY) -m mypy

bench: $(VENV)/.test browser
	$(PY) -m tests.bench

sim: $(VENV)/.test
	$(PY) -m tests.sim --seeds $(SEEDS)

kills: $(VENV)/.test
	$(PY) -m tests.sim.kills --kills $(KILLS)

fuzz: $(VENV)/.test
	$(PY) -m tests.sim.fuzz --inputs $(INPUTS)

soak: $(VENV)/.test
	$(PY) -m tests.sim.soak --hours $(HOURS)

pictures: $(VENV)/.test browser
	$(PY) -m tests.pictures

setup: $(VENV)/.run
setup-test: $(VENV)/.test

clean:
	rm -rf $(VENV) .bench dist build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis test-results

# --- the environment: made once, and again only when the pins change ---------------------------------

# $(call need,check,Debian packages,what it is): runs the check; when it fails, installs the packages.
define need
if ! { $(1); } >/dev/null 2>&1; then \
  say() { echo "Limelight needs $(3). Install it with:" >&2; echo "    sudo apt-get install -y $(2)" >&2; exit 1; }; \
  command -v apt-get >/dev/null || say; \
  if [ "$$(id -u)" = 0 ]; then root=; elif sudo -n true 2>/dev/null; then root="sudo -n"; else say; fi; \
  echo "Installing $(3): apt-get install $(2)"; \
  $$root apt-get update -qq || say; \
  $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(2) >/dev/null || say; \
  { $(1); } >/dev/null 2>&1 || say; \
fi
endef

$(PY):
	@command -v $(PYTHON) >/dev/null || { echo "Limelight needs Python 3.11 or newer, and $(PYTHON) is not here." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Limelight needs Python 3.11 or newer; this is $$($(PYTHON) --version). Name another: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(call need,$(PYTHON) -c 'import ensurepip$(,) venv',python3-venv,Python's venv)
	@echo "Making the environment $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt pyproject.toml | $(PY)
	@echo "Installing the packages that Limelight needs, as requirements.txt pins them (about a minute)"
	@$(INSTALL) requirements.txt
	@echo "Installing Limelight itself, from this folder"
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-test.txt $(VENV)/.run
	@echo "Installing the packages that the tests need, as requirements-test.txt pins them (about a minute)"
	@$(INSTALL) requirements-test.txt
	@touch $@

browser: $(VENV)/.test
	@$(call need,command -v chromium || command -v google-chrome,chromium,a Chromium browser)
	@$(call need,$(VENV)/lib/python3*/site-packages/playwright/driver/node --version,libatomic1,a library of Playwright's)

node:
	@$(call need,command -v node && [ "$$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ],nodejs,Node.js 18 or newer)

# The pins: hashes and no addresses. Needs uv, and is run only when a dependency changes.
COMPILE := uv pip compile --universal --generate-hashes --no-header --quiet --python-version 3.11
lock:
	$(COMPILE) --upgrade --group build pyproject.toml -o requirements.txt
	$(COMPILE) --upgrade --group build --group test -c requirements.txt pyproject.toml -o requirements-test.txt

, := ,
