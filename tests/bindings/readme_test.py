#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""readme_test.py ROOT: the examples in the README of the Python binding, run
one behind the other against an authenticator of our own. Writes TAP."""

import json
import re
import sys
import types

from ceremonies import ROOT, check, finish, passkey

from passkey.helpers import parse_authentication_credential_json

sys.path.append(str(ROOT / "tests/install"))
# pylint: disable=wrong-import-position
from authenticator import ID, Authenticator

EXAMPLE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


class Site:
    """What the examples take for granted: a session, a store, a browser."""

    def __init__(self, method):
        self.method, self.stored = method, types.SimpleNamespace(user_id=None)
        self.names = {
            **{name: getattr(passkey, name) for name in passkey.__all__},
            "parse_authentication_credential_json": (
                parse_authentication_credential_json
            ),
            "session": {},
            "send": self.send,
            "store": self.store,
            "find": self.find,
        }

    def send(self, text):
        self.names["request_body"] = self.method(json.loads(text))

    def store(self, credential_id, public_key, sign_count):
        check("id", credential_id, ID)
        self.stored.public_key = public_key
        self.stored.sign_count = sign_count
        self.stored.user_id = self.names["options"].user.id

    def find(self, credential_id):
        check("the same id", credential_id, ID)
        return self.stored


def main():
    text = (ROOT / "bindings/python/README.md").read_text(encoding="utf-8")
    registration, authentication = EXAMPLE.findall(text)
    key = Authenticator("example.org", "https://example.org")
    site = Site(key.create)
    exec(registration, site.names)  # pylint: disable=exec-used
    check("user id", site.stored.user_id, key.user)
    site.method = key.get
    exec(authentication, site.names)  # pylint: disable=exec-used
    check("sign count", site.stored.sign_count, key.count)
    check("challenges are spent", site.names["session"], {})
    finish()


if __name__ == "__main__":
    main()
