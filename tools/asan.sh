#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# asan.sh DIRECTORY runs everything but the browser suite under AddressSanitizer
# and UndefinedBehaviorSanitizer; the first finding ends a program.

set -eu
directory=$1

export ASAN_OPTIONS=abort_on_error=1:detect_leaks=1:strict_string_checks=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
tools/build.sh "$directory" -Dtests=enabled -Dbuildtype=debug \
    -Db_sanitize=address,undefined -Db_lundef=false
meson test -C "$directory" --no-rebuild --print-errorlogs \
    --timeout-multiplier 4 --no-suite browser --no-suite policy
