#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# check_packages.sh DIRECTORY SOURCE: unpacks the Debian packages in DIRECTORY
# into one folder and uses what is there.

set -eu
directory=$1
source=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

for package in libpasskey0 libpasskey-dev passkeyd; do
    dpkg-deb -x "$directory"/${package}_*.deb "$root"
done

die() {
    echo "packages: $*" >&2
    exit 1
}

for path in usr/bin/passkeyd etc/passkeyd/passkeyd.conf \
    lib/systemd/system/passkeyd.service usr/include/passkey/passkey.h \
    usr/share/man/man1/passkeyd.1.gz usr/share/man/man3/libpasskey.3.gz; do
    [ -e "$root/$path" ] || [ -e "$root/usr/$path" ] || die "no $path"
done
"$source/tests/install/check_root.sh" "$root" "$source"

# The settings that are shipped are ones that the program takes.
"$root/usr/bin/passkeyd" check-config \
    --config "$root/etc/passkeyd/passkeyd.conf" || die "passkeyd.conf"
answer=$(echo '{"name":"x"}' | "$root/usr/bin/passkeyd" verify) || true
[ "${answer#*\"unreadable\"}" != "$answer" ] || die "passkeyd verify: $answer"
echo "packages: installed, compiled against and run"
