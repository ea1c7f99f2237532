#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# sanitize.sh DIRECTORY memory|threads: everything but the browser suite under
# AddressSanitizer and UndefinedBehaviorSanitizer, or what has threads under
# ThreadSanitizer; the first finding ends a program.

set -eu
directory=$1
what=$2

export ASAN_OPTIONS=abort_on_error=1:detect_leaks=1:strict_string_checks=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=1:abort_on_error=1

case $what in
memory) sanitizers=address,undefined suites='--no-suite browser --no-suite policy' ;;
threads) sanitizers=thread suites='--suite server' ;;
*) exit 64 ;;
esac

tools/build.sh "$directory" -Dtests=enabled -Dbuildtype=debug \
    -Db_sanitize="$sanitizers" -Db_lundef=false
# shellcheck disable=SC2086 # they are words
meson test -C "$directory" --no-rebuild --print-errorlogs \
    --timeout-multiplier 4 $suites
