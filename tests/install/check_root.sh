#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# check_root.sh ROOT SOURCE: builds and runs programs against the library that
# was installed under ROOT, with pkg-config: one with the shared and with the
# static library, the examples with one line each.

set -eu
root=$1
source=$2
config=$(find "$root" -name libpasskey.pc)
[ -n "$config" ] || { echo "no libpasskey.pc"; exit 1; }
folder=$(dirname "$config")
programs=$(mktemp -d)
trap 'rm -rf "$programs"' EXIT

flags() {
    PKG_CONFIG_PATH=$folder PKG_CONFIG_SYSROOT_DIR=$root pkg-config "$@"
}

# compile COMPILER PROGRAM SOURCE...
compile() {
    compiler=$1 program=$programs/$2
    shift 2
    # shellcheck disable=SC2046 # a list of words on purpose
    (cd "$source" && "$compiler" -Wall -Wextra -Werror "$@" -o "$program" \
        $(flags --cflags --libs libpasskey))
}

LD_LIBRARY_PATH=$(dirname "$folder")
export LD_LIBRARY_PATH
compile "${CC:-cc}" program tests/install/program.c
"$programs/program"
# Where both libraries are, -lpasskey is the shared one; so this one by name.
library=$LD_LIBRARY_PATH/libpasskey.a
# shellcheck disable=SC2046 # a list of words on purpose
"${CC:-cc}" -Wall -Wextra -Werror "$source/tests/install/program.c" "$library" \
    -o "$programs/static" $(flags --cflags libpasskey) $(flags --libs libcrypto)
LD_LIBRARY_PATH='' "$programs/static"
compile "${CC:-cc}" verify examples/verify.c
compile "${CC:-cc}" round_trip examples/round_trip.c
compile "${CXX:-c++}" verify_cpp examples/verify.cpp
compile "${CC:-cc}" relying_party \
    examples/relying_party.c examples/site.c
PYTHONDONTWRITEBYTECODE=1 \
    python3 "$source/tests/install/run_examples.py" "$source" "$programs"

# Every function that a manual page is about has one of its name.
names=$(sed -n '/^.Sh NAME/,/^.Nd/s/^.Nm \([a-z_]*\).*/\1/p' \
    "$source"/docs/man/*.3)
for name in $names; do
    [ -e "$(find "$root" -name "$name.3*")" ] || { echo "no $name.3"; exit 1; }
done

[ -x "$(find "$root" -name passkeyd -type f -perm -u+x)" ] ||
    { echo "no passkeyd"; exit 1; }
