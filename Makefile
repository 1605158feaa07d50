# make graph and make test are the two commands; both set up what they need. A fresh machine needs Python 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MILLION := build/bench/million/diplograph.trig

# In order of length; CONTRIBUTING says how long each takes.
BENCHES := bench-startup bench-loading-100k bench-quality bench-serving bench-validation bench-loading-1M bench-reading-short bench-loading-10M \
    bench-queries bench-reading

.PHONY: graph test test-all lint docs pages bench setup clean help $(BENCHES)

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

bench: $(BENCHES) ## measure beside the peers, the short parts first, an hour and a half on two quiet cores: benchmarks/results

bench-startup: $(VENV)/bench.stamp
	$(BIN)/python benchmarks/startup.py

bench-quality: $(VENV)/bench.stamp
	$(BIN)/python benchmarks/extraction/linking.py
	$(BIN)/python benchmarks/extraction/plover.py --write

bench-serving: $(VENV)/bench.stamp
	$(BIN)/python benchmarks/serving.py

bench-loading-100k: $(VENV)/bench.stamp
	$(BIN)/python benchmarks/loading.py --size 100k --anew

bench-loading-1M bench-loading-10M: bench-loading-%: $(VENV)/bench.stamp $(MILLION)
	$(BIN)/python benchmarks/loading.py --size $* --graph-1m $(MILLION) --anew

bench-validation: $(VENV)/bench.stamp $(MILLION)
	$(BIN)/python benchmarks/validation.py $(MILLION) --date $$(date -u +%F) -o benchmarks/results/validation.md

bench-queries: $(VENV)/bench.stamp $(MILLION)
	$(BIN)/python benchmarks/queries.py --date $$(date -u +%F) --graph 1M=$(MILLION) -o benchmarks/results/queries.md

bench-reading-short: $(VENV)/bench.stamp
	$(BIN)/python benchmarks/reading.py --anew --part speed-releases --part speed-speeches --part releases-100 --part speeches-100 \
	    --part pieces-100 --part pieces-1000

bench-reading: $(VENV)/bench.stamp # the parts that are not there yet; --anew --part NAME runs one again
	$(BIN)/python benchmarks/reading.py

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

# A graph of about a million triples: 500 press releases as they were found.
$(MILLION): $(VENV)/run.stamp
	mkdir -p build/bench
	gzip -dc ../shared/corpora/state-releases/releases.jsonl.gz | head -n 500 >build/bench/releases.jsonl
	$(BIN)/diplograph build build/bench/releases.jsonl -o $(@D) || [ $$? = 1 ]  # 1: an article was rejected, the others are there

# What tests/system needs: programs of the system, which only root may install, node packages, and Python's driver for the browser.
$(VENV)/system.stamp: $(VENV)/test.stamp tests/system/install.sh tests/system/programs.txt tests/system/package-lock.json
	bash tests/system/install.sh
	$(BIN)/python -m pip install --quiet --group system
	@touch $@

$(VENV)/lint.stamp: $(VENV)/test.stamp
	$(BIN)/python -m pip install --quiet --group lint
	@touch $@
