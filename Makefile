# make graph and make test are the two commands; both set up what they need. A fresh machine needs Python 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: graph test test-all lint docs pages bench bench-quick setup clean help

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 14

graph: $(VENV)/run.stamp ## build and validate the graph of the seed articles, then answer who proposed what
	$(BIN)/diplograph build
	@echo
	$(BIN)/diplograph ask who-proposed-what

test: $(VENV)/test.stamp ## the tests; Python packages only
	$(BIN)/python -m pytest

test-all: $(VENV)/test.stamp $(VENV)/system.stamp ## the tests, and those that need a browser, node, curl: installed where that may be done
	$(BIN)/python -m pytest
	$(BIN)/python -m pytest --numprocesses=0 tests/system

lint: $(VENV)/lint.stamp ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

pages: $(VENV)/test.stamp ## write what the pages take from the program, and draw the pictures
	$(BIN)/python docs/picture.py
	$(BIN)/python docs/generate.py

docs: $(VENV)/docs.stamp ## the documentation as a site, in build/docs
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet docs build/docs
	@echo build/docs/index.html

bench: $(VENV)/bench.stamp ## measure what is not measured yet beside the peers, three hours on two quiet cores: build/bench/results
	$(BIN)/python benchmarks/all.py

bench-quick: $(VENV)/bench.stamp ## the smallest sizes of the same, five minutes: build/bench/quick
	$(BIN)/python benchmarks/all.py --quick

setup: $(VENV)/test.stamp $(VENV)/lint.stamp ## a virtual environment with everything that developers need

clean: ## remove what was set up
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist

# Dependency groups need a pip newer than the one that Python 3.11 brings.
$(VENV)/run.stamp: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("diplograph needs Python 3.11 or later" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[pictures]'
	@touch $@

$(VENV)/test.stamp: $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --editable '.[annotation,cluster,nanopub,web]' --group test
	@touch $@

$(VENV)/docs.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --group docs
	@touch $@

$(VENV)/bench.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --group bench
	@touch $@

# What tests/system needs: programs of the system, which only root may install, node packages, and Python's driver for the browser.
$(VENV)/system.stamp: $(VENV)/test.stamp tests/system/install.sh tests/system/programs.txt tests/system/package-lock.json
	bash tests/system/install.sh
	$(BIN)/python -m pip install --quiet --group system
	@touch $@

$(VENV)/lint.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --group lint
	@touch $@
