# The only list of commands. `make` alone prints it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DEMO   := demo/lake
PORT   ?= 8000
# What is kept in the relational database is tested on both of its engines.
# (What reads the lake beside it asks the same engine either way, and is not asked twice.)
RECORDS := $(addprefix tests/integration/,ledger directory agreements programmes oai) --ignore=tests/integration/agreements/test_evidence.py

.DEFAULT_GOAL := help
.PHONY: help demo test test-long check fix bench bench-linking model docs messages lock licences screenshots clean

help:            ## this list
	@grep -hE '^[a-z-]+: .*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | expand -t 16

# Each set-up is a stamp, so a second call starts at once. The checkout itself is installed from
# the locked, hashed list: nothing is resolved and nothing unlocked is downloaded.
$(VENV)/demo.stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Cordée needs Python 3.11 or later. This is $$($(PYTHON) --version 2>&1). Set PYTHON=/path/to/python3.11."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/demo.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	@touch $@

demo: $(VENV)/demo.stamp ## install, build the lake from the shipped corpus, open the page
	$(BIN)/cordee demo --lake $(DEMO) --port $(PORT)

test: $(VENV)/dev.stamp ## the tests but for the long ones; those of records on PostgreSQL too
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile -m "not long"
	$(BIN)/python tools/with_postgresql.py $(BIN)/python -m pytest --quiet --numprocesses 2 -m "not long and not slow" $(RECORDS)

test-long: $(VENV)/dev.stamp ## the long tests: a cluster, processes killed, disks filled, the API against its description
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile -m long
	$(BIN)/python tools/with_postgresql.py $(BIN)/python -m pytest --quiet --numprocesses 2 -m "long or slow" $(RECORDS)
	$(BIN)/python tools/with_postgresql.py $(BIN)/python -m pytest --quiet --numprocesses 2 tests/integration/api

check: $(VENV)/dev.stamp ## format, lint, types, layers, templates, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/codespell README.md DEVELOPERS.md GLOSSARY.md CHANGELOG.md SECURITY.md docs src tests benchmarks tools
	$(BIN)/djlint --lint --quiet src/cordee/web/templates
	$(BIN)/djhtml --check --tabwidth 2 src/cordee/web/templates
	$(BIN)/python tools/messages.py --check

fix: $(VENV)/dev.stamp ## format and repair what can be repaired
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djhtml --tabwidth 2 src/cordee/web/templates

messages: $(VENV)/dev.stamp ## collect sentences to translate, compile translations (needs GNU gettext)
	$(BIN)/python tools/messages.py

bench: $(VENV)/dev.stamp ## measure claims side by side with their references, rewrite benchmarks/RESULTS.md
	$(BIN)/python benchmarks/run.py

bench-linking: $(VENV)/dev.stamp ## linking alone, beside its peers, about ten minutes (needs: pip install -e '.[bench]')
	$(BIN)/cordee demo --no-serve --lake $(DEMO)
	$(BIN)/python -m benchmarks.linking --lake $(DEMO)

model: $(VENV)/dev.stamp ## learn the judge of linking anew from the labelled sets (needs: pip install -e '.[bench]')
	$(BIN)/python tools/linking_model.py

docs: $(VENV)/dev.stamp ## build the documentation site into site/
	$(BIN)/python tools/make_reference_docs.py
	$(BIN)/python tools/make_library_reference.py
	$(BIN)/python tools/make_notebook_page.py
	$(BIN)/mkdocs build --strict --quiet

lock: $(VENV)/dev.stamp ## resolve the locked, hashed lists anew
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade --extra web --extra build --no-emit-package cordee pyproject.toml --output-file requirements.txt
	$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet --upgrade --extra dev --constraint requirements.txt --no-emit-package cordee pyproject.toml --output-file requirements-dev.txt

screenshots: $(VENV)/dev.stamp ## take the documentation's screenshots anew
	CORDEE_SCREENSHOTS=docs/images $(BIN)/python -m pytest -q tests/functional

licences: $(VENV)/dev.stamp ## rewrite docs/reference/licences.md from what is installed
	$(BIN)/python tools/make_licences.py

clean:           ## remove what can be made again
	rm -rf $(VENV) $(DEMO) site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
