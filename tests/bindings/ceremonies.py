# SPDX-License-Identifier: Apache-2.0
"""What the tests of the Python binding share: the recorded ceremonies, the
keywords that say what each expects, and TAP. The first argument of every test
is the root of the sources; PASSKEY_LIBRARY names the library."""

import base64
import pathlib
import re
import sys

ROOT = pathlib.Path(sys.argv[1])
sys.path[:0] = [str(ROOT / "bindings/python"), str(ROOT / "tests/cases")]

# pylint: disable=wrong-import-position
import passkey
from passkey.helpers import exceptions, structs

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


def raised(function, *positional, **keywords):
    try:
        function(*positional, **keywords)
    except Exception as error:  # pylint: disable=broad-except
        return type(error).__name__
    return "nothing"


def complaint(function, *positional, **keywords):
    """The kind of the exception, and the argument that it begins with."""
    try:
        function(*positional, **keywords)
    except (TypeError, ValueError) as error:
        return type(error).__name__, re.split(r"[: ]", str(error))[0]
    except Exception as error:  # pylint: disable=broad-except
        return type(error).__name__, str(error)
    return "nothing", ""


def finish():
    print(f"1..{count}")
    sys.exit(failed > 0)
