#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_symbols.py LIBRARY SYMBOLS: the shared library exports exactly what the
list of the Debian package says: what was exported once is a promise."""

import pathlib
import subprocess
import sys


def exported(library):
    told = subprocess.run(
        ["nm", "-D", "--defined-only", library],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return {line.split()[-1] for line in told.splitlines()}


def listed(path):
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    return {line.split("@")[0][1:] for line in lines if line[:1] == " "}


def main():
    library, symbols = exported(sys.argv[1]), listed(sys.argv[2])
    for name in sorted(library - symbols):
        print(f"{name}: exported, not in {sys.argv[2]}")
    for name in sorted(symbols - library):
        print(f"{name}: in {sys.argv[2]}, no longer exported")
    if "passkey_policy_init" not in library:
        sys.exit("the symbols could not be read")
    sys.exit(library != symbols)


if __name__ == "__main__":
    main()
