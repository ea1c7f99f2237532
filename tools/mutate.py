#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mutate.py [options] MAKE_CASES: does a test notice when the library is wrong?

Changes one place of lib/ or format/ (tools/mutants.py says how), compiles that
file, puts it in front of the library, and runs the unit tests and the cases
until one fails: first those that noticed most mutants of that file. A mutant
that no test notices survives, and that is a fault, unless it is listed in
tests/mutation/accepted.tsv (file, function, before, after, reason). SIGINT ends
it early, with the figures so far.

  --sample N   only N mutants, chosen by --seed (default 1)
  --only TEXT  only files whose path contains TEXT; may be given again
  --new        not those that are accepted
  --again FILE only those that this file names: a report of --verbose, or
               tests/mutation/slice.tsv, whose lines have all been killed
  --verbose    each survivor at once
  --jobs N     that many at once (default: one per processor)
  --work DIR   where to build (default: a temporary directory)"""

import argparse
import collections
import concurrent.futures
import hashlib
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

import mutants

ROOT = pathlib.Path(__file__).resolve().parent.parent
ACCEPTED = ROOT / "tests/mutation/accepted.tsv"
MUTATED = ("lib", "format")
UNIT_TESTS = (
    "certificate jws path metadata_entry anchors"
    " base64url cose_key credential date der json json_string reader utf8"
    " options policy metadata_status cbor"
    " ceremony response extensions payment model root safetynet weak_key structures chain metadata verification"
).split()
QUICK = 22  # so many of them take no time worth mentioning
# Where a test finds what it reads.
DATA = {"anchors": [ROOT / "data/anchors"]}
# What tests share, by the name of the file.
SHARED = {
    "chain": ["attested"],
    "metadata": ["failing_backend"],
    "model": ["attested", "failing_backend"],
    "safetynet": ["attested", "failing_backend"],
    "options": ["failing_backend"],
    "root": ["attested"],
    "payment": ["relying_party"],
    "weak_key": ["attested"],
    "verification": ["failing_backend", "relying_party"],
}
PROGRAM = ("case.c", "case_value.c", "print_answer.c", "verify.c")
MAIN = """#include "{root}/cmd/commands.h"
int main(int argc, char **argv) {{ return command_verify(argc, argv); }}
"""
# A mutant that never ends is noticed by the processor time it took.
LIMIT = """#include <sys/resource.h>
__attribute__((constructor)) static void limit(void)
{
    setrlimit(RLIMIT_CPU, &(struct rlimit){ 10, 10 });
}
"""
FLAGS = "-std=c11 -O0 -w -fPIC -D_GNU_SOURCE".split()
LIBRARIES = ["-lcmocka", "-lcjson", "-lcrypto"]
CHUNKS = (60, 240, 700, 5000)
PATIENCE_S = 120


def run(command, **more):
    return subprocess.run(
        [str(word) for word in command],
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **more,
    )


def compile_c(source, target, *flags):
    run(["cc", *FLAGS, f"-I{ROOT}/include", *flags, "-c", source, "-o", target])


def sources(*folders):
    return sorted(p for f in folders for p in (ROOT / f).glob("**/*.c"))


def object_of(work, path):
    name = str(path.relative_to(ROOT)).replace("/", "__")
    return work / f"{name}.o"


def read_cases(generators):
    """Chunks of lines, each with what must come out; in a mixed order."""
    lines = []
    for generator in generators:
        words = [sys.executable] if generator.endswith(".py") else []
        lines += run([*words, generator]).stdout.splitlines()
    random.Random(1).shuffle(lines)
    expected = [json.loads(line)["expect"] for line in lines]
    chunks = []
    for size in CHUNKS:
        chunks.append((b"\n".join(lines[:size]) + b"\n", expected[:size]))
        del lines[:size], expected[:size]
    return [chunk for chunk in chunks if chunk[1]]


class Bench:
    """Everything but the library, built once; a library for each worker."""

    def __init__(self, work, generators, jobs):
        self.work = work
        self.cases = read_cases(generators)
        self.noticed = collections.Counter()
        self.pool = concurrent.futures.ThreadPoolExecutor(jobs)
        self.local = threading.local()
        self.build()

    def build(self):
        main = self.work / "verify_main.c"
        main.write_text(MAIN.format(root=ROOT), encoding="utf-8")
        limit = self.work / "limit.c"
        limit.write_text(LIMIT, encoding="utf-8")
        library = sources("lib", "format", "crypto")
        support = sources("tests/support")
        program = [ROOT / "cmd" / name for name in PROGRAM]
        tests = [ROOT / f"tests/unit/test_{name}.c" for name in UNIT_TESTS]
        others = sorted(
            {ROOT / f"tests/unit/{n}.c" for each in SHARED.values() for n in each}
        )
        jobs = [
            self.pool.submit(compile_c, p, object_of(self.work, p),
                             f"-I{ROOT}/tests/support")
            for p in [*library, *support, *program, *tests, *others]
        ]
        jobs += [
            self.pool.submit(compile_c, main, self.work / "verify_main.o"),
            self.pool.submit(compile_c, limit, self.work / "limit.o"),
        ]
        for job in jobs:
            job.result()
        run(["cc", "-shared", *(object_of(self.work, p) for p in library),
             "-lcrypto", "-o", self.work / "libpk_mutated.so"])
        for name, path in zip(UNIT_TESTS, tests):
            shared = [ROOT / f"tests/unit/{n}.c" for n in SHARED.get(name, [])]
            own = [path, *support, *shared]
            self.link(name, [object_of(self.work, p) for p in own])
        self.link("verify", [self.work / "verify_main.o",
                             *(object_of(self.work, p) for p in program)])

    def link(self, name, objects):
        run(["cc", *objects, self.work / "limit.o", f"-L{self.work}",
             "-lpk_mutated", *LIBRARIES, "-o", self.work / name])

    def folder(self):
        if not hasattr(self.local, "folder"):
            self.local.folder = pathlib.Path(
                tempfile.mkdtemp(dir=self.work)
            )
        return self.local.folder

    def passes(self, name, environment, **more):
        """The output of a program, or None if it failed."""
        done = subprocess.run(
            [self.work / name, *DATA.get(name, [])],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
            **more,
        )
        return done.stdout if done.returncode == 0 else None

    def case_fails(self, environment, number):
        lines, expected = self.cases[number]
        output = self.passes("verify", environment, input=lines)
        return output is None or not agrees(output, expected)

    def fault(self, file, preload):
        """The name of the first test that notices, or ""."""
        environment = dict(
            os.environ, LD_LIBRARY_PATH=str(self.work), LD_PRELOAD=preload
        )
        steps = [0, *UNIT_TESTS[:QUICK], *range(1, len(self.cases)),
                 *UNIT_TESTS[QUICK:]]
        steps.sort(key=lambda step: -self.noticed[file, step])
        for step in steps:
            if (self.passes(step, environment) is None
                    if isinstance(step, str)
                    else self.case_fails(environment, step)):
                self.noticed[file, step] += 1
                return str(step)
        return ""

    def judge(self, mutant, text):
        """What became of a mutant: a test's name, "" or "invalid"."""
        folder = self.folder()
        path = ROOT / mutant.file
        changed = folder / path.name
        changed.write_text(mutants.apply(mutant, text), encoding="utf-8")
        target = folder / "mutated.so"
        try:
            run(["cc", *FLAGS, "-shared", f"-I{ROOT}/include", "-iquote",
                 path.parent, changed, f"-L{self.work}", "-lpk_mutated",
                 "-o", target])
        except subprocess.CalledProcessError:
            return "invalid"
        try:
            return self.fault(mutant.file, str(target))
        except subprocess.TimeoutExpired:
            return "timeout"


