# The one entrance: everything a person or the CI does with this checkout is a target here.

PYTHON ?= python3
PYTEST_ARGS ?= -n 2

# No window may pop up while tests, measurements or golden files are made.
offscreen = QT_QPA_PLATFORM=offscreen .venv/bin/python

.PHONY: help run test bench golden docs looks fault acceptance lint package clean

help: ## lists these targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' Makefile | expand -t 12

run: .venv/ready ## opens the program on the sample project; without a display, exports and draws it
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
		.venv/bin/python -m annotator; \
	else \
		echo "No display here: the sample project is exported and its screens are drawn as PNG files, into exports/"; \
		QT_LOGGING_RULES=default.warning=false $(offscreen) -m annotator.ui.sample_pictures exports; \
	fi

test: .venv/ready ## runs the tests
	@$(offscreen) -m pytest $(PYTEST_ARGS)

bench: .venv/ready ## measures the program against the floor of what it stands on
	@$(offscreen) -m tests.bench

golden: .venv/ready ## writes exports/golden anew; look at the diff before you commit it
	@$(offscreen) -m tests.golden

docs: .venv/ready ## writes the tables of docs/keys.md and draws the pictures of docs anew
	@$(offscreen) -m tests.generated_docs

looks: .venv/ready ## draws every screen in every theme and two sizes into build/looks
	@$(offscreen) -m tests.pictures

fault: .venv/ready ## runs the fault and fuzz tests, the long ones too
	@$(offscreen) -m pytest $(PYTEST_ARGS) -m "fault or fault_long"

acceptance: .venv/ready ## runs the tests that read data from beside the project
	@$(offscreen) -m pytest $(PYTEST_ARGS) -m acceptance

lint: .venv/ready ## checks format, style, types and the architecture
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports

package: .venv/ready ## builds the wheel and the self-contained bundle into dist/ and tests both
	@rm -rf build/package dist
	@.venv/bin/python -m pip wheel --quiet --no-deps --wheel-dir dist .
	@.venv/bin/python -m venv build/package
	@build/package/bin/python -m pip install --quiet -c constraints.txt "$$(echo dist/*.whl)[package]"
	@build/package/bin/pyinstaller --noconfirm --log-level ERROR --workpath build/package/work --distpath build/dist \
		resources/package/annotator.spec
	@tar --create --gzip --owner=0 --group=0 --directory build/dist annotator --file \
		"dist/annotator-$$(build/package/bin/annotator --version)-$$(uname -sm | tr 'A-Z ' 'a-z-').tar.gz"
	@$(offscreen) -m pytest -m package tests/package

clean: ## removes everything that was made here, but for your exports
	rm -rf .venv build dist .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find annotator tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready: pyproject.toml constraints.txt .ci/setup
	@PYTHON="$(PYTHON)" sh .ci/setup
