#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write the recorded ceremonies in tests/vectors as case lines: the vectors of
the W3C specification and the captures from browsers. The client data and the
authenticator data are taken apart here only to find the stored key."""

import base64
import json
import os
import pathlib

VECTORS = pathlib.Path(__file__).resolve().parent.parent / "vectors"

OFFERED = [-7, -8, -9, -19, -35, -36, -37, -38, -39, -47, -51, -52, -53]
OFFERED += [-257, -258, -259, -48, -49, -50]
NOW = 1717200000  # 2024-06-01

FLAG_BE = 0x08
FLAG_BS = 0x10


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class AuthenticatorData:
    """Only what a record needs, for data known to be well-formed."""

    def __init__(self, text):
        data = decode(text)
        self.flags = data[32]
        self.count = int.from_bytes(data[33:37], "big")
        id_len = int.from_bytes(data[53:55], "big")
        self.id = data[55 : 55 + id_len]
        rest = data[55 + id_len :]
        # No capture with extension data has a key of another length.
        self.key = rest[:77] if self.flags & 0x80 else rest

    def record(self, user_handle):
        return {
            "id": encode(self.id),
            "publicKey": encode(self.key),
            "signCount": self.count,
            "backupEligible": bool(self.flags & FLAG_BE),
            "backupState": bool(self.flags & FLAG_BS),
            "userHandle": user_handle,
        }


def expectation(challenge, origin, rp_id, verification):
    return {
        "challenge": challenge,
        "origins": [origin],
        "rpId": rp_id,
        "userVerification": verification,
        "algorithms": OFFERED,
        "topOrigins": [],
        "allowCrossOrigin": False,
        "trustAnchors": [],
        "attestation": "direct",
        "now": NOW,
    }


def w3c_response(vector, kind):
    part = vector[kind]
    response = {"clientDataJSON": part["clientDataJSON"]}
    if kind == "registration":
        response["attestationObject"] = part["attestationObject"]
    else:
        response["authenticatorData"] = part["authenticatorData"]
        response["signature"] = part["signature"]
    text = vector["registration"]["credential_id"]
    return {
        "id": text,
        "rawId": text,
        "type": "public-key",
        "response": response,
        "clientExtensionResults": {},
    }


def w3c_case(vector, kind):
    part = vector[kind]
    expected = expectation(
        part["challenge"], vector["origin"], vector["rpId"], "discouraged"
    )
    expected["allowCrossOrigin"] = bool(vector["crossOrigin"])
    if vector["topOrigin"]:
        expected["topOrigins"] = [vector["topOrigin"]]
    if vector["attestation_root"]:
        expected["trustAnchors"] = [vector["attestation_root"]]
    case = {
        "name": f"w3c/{vector['name']}/{kind}",
        "kind": kind,
        "response": w3c_response(vector, kind),
        "expected": expected,
        "expect": "accept",
    }
    if kind == "authentication":
        data = vector["derived"]["registration"]["authenticatorData"]
        record = AuthenticatorData(data).record(encode(b"w3c"))
        case["credential"] = record
        case["expected"]["userHandle"] = record["userHandle"]
    return case


def w3c_cases():
    for path in sorted((VECTORS / "w3c").glob("*.json")):
        vector = json.loads(path.read_text(encoding="utf-8"))
        if "registration" not in vector or "fmt" not in vector:
            continue
        for kind in ("registration", "authentication"):
            if kind in vector:
                yield w3c_case(vector, kind)


# What the captures call a verdict, as our errors. Whether ML-DSA can be
# verified depends on the libcrypto that is there.
BROWSER_VERDICTS = {
    "valid": "accept",
    "invalid:signature": "PASSKEY_ERR_SIGNATURE_INVALID",
    "invalid:be-changed": "PASSKEY_ERR_BACKUP_ELIGIBILITY_CHANGED",
    "invalid:signcount": "PASSKEY_ERR_SIGN_COUNT_NOT_INCREASED",
    "invalid:trailing-bytes": "PASSKEY_ERR_AUTH_DATA_EXTRA",
    "invalid:up (valid when mediation is conditional)":
        "PASSKEY_ERR_USER_NOT_PRESENT",
}
ML_DSA = ["accept", "PASSKEY_ERR_KEY_UNSUPPORTED"]
if os.environ.get("EXPECT_ML_DSA"):
    ML_DSA = "accept"


def browser_expectation(told):
    verification = "required" if told["requireUserVerification"] else "preferred"
    expected = expectation(
        told["challenge"], told["origin"], told["rpId"], verification
    )
    expected["attestation"] = "none"
    expected["allowCrossOrigin"] = told["crossOrigin"]
    if told["topOrigin"]:
        expected["topOrigins"] = [told["topOrigin"]]
    return expected


def browser_registration(capture):
    part = capture["registration"]
    verdict = BROWSER_VERDICTS[part["verdict"]]
    return {
        "name": f"browser/{capture['name']}/registration",
        "kind": "registration",
        "response": part["response"],
        "expected": browser_expectation(part["expected"]),
        "expect": ML_DSA if "mldsa" in capture["name"] else verdict,
    }


def browser_authentication(capture, number, record):
    part = capture["authentications"][number]
    told = part["expected"]
    record = dict(record, signCount=told["storedSignCount"])
    expected = browser_expectation(told)
    expected["userHandle"] = told["userHandle"]
    record["userHandle"] = told["userHandle"]
    verdict = BROWSER_VERDICTS[part["verdict"]]
    return {
        "name": f"browser/{capture['name']}/authentication-{number + 1}",
        "kind": "authentication",
        "response": part["response"],
        "expected": expected,
        "credential": record,
        "expect": ML_DSA if "mldsa" in capture["name"] else verdict,
    }


def browser_cases():
    for path in sorted((VECTORS / "browser").glob("*.json")):
        capture = json.loads(path.read_text(encoding="utf-8"))
        case = browser_registration(capture)
        yield case
        if case["expect"] == "PASSKEY_ERR_USER_NOT_PRESENT":
            conditional = dict(case["expected"], mediation="conditional")
            yield dict(
                case,
                name=case["name"] + "-conditional",
                expected=conditional,
                expect="accept",
            )
        data = capture["registration"]["decoded"]["authenticatorData"]
        record = AuthenticatorData(data).record("")
        for number in range(len(capture["authentications"])):
            yield browser_authentication(capture, number, record)


def main():
    for case in [*w3c_cases(), *browser_cases()]:
        print(json.dumps(case))


if __name__ == "__main__":
    main()
