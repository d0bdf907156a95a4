# otelcol-plano: `make help` lists what there is to do.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

TOOLS := $(CURDIR)/.tools
BINARY := bin/otelcol-plano
CONFIG ?= otelcol-config.yaml
# Environments on top of it, by the names of config/*.yaml.
ENV =
# Components whose metadata.yaml mdatagen reads.
COMPONENTS := $(dir $(wildcard processor/*/metadata.yaml exporter/*/metadata.yaml extension/*/metadata.yaml))
MODULES := . e2e e2e/localstore e2e/tiers e2e/observability bench deploy
# The SDK for JavaScript, for e2e/senders. npm writes this file last.
JS_SDK := e2e/senders/js/node_modules/.package-lock.json
# What the page of the local store is built with.
WEB := exporter/planotraces/web
# Its tests in Chromium (CHROMIUM names another one than Debian's).
BROWSER := e2e/browser
# The libraries that record records, by the folders that install them.
EMITTERS := $(notdir $(patsubst %/package.json,%,$(wildcard e2e/emitters/libraries/*/package.json)))
LIBRARY ?=
# What snapshot builds for, of those in .goreleaser.yaml.
TARGETS ?= linux_$(shell go env GOARCH)
SKIP ?= sign
BENCH ?= .
FUZZTIME ?= 20s
FUZZJOBS ?= 2
DATA ?= data
# Where vulncheck asks; a copy on disk is a file:// address.
VULNDB ?= https://vuln.go.dev

export CGO_ENABLED ?= 0

##@ Use

.PHONY: run
run: build ## Build what is not built, then start the collector; ENV=jaeger adds config/jaeger.yaml
	@cat examples/try-it.txt
	@$(if $(filter production,$(ENV)),echo 'Nothing shows for the first 30 s: the sampler waits for whole traces. PLANO_DECISION_WAIT=2s makes it 2 s.')
	@exec $(BINARY) $(foreach config,$(CONFIG) $(ENV:%=config/%.yaml),--config $(config)) \
	  $(if $(filter datadog,$(ENV)),--feature-gates=-exporter.datadogexporter.DisableAPMStats)

.PHONY: demo
demo: build ## Fill the local store with recorded conversations and open its page; starts a collector if none runs
	@examples/demo.sh

.PHONY: build
build: ## Build bin/otelcol-plano and bin/planotrace
	@go build -trimpath -ldflags '-s -w' -o bin/planotrace ./cmd/planotrace
	@cd cmd/otelcol-plano && go build -trimpath -ldflags '-s -w' -o ../../$(BINARY) .

