#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# build.sh DIRECTORY [MESON_OPTION...] configures the directory if that has not
# been done, and compiles.

set -eu
directory=$1
shift

if [ ! -f "$directory/build.ninja" ]; then
    meson setup "$directory" "$@"
elif [ $# -gt 0 ]; then
    meson configure "$directory" "$@"
fi
meson compile -C "$directory"
