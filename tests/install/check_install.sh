#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# check_install.sh MESON BUILD SOURCE: installs into a folder of its own, then
# builds and runs a program against what was installed, with pkg-config only,
# once shared and once static, and the examples with one line each.

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
    PKG_CONFIG_PATH=$folder PKG_CONFIG_SYSROOT_DIR=$root pkg-config "$@"
}

for kind in "" --static; do
    # shellcheck disable=SC2046,SC2086 # lists of words on purpose
    ${CC:-cc} -Wall -Wextra -Werror "$source/tests/install/program.c" \
        -o "$root/program" $(flags --cflags --libs $kind libpasskey)
    LD_LIBRARY_PATH=$(dirname "$folder") "$root/program"
done

# example COMPILER SOURCE PROGRAM PACKAGE...
example() {
    compiler=$1 file=$source/examples/$2 program=$root/examples/$3
    shift 3
    # shellcheck disable=SC2046 # a list of words on purpose
    "$compiler" -Wall -Wextra -Werror "$file" -o "$program" \
        $(flags --cflags --libs "$@")
}

mkdir "$root/examples"
example "${CC:-cc}" verify.c verify libpasskey
example "${CC:-cc}" round_trip.c round_trip libpasskey
example "${CXX:-c++}" verify.cpp verify_cpp libpasskey
example "${CC:-cc}" relying_party.c relying_party libpasskey libmicrohttpd
LD_LIBRARY_PATH=$(dirname "$folder") PYTHONDONTWRITEBYTECODE=1 \
    python3 "$source/tests/install/run_examples.py" "$source" "$root/examples"

[ -x "$(find "$root" -name passkeyd -type f)" ] || { echo "no passkeyd"; exit 1; }
