# make demo   install into .venv, extract corpus/ into out/, export it, build the store, write the report
# make test   install with what tests need, run all of them
# make test-train   tests of training, transformers among them (installs torch)
# make train  fit the learned components anew, but for what is learnt from raw text
# make trust  articles in other forms and every regular expression, in full (an hour)
# make lock   requirements.lock anew
# make lint   style, types, import layers
# make gold   splits, standoff gold and dataset from the markup in annotations/
# make notebooks   run the notebooks; INPLACE=--inplace keeps what they print and draw
# make docs   the pages of docs/ as a site, in site/
# make gate   score the run against gold and compare with the floors in tests/gate.json
# make clean  remove what these made

VENV := .venv
BIN := $(VENV)/bin
# The first interpreter that is new enough and can make an environment; PYTHON=… overrides it.
PYTHON ?= $(shell for p in python3.12 python3.13 python3.11 python3.10 python3; do \
	"$$p" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1 && echo "$$p" && break; done)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# Nothing here may reach for a model hub.
export HF_HUB_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1

.PHONY: demo test test-train train trust lock lint docs gold notebooks gate clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	rm -rf out
	$(BIN)/baoso extract corpus --out out/run
	$(BIN)/baoso export out/run --format jsonl --to out/jsonl
	$(BIN)/baoso track build out/run --db out/press.duckdb
	@echo "Look at one article: $(BIN)/baoso show corpus/hong-linh-phuong-so-nam-hong.txt"
	$(BIN)/baoso report out/press.duckdb --out out/report.html

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests -rfEs -n 2 --dist loadfile

test-train: $(VENV)/.installed-train
	$(BIN)/python -m pytest tests/train -rfEs

train: $(VENV)/.installed-train
	$(BIN)/baoso train tagger
	$(BIN)/baoso train classifiers --config models/classifiers/config.cfg --corpus corpus --gold annotations/gold/train.jsonl \
		--dev annotations/gold/dev.jsonl --test annotations/gold/test.jsonl --out models/classifiers
	$(BIN)/baoso train relations --dev annotations/gold/dev.jsonl

trust: $(VENV)/.installed-dev
	$(BIN)/python tests/trust/metamorphic.py
	$(BIN)/python tests/trust/regexes.py

lock: $(VENV)/.installed-dev
	head -n 2 requirements.lock > requirements.lock.head
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-header \
		--quiet --upgrade -o requirements.lock
	cat requirements.lock >> requirements.lock.head && mv requirements.lock.head requirements.lock

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

gold: $(VENV)/.installed-dev
	$(BIN)/baoso annotate split annotations/markup --pairs annotations/pairs.csv --table annotations/splits.csv
	$(BIN)/baoso annotate compile annotations/markup --splits annotations/splits.csv --out annotations/gold
	for split in train dev test; do $(BIN)/baoso convert annotations/gold/$$split.jsonl \
		annotations/dataset/$$split.parquet --from gold --to hf || exit 1; done

notebooks: $(VENV)/.installed-dev
	cd notebooks && ../$(BIN)/jupyter execute $(INPLACE) *.ipynb

docs: $(VENV)/.installed-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

gate: $(VENV)/.installed-dev
	$(BIN)/python tests/gate.py

clean:
	rm -rf out build dist site $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find pipeline tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.10 or newer found; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(PIP) --editable .
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[dev]'
	touch $@ $(VENV)/.installed

$(VENV)/.installed-train: $(VENV)/.installed-dev
	$(PIP) --editable '.[dev,train]'
	touch $@
