#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# check_install.sh MESON BUILD SOURCE: installs into a folder of its own, then
# builds and runs a program against what was installed, with pkg-config only,
# once shared and once static.

set -eu
meson=$1
build=$2
source=$3
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

"$meson" install -C "$build" --no-rebuild --quiet --destdir "$root"
config=$(find "$root" -name libpasskey.pc)
[ -n "$config" ] || { echo "no libpasskey.pc"; exit 1; }
folder=$(dirname "$config")

flags() {
    PKG_CONFIG_PATH=$folder PKG_CONFIG_SYSROOT_DIR=$root pkg-config "$@" libpasskey
}

for kind in "" --static; do
    # shellcheck disable=SC2046,SC2086 # lists of words on purpose
    ${CC:-cc} -Wall -Wextra -Werror "$source/tests/install/program.c" \
        -o "$root/program" $(flags --cflags $kind) $(flags --libs $kind)
    LD_LIBRARY_PATH=$(dirname "$folder") "$root/program"
done
[ -x "$(find "$root" -name passkeyd -type f)" ] || { echo "no passkeyd"; exit 1; }
