#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""coverage.py DIRECTORY: lines and branches of lib/ and format/ that the tests
of a build with gcov's counters reached, and the places that they did not.
Fails below the goals."""

import collections
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = ("lib", "format")
GOALS = {"lines": 98.0, "branches": 95.0}


def gcov(objects):
    """What gcov says about each object file."""
    for path in objects:
        run = subprocess.run(
            ["gcov", "--json-format", "--branch-probabilities", "--stdout",
             path],
            stdout=subprocess.PIPE,
            check=True,
            cwd=path.parent,
        )
        for line in run.stdout.splitlines():
            yield from json.loads(line)["files"]


def collect(directory):
    """folder/file -> {line: (count, [branch counts])}"""
    found = collections.defaultdict(dict)
    for folder in FOLDERS:
        objects = sorted((directory / folder).glob("*.p/*.gcda"))
        for file in gcov(path.resolve() for path in objects):
            path = (directory / file["file"]).resolve()
            if not path.is_relative_to(ROOT / folder) or path.suffix != ".c":
                continue
            lines = found[str(path.relative_to(ROOT))]
            for line in file["lines"]:
                branches = [b["count"] for b in line["branches"]]
                lines[line["line_number"]] = (line["count"], branches)
    return found


def percent(part, whole):
    return 100.0 * part / whole if whole else 0.0


def counts(lines):
    branches = [b for _, each in lines.values() for b in each]
    return {
        "lines": (sum(1 for n, _ in lines.values() if n), len(lines)),
        "branches": (sum(1 for b in branches if b), len(branches)),
    }


def report_file(name, lines):
    own = counts(lines)
    text = ", ".join(
        f"{percent(*own[what]):.1f} % of {own[what][1]} {what}" for what in own
    )
    print(f"{name}: {text}")
    for number, (count, branches) in sorted(lines.items()):
        if not count:
            print(f"  {number}: not reached")
        elif 0 in branches:
            print(f"  {number}: {branches.count(0)} of {len(branches)} branches"
                  " not taken")
    return own


def main(directory):
    found = collect(pathlib.Path(directory).resolve())
    total = {what: [0, 0] for what in GOALS}
    for name, lines in sorted(found.items()):
        for what, (part, whole) in report_file(name, lines).items():
            total[what][0] += part
            total[what][1] += whole
    good = bool(found)
    for what, goal in GOALS.items():
        reached = percent(*total[what])
        good = good and reached >= goal
        print(f"{what}: {reached:.2f} % of {total[what][1]}, goal {goal} %")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
