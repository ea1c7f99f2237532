#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""python_test.py ROOT: the Python binding with the recorded ceremonies, each
of them also with something wrong about it. Writes TAP."""

import json
import pickle
import threading

from ceremonies import ASSERTION, CASES, REGISTRATION, arguments, check
from ceremonies import exceptions, finish, passkey, pem, recorded_cases
from ceremonies import verdict, verify


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
    exception_members()
    threads()
    finish()


if __name__ == "__main__":
    main()
