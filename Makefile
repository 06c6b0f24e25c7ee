# The two commands are `make run` and `make test`; the rest are their parts.

PYTHON ?= python3
BIN := .venv/bin
# Two cores are what the tests are written for: a third process works while others wait for mail and clocks.
WORKERS ?= 3
# A folder's tests stay together, so that a process starts its browser and its site once.
SPREAD := --dist loadfile --no-loadscope-reorder

.PHONY: run test check tests lock clean

# pytest rewrites what it imports, six seconds of work for each process: one does it, beside the checks, and
# the others find its bytecode, whatever the environment says of that.
tests rewritten: export PYTHONDONTWRITEBYTECODE :=

run: .venv/site
	@$(BIN)/python manage.py up

# The last line is pytest's own.
test: .venv/dev chromium age
	@$(MAKE) --no-print-directory -j2 -O check rewritten
	@$(MAKE) --no-print-directory tests

.PHONY: rewritten
rewritten: .venv/dev
	@$(BIN)/python -m pytest --collect-only -qq >/dev/null

# Only these two runs are written down as evidence (tests/evidence.py).
tests: export RECORD_EVIDENCE := 1
ON_BOTH := (not engine_free or on_both) and not look and not faults
tests: .venv/dev
	@$(BIN)/python -m practice.collect
	@echo "== on SQLite"
	$(BIN)/python -m pytest -n $(WORKERS) $(SPREAD)
	@echo "== on PostgreSQL"
	$(BIN)/python -m tests.postgres $(BIN)/python -m pytest -n $(WORKERS) $(SPREAD) -m "$(ON_BOTH)"

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --lint --quiet templates
	$(BIN)/mypy practice pages journal intake
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python -m tests.deploy_check
	@$(BIN)/python -m tools.supply.audit

# Chromium without its windows does a quarter of the work for the same pages; where there is none, the whole one.
.PHONY: chromium age
chromium age: FETCH = DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends
chromium:
	@command -v chromium-headless-shell >/dev/null || \
	 { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update && \
	   $(FETCH) chromium-headless-shell; } >/dev/null 2>&1 || \
	 command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	 { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && $(FETCH) chromium >/dev/null; } || \
	 echo "The browser tests are skipped: install Chromium (apt-get install chromium)."

# Opens a backup without any of our code.
age:
	@command -v age >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get -qq update && \
	   $(FETCH) age; } >/dev/null 2>&1 || \
	 echo "That any age program opens a backup is not tested: install age (apt-get install age)."

.venv/site: requirements/site.txt | .venv/bin/python
	@echo "Setting up .venv from $< ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

.venv/dev: requirements/dev.txt | .venv/bin/python
	@echo "Setting up .venv from $< ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@ .venv/site

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python cannot make environments here: apt-get install python3-venv"; exit 1; }

# Writes the locked versions anew. No address of a registry is written into them.
lock: .venv/dev
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 pyproject.toml -o requirements/site.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --extra granian -c requirements/site.txt pyproject.toml -o requirements/granian.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --extra granian --group dev pyproject.toml -o requirements/dev.txt

# What the site is made of: the page of licences, the list for programs (CycloneDX), and the wheel of nothing
# but us, the same bytes from the same files. Versions, hashes and names come from the locks.
.PHONY: licences sbom wheel
licences: .venv/dev
	@$(BIN)/python -m tools.supply.licences

sbom: .venv/dev
	@$(BIN)/python -m tools.supply.sbom

wheel: .venv/dev
	@$(BIN)/python -m hatchling build -t wheel -d build/dist

# What takes long by itself is not ended for a hang.
LONG := -o faulthandler_timeout=0

# Everything that can break, broken, on both databases; docs/faults.md says more. It takes about 25 minutes.
# SOAK=200000, FAULTS_POSTS=… and FAULTS_KILLS=… change how much. What mostly waits runs side by side; what is timed runs alone.
WAITING := tests/faults/test_mail_returns.py tests/faults/test_storm.py
.PHONY: faults
faults: .venv/dev
	@rm -rf build/faults; bad=0; export FAULTS_LEDGER=1; \
	 for beside in "" "-m tests.postgres $(BIN)/python"; do \
	  $(BIN)/python $$beside -m pytest $(LONG) -m faults -n $(WORKERS) --dist loadfile $(WAITING) || bad=1; \
	  $(BIN)/python $$beside -m pytest $(LONG) -m faults -n 0 tests/faults $(WAITING:%=--ignore=%) || bad=1; \
	 done; \
	 $(BIN)/python -m tests.faults.ledger || bad=1; exit $$bad

# How the pages look, read and weigh; docs/look.md says more. Not part of `make test`: it takes ten minutes.
.PHONY: look lighthouse fonts
look: .venv/dev chromium build/node
	$(BIN)/python -m pytest $(LONG) -m look -n $(WORKERS) --dist loadfile tests/look tests/browser
	@echo "The pictures are in build/look/"

lighthouse: .venv/dev chromium build/node
	@$(BIN)/python -m benchmarks.lighthouse

# The faces in static/looks/window/fonts, cut anew. The same versions give the same bytes.
fonts: .venv/dev
	@$(BIN)/python -W ignore -m tools.fonts

# The guide's pictures, taken anew of the demo desk: after its pages changed.
.PHONY: pictures
pictures: .venv/dev chromium
	@$(BIN)/python -m tools.guide_pictures

# Without npm what needs it is skipped, and says so.
build/node: benchmarks/package.json
	@mkdir -p $@ && cp $< $@/
	@if command -v npm >/dev/null; then npm install --prefix $@ --silent --ignore-scripts --no-package-lock --no-audit --no-fund; \
	 else echo "npm is missing: the HTML checker and Lighthouse are skipped (apt-get install npm)."; fi
	@touch $@

clean:
	rm -rf build .pytest_cache .mypy_cache .ruff_cache

# docs/deploy.md followed on a bare Debian in a folder, broken, lost and brought back; then the image and
# compose.yaml, by Debian's container engine in another. Only root can, and they take two to ten minutes each;
# REHEARSAL_ROOT=/some/folder keeps what was installed for the next time; REHEARSAL_DEBIAN=trixie takes Debian 13.
.PHONY: rehearsal
rehearsal: .venv/dev
	$(BIN)/python -m tests.rehearsal
	$(BIN)/python -m tests.rehearsal.image
