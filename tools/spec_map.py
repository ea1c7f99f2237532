#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""spec_map.py ROOT GENERATOR [--write]: docs/spec-map.md follows every check of
the specification to the function that makes it, the error that names it, and
the tests that prove it.

docs/spec-rules.tsv has one rule a line:

  rule       its name, as in the names of the cases: section and step
  level      must, should; strict (ours), policy (the operator's)
  anchor     the place in the specification
  text       the rule in our words
  functions  FILE:FUNCTION, ...
  errors     what refuses it, without PASSKEY_ERR_
  refused    tests that prove a refusal, beyond the cases under the rule's name
  accepted   the same for acceptance
  note       why nothing can be refused or accepted

A test is the name of a case that GENERATOR writes, or FILE:FUNCTION. The test
fails where a name leads nowhere, a cell is empty without a note, an error of a
case is not that of its row, a case has no rule, or a step has no row."""

import collections
import json
import pathlib
import re
import subprocess
import sys

SPECIFICATION = "https://www.w3.org/TR/webauthn-3/"
COLUMNS = (
    "rule level anchor text functions errors refused accepted note"
).split()
LEVELS = ("must", "should", "strict", "policy")
LISTS = ("functions", "errors", "refused", "accepted")
SHOWN = 6
# Every step of both ceremonies has a row, and every format that has a section.
STEPS = {"7.1": range(1, 30), "7.2": range(1, 26)}
FORMATS = ("8.2-", "8.3-", "8.4-", "8.5", "8.6-", "8.7-", "8.8-", "8.9-")
HEAD = """# From the specification to the code

Every check of Web Authentication Level 3, the function that makes it, the name
of the error, and the tests: those that must be refused, and those that must be
accepted. Tests are cases of `tests/cases` (`reg/` and `auth/`, run by
`meson test --suite cases`) or functions of a test program. Written by
`make spec-map` from `docs/spec-rules.tsv` and from the cases themselves; the
suite `policy` proves that every name leads somewhere.

"must" and "should" are the specification's; "strict" is where it leaves
something open and we refuse; "policy" is the operator's choice.
"""


def read_rules(path):
    rules = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        row = dict(zip(COLUMNS, cells))
        row["width"] = len(cells)
        for name in LISTS:
            row[name] = [x for x in row.get(name, "").split(",") if x]
        rules.append(row)
    return rules


def read_cases(generator):
    """rule -> (names that are refused, those accepted, errors); all names."""
    cases = collections.defaultdict(lambda: ([], [], set()))
    names = set()
    run = subprocess.run([generator], stdout=subprocess.PIPE, check=True)
    for line in run.stdout.splitlines():
        case = json.loads(line)
        names.add(case["name"])
        rule = case["name"].split("/")[1]
        if case["expect"] == "accept":
            cases[rule][1].append(case["name"])
        else:
            cases[rule][0].append(case["name"])
            cases[rule][2].add(case["expect"].removeprefix("PASSKEY_ERR_"))
    return cases, names


class Tree:
    """Which functions and errors there are."""

    def __init__(self, root):
        self.root = root
        self.texts = {}
        header = (root / "include/passkey/error.h").read_text("utf-8")
        self.errors = set(re.findall(r"X\(\d+,\s*(\w+),", header))

    def has(self, place):
        """place is FILE:FUNCTION; is it defined there?"""
        file, _, function = place.partition(":")
        if file not in self.texts:
            path = self.root / file
            self.texts[file] = path.read_text("utf-8") if path.exists() else ""
        pattern = rf"^(export |async |function |static )*{function}\("
        return function and re.search(pattern, self.texts[file], re.MULTILINE)


def row_faults(row, cases, names, tree):
    """What is wrong with one row."""
    refused, accepted, errors = cases.get(row["rule"], ([], [], set()))
    if row["width"] != len(COLUMNS):
        yield f"{row['width']} columns"
        return
    if row["level"] not in LEVELS or not row["anchor"].startswith("#"):
        yield "level or anchor is missing"
    if not row["text"] or not row["functions"]:
        yield "text or function is missing"
    for place in row["functions"]:
        if not tree.has(place):
            yield f"no function {place}"
    for error in row["errors"]:
        if error not in tree.errors:
            yield f"no error {error}"
    for error in sorted(errors - set(row["errors"])):
        yield f"cases expect {error}, which the row does not name"
    if refused and not row["refused"]:
        for error in sorted(set(row["errors"]) - errors):
            yield f"no case expects {error}"
    for test in row["refused"] + row["accepted"]:
        if test not in names and not (".c:" in test and tree.has(test)):
            yield f"no test {test}"
    if not (refused or row["refused"] or row["note"]):
        yield "nothing proves the refusal, and no note says why"
    if not (accepted or row["accepted"] or row["note"]):
        yield "nothing proves the acceptance, and no note says why"


def whole_faults(rules, cases):
    """What is missing between the rows."""
    ids = [row["rule"] for row in rules]
    for rule in sorted({r for r in ids if ids.count(r) > 1}):
        yield f"{rule}: twice"
    for rule in sorted(set(cases) - set(ids) - {"valid"}):
        yield f"{rule}: cases have this rule, the list has not"
    for section, steps in STEPS.items():
        for step in steps:
            if not any(re.fullmatch(rf"{section}-{step}[a-z]?", r) for r in ids):
                yield f"{section}-{step}: the step has no row"
    for prefix in FORMATS:
        if not any(rule.startswith(prefix) for rule in ids):
            yield f"{prefix}: the section has no row"


def listing(tests):
    if not tests:
        return ""
    text = ", ".join(f"`{test}`" for test in tests[:SHOWN])
    more = f" … ({len(tests)} in all)" if len(tests) > SHOWN else ""
    return text + more


def document(rules, cases):
    lines = [
        HEAD,
        "| rule | level | what | function | error | refused | accepted |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rules:
        refused, accepted, _ = cases.get(row["rule"], ([], [], set()))
        note = f" ({row['note']})" if row["note"] else ""
        lines.append(
            f"| [{row['rule']}]({SPECIFICATION}{row['anchor']}) "
            f"| {row['level']} | {row['text']}{note} "
            f"| {', '.join('`' + f + '`' for f in row['functions'])} "
            f"| {', '.join('`' + e + '`' for e in row['errors'])} "
            f"| {listing(refused + row['refused'])} "
            f"| {listing(accepted + row['accepted'])} |"
        )
    refused = sum(len(c[0]) for c in cases.values())
    accepted = sum(len(c[1]) for c in cases.values())
    lines.append(
        f"\n{len(rules)} rules; {refused} refused and {accepted} accepted cases."
    )
    return "\n".join(lines) + "\n"


def main(root, generator, write):
    root = pathlib.Path(root)
    rules = read_rules(root / "docs/spec-rules.tsv")
    cases, names = read_cases(generator)
    tree = Tree(root)
    faults = list(whole_faults(rules, cases))
    for row in rules:
        faults += [
            f"{row['rule']}: {fault}"
            for fault in row_faults(row, cases, names, tree)
        ]
    path = root / "docs/spec-map.md"
    text = document(rules, cases)
    if write:
        path.write_text(text, encoding="utf-8")
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        faults.append("docs/spec-map.md is not what it should be: make spec-map")
    for fault in faults:
        print(fault)
    print(f"{len(rules)} rules, {len(names)} cases, {len(faults)} faults")
    return 1 if faults or not rules else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], "--write" in sys.argv[3:]))
