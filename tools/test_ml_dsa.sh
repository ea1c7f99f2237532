#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# test_ml_dsa.sh DIRECTORY: the tests of the library where libcrypto has
# ML-DSA. If this system's is older than 3.5, a Debian 13 is made in DIRECTORY
# (needs root, debootstrap and the network) and they run there.

set -eu
directory=$1
suites="--suite unit --suite cases"

# Recorded ceremonies with ML-DSA must be accepted, not only understood.
export EXPECT_ML_DSA=1

# Every test of ML-DSA must have run; without it they say so.
check() {
    if grep -q "libcrypto has no ML-DSA" "$1/meson-logs/testlog.txt"; then
        echo "tests of ML-DSA were left out"
        exit 1
    fi
}

if pkg-config --atleast-version=3.5 libcrypto; then
    tools/build.sh "$directory" -Dtests=enabled
    # shellcheck disable=SC2086 # they are words
    meson test -C "$directory" --no-rebuild --print-errorlogs $suites
    check "$directory"
    exit
fi

PATH=$PATH:/usr/sbin:/sbin
root=$directory/debian
packages=gcc,g++,libc6-dev,binutils,pkg-config,meson,ninja-build,python3
packages=$packages,libmicrohttpd-dev,libsqlite3-dev,libssl-dev,libsodium-dev
packages=$packages,libcurl4-openssl-dev,libcmocka-dev,libcjson-dev

command -v debootstrap >/dev/null || { echo "install debootstrap"; exit 1; }
[ "$(id -u)" = 0 ] || { echo "a chroot needs root"; exit 1; }
mkdir -p "$directory"
if [ ! -e "$root/made" ]; then
    debootstrap --variant=minbase --include="$packages" trixie "$root" \
        http://deb.debian.org/debian
    touch "$root/made"
fi
rm -rf "$root/source"
mkdir "$root/source"
git ls-files -z | xargs -0 tar -cf - | tar -xf - -C "$root/source"
chroot "$root" /bin/sh -euc "
    cd /source
    meson setup build -Dtests=enabled >/dev/null
    ninja -C build >/dev/null
    meson test -C build --no-rebuild --print-errorlogs $suites"
check "$root/source/build"
