# Every command of the project. `make` alone lists them.
# Each one sets up what it needs first; a set-up that was cut short goes on where it stopped.

PYTHON ?= python3
PORT ?= 8000
IN_VENV = .venv/bin/python
export NO_MKDOCS_2_WARNING = 1

.PHONY: help serve build record translated test bench update

help:
	@echo "make serve        read the site in both languages, http://127.0.0.1:$(PORT)/"
	@echo "make test         build the site and run every test; some: make test TESTS=tests/test_site.py"
	@echo "make build        build the site into site/"
	@echo "make record       write down what the snippets print and the figures show"
	@echo "make translated   PAGE=02-one-query: say that a Vietnamese page is up to date"
	@echo "make bench        measure the budgets, each beside its baseline"
	@echo "make update       renew all locks together, then run the tests"

serve: .venv/ready-site
	@$(IN_VENV) -m lessonkit.serve $(PORT)

build: .venv/ready-site
	@$(IN_VENV) -m lessonkit.build

record: .venv/ready-site
	@$(IN_VENV) -m lessonkit.record

translated: .venv/ready-site
	@$(IN_VENV) -m lessonkit.translations $(PAGE)

# Tests have a site of their own, below a folder of the host, as GitHub Pages serves a project. A workflow
# names both, so that it publishes what was tested. Browser tests come last, since they take longest.
test bench: export SITE_DIR ?= site-test
test bench: export SITE_URL ?= http://127.0.0.1:8000/attention/

test: .venv/ready-test
	@$(IN_VENV) -m lessonkit.build
ifdef TESTS
	@$(IN_VENV) -m pytest $(TESTS)
else
	@.venv/bin/ruff check --quiet && .venv/bin/ruff format --check --quiet
	@$(IN_VENV) -m pytest -n 2 --dist loadfile --ignore tests/browser
	@$(IN_VENV) -m pytest -n 2 --dist loadfile tests/browser
endif

bench: .venv/ready-test
	@$(IN_VENV) -m lessonkit.build
	@$(IN_VENV) bench/run.py

update: .venv/ready-test
	@$(IN_VENV) -m lessonkit.update
	@$(MAKE) test

SET_UP = package-lock.json lessonkit/set_up.py lessonkit/third_party.py
.venv/ready-%: requirements/%.txt $(SET_UP)
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 to 3.14," \
	  "or name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m lessonkit.set_up $*
