# Needs GNU make and Python 3.11 or newer; everything else goes into .venv, which is made on first use.
# Another Python: make review PYTHON=python3.12      Start afresh: rm -rf .venv

VENV := .venv
BIN := $(VENV)/bin
INSTALL := -m pip -qq --disable-pip-version-check install --constraint constraints.txt --editable

PYTHON ?=
DATA =
OUT =
LAB =
data_option = $(if $(DATA),--data "$(DATA)")
out_option = $(if $(OUT),--out "$(OUT)")

NEW_ENOUGH := import sys, venv; sys.exit(sys.version_info < (3, 11))
USABLE := import sys, pip; sys.exit(sys.version_info < (3, 11))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help review test lab bench notebooks pages check codebook clean moved

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

review: $(VENV)/.run ## judge the claims of data/: table here, report and charts in build/ (DATA=folder OUT=folder)
	@$(BIN)/evidence review $(data_option) $(out_option)

test: $(VENV)/.test ## lint, tests, notebooks and data, as CI runs them
	@echo '1/5 Lint'
	@$(BIN)/python -m ruff check
	@echo '2/5 Tests, and the examples in docstrings'
	@$(BIN)/python -m pytest --quiet --numprocesses auto --dist loadfile
	@echo '3/5 Notebooks: run, and compare with what is committed'
	@$(BIN)/python -m pytest --quiet --nbval notebooks
	@echo '4/5 Notebooks: in normal form'
	@$(BIN)/python notebooks/run.py --check
	@echo '5/5 Data against its descriptor'
	@$(BIN)/evidence check

lab: $(VENV)/.run ## open the notebooks in JupyterLab (more options: LAB="--no-browser")
	@$(BIN)/python -m jupyterlab $(LAB) notebooks

notebooks: $(VENV)/.run ## run all notebooks and normalise them (DATA=folder OUT=folder)
	@$(BIN)/python notebooks/run.py $(data_option) $(out_option)

pages: $(VENV)/.run ## write the notebooks as HTML pages, in build/notebooks (OUT=folder)
	@$(BIN)/python notebooks/pages.py $(out_option)

check: $(VENV)/.run ## validate data/, one line per problem (DATA=folder)
	@$(BIN)/evidence check $(data_option)

codebook: $(VENV)/.run ## write data/README.md anew from the descriptor (DATA=folder)
	@$(BIN)/evidence codebook $(data_option)

bench: $(VENV)/.run ## measure speed beside a peer; nothing is asserted
	@for script in benchmarks/*.py; do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

clean: ## remove build/ and caches; .venv stays
	@rm -rf build .pytest_cache .ruff_cache .hypothesis
	@find . -path ./$(VENV) -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -type d -exec rm -rf {} +

# Set-up. Each stamp holds the folder that it was made in: a .venv that was copied, moved or broken is installed again,
# since an editable install points at the old folder. A .venv that was made by hand is used if it can be.

$(VENV)/.run: pyproject.toml constraints.txt
	@if $(BIN)/python -c '$(USABLE)' 2>/dev/null; then \
	    echo 'Updating .venv ...'; \
	else \
	    for python in $(if $(PYTHON),"$(PYTHON)",python3.11 python3 python3.14 python3.13 python3.12 python); do \
	        if "$$python" -c '$(NEW_ENOUGH)' 2>/dev/null; then found=$$python; break; fi; \
	    done; \
	    if [ -z "$$found" ]; then \
	        echo 'No Python 3.11 or newer was found$(if $(PYTHON), under the name $(PYTHON)).' >&2; \
	        echo 'Install one, or name it: make $(or $(MAKECMDGOALS),review) PYTHON=path/to/python3.11' >&2; \
	        exit 1; \
	    fi; \
	    echo "Setting up .venv with $$("$$found" --version) (once, about a minute) ..."; \
	    if ! "$$found" -m venv --clear $(VENV); then \
	        echo 'Python could not make .venv. On Debian and Ubuntu: apt install python3-venv' >&2; \
	        exit 1; \
	    fi; \
	fi
	@$(call install,.)
	@MPLBACKEND=Agg $(BIN)/python -c 'import matplotlib.font_manager'  # builds the font list, which takes seconds once
	@pwd -P > $@

$(VENV)/.test: $(VENV)/.run
	@echo 'Adding what the tests need to .venv (once) ...'
	@$(call install,'.[test]')
	@pwd -P > $@

define install
if ! $(BIN)/python $(INSTALL) $(1); then \
    echo "Installing failed. To see why: $(BIN)/python -m pip install -c constraints.txt -e $(1)" >&2; \
    exit 1; \
fi
endef

here := [ "$$(cat $(VENV)/.run)" = "$$(pwd -P)" ] && [ -x $(BIN)/python ] && [ -x $(BIN)/evidence ]
ifneq ($(shell [ ! -e $(VENV)/.run ] || { $(here); } || echo moved),)
$(VENV)/.run: moved
endif
