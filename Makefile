# Every command of the project. `make` alone lists them.
# Each one sets up what it needs first; a set-up that was cut short goes on where it stopped.

PYTHON ?= python3
PORT ?= 8000
IN_VENV = .venv/bin/python
export NO_MKDOCS_2_WARNING = 1

.PHONY: help serve build page record translated test test-random prove mutate links bench zensical test-zensical update

help:
	@echo "make serve    read the site in both languages, http://127.0.0.1:$(PORT)/"
	@echo "make test     build the site and prove everything on it"
	@echo "make build    build the site into site/"
	@echo "make page NAME=14-title   a new page in both languages with snippet, exercise, picture and test, green from the start"
	@echo "make record   write down again what the snippets print and the figures show"
	@echo "make translated PAGE=02-one-query   say that a Vietnamese page is up to date with its English source"
	@echo "make test-random   the same tests in an order that changes"
	@echo "make prove    break a copy, one fault at a time, and see whether the tests catch each; again: make prove SEED=7"
	@echo "make mutate   change the checks and the toolkit, and see whether their own tests notice; part: make mutate OF=checks/links"
	@echo "make links    ask other hosts whether the links to them still lead somewhere; fails nothing"
	@echo "make bench    measure the budgets, each beside its baseline"
	@echo "make zensical   build the site with Zensical, which follows on Material, into site-zensical/"
	@echo "make test-zensical   the same, and see that nothing differs but what is listed"
	@echo "make update   renew all locks together, then run the tests"

serve: .venv/ready-site
	@$(IN_VENV) -m lessonkit.serve $(PORT)

build: .venv/ready-site
	@$(IN_VENV) -m lessonkit.build

page: .venv/ready-site
	@$(IN_VENV) -m lessonkit.page "$(NAME)"

record: .venv/ready-site
	@$(IN_VENV) -m lessonkit.record

# Records what the English page says now, and nothing else; PAGE=all for every page.
translated: .venv/ready-site
	@$(IN_VENV) -m lessonkit.translations $(PAGE)

# Built and served below a folder of the host, as GitHub Pages does for a project. Two processes, each with browsers of
# its own: the files of tests are shared out between them.
test: .venv/ready-test
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:8000/attention/} $(IN_VENV) -m lessonkit.build
ifdef TESTS
	@$(IN_VENV) -m pytest $(TESTS)
else
	@$(IN_VENV) -m pytest -n 2 --dist loadfile --ignore tests/browser
	@$(IN_VENV) -m pytest -n 2 --dist loadfile tests/browser
endif

# To repeat an order, give the seed that the first lines of a run print: make test-random SEED=7
test-random: .venv/ready-test
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:8000/attention/} $(IN_VENV) -m lessonkit.build
	@$(IN_VENV) -m pytest -p randomly --randomly-seed=$(or $(SEED),default) $(TESTS)

prove: .venv/ready-test
	@SITE_URL=http://127.0.0.1:8000/attention/ $(IN_VENV) -m lessonkit.prove $(SEED)

mutate: .venv/ready-test
	@SITE_URL=http://127.0.0.1:8000/attention/ $(IN_VENV) -m lessonkit.build >/dev/null
	@$(IN_VENV) -m lessonkit.mutate $(OF)

links: .venv/ready-test
	@$(IN_VENV) -m lessonkit.build >/dev/null
	@$(IN_VENV) -m lessonkit.links

bench: .venv/ready-test
	@SITE_URL=http://127.0.0.1:8000/attention/ $(IN_VENV) -m lessonkit.build >/dev/null
	@$(IN_VENV) bench/run.py

zensical: .venv-zensical/ready
	@$(IN_VENV) -m lessonkit.zensical

# The cells' own script is the same in both, so of the browser tests only those that look at pages.
test-zensical: .venv/ready-test .venv-zensical/ready
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:8000/attention/} $(IN_VENV) -m lessonkit.zensical
	@SITE_DIR=site-zensical $(IN_VENV) -m pytest -n 2 --dist loadfile -p lessonkit.differences tests/test_site.py tests/test_metadata.py \
	  tests/pages $(patsubst %,tests/browser/test_%.py,pages access cells_agree cell_page cell_first_view notebook_page sheet) \
	  tests/browser/test_search.py::test_by_the_keyboard_alone_the_best_hit_is_reached_at_its_place

# An environment of its own, since nothing else needs it.
.venv-zensical/ready: requirements/zensical.txt .venv/ready-site
	@$(IN_VENV) -m venv .venv-zensical
	@.venv-zensical/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/zensical.txt
	@touch $@

.venv/ready-%: requirements/%.txt package-lock.json lessonkit/set_up.py lessonkit/third_party.py lessonkit/fonts.py
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11 to 3.14, or name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m lessonkit.set_up $*

update: .venv/ready-test
	@$(IN_VENV) -m lessonkit.update
	@$(MAKE) test
