# WP Engine. "make help" lists what there is.

GO      ?= go
LISTEN  ?= localhost:8080
DATA    ?= data
# Linters run at pinned versions and are not part of the module.
GOLANGCI := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
REDOCLY  := @redocly/cli@2.77.0

.DEFAULT_GOAL := help

help: ## list these targets
	@sed -n 's/^\([a-z0-9]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{ printf "  make %-10s %s\n", $$1, $$2 }'

run: build ## build and start everything with the simulated network and a demo (LISTEN=localhost:8080 DATA=data)
	@bin/wpengine serve --listen $(LISTEN) --data $(DATA) --network sandbox --demo

build: ## build bin/wpengine and bin/docsite
	@$(GO) build -o bin/ ./cmd/wpengine ./cmd/docsite

test: deps ## run every test; with CI=true none is skipped
	$(GO) vet ./...
	$(GO) test -timeout 20m ./...

check: ## gofmt, go vet, golangci-lint, the spec's linter
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { echo "not gofmt-ed:"; gofmt -l $$(git ls-files '*.go'); exit 1; }
	$(GO) vet ./...
	$(GO) run $(GOLANGCI) run ./...
	npx --yes $(REDOCLY) lint openapi/openapi.yaml

e2e: deps build ## drive the real binaries with a real browser
	$(GO) test -count=1 -v ./e2e/...

proof: deps ## compare what the panels build with what the samples send, for every operation of ten descriptions; fill in fifty odd ones
	$(GO) test -count=1 -v -run 'TestPanelsBeginWithTheExample|TestPanelAndSamplesSendTheSame|TestPanelTakesTheOddestBodies|TestPanelIsReadyAtOnce' -timeout 60m ./docsite ./docsite/panel -proof

lighthouse: deps build ## have Lighthouse look at a guide and at the page of an operation
	@sh e2e/lighthouse.sh

bench: ## run the benchmarks that the README quotes
	$(GO) test -run '^$$' -bench . -benchmem -timeout 60m ./bench/...
	$(GO) test -run '^$$' -bench Trees -benchmem ./docsite/markdown

drift: ## run the tests of the network against another version of whatsmeow: WHATSMEOW=version, or latest
	@test -n "$(WHATSMEOW)" || { echo "say which version: make drift WHATSMEOW=latest"; exit 2; }
	$(GO) run ./engine/sandbox/drift $(WHATSMEOW)

generate: ## write the generated Go and the bundled assets
	$(GO) run ./cmd/apigen
	cd assets && $(GO) run ./bundle

docs: build ## write the docs site into site/
	bin/docsite build --spec openapi/openapi.yaml --content content --out site

dev: ## run, and build and start again when a source file changes
	@sh ./dev.sh $(LISTEN) $(DATA)

deps: # what the tests need beyond Go: a browser, Node, Python with requests
	@sh e2e/deps.sh

.PHONY: help run build test check e2e proof lighthouse bench drift generate docs dev deps
