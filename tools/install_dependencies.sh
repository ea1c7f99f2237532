#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# install_dependencies.sh GROUP... installs the Debian or Ubuntu packages that
# the groups need and that are missing. If nothing is missing it does nothing
# and asks nobody for root.
#
# Groups: build test browser bench fuzz lint deb
#
# NO_INSTALL=1 only reports what is missing and fails.

set -eu

BUILD_PACKAGES="gcc libc6-dev pkg-config meson ninja-build python3
    libmicrohttpd-dev libsqlite3-dev libssl-dev libsodium-dev
    libcurl4-openssl-dev"
TEST_PACKAGES="g++ binutils libcmocka-dev libcjson-dev publicsuffix"
LINT_PACKAGES="clang-format clang-tidy cppcheck shellcheck mandoc"

missing=""

say() {
    printf 'dependencies: %s\n' "$*"
}

die() {
    say "$*" >&2
    exit 1
}

installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

need_packages() {
    for package in "$@"; do
        installed "$package" || missing="$missing $package"
    done
}

# A program may come from anywhere; its package is asked for only without it.
need_program() {
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}

# pkg-config has two packages that provide it, and a compiler may be newer
# than the default one.
need_build() {
    for package in $BUILD_PACKAGES; do
        case $package in
        gcc) need_program cc gcc ;;
        pkg-config) need_program pkg-config pkg-config ;;
        meson) need_program meson meson ;;
        ninja-build) need_program ninja ninja-build ;;
        python3) need_program python3 python3 ;;
        *) need_packages "$package" ;;
        esac
    done
}

need_test() {
    for package in $TEST_PACKAGES; do
        case $package in
        g++) need_program c++ g++ ;;
        binutils) need_program nm binutils ;;
        libcurl4-openssl-dev)
            # Any of the TLS flavours will do: the tests speak plain HTTP.
            installed libcurl4-gnutls-dev || need_packages "$package"
            ;;
        *) need_packages "$package" ;;
        esac
    done
}

need_browser() {
    if ! node_is_usable; then
        missing="$missing nodejs"
    fi
    need_program npm npm
    if ! browser_is_there; then
        missing="$missing chromium"
    fi
    if firefox_is_missing; then
        missing="$missing firefox-esr"
    fi
}

# A second browser, where the distribution has it as a package.
firefox_is_missing() {
    [ -z "${TEST_FIREFOX:-}" ] || return 1
    ! command -v firefox-esr >/dev/null 2>&1 || return 1
    ! command -v firefox >/dev/null 2>&1 || return 1
    apt-cache show firefox-esr >/dev/null 2>&1
}

node_is_usable() {
    node_is_at_least 18
}

node_is_at_least() {
    command -v node >/dev/null 2>&1 || return 1
    major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
    [ "$major" -ge "$1" ]
}

browser_is_there() {
    [ -n "${TEST_BROWSER:-}" ] ||
        command -v chromium >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1
}

need_group() {
    case $1 in
    build) need_build ;;
    test) need_test ;;
    browser) need_browser ;;
    fuzz)
        need_program clang clang
        need_program llvm-config llvm
        ;;
    lint)
        for program in $LINT_PACKAGES; do
            need_program "$program" "$program"
        done
        ;;
    bench) ;; # peers are measured where they are; nothing is needed
    deb) need_packages dpkg-dev debhelper fakeroot lintian ;;
    *) die "no such group: $1" ;;
    esac
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        die "not root and there is no sudo; as root run: $*"
    fi
}

install_missing() {
    say "missing:$missing"
    [ -z "${NO_INSTALL:-}" ] || die "not installing (NO_INSTALL)"
    command -v apt-get >/dev/null 2>&1 ||
        die "this is neither Debian nor Ubuntu; install the above by hand"
    say "installing them with apt-get"
    as_root apt-get -q update
    # shellcheck disable=SC2086 # a list of words on purpose
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
        -o DPkg::Lock::Timeout=300 install --no-install-recommends $missing
}

# The npm packages of a directory, pinned by its lock file. Nothing of them
# runs at installation.
install_node_modules() {
    directory=$(dirname "$0")/../$1
    stamp=$directory/node_modules/.installed-package-lock.json
    ! cmp -s "$stamp" "$directory/package-lock.json" || return 0
    say "installing $2 with npm"
    (cd "$directory" && npm ci --ignore-scripts --no-audit --no-fund) || return
    cp "$directory/package-lock.json" "$stamp"
}

# A peer of the benchmark; without it there is one figure less.
install_peer() {
    node_is_at_least 20 && command -v npm >/dev/null 2>&1 || return 0
    install_node_modules bench "a peer" || say "going on without the peer"
}

[ $# -gt 0 ] || die "usage: $0 build|test|browser|bench|fuzz|lint|deb..."
for group in "$@"; do
    need_group "$group"
done
if [ -n "$missing" ]; then
    install_missing
fi
for group in "$@"; do
    case $group in
    browser) install_node_modules tests/browser "the browser driver" ;;
    bench) install_peer ;;
    esac
done
