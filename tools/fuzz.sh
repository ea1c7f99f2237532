#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# fuzz.sh DIRECTORY builds with clang and libFuzzer and runs every target for
# FUZZ_SECONDS (30). New inputs go to DIRECTORY/corpus; a crash is written there
# too and ends the run with a failure.

set -eu
directory=$1
seconds=${FUZZ_SECONDS:-30}

CC=clang tools/build.sh "$directory" -Dtests=enabled -Dfuzz=true \
    -Db_sanitize=address,undefined -Db_lundef=false
status=0
for target in "$directory"/fuzz/fuzz_*; do
    if [ ! -x "$target" ] || [ -d "$target" ]; then
        continue
    fi
    name=$(basename "$target")
    name=${name#fuzz_}
    mkdir -p "$directory/corpus/$name"
    log=$directory/fuzz-$name.log
    echo "fuzzing $name for $seconds s"
    if ! "$target" -max_total_time="$seconds" -max_len=16384 -timeout=5 \
        -print_final_stats=1 -verbosity=0 \
        -artifact_prefix="$directory/corpus/$name-" \
        "$directory/corpus/$name" "fuzz/corpus/$name" >"$log" 2>&1; then
        cat "$log"
        status=1
    fi
done
awk '/^stat::number_of_executed_units/ { sum += $2 }
    END { print sum " executions in all" }' "$directory"/fuzz-*.log
exit "$status"