def agrees(output, expected):
    answers = output.splitlines()
    if len(answers) != len(expected):
        return False
    for line, expect in zip(answers, expected):
        try:
            answer = json.loads(line)
        except ValueError:
            return False
        verdict = answer.get("error", answer.get("verdict"))
        if verdict not in (expect if isinstance(expect, list) else [expect]):
            return False
    return True


def all_mutants(only):
    """In the order of `only`, a list of parts of paths."""
    paths = sources(*MUTATED)
    for part in only:
        for path in paths:
            name = str(path.relative_to(ROOT))
            if part in name:
                text = path.read_text(encoding="utf-8")
                for mutant in mutants.mutants_of(name, text):
                    yield mutant, text


def sampled(chosen, number, seed):
    """Some of the mutants; a change elsewhere does not choose others."""

    def rank(pair):
        text = f"{seed} {mutants.describe(*pair)}"
        return hashlib.sha256(text.encode()).digest()

    return sorted(chosen, key=rank)[:number]


def stale(named):
    """Those of these lines that name no mutant of the present code."""
    there = {mutants.describe(*pair) for pair in all_mutants([""])}
    return [key for key in named if key not in there]


def read_named(path):
    """The lines of a list: file, function, before, after."""
    lines = pathlib.Path(path).read_text(encoding="utf-8").splitlines()
    return {tuple(line.split("\t")) for line in lines
            if line.count("\t") == 3 and not line.startswith("#")}


