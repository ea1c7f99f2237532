#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""arguments_test.py ROOT: what the Python binding says about arguments that
are wrong. Writes TAP."""

from ceremonies import ASSERTION, check, finish, passkey, raised, verify


def wrong_calls():
    party = {"rp_id": "example.org", "rp_name": "E", "user_name": "ann"}
    wrong = [
        {"rp_id": ""},
        {"rp_name": ""},
        {"user_name": ""},
        {"user_id": b"x" * 65},
        {"challenge": b"short"},
        {"challenge": b"x" * 129},
        {"timeout": 1},
        {"supported_pub_key_algs": [12345]},
        {"supported_pub_key_algs": []},
        {"supported_pub_key_algs": [-7] * 100},
        {"hints": ["hybrid"] * 4},
    ]
    for keywords in wrong:
        said = {**party, **keywords}
        got = raised(passkey.generate_registration_options, **said)
        check(f"options: {str(keywords)[:40]}", got, "ValueError")
    for challenge in (b"short", b"x" * 129):
        got = raised(verify, ASSERTION, expected_challenge=challenge)
        check(f"{len(challenge)} bytes of challenge", got, "ValueError")
    check("base64url", raised(passkey.base64url_to_bytes, "a+b"), "ValueError")
    check("padding", passkey.base64url_to_bytes("YQ=="), b"a")
    got = raised(verify, ASSERTION, credential=12)
    check("a number as a response", got, ["TypeError", "AttributeError"])


def main():
    wrong_calls()
    finish()


if __name__ == "__main__":
    main()
