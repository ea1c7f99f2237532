#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# format.sh [--check] rewrites (or only checks) the C sources.

set -eu
mode=-i
[ "${1:-}" != --check ] || mode="--dry-run --Werror"
# shellcheck disable=SC2086 # two words on purpose
git ls-files -z -- '*.c' '*.h' | xargs -0 clang-format $mode
