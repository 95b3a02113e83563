# The front door. `make` alone lists the targets.
# Of the machine, not of an activated environment, which may hold no pip.
PY ?= $(shell python3 -c 'import sys; print(sys.base_prefix)')/bin/python3
V := .venv
PYTHON := $(V)/bin/python
# Two at a time, each with whole files: what a file fetches once, it fetches once; and the browser's files come first.
SHARED = -n 2 --dist loadfile --no-loadscope-reorder
INSTALL = $(PY) -m pip --python $(PYTHON) install --quiet --disable-pip-version-check --require-hashes

.DEFAULT_GOAL := help
.PHONY: help run setup media worker dev test test-sqlite test-postgres lint format bench explainer messages lock browser clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 16

$(V)/.run: requirements.txt
	@echo "• Installing what the portal needs into $(V) (about 60 MB, once)"
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "FORAS needs Python 3.11 or newer.")'
	@$(PY) -m venv --without-pip $(V)
	@$(INSTALL) -r requirements.txt
	@touch $@

$(V)/.dev: requirements-dev.txt requirements-media.txt $(V)/.run
	@echo "• Installing what the tests need into $(V)"
	@$(INSTALL) -r requirements-dev.txt
	@$(INSTALL) -r requirements-media.txt
	@touch $@

media: $(V)/.run ## an ffmpeg for machines that have none (80 MB), to make small copies of recordings
	@$(INSTALL) -r requirements-media.txt

setup: $(V)/.run ## do all but serve: tables, starter content, static files, first administrator
	@$(PYTHON) manage.py setup

run: setup ## serve the real thing on http://127.0.0.1:8000 (PORT, HOST, DATA_DIR, DATABASE_URL …)
	@exec $(V)/bin/gunicorn -c foras/gunicorn.py foras.wsgi

worker: $(V)/.run ## the background worker alone, beside `make dev` or on another machine
	@exec $(PYTHON) -m foras.worker

dev: $(V)/.run ## the auto-reloading server with DEBUG, same data
	@DEBUG=1 $(PYTHON) manage.py setup
	@DEBUG=1 $(PYTHON) manage.py runserver $${HOST:-127.0.0.1}:$${PORT:-8000}

test: lint test-sqlite test-postgres ## everything: checks, then all tests on SQLite and on a real PostgreSQL

test-sqlite: $(V)/.dev browser ## all tests on SQLite
	@$(PYTHON) -m pytest $(SHARED)

# How a page looks does not depend on the database: in the browser, only the desk's forms are tried on both.
test-postgres: $(V)/.dev browser ## all tests but the look of pages on a PostgreSQL that is started and stopped for them
	@$(PYTHON) tests/postgres.py $(PYTHON) -m pytest $(SHARED) -m "not look"

lint: $(V)/.dev ## style, templates, imports that only go down
	@$(V)/bin/ruff check . && $(V)/bin/ruff format --check .
	@$(V)/bin/djlint --quiet --lint templates
	@$(V)/bin/lint-imports --no-logo 2>/dev/null || $(V)/bin/lint-imports

format: $(V)/.dev ## lay the code out
	@$(V)/bin/ruff format . && $(V)/bin/ruff check --fix .

bench: $(V)/.dev ## print the figures: page weights, queries, times
	@$(PYTHON) tests/bench.py
	@for figures in sessions sessions_pages paper media matrix exchange; do $(PYTHON) -m tests.bench_$$figures; done

explainer: $(V)/.dev ## draw the video “FORAS en bref” anew, into testimonies/starter/media
	@$(PYTHON) scripts/make_explainer.py

messages: $(V)/.dev ## collect the strings and compile the catalogues (needs gettext)
	@$(PYTHON) manage.py makemessages --locale fr --locale ar --no-location --no-obsolete --ignore '.venv/*' --ignore 'tests/*' --ignore 'var/*' --ignore 'scripts/*'
	@$(PYTHON) manage.py compilemessages --locale fr --locale ar

lock: ## pin requirements*.in anew, with hashes (needs uv)
	uv pip compile --quiet --upgrade requirements.in --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -o requirements.txt
	uv pip compile --quiet --upgrade requirements-dev.in --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -o requirements-dev.txt
	uv pip compile --quiet --upgrade requirements-media.in --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links -o requirements-media.txt

browser: # headless Chromium and Arabic fonts, through apt when missing and root
	@sh tests/install_browser.sh

clean: ## remove the environment (the data in var/ stays)
	rm -rf $(V)
