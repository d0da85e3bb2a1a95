# The two commands of the README are `make demo` and `make test`; each installs what it misses (.ci/prepare).

TARGET := $(or $(CARGO_TARGET_DIR),target)
BIN    := $(TARGET)/release/chorograph
TURTLE := $(TARGET)/demo/chorograph.ttl
PEERS  := $(TARGET)/peers
SPACY  := $(TARGET)/spacy

# A Rust installed by rustup is found by a shell that has not read its profile.
export PATH := $(PATH):$(HOME)/.cargo/bin

.PHONY: help prepare build demo test lint peers bench clean-data

help:
	@echo 'make demo        build, turn data/ into a store, answers and Turtle'
	@echo 'make test        tests, lints, and the checks against other RDF tools'
	@echo 'make build       the program alone: $(BIN)'
	@echo 'make bench       the benchmarks'
	@echo 'make clean-data  remove the store of data/ and the exported Turtle'

prepare:
	@bash .ci/prepare

build: prepare
	cargo build --release --locked

demo: build
	@printf '\n== What was read\n\n'
	@$(BIN) build data
	@printf '\n== chorograph -d data query districts\n\n'
	@$(BIN) -d data query districts --format table
	@printf '\n== chorograph -d data query changes-of-control\n\n'
	@$(BIN) -d data query changes-of-control --format table
	@printf '\n== chorograph -d data query mentions\n\n'
	@$(BIN) -d data query mentions --format table
	@mkdir -p $(dir $(TURTLE))
	@$(BIN) -d data export --format ttl -o $(TURTLE)
	@printf '\nThe whole dataset as Turtle: %s\n' '$(TURTLE)'

test:
	@bash .ci/prepare test
	cargo test --release --locked
	@$(MAKE) --no-print-directory lint peers

# rustfmt and clippy are optional parts of a Rust installation.
lint:
	@if cargo fmt --version >/dev/null 2>&1; then echo 'cargo fmt --check'; cargo fmt --check; \
	else echo 'rustfmt is not installed: formatting not checked'; fi
	@if cargo clippy --version >/dev/null 2>&1; then echo 'cargo clippy'; \
	cargo clippy --release --locked --all-targets -- -D warnings; \
	else echo 'clippy is not installed: lints not checked'; fi

# What we write, read by other RDF tools.
peers: $(PEERS)/ready build
	$(PEERS)/bin/python tests/peers/check.py $(BIN) $(PEERS)/work
	$(PEERS)/bin/python tests/peers/describe.py $(BIN) $(PEERS)/described

$(PEERS)/ready: tests/peers/requirements.txt
	rm -rf $(PEERS)
	python3 -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
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
