# The front door. Everything real happens in Meson and in tools/.

BUILD ?= build

.PHONY: all run test test-ml-dsa soak bench fuzz lint format asan tsan spec-map mutate coverage deb install clean

all:            ## build/passkeyd
	tools/install_dependencies.sh build
	tools/build.sh $(BUILD)

run: all        ## the sign-in page on http://localhost:8080, data in ./var/
	mkdir -p var
	$(BUILD)/passkeyd serve

test:           ## every test, the browser ones too
	tools/install_dependencies.sh build test browser
	tools/test.sh $(BUILD)

soak:           ## the security tests at their full counts: hours
	tools/install_dependencies.sh build test
	tools/build.sh $(BUILD) -Dtests=enabled
	SOAK=1 meson test -C $(BUILD) --no-rebuild --suite server --timeout-multiplier 100 --print-errorlogs

bench:          ## speed, as ratios to the raw signature check
	tools/install_dependencies.sh build test bench
	tools/build.sh $(BUILD)
	meson test -C $(BUILD) --benchmark --verbose

fuzz:           ## each fuzz target for FUZZ_SECONDS
	tools/install_dependencies.sh build test fuzz
	tools/fuzz.sh build-fuzz

asan:           ## unit and HTTP suites under ASan and UBSan
	tools/install_dependencies.sh build test
	tools/sanitize.sh build-asan memory

tsan:           ## HTTP suites under TSan
	tools/install_dependencies.sh build test
	tools/sanitize.sh build-tsan threads

mutate:         ## change the library in every place and see a test fail: an hour
	tools/install_dependencies.sh build test
	tools/build.sh $(BUILD) -Dtests=enabled
	tools/mutate.py --verbose $(BUILD)/tests/cases/make_cases tests/cases/recorded_cases.py

coverage:       ## which lines and branches of the library the tests reach
	tools/install_dependencies.sh build test
	tools/coverage.sh build-coverage

test-ml-dsa:    ## ML-DSA: here with OpenSSL 3.5, else in a Debian 13
	tools/test_ml_dsa.sh build-ml-dsa

lint:           ## clang-tidy, cppcheck, mandoc, shellcheck
	tools/install_dependencies.sh build test fuzz lint
	tools/lint.sh build-lint

spec-map:       ## renew docs/spec-map.md from the rules and the cases
	tools/install_dependencies.sh build test
	tools/build.sh $(BUILD) -Dtests=enabled
	tools/spec_map.py . $(BUILD)/tests/cases/make_cases --write

format:         ## rewrite the sources with clang-format
	tools/install_dependencies.sh lint
	tools/format.sh

deb:            ## Debian packages in build-deb, checked and used
	tools/install_dependencies.sh build test deb
	tools/deb.sh build-deb

install: all
	meson install -C $(BUILD) --no-rebuild

clean:
	rm -rf build build-asan build-coverage build-tsan build-fuzz build-lint build-deb