def read_accepted():
    accepted = {}
    for line in ACCEPTED.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            *key, reason = line.split("\t")
            accepted[tuple(key)] = reason
    return accepted


def report(results, accepted, seconds):
    survivors = []
    for mutant, text, fate in results:
        key = mutants.describe(mutant, text)
        if fate == "" and not accepted.get(key):
            line = text.count("\n", 0, mutant.start) + 1
            survivors.append((line, key))
    for line, key in survivors:
        print(f"{key[0]}:{line}: survives\n" + "\t".join(key))
    valid = [r for r in results if r[2] != "invalid"]
    for file, number in collections.Counter(r[0].file for r in valid).items():
        killed = sum(1 for r in valid if r[0].file == file and r[2])
        print(f"{file}: {number} mutants, {killed} killed")
    alive = sum(1 for r in valid if r[2] == "")
    print(
        f"{len(valid)} mutants, {len(valid) - alive} killed, "
        f"{alive - len(survivors)} accepted, {len(survivors)} survive; "
        f"{len(results) - len(valid)} do not compile; {seconds:.0f} s"
    )
    return 1 if survivors or not valid else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append")
    parser.add_argument("--new", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--work", default="")
    parser.add_argument("--again", default="")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("generators", nargs="+")
    options = parser.parse_args()
    begin = time.monotonic()
    accepted = read_accepted()
    chosen = list(dict.fromkeys(all_mutants(options.only or [""])))
    if options.new:
        chosen = [c for c in chosen if mutants.describe(*c) not in accepted]
    named = read_named(options.again) if options.again else set()
    if options.again:
        chosen = [c for c in chosen if mutants.describe(*c) in named]
    for key in (lost := stale([*accepted, *named])):
        print("names no mutant:\t" + "\t".join(key))
    if lost:
        return 1
    if options.sample:
        chosen = sampled(chosen, options.sample, options.seed)
    with tempfile.TemporaryDirectory(dir=options.work or None) as work:
        bench = Bench(pathlib.Path(work), options.generators, options.jobs)
        whole = bench.fault("", "")
        if whole:
            print(f"{whole} fails without any mutant")
            return 1
        results = []
        try:
            fates = bench.pool.map(lambda pair: bench.judge(*pair), chosen)
            for (mutant, text), fate in zip(chosen, fates):
                results.append((mutant, text, fate))
                if fate == "" and options.verbose:
                    print("\t".join(mutants.describe(mutant, text)), flush=True)
        except KeyboardInterrupt:
            print(f"interrupted after {len(results)} of {len(chosen)}")
        bench.pool.shutdown(cancel_futures=True)
    return report(results, accepted, time.monotonic() - begin)


if __name__ == "__main__":
    sys.exit(main())
