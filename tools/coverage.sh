#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# coverage.sh DIRECTORY builds with gcov's counters, runs the tests of the
# library, and reports lines and branches of lib/ and format/.

set -eu
directory=$1

tools/build.sh "$directory" -Dtests=enabled -Dbuildtype=debug -Db_coverage=true
find "$directory" -name '*.gcda' -delete
meson test -C "$directory" --no-rebuild --print-errorlogs \
    --suite unit --suite cases --suite fuzz --timeout-multiplier 4
exec python3 tools/coverage.py "$directory"
