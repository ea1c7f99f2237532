#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run_cases.py PASSKEYD GENERATOR... runs each generator, sends the cases that
they print through `passkeyd verify` and compares the verdicts with the member
`expect` of each case: "accept", or the name of the error, or a list of those
that will do. Writes TAP."""

import json
import subprocess
import sys


def generate(command):
    """The case lines of one generator."""
    if command.endswith(".py"):
        command = [sys.executable, command]
    else:
        command = [command]
    run = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return run.stdout.splitlines()


def verdict_of(answer):
    """What a case's `expect` is compared with."""
    if answer["verdict"] == "reject":
        return answer["error"]
    return answer["verdict"]


def wrong(case, answer):
    """Why the answer is wrong; empty if it is right."""
    if answer.get("name") != case["name"]:
        return f"answer is for {answer.get('name')}"
    got = verdict_of(answer)
    expect = case["expect"]
    if got not in (expect if isinstance(expect, list) else [expect]):
        return f"{got} instead of {expect}"
    if got == "accept":
        return ""
    return "" if answer.get("anchor", "").startswith("#") else "no anchor"


def main(passkeyd, generators):
    lines = [line for g in generators for line in generate(g)]
    run = subprocess.run(
        [passkeyd, "verify"],
        input=b"\n".join(lines) + b"\n",
        stdout=subprocess.PIPE,
        check=False,
    )
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    print(f"1..{len(lines) + 2}")
    failed = 0
    names = set()
    for number, line in enumerate(lines):
        case = json.loads(line)
        reason = "no answer"
        if number < len(answers):
            reason = wrong(case, answers[number])
        if case["name"] in names:
            reason = "the name is not unique"
        names.add(case["name"])
        failed += reason != ""
        note = f" # {reason}" if reason else ""
        print(f"{'not ' if reason else ''}ok {number + 1} - {case['name']}{note}")
    for number, (good, text) in enumerate(
        [
            (run.returncode == 0, f"exit status {run.returncode}"),
            (len(answers) == len(lines), "one answer a line"),
        ],
        len(lines) + 1,
    ):
        failed += not good
        print(f"{'' if good else 'not '}ok {number} - {text}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
