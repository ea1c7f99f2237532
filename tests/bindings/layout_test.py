#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""layout_test.py ROOT PROGRAM: the structs of the Python binding against the
headers: the compiler's sizes and offsets, printed by PROGRAM, and the names
and order of the members, so that one that fits into padding is noticed too.
Writes TAP."""

import ctypes
import pathlib
import re
import runpy
import subprocess
import sys

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRUCT = re.compile(r"^struct (passkey_\w+) \{\n(.*?)^\};", re.DOTALL | re.M)
NAME = re.compile(r"(\w+)(?:\[\w+\])*$")


def members_of(body):
    """Names in order, from "uint8_t (*a)[3]; size_t b, c[2];"."""
    names = []
    for declaration in body.split(";"):
        for part in declaration.split(","):
            part = part.replace("(*", "").replace(")", "").strip()
            if part:
                names.append(NAME.search(part).group(1))
    return names


def structs_of(root):
    found = {}
    for path in sorted((root / "include/passkey").glob("*.h")):
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        for tag, body in STRUCT.findall(text):
            # Tables of functions and keys inside are not of the binding.
            if "{" not in body:
                found[tag] = members_of(body)
    return found


def described(abi):
    lines = [f"{name} {value}" for name, value in abi["CONSTANTS"].items()]
    for tag, struct in abi["STRUCTS"].items():
        lines.append(f"{tag} {ctypes.sizeof(struct)}")
        for name, *_ in struct._fields_:
            member = getattr(struct, name)
            lines.append(f"{tag}.{name} {member.offset} {member.size}")
    return lines


def main():
    root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
    abi = runpy.run_path(str(root / "bindings/python/passkey/_abi.py"))
    told = subprocess.run(
        [program], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    ours = described(abi)
    headers = structs_of(root)
    print(f"1..{1 + len(abi['STRUCTS'])}")
    print("ok 1 - sizes, offsets and values" if told == ours else "not ok 1")
    for theirs, mine in zip(told, ours):
        if theirs != mine:
            print(f"# C: {theirs}  Python: {mine}")
    for number, (tag, struct) in enumerate(abi["STRUCTS"].items(), 2):
        names = [name for name, *_ in struct._fields_]
        same = names == headers[tag]
        print(f"{'ok' if same else 'not ok'} {number} - members of {tag}")
        if not same:
            print(f"# header: {headers[tag]}")


if __name__ == "__main__":
    main()
