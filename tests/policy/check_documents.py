#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_documents.py ROOT [--write]: docs/errors.md is what the table of errors
in include/passkey/error.h says, and every exported function has a comment that
begins with its name. --write makes docs/errors.md anew."""

import pathlib
import re
import sys

ENTRY = re.compile(
    r'X\((\d+),\s*(\w+),\s*"([^"]*)",\s*"([^"]*)"\)', re.DOTALL
)
SPECIFICATION = "https://www.w3.org/TR/webauthn-3/"
KINDS = {
    1: ("bytes", "What was sent cannot be read."),
    2: ("client data", "What the browser says about the ceremony."),
    3: ("authenticator", "What the authenticator says, and whose it is."),
    4: ("signature", "The key or the signature."),
    5: ("attestation", "The statement, its certificates, and trust in them."),
    6: ("metadata", "A BLOB of FIDO metadata, when it is imported."),
    9: ("ours", "The caller, the crypto backend, or a bug; never a visitor."),
}
HEAD = """# Errors of libpasskey

One check, one name, one number. 0 is success. The hundreds digit is the kind;
the kind, not the detail, should decide what a visitor is told. Numbers are only
ever appended. Written from `include/passkey/error.h` by
`tests/policy/check_documents.py . --write`; the test suite compares.
"""


def document(header):
    """The text that docs/errors.md must have."""
    lines = [HEAD]
    entries = ENTRY.findall(re.sub(r"\\\n", "\n", header))
    for digit, (kind, meaning) in KINDS.items():
        lines.append(f"\n## {digit}xx {kind}\n\n{meaning}\n")
        lines.append("| number | name | means | specification |")
        lines.append("| --- | --- | --- | --- |")
        for number, name, anchor, text in entries:
            if int(number) // 100 != digit:
                continue
            link = f"[`{anchor}`]({SPECIFICATION}{anchor})" if anchor else ""
            lines.append(
                f"| {number} | `PASSKEY_ERR_{name}` | {text} | {link} |"
            )
    return "\n".join(lines) + "\n", len(entries)


EXPORT = re.compile(
    r"(/\*(?:(?!\*/).)*\*/)?\s*PASSKEY_EXPORT\s([^;]*?)\b(passkey_\w+)\s*\(",
    re.DOTALL,
)


def undocumented(header):
    """Exported functions whose comment does not begin with their name."""
    for comment, _, name in EXPORT.findall(header):
        words = re.sub(r"[/*\s]+", " ", comment).strip()
        if not words.startswith(name):
            yield name


def main(root, write):
    root = pathlib.Path(root)
    text, count = document((root / "include/passkey/error.h").read_text("utf-8"))
    path = root / "docs" / "errors.md"
    if write:
        path.write_text(text, encoding="utf-8")
    faults = []
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        faults.append("docs/errors.md differs from include/passkey/error.h")
    exported = 0
    for header in sorted((root / "include/passkey").glob("*.h")):
        source = header.read_text(encoding="utf-8")
        exported += len(EXPORT.findall(source))
        faults += [f"{header.name}: {n} has no comment of its own"
                   for n in undocumented(source)]
    for fault in faults:
        print(fault)
    print(f"{count} errors, {exported} functions, {len(faults)} faults")
    return 1 if faults or count == 0 or exported == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--write" in sys.argv[2:]))
