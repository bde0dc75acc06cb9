# `make` lists the targets. Each target installs what it needs and does not find (Tests/Tools/ensure);
# Swift 6.2 or newer has to be there already.

PREFIX ?= /usr/local
DESTDIR ?=
FUZZ_SECONDS ?= 60
SOAK_ROUNDS ?= 5
RELEASES ?= .build/releases
TAG ?=
# Where threads meet. Fewer for a quick turn, for example SANITIZE_TESTS=EngineHTTPTests.
SANITIZE_TESTS ?= EngineHTTPTests EnginePlatformTests EngineProxyTests EngineTests CLITests \
	TUITerminalTests TUITests
# Options for every swift command, for example SWIFT_FLAGS='--jobs 1'.
SWIFT_FLAGS ?=

ensure := Tests/Tools/ensure
# The Swift runtime goes into the program, so that it runs where no Swift is. SQLite stays a shared
# library: its fixes come with the system's updates, and every Linux and macOS has it.
ifeq ($(shell uname -s),Darwin)
release_flags := -c release
else
# lld comes with the toolchain; the default linker repeats a warning of the runtime's own code.
release_flags := -c release --static-swift-stdlib -Xswiftc -use-ld=lld -Xlinker -s
endif
# The release build has a scratch folder of its own: debug and test builds never undo it.
# What --version names; empty where there is no git.
build_mark := $(shell git rev-parse --short=12 HEAD 2>/dev/null)
release_build := SWOP_BUILD="$(build_mark)" swift build $(SWIFT_FLAGS) --scratch-path .build/install $(release_flags)
program = $(shell swift build --scratch-path .build/install $(release_flags) --show-bin-path)/swop
# Tests that need the real codex find its versions here; the shell evaluates it after `ensure` ran.
with_codex = SWOP_TEST_CODEX_DIR="$$($(ensure) --codex-dir)"
swift_test = swift test $(SWIFT_FLAGS) --disable-xctest $(test_width)
# A thousand tests at once starve each other of processors and of time; some toolchains can be told.
width_option := --experimental-maximum-parallelization-width
sanitized = $(with_codex) SWOP_TESTS="$(SANITIZE_TESTS)" SWIFT_FLAGS="$(SWIFT_FLAGS)" Tests/Tools/sanitize
test_width = $(shell swift test --help-hidden 2>&1 | grep -q -e '$(width_option)' && echo '$(width_option) 5')

.DEFAULT_GOAL := help
.PHONY: help build install uninstall deb deb-test test lint format bench fuzz sanitize soak crash demo clean \
	workspace-image workspace-test binary-test service-test picture release release-check site

help: ## list the targets
	@echo 'Targets of swop:'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{printf "%-22s %s\n", $$1, $$2}'

build: ## build the program for installing (release, Swift runtime inside)
	@$(ensure) build
	$(release_build) --product swop
	@echo "Built $(program)"

install: build ## build and install under $(DESTDIR)$(PREFIX)
	@Tests/Tools/install "$(program)" "$(DESTDIR)" "$(PREFIX)"

uninstall: ## remove what install put under $(DESTDIR)$(PREFIX)
	@Tests/Tools/install --remove "$(DESTDIR)" "$(PREFIX)"

deb: build ## build a Debian package in .build
	@packaging/deb/build "$(program)" .build

deb-test: build ## build the package and try it in a bare Debian root without Swift (needs root)
	@package=$$(packaging/deb/build "$(program)" .build) && packaging/deb/try "$$package"

site: ## build the documentation as static pages with a search in .build/site
	@packaging/site/build .build/site

release: build ## build a release archive with its bill of materials in RELEASES (.build/releases)
	@version=$$("$(program)" --version | sed -n 's/^swop \([0-9][^ ]*\).*/\1/p'); \
	[ -z "$(TAG)" ] || [ "$(TAG)" = "v$$version" ] || { echo "release: $(TAG) is not v$$version" >&2; exit 1; }; \
	archive=$$(packaging/release/archive "$(program)" "$(RELEASES)") && \
	packaging/release/sbom "$(program)" >"$${archive%.tar.gz}.spdx.json" && echo "$$archive"

