# One door. Each target does its own set-up from a machine that has python3 and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test test-long check lint bench docs wheel pins clean

help:
	@echo "make demo       the example practice: eighteen months of files, the nights, letters to open   (under 5 minutes)"
	@echo "make test       all tests, on an embedded PostgreSQL"
	@echo "make test-long  the same at length: ten times the examples, 50 kills, 100,000 judgments; before a release"
	@echo "make check      ROOM=core/ledger: one room: style, types, and the tests that import it"
	@echo "make lint       ruff, strict types, import contracts, and the guards of the house"
	@echo "make bench      speed, as ratios against a floor measured in the same run"
	@echo "make docs       the pictures in docs/pictures and the tables in docs/, made anew by the project itself"
	@echo "make wheel      build the wheel of what is committed, install it in an empty environment, and run it there"
	@echo "make pins       compile requirements/*.txt again (needs uv)"

demo:
	@$(PYTHON) tools/set_up.py run
	@$(BIN)/remindful demo

test:
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

test-long:
	@$(PYTHON) tools/set_up.py test
	@REMINDFUL_EXAMPLES=10 REMINDFUL_KILLS=50 REMINDFUL_JUDGMENTS=100000 $(BIN)/python -m pytest -n 2 --dist loadgroup

check:
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/python -m tools.check_room $(ROOM)

lint:
	@$(PYTHON) tools/set_up.py test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/guards

bench:
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/python -m bench

docs:
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/python -m tools.draw_docs

wheel:
	@$(PYTHON) tools/set_up.py test
	@$(BIN)/python -m tools.try_wheel

pins:
	uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements/run.txt
	uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header --extra test -c requirements/run.txt pyproject.toml -o requirements/test.txt

clean:
	rm -rf .venv build dist demo .bench .pytest_cache .ruff_cache
