#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# check_headers.sh ROOT: each public header compiles alone, in C and in C++.

set -u
root=$1
status=0
count=0

for header in "$root"/include/passkey/*.h; do
    name=passkey/$(basename "$header")
    for language in "c -std=c11" "c -std=c99" "c++ -std=c++11"; do
        count=$((count + 1))
        compiler=${CC:-cc}
        [ "${language%% *}" = c ] || compiler=${CXX:-c++}
        # shellcheck disable=SC2086 # two words on purpose
        if ! printf '#include <%s>\n#include <%s>\nextern int x; int x;\n' \
            "$name" "$name" |
            $compiler -x $language -Wall -Wextra -pedantic -Werror \
                -I"$root/include" -fsyntax-only -; then
            echo "$name does not compile alone as $language"
            status=1
        fi
    done
done
echo "$count compilations"
[ "$count" -gt 0 ] || status=1
exit "$status"
