#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# check_install.sh MESON BUILD SOURCE: installs into a folder of its own and
# uses what was installed.

set -eu
meson=$1
build=$2
source=$3
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

"$meson" install -C "$build" --no-rebuild --quiet --destdir "$root"
"$source/tests/install/check_root.sh" "$root" "$source"
