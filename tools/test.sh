#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# test.sh DIRECTORY builds, runs every test, and ends with one line
# "N passed, N failed". Individual cases are counted, not executables.

set -u
directory=$1

tools/build.sh "$directory" -Dtests=enabled || exit 1
meson test -C "$directory" --no-rebuild --print-errorlogs
status=$?
python3 tools/count_results.py "$directory/meson-logs/testlog.json" || status=1
exit "$status"