release-check: build ## play a release: archive, bill of materials, notes, and the installer from a local server
	@$(ensure) test
	@packaging/release/try "$(program)"
	@Tests/Tools/check-workflows

test: ## run every test
	@$(ensure) test
	swift build $(SWIFT_FLAGS) --build-tests
	@$(with_codex) Tests/Tools/run-tests -- $(swift_test) --skip-build

lint: ## check format, shell scripts, python tools and links in the documentation
	@$(ensure) lint
	swift format lint --strict --recursive Sources Tests Package.swift
	@Tests/Tools/lint

format: ## put every Swift file into the one format
	@$(ensure) swift
	swift format --in-place --recursive Sources Tests Package.swift

bench: build ## measure start-up, commands, the proxy and the dashboard beside yardsticks
	@$(ensure) bench
	$(release_build) --product swop-bench-root
	@Tests/Benchmarks/bench --program "$(program)" --root-tool "$(program)-bench-root" $(BENCH_FLAGS)
	@Tests/Benchmarks/proxy --program "$(program)" --root-tool "$(program)-bench-root" $(PROXY_BENCH_FLAGS)
	@Tests/Benchmarks/dashboard --program "$(program)" --root-tool "$(program)-bench-root" $(DASHBOARD_BENCH_FLAGS)

fuzz: ## run every fuzz target for FUZZ_SECONDS (60) seconds
	@$(ensure) fuzz
	@Tests/Fuzz/run "$(FUZZ_SECONDS)"

sanitize: ## run SANITIZE_TESTS under the thread and the address sanitizer
	@$(ensure) test
	@$(sanitized) thread --disable-xctest $(test_width)
	@$(sanitized) address --disable-xctest $(test_width)

soak: ## the long forms of the proofs, then all tests SOAK_ROUNDS (5) times over
	@$(ensure) test
	@Tests/Tools/soak "$(SOAK_ROUNDS)"

workspace-image: ## build the image of workspaces for docker or podman (ENGINE=podman)
	@docs/workspace-image/build $(if $(ENGINE),--engine $(ENGINE)) \
	  --codex "$$($(ensure) --codex-dir)/0.163.0/codex_cli_bin/bin"

workspace-test: ## test workspaces on real podman and docker engines (as root)
	@$(ensure) test workspaces
	swift build $(SWIFT_FLAGS) --build-tests
	@Tests/Tools/workspaces

binary-test: ## test installing codex with the real wheels (pip and its package index)
	@$(ensure) test
	swift build $(SWIFT_FLAGS) --build-tests
	@Tests/Tools/binaries

service-test: build ## test the proxy as a service of a real systemd (Linux, as root)
	@$(ensure) test
	swift build $(SWIFT_FLAGS) --product swop-standin
	@Tests/Tools/service "$(program)"

crash: ## kill and fail every command at every write, and count what is found (about an hour)
	@$(ensure) test
	swift build $(SWIFT_FLAGS) --build-tests
	@Tests/Tools/crash

demo: ## look at swop with sample accounts; touches nothing of yours
	@$(ensure) demo
	@swift build $(SWIFT_FLAGS) --quiet --product swop
	@"$$(swift build $(SWIFT_FLAGS) --show-bin-path)/swop" ui --demo

picture: ## take the README's picture, docs/dashboard.svg, from the demo
	@$(ensure) demo
	@swift build $(SWIFT_FLAGS) --quiet --product swop
	@Tests/Tools/take-picture "$$(swift build $(SWIFT_FLAGS) --show-bin-path)/swop" docs/dashboard.svg

clean: ## remove what was built; fetched codex versions stay in .cache
	rm -rf .build
