#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""python_test.py ROOT: the Python binding with the recorded ceremonies, and
with everything that can be wrong about a call. Writes TAP. PASSKEY_LIBRARY
names the library."""

import base64
import json
import pathlib
import pickle
import sys
import threading

ROOT = pathlib.Path(sys.argv[1])
sys.path[:0] = [str(ROOT / "bindings/python"), str(ROOT / "tests/cases")]

# pylint: disable=wrong-import-position
import passkey
from passkey.helpers import exceptions, structs
from passkey.helpers.cose import COSEAlgorithmIdentifier

import recorded_cases

REFUSALS = (
    exceptions.InvalidRegistrationResponse,
    exceptions.InvalidAuthenticationResponse,
)
count = failed = 0


def check(name, got, wanted):
    global count, failed
    count += 1
    good = got in wanted if isinstance(wanted, list) else got == wanted
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}")
    if not good:
        print(f"# got {got!r}, not {wanted!r}")


def pem(der):
    text = base64.b64encode(der).decode()
    return f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n"


def arguments(case):
    """The keywords that say what a case expects."""
    expected = case["expected"]
    said = {
        "credential": case["response"],
        "expected_challenge": recorded_cases.decode(expected["challenge"]),
        "expected_rp_id": expected["rpId"],
        "expected_origin": expected["origins"],
        "require_user_verification": expected["userVerification"] == "required",
        "allow_cross_origin": expected["allowCrossOrigin"],
        "expected_top_origin": expected["topOrigins"],
        "now": expected["now"],
    }
    if case["kind"] == "registration":
        roots = [recorded_cases.decode(a) for a in expected["trustAnchors"]]
        said["supported_pub_key_algs"] = expected["algorithms"]
        said["require_user_presence"] = expected.get("mediation") is None
        said["pem_root_certs_bytes_by_fmt"] = {
            fmt: [pem(der).encode() for der in roots]
            for fmt in structs.AttestationFormat
        }
        return said
    record = case["credential"]
    said["credential_public_key"] = recorded_cases.decode(record["publicKey"])
    said["credential_current_sign_count"] = record["signCount"]
    said["credential_backup_eligible"] = record["backupEligible"]
    said["expected_user_handle"] = recorded_cases.decode(record["userHandle"])
    return said


def verify(case, **other):
    said = {**arguments(case), **other}
    if case["kind"] == "registration":
        return passkey.verify_registration_response(**said)
    return passkey.verify_authentication_response(**said)


def verdict(case, **other):
    try:
        verify(case, **other)
    except REFUSALS as refused:
        return refused.name
    return "accept"


CASES = {
    case["name"]: case
    for case in [*recorded_cases.w3c_cases(), *recorded_cases.browser_cases()]
}
REGISTRATION = CASES["w3c/packed-es256/registration"]
ASSERTION = CASES["browser/chromium-none-es256-rk-uv/authentication-1"]


def refused_registrations():
    other = "https://other.example"
    wrong = {
        "CHALLENGE_MISMATCH": {"expected_challenge": b"another challenge"},
        "RP_ID_MISMATCH": {"expected_rp_id": "other.example"},
        "ORIGIN_NOT_ALLOWED": {"expected_origin": other},
        "ALGORITHM_NOT_REQUESTED": {"supported_pub_key_algs": [-257]},
        "JSON_MALFORMED": {"credential": "{"},
        "MEMBER_MISSING": {"credential": "{}"},
        "CEREMONY_KIND_MISMATCH": {"credential": ASSERTION["response"]},
        "ATTESTATION_NOT_TRUSTED": {
            "pem_root_certs_bytes_by_fmt": {"packed": [OTHER_ROOT]}
        },
    }
    for name, keywords in wrong.items():
        got = verdict(REGISTRATION, **keywords)
        check(f"registration: {name}", got, "PASSKEY_ERR_" + name)
    without = CASES["w3c/none-es256/registration"]
    got = verdict(without, require_user_verification=True)
    check("registration: unverified", got, "PASSKEY_ERR_USER_NOT_VERIFIED")
    inside = CASES["w3c/none-es256-crossOrigin/registration"]
    got = verdict(inside, allow_cross_origin=False)
    check("registration: embedded", got, "PASSKEY_ERR_CROSS_ORIGIN_NOT_ALLOWED")
    inside = CASES["w3c/none-es256-topOrigin/registration"]
    got = verdict(inside, expected_top_origin=["https://other.example"])
    check("registration: top origin", got, "PASSKEY_ERR_TOP_ORIGIN_NOT_ALLOWED")


def refused_assertions():
    record = ASSERTION["credential"]
    wrong = {
        "CHALLENGE_MISMATCH": {"expected_challenge": b"another challenge"},
        "RP_ID_MISMATCH": {"expected_rp_id": "other.example"},
        "ORIGIN_NOT_ALLOWED": {"expected_origin": "https://other.example"},
        "SIGNATURE_INVALID": {"credential_public_key": OTHER_KEY},
        "KEY_MALFORMED": {"credential_public_key": b"\xa0"},
        "SIGN_COUNT_NOT_INCREASED": {"credential_current_sign_count": 1000000},
        "USER_HANDLE_MISMATCH": {"expected_user_handle": b"somebody else"},
        "BACKUP_ELIGIBILITY_CHANGED": {
            "credential_backup_eligible": not record["backupEligible"]
        },
        "CEREMONY_KIND_MISMATCH": {"credential": REGISTRATION["response"]},
    }
    for name, keywords in wrong.items():
        got = verdict(ASSERTION, **keywords)
        check(f"assertion: {name}", got, "PASSKEY_ERR_" + name)
    without = CASES["w3c/none-es256/authentication"]
    got = verdict(without, require_user_verification=True)
    check("assertion: unverified", got, "PASSKEY_ERR_USER_NOT_VERIFIED")


def recorded():
    for name, case in CASES.items():
        check(name, verdict(case), case["expect"])
        text = json.dumps(case["response"])
        check(f"{name} as text", verdict(case, credential=text), case["expect"])


def results():
    made = verify(CASES["browser/chromium-none-es256-rk-uv/registration"])
    record = ASSERTION["credential"]
    check("id", recorded_cases.encode(made.credential_id), record["id"])
    key = recorded_cases.encode(made.credential_public_key)
    check("key", key, record["publicKey"])
    check("sign count", made.sign_count, 1)
    check("verified", made.user_verified, True)
    check("format", made.fmt, "none")
    check("device", made.credential_device_type.value, "single_device")
    check("type", made.credential_type, "public-key")
    check("aaguid", made.aaguid, "01020304-0506-0708-0102-030405060708")
    proved = verify(ASSERTION)
    check("same id", proved.credential_id, made.credential_id)
    check("count", proved.new_sign_count > record["signCount"], True)
    synced = verify(CASES["browser/chromium-be-bs/registration"])
    check("synced", synced.credential_device_type, "multi_device")
    check("backed up", synced.credential_backed_up, True)
    check("trusted", verify(REGISTRATION).attestation_trusted, True)
    bare = verify(REGISTRATION, pem_root_certs_bytes_by_fmt=None)
    check("without roots", bare.attestation_trusted, False)


def as_py_webauthn():
    """Only keywords that py_webauthn has."""
    case = CASES["browser/chromium-none-es256-rk-uv/registration"]
    both = ["credential", "expected_challenge", "expected_rp_id"]
    said = {name: arguments(case)[name] for name in both}
    origin = case["expected"]["origins"][0]
    made = passkey.verify_registration_response(**said, expected_origin=origin)
    said = {name: arguments(ASSERTION)[name] for name in both}
    proved = passkey.verify_authentication_response(
        **said,
        expected_origin=[origin],
        credential_public_key=made.credential_public_key,
        credential_current_sign_count=0,
    )
    check("switched", proved.credential_id, made.credential_id)


def registration_options():
    selection = structs.AuthenticatorSelectionCriteria(
        resident_key=structs.ResidentKeyRequirement.REQUIRED,
        authenticator_attachment="platform",
    )
    known = structs.PublicKeyCredentialDescriptor(id=b"known", transports=["usb"])
    made = passkey.generate_registration_options(
        rp_id="example.org",
        rp_name='"Ex\u00e4mple"',
        user_name="ann",
        user_id=b"user",
        user_display_name="Ann",
        challenge=b"sixteen bytes...",
        timeout=120000,
        attestation="direct",
        authenticator_selection=selection,
        exclude_credentials=[known],
        supported_pub_key_algs=[COSEAlgorithmIdentifier.ECDSA_SHA_256],
        hints=[structs.PublicKeyCredentialHint.HYBRID],
        extensions={"credProps": True},
    )
    wanted = {
        "rp": {"id": "example.org", "name": '"Ex\u00e4mple"'},
        "user": {"id": "dXNlcg", "name": "ann", "displayName": "Ann"},
        "challenge": "c2l4dGVlbiBieXRlcy4uLg",
        "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        "timeout": 120000,
        "excludeCredentials": [
            {"id": "a25vd24", "type": "public-key", "transports": ["usb"]}
        ],
        "authenticatorSelection": {
            "authenticatorAttachment": "platform",
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "preferred",
        },
        "hints": ["hybrid"],
        "attestation": "direct",
        "extensions": {"credProps": True},
    }
    check("creation options", json.loads(passkey.options_to_json(made)), wanted)


def authentication_options():
    known = structs.PublicKeyCredentialDescriptor(id=b"known")
    made = passkey.generate_authentication_options(
        rp_id="example.org",
        challenge=b"sixteen bytes...",
        allow_credentials=[known],
        user_verification="required",
    )
    wanted = {
        "challenge": "c2l4dGVlbiBieXRlcy4uLg",
        "timeout": 60000,
        "rpId": "example.org",
        "allowCredentials": [{"id": "a25vd24", "type": "public-key"}],
        "userVerification": "required",
    }
    check("request options", json.loads(passkey.options_to_json(made)), wanted)
    first = passkey.generate_authentication_options(rp_id="example.org")
    second = passkey.generate_authentication_options(rp_id="example.org")
    plain = passkey.generate_registration_options(
        rp_id="example.org", rp_name="E", user_name="ann"
    )
    told = json.loads(passkey.options_to_json(plain))
    check("no selection", "authenticatorSelection" in told, False)
    check("a user id of its own", len(plain.user.id), 64)
    check("challenges are new", first.challenge == second.challenge, False)
    check("32 bytes", len(first.challenge), 32)


def raised(function, *positional, **keywords):
    try:
        function(*positional, **keywords)
    except Exception as error:  # pylint: disable=broad-except
        return type(error).__name__
    return "nothing"


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


def exception_members():
    try:
        verify(ASSERTION, expected_origin="https://other.example")
    except exceptions.InvalidAuthenticationResponse as error:
        check("number", error.number, 203)
        check("anchor", error.anchor[:1], "#")
        check("text", error.text in str(error), True)
        check("name in it", error.name in str(error), True)
        copy = pickle.loads(pickle.dumps(error))
        check("between processes", copy.name, error.name)


def threads():
    verdicts = []

    def work():
        for _ in range(50):
            verdicts.append(verdict(ASSERTION))

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    check("four threads", verdicts == ["accept"] * 200, True)


ANCHORS = CASES["w3c/packed-es256/registration"]["expected"]["trustAnchors"]
# The root under another name: it certifies nobody.
OTHER_ROOT = pem(
    recorded_cases.decode(ANCHORS[0]).replace(b"W3C", b"X3C")
).encode()
OTHER_KEY = recorded_cases.decode(
    CASES["w3c/none-es256/authentication"]["credential"]["publicKey"]
)


def main():
    recorded()
    refused_registrations()
    refused_assertions()
    results()
    as_py_webauthn()
    registration_options()
    authentication_options()
    wrong_calls()
    exception_members()
    threads()
    print(f"1..{count}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
