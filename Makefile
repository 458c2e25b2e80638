# `make demo` runs the main job, `make test` passes the tests; each does all set-up on a fresh machine.
.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check unit format lock docs explore faults tamper bench clean
BIN := .venv/bin

help:  ## what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: .venv/.ready  ## .venv with exactly the locked dependencies
.venv/.ready: requirements.lock pyproject.toml .ci/setup .ci/uv.lock
	@.ci/setup

demo: setup  ## a dictation becomes a signed, provable note; ends by itself
	@$(BIN)/ptscribe demo

serve: setup  ## the review room on the demo clinic
	@$(BIN)/ptscribe demo --serve

test: check unit  ## lint, types, layers, generated documents, then all tests

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m compliance.rules.document --check
	@$(BIN)/python -m agent.cli.document --check

unit: setup
	@$(BIN)/pytest -n auto --dist loadfile -m "not slow"

format: setup  ## mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: setup  ## write the generated documents again
	@$(BIN)/python -m compliance.rules.document
	@$(BIN)/python -m agent.cli.document

lock: setup  ## resolve pyproject.toml again, for all platforms, with hashes and no index named
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --python-version 3.11 --quiet -o requirements.lock

explore: setup  ## the property tests on examples never drawn before, five times
	@for round in 1 2 3 4 5; do \
		TEST_PROPERTIES=explore $(BIN)/pytest -n auto --dist loadfile -m "not slow and not browser" $$(grep -rl "from hypothesis" tests --include="test_*.py") || exit 1; \
	done

faults: setup  ## kill, fill the disk and race at every node: the long version
	@$(BIN)/pytest tests/faults -m "slow or not slow" --timeout 1200

tamper: setup  ## 10,000 seeded tamperings on each database, 10,000 honest histories, 100,000 mutated proofs, 1,000,000 events verified
	@TEST_TAMPERINGS=10000 TEST_MUTATIONS=100000 TEST_TRAIL_EVENTS=1000000 $(BIN)/pytest \
		tests/integration/test_tampering.py tests/unit/audit/test_merkle.py tests/integration/test_trail_scale.py -m "slow or not slow" --timeout 14400 -s

bench: setup  ## the figures of docs/BENCHMARKS.md
	@$(BIN)/python -m evals.bench

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
