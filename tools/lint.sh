#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# lint.sh DIRECTORY: clang-tidy and cppcheck over the C sources, mandoc over the
# manual pages, shellcheck over the scripts. All run even if one finds something. clang builds there, so
# that its tool knows every flag, and no warning of it passes.

set -u
directory=$1
status=0

CC=clang tools/build.sh "$directory" -Dwerror=true || exit 1
git ls-files -- 'format/*.c' 'lib/*.c' 'crypto/*.c' 'server/*.c' 'cmd/*.c' |
    xargs clang-tidy --quiet -p "$directory" || status=1
cppcheck --quiet --std=c11 --error-exitcode=1 --inline-suppr \
    --enable=warning,portability -Iinclude -I. \
    --suppress=missingIncludeSystem format lib crypto server cmd || status=1
git ls-files -z -- 'docs/man/*' | xargs -0 mandoc -T lint -W warning || status=1
git ls-files -z -- '*.sh' .ci/run | xargs -0 shellcheck || status=1
exit "$status"
