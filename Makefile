# Everything a machine needs is made from here; `make run` and `make test` are the two commands to know.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CHROMIUM := $(or $(LANDMAP_CHROMIUM),$(shell command -v chromium || command -v chromium-browser || command -v google-chrome))

.PHONY: run test check bench load soak proof samples demo clean browser postgres office nginx

run: $(VENV)/run.stamp
	$(BIN)/python -m gis demo --if-missing
	$(BIN)/streamlit run dashboard.py

# Of what needs no browser, a process that has nothing left to do takes over half of what another has before it, so that no
# long file is waited for. What needs one comes afterwards, two files at once: a page waits for its server and the server for
# its page, and more beside them would measure the machine's patience, not the product.
WATCHED := tests/e2e tests/test_bench.py tests/test_maps_browser.py
test: $(VENV)/test.stamp browser postgres office nginx check
	$(BIN)/python -m pytest -m "not browser" --numprocesses auto --maxprocesses 4 --dist worksteal
	$(BIN)/python -m pytest -m browser --numprocesses 2 --dist loadfile $(WATCHED)

check: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive gis pages dashboard.py

# Sizes are numbers of cases: make bench SIZES="1000 100000 1000000"; PARTS="clicks law" measures those alone and leaves
# the other sections of the page as they are. The maps of others need a script we do not ship.
SIZES ?= 1000 100000
bench: $(VENV)/test.stamp browser
	@test -f /usr/share/javascript/leaflet/leaflet.markercluster.js || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    apt-get install -y -qq --no-install-recommends libjs-leaflet.markercluster >/dev/null; } || \
	  echo "Maps with clusters are left out of the bench. To have them: apt-get install libjs-leaflet.markercluster"
	$(BIN)/python -m tests.bench --sizes $(SIZES) $(if $(PARTS),--parts $(PARTS))

# Crowds of readers without a browser, upon one server and several; an hour of work while files come in.
load: $(VENV)/test.stamp postgres
	$(BIN)/python -m tests.load

soak: $(VENV)/test.stamp postgres
	$(BIN)/python -m tests.load.soak

# The methods are proved at length here, an hour or two; stopped, it goes on where it was. make test runs one seed of each.
proof: $(VENV)/test.stamp
	$(BIN)/python -m tests.proof --kept $(VENV)/proof --jobs $$(nproc)

# Every kind of briefing in every format and language, of a demo city of its own, for a person to look at.
samples: $(VENV)/run.stamp
	LANDMAP_STATE_DIR=$(VENV)/samples-city LANDMAP_DATABASE_URL= $(BIN)/python -m gis demo --cases 20000 --if-missing
	LANDMAP_STATE_DIR=$(VENV)/samples-city LANDMAP_DATABASE_URL= $(BIN)/python -m gis hotspots
	LANDMAP_STATE_DIR=$(VENV)/samples-city LANDMAP_DATABASE_URL= $(BIN)/python -m gis risk
	LANDMAP_STATE_DIR=$(VENV)/samples-city LANDMAP_DATABASE_URL= $(BIN)/python -m tests.samples $(VENV)/samples
	@echo "Look at $(VENV)/samples"

demo: $(VENV)/run.stamp
	$(BIN)/python -m gis demo

$(VENV)/run.stamp: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test
	touch $@

# The journeys in a real browser need Chromium; without it they are skipped, and the reason is printed.
browser:
ifeq ($(CHROMIUM),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else \
	  echo "No Chromium found: the tests in a real browser are skipped. To run them: apt-get install chromium"; \
	fi
endif

# The store is tried on PostgreSQL too, on a server that the tests make and remove; without one those tests are skipped.
POSTGRES := /usr/lib/postgresql/15/bin/initdb /usr/share/postgresql/15/extension/postgis.control
postgres:
ifneq ($(words $(wildcard $(POSTGRES))),2)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends postgresql postgresql-15-postgis-3 >/dev/null; \
	else \
	  echo "No PostgreSQL 15 with PostGIS found: the tests on a server are skipped. To run them:"; \
	  echo "  apt-get install postgresql postgresql-15-postgis-3"; \
	fi
endif

# Slides and papers are opened in LibreOffice too; without it those tests are skipped. Beside one that is there already its
# own parts are put, since those without a screen would take its place.
OFFICE := /usr/lib/libreoffice/program/libsdlo.so /usr/lib/libreoffice/program/libswlo.so
SCREEN := $(if $(shell command -v soffice),,-nogui)
office:
ifneq ($(words $(wildcard $(OFFICE))),2)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    libreoffice-impress$(SCREEN) libreoffice-writer$(SCREEN) >/dev/null || \
	    echo "LibreOffice could not be installed: the tests of slides and papers in it are skipped."; \
	else \
	  echo "No LibreOffice found: the tests of slides and papers in it are skipped. To run them:"; \
	  echo "  apt-get install libreoffice-impress libreoffice-writer"; \
	fi
endif

# The product is tried behind the real nginx; without it those tests are skipped. It is not to start by itself.
NGINX := $(or $(shell command -v nginx),$(wildcard /usr/sbin/nginx))
nginx:
ifeq ($(NGINX),)
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends nginx-light >/dev/null || \
	    echo "nginx could not be installed: the tests behind it are skipped."; \
	else \
	  echo "No nginx found: the tests behind it are skipped. To run them: apt-get install nginx-light"; \
	fi
endif

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
