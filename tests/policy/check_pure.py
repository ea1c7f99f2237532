#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_pure.py ARCHIVE...: the static libraries need nothing from outside but
memory functions, and have no writable data."""

import re
import subprocess
import sys

# gcc makes strlen of a loop over a text, whatever the source says.
ALLOWED = {
    "memcpy", "memset", "memmove", "memcmp", "memchr", "bcmp", "strlen",
}
# What the compiler adds by itself: stack protector, sanitizers, coverage.
COMPILER = re.compile(
    r"^(__stack_chk_fail|_GLOBAL_OFFSET_TABLE_|__mem(cpy|set|move)_chk"
    r"|__(asan|ubsan|sanitizer|sancov|llvm|gcov|start_|stop_)\w*)$"
)
# Constant tables of pointers are relocated once and read-only from then on.
WRITABLE = re.compile(r"^\.(t?data|t?bss)(?!\.rel\.ro)|^\*COM\*")
COMMON = {"C", "c"}


def symbols(archive):
    """(kind, name, section) of all symbols of all members."""
    run = subprocess.run(
        ["nm", "--format=sysv", archive],
        stdout=subprocess.PIPE, check=True, text=True,
    )
    for line in run.stdout.splitlines():
        fields = [field.strip() for field in line.split("|")]
        if len(fields) == 7 and fields[0] != "Name":
            yield fields[2], fields[0], fields[6]


def is_writable(kind, section):
    return kind in COMMON or WRITABLE.match(section)


def main(archives):
    every = [s for archive in archives for s in symbols(archive)]
    defined = {name for kind, name, _ in every if kind != "U"}
    needed = {name for kind, name, _ in every if kind == "U"}
    needed -= defined | ALLOWED
    faults = [f"needs {n}" for n in sorted(needed) if not COMPILER.match(n)]
    faults += [
        f"writable data {name}"
        for kind, name, section in every
        if is_writable(kind, section)
        and not COMPILER.match(name)
        and not name.startswith((".", "__"))
    ]
    for fault in faults:
        print(fault)
    print(f"{len(every)} symbols, {len(faults)} faults")
    return 1 if faults or not every else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
