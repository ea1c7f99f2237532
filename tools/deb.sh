#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# deb.sh DIRECTORY: Debian packages of the tracked files as they are now, in
# DIRECTORY, checked with lintian and by using them.

set -eu
mkdir -p "$1"
directory=$(cd "$1" && pwd)
source=$(pwd)
tree=$directory/passkeyd

rm -rf "$tree" "$directory"/*.deb "$directory"/passkeyd_*
mkdir "$tree"
git ls-files -z | xargs -0 cp --parents -P -t "$tree"
# debhelper wants its folder at the top, with the unit under this name.
mv "$tree/packaging/debian" "$tree/debian"
cp "$tree/packaging/systemd/passkeyd.service" "$tree/debian/"

# meson and pkg-config may come from elsewhere than from packages (-d).
(cd "$tree" && dpkg-buildpackage -d -b -us -uc)
lintian --fail-on error,warning "$directory"/passkeyd_*.changes
"$source/tests/install/check_packages.sh" "$directory" "$source"
ls -l "$directory"/*.deb
