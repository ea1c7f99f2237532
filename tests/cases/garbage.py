#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""garbage.py PASSKEYD GENERATOR: a mebibyte of random lines, and real cases with
random damage, never crash `passkeyd verify`: exit status 65, one answer a line,
every answer readable JSON with a verdict. Writes TAP."""

import json
import random
import subprocess
import sys

MEBIBYTE = 1 << 20
VERDICTS = {"accept", "reject", "unreadable"}


def random_lines(source):
    """Random bytes; line feeds come by chance, one in 256."""
    return source.randbytes(MEBIBYTE).split(b"\n")


def text_lines(source):
    """Lines of JSON's own letters, which get further into a reader."""
    letters = b'{}[]",:0123456789.-+eE\\u truefalsn\t"name"kind'
    lines = []
    size = 0
    while size < MEBIBYTE:
        length = source.randrange(1, 300)
        lines.append(bytes(source.choice(letters) for _ in range(length)))
        size += length
    return lines


def damaged_lines(source, generator):
    """Cases with one to four bytes changed, cut or doubled."""
    run = subprocess.run([generator], stdout=subprocess.PIPE, check=True)
    lines = []
    for line in run.stdout.splitlines():
        data = bytearray(line)
        for _ in range(source.randrange(1, 5)):
            at = source.randrange(len(data))
            way = source.randrange(3)
            if way == 0:
                data[at] = source.choice(b'{}[]",:\\x\x00\xff09aZ')
            elif way == 1:
                del data[at : at + source.randrange(1, 9)]
            else:
                data[at:at] = data[at : at + source.randrange(1, 9)]
        lines.append(bytes(data).replace(b"\n", b" "))
    return lines


def fault(passkeyd, lines, statuses):
    run = subprocess.run(
        [passkeyd, "verify"],
        input=b"\n".join(lines) + b"\n",
        stdout=subprocess.PIPE,
        check=False,
        timeout=120,
    )
    if run.returncode not in statuses:
        return f"exit status {run.returncode}"
    answers = run.stdout.split(b"\n")[:-1]
    if len(answers) != len(lines):
        return f"{len(answers)} answers to {len(lines)} lines"
    for number, answer in enumerate(answers):
        try:
            verdict = json.loads(answer)["verdict"]
        except (ValueError, KeyError):
            return f"answer {number} is {answer[:80]!r}"
        if verdict not in VERDICTS:
            return f"verdict {verdict}"
    return ""


def main(passkeyd, generator):
    seed = random.SystemRandom().randrange(1 << 32)
    source = random.Random(seed)
    print(f"# seed {seed}")
    print("1..3")
    failed = 0
    for number, (name, lines, statuses) in enumerate(
        [
            ("random-bytes", random_lines(source), {65}),
            ("random-json-letters", text_lines(source), {65}),
            ("damaged-cases", damaged_lines(source, generator), {0, 65}),
        ],
        1,
    ):
        reason = fault(passkeyd, lines, statuses)
        failed += reason != ""
        print(f"{'not ' if reason else ''}ok {number} - {name}{f' # {reason}' if reason else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
