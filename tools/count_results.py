#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Print "N passed, N failed" for a Meson test log, counting single cases."""

import json
import re
import sys

# A TAP line of a single case; a skipped case counts as neither.
CASE = re.compile(r"^\s*(not )?ok\b(?!.*# *SKIP)", re.IGNORECASE)
GOOD = {"OK", "EXPECTEDFAIL"}
IGNORED = {"SKIP"}


def count(record):
    """Passed and failed cases of one executable."""
    if record["result"] in IGNORED:
        return 0, 0
    cases = [CASE.match(line) for line in record.get("stdout", "").splitlines()]
    cases = [case for case in cases if case]
    failed = sum(1 for case in cases if case.group(1))
    passed = len(cases) - failed
    good = record["result"] in GOOD
    if not cases:
        return (1, 0) if good else (0, 1)
    # A crash after the last case, or a wrong plan, is a failure of its own.
    if not good and failed == 0:
        failed = 1
    return passed, failed


def main(path):
    passed = failed = 0
    with open(path, encoding="utf-8") as log:
        for line in log:
            good, bad = count(json.loads(line))
            passed += good
            failed += bad
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
