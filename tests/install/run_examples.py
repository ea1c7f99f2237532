#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run_examples.py ROOT PROGRAMS: the compiled examples in the folder PROGRAMS
do and print what they should, with the recorded ceremonies of ROOT and with an
authenticator of our own."""

import email
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from authenticator import Authenticator, decode

ROOT, PROGRAMS = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
CAPTURE = ROOT / "tests/vectors/browser/chromium-none-es256-rk-uv.json"
ORIGIN = "http://localhost:8080"


def expect(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


def run(*command, stdin=b""):
    done = subprocess.run(
        [PROGRAMS / command[0], *command[1:]],
        input=stdin,
        stdout=subprocess.PIPE,
        check=False,
    )
    return done.returncode, done.stdout.decode()


def write_case(folder, capture):
    assertion = capture["authentications"][0]
    parts = {
        "registration": capture["registration"],
        "authentication": assertion,
    }
    for name, part in parts.items():
        challenge = decode(part["expected"]["challenge"])
        (folder / f"{name}.challenge").write_bytes(challenge)
        text = json.dumps(part["response"], indent=2) + "\n"
        (folder / f"{name}.json").write_text(text)
    (folder / "user").write_bytes(decode(assertion["expected"]["userHandle"]))


def verify(folder):
    good = "registration: accepted\nauthentication: accepted\n"
    expect("verify", run("verify", folder, "localhost", ORIGIN), (0, good))
    code, told = run("verify", folder, "localhost", "https://example.org")
    wanted = "registration: refused, PASSKEY_ERR_ORIGIN_NOT_ALLOWED"
    expect("verify, origin", (code, told[: len(wanted)]), (1, wanted))
    (folder / "authentication.challenge").write_bytes(b"another challenge")
    code, told = run("verify", folder, "localhost", ORIGIN)
    wanted = "authentication: refused, PASSKEY_ERR_CHALLENGE_MISMATCH"
    second = told.splitlines()[1]
    expect("verify, challenge", (code, second[: len(wanted)]), (1, wanted))


def verify_recorded(folder):
    """The case that lies beside the examples is the one of `folder`."""
    recorded = ROOT / "examples/recorded"
    for path in sorted(folder.iterdir()):
        there = (recorded / path.name).read_bytes()
        expect(f"recorded {path.name}", there, path.read_bytes())
    good = "registration: accepted\nauthentication: accepted\n"
    got = run("verify", recorded, "localhost", ORIGIN)
    expect("verify, recorded", got, (0, good))


def verify_cpp(folder):
    text = (folder / "registration.json").read_bytes()
    challenge = folder / "registration.challenge"
    call = ("verify_cpp", "localhost", ORIGIN)
    got = run(*call, challenge, stdin=text)
    expect("verify.cpp", got, (0, "accepted: algorithm -7\n"))
    got = run(*call, challenge, stdin=text.rstrip()[:-1])
    wanted = "refused: PASSKEY_ERR_JSON_MALFORMED\n"
    expect("verify.cpp, cut", got, (1, wanted))


def started(*command):
    return subprocess.Popen(
        [PROGRAMS / command[0], *command[1:]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def answer(program, method):
    """The client's part: two lines in, two lines out."""
    options = json.loads(program.stdout.readline())
    token = program.stdout.readline()
    program.stdin.write(token + method(options) + "\n")
    program.stdin.flush()
    return program.stdout.readline()


def round_trip():
    key = Authenticator("example.org", "https://example.org")
    with started("round_trip") as program:
        told = answer(program, key.create)
        expect("round trip", told, "registered: algorithm -7, on one device\n")
        told = answer(program, key.get)
        expect("round trip", told, "signed in: a random handle\n")
    with started("round_trip") as program:
        program.stdout.readline()
        token = program.stdout.readline()
        other = "B" if token[40] == "A" else "A"
        program.stdin.write(token[:40] + other + token[41:] + "{}\n")
        program.stdin.flush()
        told = program.stdout.readline()
        wanted = "open: PASSKEY_ERR_CEREMONY_TOKEN_MALFORMED"
        expect("broken token", told[: len(wanted)], wanted)


class Visitor:
    """A browser and the web server in front of a CGI program."""

    def __init__(self, folder):
        self.folder, self.cookies = folder, {}

    def ask(self, method, path, body=""):
        jar = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        done = subprocess.run(
            [PROGRAMS / "relying_party"],
            input=body.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
            env=os.environ
            | {
                "STATE": str(self.folder),
                "REQUEST_METHOD": method,
                "PATH_INFO": path,
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_COOKIE": jar,
            },
        )
        head, _, text = done.stdout.decode().partition("\r\n\r\n")
        reply = email.message_from_string(head)
        cookie = reply["Set-Cookie"]
        if cookie:
            # Without it a browser sends it to the addresses beside this one.
            expect("cookie", "Path=/" in cookie.split("; "), True)
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return int(reply["Status"]), text


def sign_in(visitor, key):
    """The whole way, and then every part of it again."""

    def options(what):
        return json.loads(visitor.ask("POST", f"/{what}/options")[1])

    made = key.create(options("register"))
    user = key.user
    got = visitor.ask("POST", "/register/verify", made)
    expect("register", got, (200, "Registered."))
    got = visitor.ask("POST", "/register/verify", made)
    expect("register twice", got, (403, "That did not work."))
    made = key.create(options("register"))
    got = visitor.ask("POST", "/register/verify", made)[0]
    expect("the same credential", got, 403)
    made = key.get(options("login"))
    got = visitor.ask("POST", "/login/verify", made)[0]
    expect("another user handle", got, 403)
    expect("nobody", visitor.ask("GET", "/session"), (200, "Nobody."))
    key.user = user
    made = key.get(options("login"))
    got = visitor.ask("POST", "/login/verify", made)
    expect("login", got, (200, "Signed in."))
    got = visitor.ask("POST", "/login/verify", made)[0]
    expect("login twice", got, 403)
    account = user.hex()
    expect("session", visitor.ask("GET", "/session"), (200, account))


def relying_party():
    with tempfile.TemporaryDirectory() as folder:
        # Without a counter only the spent ceremony refuses a replay.
        key = Authenticator("localhost", "http://localhost:8080", step=0)
        sign_in(Visitor(folder), key)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_case(folder, json.loads(CAPTURE.read_text(encoding="utf-8")))
        verify_recorded(folder)
        verify_cpp(folder)
        verify(folder)
    round_trip()
    relying_party()


if __name__ == "__main__":
    main()
