#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""mail_test.py PASSKEYD: addresses, recovery and notices, against a mail
server of our own on a loopback port. Writes TAP."""

import http.client
import queue
import re
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

PASSWORD = "purple tractor sings low"
mails = queue.Queue()
log = tempfile.TemporaryFile()  # of the server that runs


class MailServer(socketserver.StreamRequestHandler):
    """As much of SMTP as one transaction needs."""

    def handle(self):
        self.wfile.write(b"220 test\r\n")
        sender, to = "", []
        while line := self.rfile.readline():
            word = line.strip().upper()
            if word.startswith(b"MAIL FROM:"):
                sender = line
            if word.startswith(b"RCPT TO:<REFUSED@"):
                self.wfile.write(b"550 nobody here\r\n")
                continue
            if word.startswith(b"RCPT TO:<LATER@"):
                self.wfile.write(b"451 not now\r\n")
                continue
            if word.startswith(b"RCPT TO:<SLOW@"):
                time.sleep(30)
            if word.startswith(b"RCPT TO:"):
                to.append(line.decode().strip()[8:].strip("<>"))
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                data = b""
                while (part := self.rfile.readline()) != b".\r\n":
                    data += part
                mails.put((to, data.decode()))
                to = []
            if word == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 ok\r\n")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Visitor:
    """A browser with one jar of cookies."""

    def __init__(self, port):
        self.port, self.jar = port, {}

    def ask(self, method, path, **form):
        connection = http.client.HTTPConnection("localhost", self.port)
        headers = {
            "Origin": f"http://localhost:{self.port}",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.jar.items()),
        }
        body = None
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(form)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            self.jar[name] = value
        return answer.status, answer.headers.get("Location"), answer.read().decode()


def next_mail():
    return mails.get(timeout=10)


def no_mail():
    try:
        return mails.get(timeout=1)[1] if mails else None
    except queue.Empty:
        return None


def token_in(mail):
    return re.search(r"/link/([A-Za-z0-9_-]{43})", mail).group(1)


def signed_up(port, name):
    visitor = Visitor(port)
    status, where, _ = visitor.ask(
        "POST", "/sign-up", username=name, display_name="", password=PASSWORD)
    assert (status, where) == (303, "/welcome"), (status, where)
    return visitor


def confirmed(port, name, address):
    visitor = signed_up(port, name)
    assert visitor.ask("POST", "/account/email", email=address)[0] == 303
    to, mail = next_mail()
    assert to == [address], to
    assert visitor.ask("POST", "/link", token=token_in(mail))[0:2] == (
        303, "/account")
    return visitor


def L8_an_address_gives_nothing_until_its_own_browser_confirms(port):
    visitor, stranger = signed_up(port, "ann"), Visitor(port)
    assert visitor.ask("POST", "/account/email", email="Ann@example.org")[0] == 303
    to, mail = next_mail()
    assert to == ["Ann@example.org"]
    token = token_in(mail)
    assert visitor.ask("GET", f"/link/{token}")[0] == 200
    other = signed_up(port, "amy")
    for somebody in (stranger, other):
        assert somebody.ask("POST", "/link", token=token)[0] in (403, 404)
    assert Visitor(port).ask("POST", "/recover/email", email="ann@example.org")[0:2] == (
        303, "/recover?sent")
    assert no_mail() is None
    assert "ann@example.org" not in other.ask("GET", "/account")[2].lower()
    assert "Waiting" in visitor.ask("GET", "/account")[2]
    assert visitor.ask("POST", "/link", token=token)[0:2] == (303, "/account")
    assert "Confirmed" in visitor.ask("GET", "/account")[2]
    assert visitor.ask("POST", "/link", token=token)[0] == 404


def a_confirmed_address_leads_back_in_once(port):
    confirmed(port, "bob", "bob@example.org")
    stranger = Visitor(port)
    assert stranger.ask("POST", "/recover/email", email="BOB@example.org")[0:2] == (
        303, "/recover?sent")
    to, mail = next_mail()
    assert to == ["bob@example.org"]  # the stored one
    token = token_in(mail)
    assert stranger.ask("POST", "/link", token=token)[0:2] == (303, "/account")
    assert stranger.ask("GET", "/account")[0] == 200
    assert Visitor(port).ask("POST", "/link", token=token)[0] == 404
    assert "signed in to your account with a link" in next_mail()[1]


def B3_a_link_of_a_mail_opens_once(port):
    """200 at once: a session for one of them."""
    confirmed(port, "ben", "ben@example.org")
    Visitor(port).ask("POST", "/recover/email", email="ben@example.org")
    token = token_in(next_mail()[1])
    racers = [Visitor(port) for _ in range(200)]
    together = threading.Barrier(len(racers))

    def race(racer):
        together.wait()
        try:
            racer.ask("POST", "/link", token=token)
        except OSError:
            pass  # a connection too many is no success either

    threads = [threading.Thread(target=race, args=(r,)) for r in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(r.ask("GET", "/account")[0] == 200 for r in racers) == 1


def an_unknown_or_unconfirmed_address_gets_nothing(port):
    visitor = signed_up(port, "cat")
    visitor.ask("POST", "/account/email", email="cat@example.org")
    next_mail()
    for address in ("cat@example.org", "nobody@example.org"):
        assert Visitor(port).ask("POST", "/recover/email", email=address)[0:2] == (
            303, "/recover?sent")
    assert no_mail() is None


def one_address_belongs_to_one_account(port):
    confirmed(port, "dan", "shared@example.org")
    other = signed_up(port, "eve")
    other.ask("POST", "/account/email", email="SHARED@example.org")
    status, _, _ = other.ask("POST", "/link", token=token_in(next_mail()[1]))
    assert status == 404, status
    assert "Waiting" in other.ask("GET", "/account")[2]


def changes_are_told(port):
    visitor = confirmed(port, "fay", "fay@example.org")
    assert visitor.ask(
        "POST", "/account/password",
        new_password="another set of long words")[0] == 303
    to, mail = next_mail()
    assert to == ["fay@example.org"]
    assert "password of your account was set or changed" in mail
    assert visitor.ask("POST", "/account/email", email="fay2@example.org")[0] == 303
    told = sorted(next_mail()[0][0] for _ in range(2))
    assert told == ["fay2@example.org", "fay@example.org"], told


def nothing_gets_into_the_headers(port):
    visitor = signed_up(port, "gus")
    for address in ("gus@example.org\r\nBcc: x@example.org", "gus", "@example.org",
                    "gus@", "gus@example.org, x@example.org", "a b@example.org",
                    "<gus@example.org>", "gus@EXAMPLE.org", "g\u00fcs@example.org",
                    "x" * 65 + "@example.org"):
        assert visitor.ask("POST", "/account/email", email=address)[0] == 400, address
        assert Visitor(port).ask("POST", "/recover/email", email=address)[0] == 400
    assert no_mail() is None


def L3_an_address_is_one_however_it_is_spelled(port):
    address = "henriettas@example.org"
    spellings = [
        address[:i] + address[i].upper() + address[i + 1 :] for i in range(10)
    ]
    statuses = [
        Visitor(port).ask("POST", "/recover/email", email=spelling)[0]
        for spelling in [*spellings, address, *spellings]
    ]
    assert statuses[0] == 303 and 429 in statuses, statuses


def strangers_get_only_so_much_mail(port):
    visitor = signed_up(port, "ian")
    statuses = [
        visitor.ask("POST", "/account/email", email="stranger@example.org")[0]
        for _ in range(20)
    ]
    assert statuses[0] == 303 and 429 in statuses, statuses


def an_account_mails_only_so_many_strangers(port):
    visitor = signed_up(port, "ivy")
    statuses = [
        visitor.ask("POST", "/account/email", email=f"s{i}@example.org")[0]
        for i in range(20)
    ]
    assert statuses[0] == 303 and 429 in statuses, statuses


def a_refused_recipient_holds_nobody_up(port):
    for name, address in (
            ("jay", "refused@example.org"), ("kim", "kim@example.org")):
        visitor = signed_up(port, name)
        assert visitor.ask("POST", "/account/email", email=address)[0] == 303
    assert next_mail()[0] == ["kim@example.org"]
    log.seek(0)
    lines = log.read().decode()
    assert "mail.refused" in lines, lines
    assert "refused@" not in lines and "/link/" not in lines, lines


def a_recipient_for_later_holds_nobody_up(port):
    for name, address in (
            ("nan", "later@example.org"), ("oli", "oli@example.org")):
        visitor = signed_up(port, name)
        assert visitor.ask("POST", "/account/email", email=address)[0] == 303
    assert next_mail()[0] == ["oli@example.org"]


def the_server_ends_though_a_mail_is_on_its_way(port):
    for name, address in (
            ("lea", "slow@example.org"), ("max", "max@example.org")):
        visitor = signed_up(port, name)
        assert visitor.ask("POST", "/account/email", email=address)[0] == 303
    time.sleep(0.5)  # the first one is being told now


TESTS = [
    L3_an_address_is_one_however_it_is_spelled,
    strangers_get_only_so_much_mail,
    an_account_mails_only_so_many_strangers,
    a_refused_recipient_holds_nobody_up,
    a_recipient_for_later_holds_nobody_up,
    the_server_ends_though_a_mail_is_on_its_way,
    L8_an_address_gives_nothing_until_its_own_browser_confirms,
    B3_a_link_of_a_mail_opens_once,
    a_confirmed_address_leads_back_in_once,
    an_unknown_or_unconfirmed_address_gets_nothing,
    one_address_belongs_to_one_account,
    changes_are_told,
    nothing_gets_into_the_headers,
]


def run(test, program):
    """A server of its own for each test, so that none throttles another."""
    log.seek(0)
    log.truncate()
    port, mail_port = free_port(), free_port()
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    socketserver.ThreadingTCPServer.daemon_threads = True
    socketserver.ThreadingTCPServer.block_on_close = False
    with tempfile.TemporaryDirectory() as state, socketserver.ThreadingTCPServer(
            ("127.0.0.1", mail_port), MailServer) as mail:
        threading.Thread(target=mail.serve_forever, daemon=True).start()
        server = subprocess.Popen(
            [program, "serve", "--listen", f"127.0.0.1:{port}", "--origins",
             f"http://localhost:{port}", "--state_dir", state, "--log_level",
             "error", "--smtp_url", f"smtp://127.0.0.1:{mail_port}",
             "--mail_from", "login@example.org"], stdout=subprocess.PIPE,
            stderr=log)
        server.stdout.readline()
        try:
            test(port)
        finally:
            server.terminate()
            server.wait(timeout=12)
            mail.shutdown()
            while not mails.empty():
                mails.get()


def main():
    failed = 0
    print(f"1..{len(TESTS)}")
    for number, test in enumerate(TESTS, 1):
        try:
            run(test, sys.argv[1])
            print(f"ok {number} {test.__name__}", flush=True)
        except (AssertionError, queue.Empty, OSError,
                subprocess.TimeoutExpired) as problem:
            failed += 1
            print(f"not ok {number} {test.__name__}")
            print(f"# {problem!r}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
