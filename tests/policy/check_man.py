#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_man.py ROOT: the manual pages of the library say what its headers say:
every function in them is exported and has these parameters, every constant is
there. mandoc has no warning, where it is installed."""

import pathlib
import re
import shutil
import subprocess
import sys

PROTOTYPE = re.compile(r"\b(passkey_\w+)\(([^;{}]*)\);", re.DOTALL)
SYNOPSIS = re.compile(r"^\.Fo (\w+)\n(.*?)^\.Fc", re.DOTALL | re.MULTILINE)


def squeezed(text):
    """`const char *a` however it is broken into lines."""
    return re.sub(r"\s*\*\s*", " *", " ".join(text.split()))


def prototypes(text):
    return {
        name: [squeezed(one) for one in parameters.split(",")]
        for name, parameters in PROTOTYPE.findall(text)
    }


def faults_of(page, functions, headers):
    text = page.read_text(encoding="utf-8")
    for name, body in SYNOPSIS.findall(text):
        said = [squeezed(one) for one in re.findall(r'^\.Fa "(.*)"', body, re.M)]
        if functions.get(name) != said:
            yield f"{name} has other parameters in the headers"
    for name in re.findall(r"^(?:\.It )?\.?Fn (\w+)", text, re.MULTILINE):
        if name not in functions:
            yield f"{name} is not a function"
    for name in re.findall(r"^\.Dv (PASSKEY_\w+)", text, re.MULTILINE):
        short = name.replace("PASSKEY_ERR_", "")
        if not re.search(rf"\b({name}|X\(\d+, {short})\b", headers):
            yield f"{name} is not a constant"


def main(root):
    root = pathlib.Path(root)
    headers = "".join(
        path.read_text(encoding="utf-8")
        for path in sorted((root / "include/passkey").glob("*.h"))
    )
    functions = prototypes(headers)
    pages = sorted((root / "docs/man").glob("*.3"))
    faults = [
        f"{page.name}: {fault}"
        for page in pages
        for fault in faults_of(page, functions, headers)
    ]
    if shutil.which("mandoc"):
        command = ["mandoc", "-T", "lint", "-W", "warning", *pages]
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        faults += told.stdout.splitlines()
    for fault in faults:
        print(fault)
    print(f"{len(pages)} pages, {len(functions)} functions, {len(faults)} faults")
    return 1 if faults or len(pages) < 3 or len(functions) < 30 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
