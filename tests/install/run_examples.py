#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run_examples.py ROOT PROGRAMS: the compiled examples in the folder PROGRAMS
do and print what they should, with the recorded ceremonies of ROOT and with an
authenticator of our own."""

import http.client
import json
import pathlib
import socket
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
        (folder / f"{name}.json").write_text(json.dumps(part["response"]))
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


def verify_cpp(folder):
    text = (folder / "registration.json").read_bytes()
    challenge = folder / "registration.challenge"
    call = ("verify_cpp", "localhost", ORIGIN)
    got = run(*call, challenge, stdin=text)
    expect("verify.cpp", got, (0, "accepted: algorithm -7\n"))
    got = run(*call, challenge, stdin=text[:-1])
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
    def __init__(self, port):
        self.port, self.cookies = port, {}

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("localhost", self.port)
        jar = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        connection.request(method, path, body, {"Cookie": jar} if jar else {})
        reply = connection.getresponse()
        cookie = reply.headers.get("Set-Cookie")
        if cookie:
            # Without it a browser sends it to the addresses beside this one.
            expect("cookie", "Path=/" in cookie.split("; "), True)
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return reply.status, reply.read().decode()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


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
    expect("nobody", visitor.ask("GET", "/session"), (401, "Nobody."))
    key.user = user
    made = key.get(options("login"))
    got = visitor.ask("POST", "/login/verify", made)
    expect("login", got, (200, "Signed in."))
    got = visitor.ask("POST", "/login/verify", made)[0]
    expect("login twice", got, 403)
    expect("session", visitor.ask("GET", "/session"), (200, "Account 0."))


def relying_party():
    port = free_port()
    with started("relying_party", str(port)) as program:
        origin = program.stdout.readline().strip()
        expect("origin", origin, f"http://localhost:{port}")
        visitor = Visitor(port)
        expect("page", visitor.ask("GET", "/")[0], 200)
        # Without a counter only the spent ceremony refuses a replay.
        sign_in(visitor, Authenticator("localhost", origin, step=0))
        program.stdin.close()


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        write_case(folder, json.loads(CAPTURE.read_text(encoding="utf-8")))
        verify_cpp(folder)
        verify(folder)
    round_trip()
    relying_party()


if __name__ == "__main__":
    main()
