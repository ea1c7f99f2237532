#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""arguments_test.py ROOT: what the Python binding says of arguments that are
wrong: the kind of the exception and the argument's name, never a refusal of
the visitor and never silence. Writes TAP."""

import uuid

from ceremonies import ASSERTION, CASES, REGISTRATION, check, complaint, finish
from ceremonies import passkey, raised, recorded_cases, structs, verdict, verify

DESCRIPTOR = structs.PublicKeyCredentialDescriptor
SELECTION = structs.AuthenticatorSelectionCriteria
HANDLE = recorded_cases.decode(ASSERTION["credential"]["userHandle"])
KEY = recorded_cases.decode(ASSERTION["credential"]["publicKey"])
CHALLENGE = recorded_cases.decode(ASSERTION["expected"]["challenge"])


def register(**keywords):
    party = {"rp_id": "example.org", "rp_name": "E", "user_name": "ann"}
    return passkey.generate_registration_options(**{**party, **keywords})


def sign_in(**keywords):
    party = {"rp_id": "example.org"}
    return passkey.generate_authentication_options(**{**party, **keywords})


def registration(**keywords):
    return verify(REGISTRATION, **keywords)


def assertion(**keywords):
    return verify(ASSERTION, **keywords)


def wrong(kind, call, argument, *values, inside=""):
    """Each value of the argument is of that kind of wrong. Inside a list or
    another argument, the name says where."""
    for value in values:
        got = complaint(call, **{argument: value})
        name = f"{call.__name__}: {argument} {repr(value)[:30]}"
        check(name, got, (kind, argument + inside))


def challenges():
    for call, name in (
        (register, "challenge"),
        (sign_in, "challenge"),
        (registration, "expected_challenge"),
        (assertion, "expected_challenge"),
    ):
        wrong("ValueError", call, name, b"short", b"x" * 129)
        wrong("TypeError", call, name, "x" * 32, 32, True, [1] * 32, 0, "")
    for call in (registration, assertion):
        wrong("TypeError", call, "expected_challenge", None)
        wrong("ValueError", call, "expected_challenge", b"")
    got = verdict(ASSERTION, expected_challenge=bytearray(CHALLENGE))
    check("a bytearray", got, "accept")
    for call in (register, sign_in):
        for none in (None, b""):
            check("made here", len(call(challenge=none).challenge), 32)


def users():
    odd = 7, 0, True, False, "ann", "", [1, 2], uuid.UUID(int=5)
    wrong("TypeError", register, "user_id", *odd)
    wrong("ValueError", register, "user_id", b"x" * 65)
    made = register(user_id=memoryview(b"user"))
    check("a memoryview", made.user.id, b"user")
    check("nothing", len(register(user_id=b"").user.id), 64)
    wrong("TypeError", register, "user_name", None, 5, b"ann")
    wrong("ValueError", register, "user_name", "", "\ud800")
    wrong("TypeError", register, "user_display_name", 5, b"ann")
    wrong("ValueError", register, "user_display_name", "\udcff")
    made = register(user_display_name="")
    check("no display name", made.user.display_name, "ann")


def parties():
    for call in (register, sign_in):
        wrong("TypeError", call, "rp_id", None, 5, b"example.org")
        wrong("ValueError", call, "rp_id", "", "a\nb", "x" * 254, "\ud800")
    wrong("TypeError", register, "rp_name", None, 5, b"E")
    wrong("ValueError", register, "rp_name", "", "a\tb", "x" * 257)
    for call in (registration, assertion):
        odd = None, 5, b"example.org", ["example.org"]
        wrong("TypeError", call, "expected_rp_id", *odd)
        wrong("ValueError", call, "expected_rp_id", "")


def origins():
    for call in (registration, assertion):
        odd = b"https://example.org", 5, {"https://example.org": 1}
        wrong("TypeError", call, "expected_origin", *odd)
        wrong("ValueError", call, "expected_origin", None, [], (), "", "a\nb")
        inside = ["https://example.org", None], ["https://example.org", 8]
        wrong("TypeError", call, "expected_origin", *inside, inside="[1]")
        wrong("ValueError", call, "expected_origin", [""], inside="[0]")
        wrong("TypeError", call, "expected_top_origin", 5, b"https://a.org")
        wrong("ValueError", call, "expected_top_origin", "")
    for several in (tuple, set, iter):
        origin = several(ASSERTION["expected"]["origins"])
        check("several", verdict(ASSERTION, expected_origin=origin), "accept")


def credentials():
    for call in (registration, assertion):
        wrong("TypeError", call, "credential", None, 12, [], ("{}",), 1.5)
    halves = '{"id":"\ud800"}', '{"id":"\udcff"}', "\ud800", "{\ud800"
    for case in (REGISTRATION, ASSERTION):
        for text in halves:
            got = verdict(case, credential=text)
            check(ascii(text), got, "PASSKEY_ERR_JSON_MALFORMED")
            got = verdict(case, credential={"id": text})
            check("in a dictionary", got, "PASSKEY_ERR_JSON_MALFORMED")
    deep = []
    for _ in range(100000):
        deep = [deep]
    got = verdict(ASSERTION, credential={"id": deep})
    check("too deep", got, "PASSKEY_ERR_JSON_MALFORMED")


def owners():
    name = "expected_user_handle"
    odd = "ann", "", 5, 0, False, list(HANDLE)
    wrong("TypeError", assertion, name, *odd)
    wrong("ValueError", assertion, name, b"", b"x" * 65)
    for same in (None, HANDLE, bytearray(HANDLE), memoryview(HANDLE)):
        got = verdict(ASSERTION, **{name: same})
        check(f"{type(same).__name__} as owner", got, "accept")


def keys():
    name = "credential_public_key"
    odd = None, 77, 10**12, True, "pQECAyYg", list(KEY)
    wrong("TypeError", assertion, name, *odd)
    unknown = b"\xa2\x01\x02\x03\x39\x30\x38"
    broken = b"", b"\xa0", KEY[:-1], KEY + b"\0", unknown, b"x" * 70000
    wrong("ValueError", assertion, name, *broken)
    got = complaint(assertion, **{name: b"\xa0", "credential": "{"})
    check("before the visitor's answer", got, ("ValueError", name))
    got = verdict(ASSERTION, **{name: memoryview(KEY)})
    check("a memoryview as key", got, "accept")


def numbers():
    name = "credential_current_sign_count"
    wrong("TypeError", assertion, name, None, "1", 1.0, True, False)
    wrong("ValueError", assertion, name, -1, 2**32, 2**64)
    got = verdict(ASSERTION, **{name: 2**32 - 1})
    check("the highest", got, "PASSKEY_ERR_SIGN_COUNT_NOT_INCREASED")
    for call in (register, sign_in):
        wrong("TypeError", call, "timeout", "60000", 60000.5, True)
        far = 0, 1, -1, 29999, 600001, 2**32 + 60000, 60000 - 2**32
        wrong("ValueError", call, "timeout", *far)
        check("timeout", call(timeout=None).timeout, 60000)
        check("shortest", call(timeout=30000).timeout, 30000)
        check("longest", call(timeout=600000).timeout, 600000)
    for call in (registration, assertion):
        wrong("TypeError", call, "now", "x", True, float("nan"), [])
        wrong("ValueError", call, "now", -1, 2**63, 1e30)
    check("with parts", verdict(ASSERTION, now=1717200000.5), "accept")


def algorithms():
    name = "supported_pub_key_algs"
    for call in (register, registration):
        wrong("TypeError", call, name, -7, "ES256", b"\x01")
        for odd in ("ES256", None, -7.0, True):
            wrong("TypeError", call, name, [odd], inside="[0]")
        for far in (2**32 - 7, -7 - 2**32, 2**31):
            wrong("ValueError", call, name, [-8, far], inside="[1]")
        many = list(range(-100, -75))
        wrong("ValueError", call, name, [-7, -7], many, [12345])
    wrong("ValueError", registration, name, [], ())
    for none in (None, []):
        made = register(**{name: none}).pub_key_cred_params
        check("default", tuple(one.alg for one in made), (-8, -7, -257))
    got = verdict(REGISTRATION, **{name: iter([-7])})
    check("an iterator", got, "accept")


def choices():
    wrong("ValueError", register, "attestation", "foo", 5, "", ["none"])
    check("attestation", register(attestation=None).attestation, "none")
    wrong("ValueError", sign_in, "user_verification", "foo", 5, "", [])
    made = sign_in(user_verification=None)
    check("user verification", made.user_verification, "preferred")
    name = "authenticator_selection"
    wrong("TypeError", register, name, {"resident_key": "required"}, "x", 5)
    for member, value in (
        ("user_verification", "foo"),
        ("resident_key", "foo"),
        ("authenticator_attachment", "foo"),
        ("authenticator_attachment", ""),
    ):
        odd = SELECTION(**{member: value})
        wrong("ValueError", register, name, odd, inside="." + member)
    made = register(authenticator_selection=SELECTION(user_verification=None))
    got = made.authenticator_selection.user_verification
    check("none of them", got, "preferred")
    for call in (register, sign_in):
        wrong("TypeError", call, "hints", "hybrid", 5)
        wrong("ValueError", call, "hints", ["hybrid"] * 4)
        wrong("ValueError", call, "hints", ["hybrid", "foo"], inside="[1]")
        wrong("TypeError", call, "extensions", "{}", [1], 5, {"prf": b"x"})
        wrong("ValueError", call, "extensions", {"x": float("nan")})
    deep = []
    for _ in range(500):
        deep = [deep]
    wrong("ValueError", sign_in, "extensions", {"deep": deep})


def descriptors():
    for call, name in (
        (register, "exclude_credentials"),
        (sign_in, "allow_credentials"),
    ):
        many = [DESCRIPTOR(id=b"%d" % i) for i in range(65)]
        wrong("ValueError", call, name, many)
        wrong("TypeError", call, name, DESCRIPTOR(id=b"x"), 5, "x")
        for odd in ({"id": b"x"}, None, b"x"):
            wrong("TypeError", call, name, [many[0], odd], inside="[1]")
        for odd in ("AQID", 5, True, None):
            odd = DESCRIPTOR(id=odd)
            wrong("TypeError", call, name, [odd], inside="[0].id")
        for odd in (b"", b"x" * 1024):
            odd = DESCRIPTOR(id=odd)
            wrong("ValueError", call, name, [odd], inside="[0].id")
        odd = DESCRIPTOR(id=b"x", transports="usb")
        wrong("TypeError", call, name, [odd], inside="[0].transports")
        odd = DESCRIPTOR(id=b"x", transports=["usb,nfc"])
        wrong("ValueError", call, name, [odd], inside="[0].transports")
        made = getattr(call(**{name: many[:64]}), name)
        check("sixty-four", made, [many[:64]])


def helpers():
    check("base64url", raised(passkey.base64url_to_bytes, "a+b"), "ValueError")
    check("padding", passkey.base64url_to_bytes("YQ=="), b"a")
    unverified = CASES["w3c/none-es256/registration"]
    got = complaint(verify, unverified, require_user_verification=True)[0]
    check("a refusal stays one", got, "InvalidRegistrationResponse")


def main():
    challenges()
    users()
    parties()
    origins()
    credentials()
    owners()
    keys()
    numbers()
    algorithms()
    choices()
    descriptors()
    helpers()
    finish()


if __name__ == "__main__":
    main()
