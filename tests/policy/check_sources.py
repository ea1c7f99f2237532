#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_sources.py ROOT: no banned function, no file that is too long, no code
inside an HTML page, a licence line in every source."""

import pathlib
import re
import sys

FOLDERS = ["format", "lib", "crypto", "server", "cmd"]
MAX_LINES = 400
BANNED = re.compile(
    r"\b(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|strtok|atoi|atol"
    r"|sscanf|alloca)\s*\("
)
HEAP = re.compile(r"\b(malloc|calloc|realloc|free|strdup)\s*\(")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
STRING = re.compile(r'"(\\.|[^"\\\n])*"')
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)|<style\b|\son[a-z]+\s*=|\sstyle\s*=|javascript:",
    re.IGNORECASE,
)


def code_of(text):
    """The text without comments and strings, line numbers kept."""

    def blank(match):
        return "\n" * match.group(0).count("\n")

    return STRING.sub('""', COMMENT.sub(blank, text))


def source_faults(folder, text):
    if text.count("\n") > MAX_LINES:
        yield 1, f"longer than {MAX_LINES} lines"
    if "SPDX-License-Identifier: Apache-2.0" not in text:
        yield 1, "no licence line"
    for number, line in enumerate(code_of(text).splitlines(), 1):
        match = BANNED.search(line)
        if match:
            yield number, f"banned function {match.group(1)}"
        match = HEAP.search(line) if folder in ("format", "lib") else None
        if match:
            yield number, f"{match.group(1)} in a layer without a heap"


def page_faults(text):
    for number, line in enumerate(text.splitlines(), 1):
        if INLINE.search(line):
            yield number, "code or style inside a page"


def main(root):
    root = pathlib.Path(root)
    faults = []
    files = 0
    for folder in FOLDERS:
        for path in sorted(root.glob(f"{folder}/**/*.[ch]")):
            files += 1
            text = path.read_text(encoding="utf-8")
            faults += [(path, *f) for f in source_faults(folder, text)]
    for path in sorted(root.glob("web/**/*.html")):
        files += 1
        text = path.read_text(encoding="utf-8")
        faults += [(path, *f) for f in page_faults(text)]
    for path, number, text in faults:
        print(f"{path.relative_to(root)}:{number}: {text}")
    print(f"{files} files, {len(faults)} faults")
    return 1 if faults or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