.PHONY: validate
validate: export DD_API_KEY = 00000000000000000000000000000000
validate: export LANGTRACE_API_KEY = none
validate: export AWS_REGION = us-east-1
validate: export AWS_ACCESS_KEY_ID = none
validate: export AWS_SECRET_ACCESS_KEY = none
validate: export AWS_EC2_METADATA_DISABLED = true
validate: export OTLP_ENDPOINT = backend:4317
validate: export PLANO_GATEWAYS = gateways
validate: export PLANO_STORAGE = $(or $(TMPDIR),/tmp)
validate: export POD_IP = 127.0.0.1
validate: build ## Check every shipped configuration with the built collector
	@for config in otelcol-config.yaml $(wildcard config/*.yaml); do \
	  if [ "$$config" = otelcol-config.yaml ]; then args="--config $$config"; \
	  else args="--config otelcol-config.yaml --config $$config"; fi; \
	  $(BINARY) validate $$args; echo "$$config: valid"; \
	done
	@$(BINARY) validate --config otelcol-config.yaml --config deploy/image/container.yaml; echo "deploy/image/container.yaml: valid"
	@for overlay in deploy/kubernetes/overlays/*; do \
	  args=""; for layer in otelcol-config gateway kubernetes-gateway; do \
	    args="$$args --config deploy/kubernetes/base/gateway/config/$$layer.yaml"; done; \
	  for layer in $$(find "$$overlay" -path '*/config/*.yaml'); do args="$$args --config $$layer"; done; \
	  $(BINARY) validate $$args; echo "$$overlay: valid"; \
	done

##@ Develop

.PHONY: test
test: $(TOOLS)/gotestsum ## Run every test that needs neither the built collector nor Jaeger
	CGO_ENABLED=1 $(TOOLS)/gotestsum --format pkgname -- -race ./...
	cd deploy && CGO_ENABLED=0 $(TOOLS)/gotestsum --format pkgname -- ./...

.PHONY: e2e
e2e: build $(TOOLS)/jaeger $(TOOLS)/gotestsum $(JS_SDK) ## Run the built collector against a real Jaeger
	cd e2e && CGO_ENABLED=1 $(TOOLS)/gotestsum --format testname -- -race -count=1 ./...
	cd e2e/localstore && CGO_ENABLED=1 $(TOOLS)/gotestsum --format testname -- -race -count=1 ./...
	cd e2e/observability && CGO_ENABLED=1 $(TOOLS)/gotestsum --format testname -- -race -count=1 ./...
	cd e2e/tiers && CGO_ENABLED=1 $(TOOLS)/gotestsum --format standard-verbose -- -race -count=1 ./...

.PHONY: e2e-browser
e2e-browser: build $(BROWSER)/node_modules/.package-lock.json ## Test the page in Chromium over the built collector; screenshots in dist/screenshots (TEST=test/live.test.js is one file)
	@cd $(BROWSER) && node run.js $(TEST)

.PHONY: screenshot
screenshot: build $(BROWSER)/node_modules/.package-lock.json ## Remake docs/images/conversations.png, the page over the demo
	@cd $(BROWSER) && node picture.js

.PHONY: rules-test
rules-test: $(TOOLS)/promtool ## Check and test the alert rules for Prometheus
	$(TOOLS)/promtool check config deploy/observability/prometheus.yaml
	$(TOOLS)/promtool test rules deploy/observability/alerts.test.yaml

# go test -fuzz now and then takes the end of its own time for a failure; a real one comes with its input.
.PHONY: fuzz
fuzz: ## Run every fuzz test for FUZZTIME, FUZZJOBS of them at once
	@grep -ro --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sed 's,/[^/]*:func , ,' | xargs -P $(FUZZJOBS) -L 1 bash -c ' \
	  if out=$$(go test -run "^$$" -fuzz "^$$1$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 100x -parallel 1 "$$0" 2>&1) || \
	    { grep -q "context deadline exceeded" <<<"$$out" && ! grep -Eq "Failing input|testing seed corpus|panic" <<<"$$out"; }; \
	  then echo "$$0 $$1: $$(grep -o "execs: [0-9]*" <<<"$$out" | tail -n 1)"; else echo "$$0 $$1"; echo "$$out"; exit 1; fi'

.PHONY: bench
bench: ## Run the benchmarks (BENCH=pattern)
	go test -run '^$$' -bench '$(BENCH)' -benchmem ./...

.PHONY: eval
eval: ## Measure the signals on labelled data (DATA=folder; trajectories count where the folder has them)
	go run ./signals/internal/eval -data $(DATA)

.PHONY: bench-pipeline
bench-pipeline: build ## Measure what a span costs the built collector (2 minutes)
	@cd bench && go run .

.PHONY: bench-stores
bench-stores: ## Measure ways to keep a million spans in SQLite (10 minutes)
	@go run ./exporter/planotraces/internal/benchstores

.PHONY: bench-store
bench-store: build ## Measure the local store: what it takes in, answers and takes on the disk (3 minutes)
	@cd bench && go run ./store

.PHONY: lint
lint: $(TOOLS)/golangci-lint $(TOOLS)/actionlint ## Check style and common mistakes, of the workflows too, and on Windows and macOS
	@for module in $(MODULES); do (cd $$module && $(TOOLS)/golangci-lint run ./...); done
	@$(TOOLS)/actionlint -shellcheck= -pyflakes=
	@for os in windows darwin; do GOOS=$$os go vet ./...; done

.PHONY: vulncheck
vulncheck: $(TOOLS)/govulncheck ## Look for known vulnerabilities in every module, tools too (asks the database VULNDB)
	@failed=; for module in $$(git ls-files go.mod '*/go.mod'); do \
	  echo "== $$module"; packages=./...; \
	  if grep -q '^tool' "$$module"; then packages=tool; fi; \
	  (cd "$$(dirname "$$module")" && $(TOOLS)/govulncheck -db '$(VULNDB)' $$packages) || failed="$$failed $$module"; \
	done; \
	if [ -n "$$failed" ]; then echo "vulnerable, or not checked:$$failed"; exit 1; fi

.PHONY: generate
generate: $(TOOLS)/mdatagen $(TOOLS)/builder ## Remake mdatagen's output and cmd/otelcol-plano
	@for component in $(COMPONENTS); do (cd $$component && $(TOOLS)/mdatagen metadata.yaml); done
	go mod tidy
	$(TOOLS)/builder --config builder-config.yaml --skip-compilation
	@gofmt -w cmd/otelcol-plano

.PHONY: check-generated
check-generated: generate ## Fail when committed generated files are stale
	@stale=$$(git status --porcelain -- cmd/otelcol-plano processor exporter extension go.mod go.sum); \
	if [ -n "$$stale" ]; then \
	  echo "stale, run 'make generate' and commit:"; echo "$$stale"; git diff --stat; exit 1; \
	fi

.PHONY: web
web: $(WEB)/node_modules/.package-lock.json ## Build the page of the local store into exporter/planotraces/web/dist
	cd $(WEB) && node build.mjs

.PHONY: web-check
web-check: $(WEB)/node_modules/.package-lock.json ## Check the page's types, run its unit tests, and fail when its dist is stale
	cd $(WEB) && node_modules/.bin/tsc --noEmit
	cd $(WEB) && node test/run.mjs
	@built=$$(mktemp -d); trap 'rm -rf "$$built"' EXIT; (cd $(WEB) && node build.mjs "$$built/dist"); \
	if ! diff -rq $(WEB)/dist "$$built/dist"; then echo "stale, run 'make web' and commit"; exit 1; fi

.PHONY: record
record: $(EMITTERS:%=e2e/emitters/libraries/%/node_modules/.package-lock.json) ## Record again what libraries emit (LIBRARY=beginning of a name)
	node e2e/emitters/record.js '$(LIBRARY)'

.PHONY: demo-data
demo-data: ## Pack again what make demo loads (trajectories count where the folder DATA has them)
	go run ./exporter/planotraces/internal/demo/pack $(addprefix -trajectories ,$(wildcard $(DATA)/trajectories.dev.jsonl))

##@ Deploy

.PHONY: manifests
manifests: ## Copy the configurations into cmd/planotrace, deploy/kubernetes and deploy/operator
	@cp otelcol-config.yaml cmd/planotrace/local-config.yaml
	@find deploy/kubernetes -path '*/config/*.yaml' ! -name 'kubernetes-*' | while read -r copy; do \
	  name=$$(basename "$$copy"); \
	  if [ "$$name" = otelcol-config.yaml ]; then cp "$$name" "$$copy"; else cp "config/$$name" "$$copy"; fi; \
	done
	cd deploy && go test ./operator -run TestConfigIsTheRepositorys -count=1 -update

.PHONY: manifests-check
manifests-check: $(TOOLS)/kustomize $(TOOLS)/kubectl-validate ## Check the manifests as an API server would (make test checks what they say)
	@mkdir -p dist/manifests
	@for overlay in deploy/kubernetes/overlays/*; do \
	  $(TOOLS)/kustomize build "$$overlay" > "dist/manifests/$$(basename "$$overlay").yaml"; \
	done
	$(TOOLS)/kubectl-validate --version 1.30 dist/manifests

.PHONY: licences
licences: ## Write dist/licenses/THIRD-PARTY.txt: licences and notices of the modules in the binaries
	@go run ./internal/licences -o dist/licenses/THIRD-PARTY.txt cmd/otelcol-plano cmd/planotrace

.PHONY: image
image: build licences ## Pack bin/otelcol-plano into dist/otelcol-plano-image.tar (needs buildah, no daemon)
	deploy/image/build.sh $(BINARY) otelcol-plano:dev dist/otelcol-plano-image.tar

.PHONY: release-check
release-check: $(TOOLS)/goreleaser ## Check .goreleaser.yaml
	$(TOOLS)/goreleaser check

.PHONY: snapshot
snapshot: $(TOOLS)/goreleaser $(if $(findstring sbom,$(SKIP)),,$(TOOLS)/syft) ## Make archive, deb, rpm, SBOM for TARGETS in dist/release/, publish nothing
	@sed 's/^    targets:.*/    targets: [$(TARGETS)]/' .goreleaser.yaml > $(TOOLS)/snapshot.yaml
	PATH="$(TOOLS):$$PATH" $(TOOLS)/goreleaser release --config $(TOOLS)/snapshot.yaml --snapshot --clean --skip=$(SKIP)

.PHONY: release
release: $(TOOLS)/goreleaser $(TOOLS)/syft ## Make and sign all that is released of the tag checked out, as a draft on GitHub
	PATH="$(TOOLS):$$PATH" $(TOOLS)/goreleaser release --clean

##@ Clean

.PHONY: clean
clean: ## Remove what make built
	rm -rf bin .tools dist e2e/senders/js/node_modules e2e/emitters/libraries/*/node_modules $(WEB)/node_modules $(BROWSER)/node_modules

.PHONY: help
help: ## List the targets
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z0-9-]+:.*##/ {printf "  make %-16s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# The package of each tool in internal/tools/go.mod.
tool_builder := go.opentelemetry.io/collector/cmd/builder
tool_mdatagen := go.opentelemetry.io/collector/cmd/mdatagen
tool_gotestsum := gotest.tools/gotestsum
tool_golangci-lint := github.com/golangci/golangci-lint/v2/cmd/golangci-lint
tool_govulncheck := golang.org/x/vuln/cmd/govulncheck
tool_benchstat := golang.org/x/perf/cmd/benchstat

$(TOOLS)/jaeger: e2e/jaeger/go.mod
	@mkdir -p $(TOOLS)
	cd e2e/jaeger && go build -trimpath -ldflags '-s -w' -o $@ github.com/jaegertracing/jaeger/cmd/jaeger

$(JS_SDK): e2e/senders/js/package-lock.json
	cd e2e/senders/js && npm ci

$(WEB)/node_modules/.package-lock.json $(BROWSER)/node_modules/.package-lock.json: %/node_modules/.package-lock.json: %/package-lock.json
	cd $* && npm ci

e2e/emitters/libraries/%/node_modules/.package-lock.json: e2e/emitters/libraries/%/package-lock.json
	cd $(dir $<) && npm ci

# Tools with modules of their own, whose dependencies do not go together.
$(TOOLS)/actionlint: internal/tools/actionlint/go.mod
	@mkdir -p $(TOOLS)
	cd internal/tools/actionlint && go build -trimpath -o $@ github.com/rhysd/actionlint/cmd/actionlint

$(TOOLS)/kustomize: internal/tools/kustomize/go.mod
	@mkdir -p $(TOOLS)
	cd internal/tools/kustomize && go build -trimpath -o $@ sigs.k8s.io/kustomize/kustomize/v5

$(TOOLS)/kubectl-validate: internal/tools/kubectl-validate/go.mod
	@mkdir -p $(TOOLS)
	cd internal/tools/kubectl-validate && go build -trimpath -o $@ sigs.k8s.io/kubectl-validate

$(TOOLS)/goreleaser: internal/tools/release/go.mod
	@mkdir -p $(TOOLS)
	cd internal/tools/release && go build -trimpath -ldflags '-s -w' -o $@ github.com/goreleaser/goreleaser/v2

$(TOOLS)/syft: internal/tools/sbom/go.mod
	@mkdir -p $(TOOLS)
	cd internal/tools/sbom && go build -trimpath -ldflags '-s -w' -o $@ github.com/anchore/syft/cmd/syft

$(TOOLS)/promtool: internal/tools/promtool/go.mod
	@mkdir -p $(TOOLS)
	cd internal/tools/promtool && go build -trimpath -o $@ github.com/prometheus/prometheus/cmd/promtool

$(TOOLS)/%: internal/tools/go.mod
	@mkdir -p $(TOOLS)
	cd internal/tools && go build -trimpath -o $@ $(tool_$*)
