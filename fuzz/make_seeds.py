#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_seeds.py writes fuzz/corpus from the recorded vectors. Run by hand when
vectors are added; the corpus itself is under version control."""

import base64
import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "cases"))
import recorded_cases  # noqa: E402


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def save(target, data):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(data).hexdigest()[:16]
    (folder / name).write_bytes(data)


def certificates(attestation_object):
    """DER certificates: x5c elements begin with 59 LL LL 30 82."""
    at = 0
    while (at := attestation_object.find(b"\x30\x82", at)) > 2:
        length = int.from_bytes(attestation_object[at + 2 : at + 4], "big") + 4
        head = attestation_object[at - 3 : at]
        if head[0] == 0x59 and int.from_bytes(head[1:], "big") == length:
            yield attestation_object[at : at + length]
        at += 2


def save_registration(response):
    inner = response["response"]
    data = decode(inner["attestationObject"])
    save("attestation_object", data)
    save("cbor", data)
    for certificate in certificates(data):
        save("der", certificate)
        save_metadata(certificate)
    at = data.find(b"authData") + 8
    head = {0x58: 2, 0x59: 3}[data[at]]
    auth_data = data[at + head :]
    save("auth_data", auth_data)
    end = 55 + int.from_bytes(auth_data[53:55], "big")
    save("cose_key", auth_data[end:])
    save("base64url", inner["attestationObject"].encode())


CLIENT_OUTPUTS = [
    {},
    {"credProps": {"rk": True}, "appid": False, "appidExclude": True},
    {"largeBlob": {"supported": True}, "prf": {"enabled": True}},
    {"largeBlob": {"blob": "YWJj", "written": False}, "hmacCreateSecret": True},
    {"prf": {"results": {"first": "AA"}}, "unknown": [1, {}]},
]
AUTHENTICATOR_OUTPUTS = [
    b"",
    b"\xa1\x6bcredProtect\x03",
    b"\xa2\x63uvm\x81\x83\x02\x04\x02\x68credBlob\xf5",
    b"\xa1\x68credBlob\x43abc",
    b"\xa2\x6bhmac-secret\xf5\x6cminPinLength\x06",
]


def save_extensions():
    for client, authenticator in zip(CLIENT_OUTPUTS, AUTHENTICATOR_OUTPUTS):
        text = json.dumps(client).encode()
        save("extensions", bytes([len(text)]) + text + authenticator)


MODEL = {
    "aaguid": "01020304-0506-0708-090a-0b0c0d0e0f10",
    "metadataStatement": {
        "description": "A \"model\"",
        "authenticatorVersion": 5,
        "attestationTypes": ["basic_full", "basic_surrogate"],
        "authenticationAlgorithms": ["secp256r1_ecdsa_sha256_raw"],
        "attestationRootCertificates": ["MIIB\nAA=="],
        "icon": "data:image/png;base64,AAAA",
    },
    "statusReports": [
        {"status": "FIDO_CERTIFIED_L1", "effectiveDate": "2024-01-01"},
        {"status": "UPDATE_AVAILABLE", "authenticatorVersion": 6},
        {"status": "ATTESTATION_KEY_COMPROMISE", "certificate": "AAAA"},
        {"status": "REVOKED", "sunsetDate": "2030-01-01", "future": [1.5e3]},
    ],
    "timeOfLastStatusChange": "2024-01-01",
}
KEYS = {
    "attestationCertificateKeyIdentifiers": ["00" * 20, "Ff" * 20],
    "statusReports": [],
}
UAF = {"aaid": "4e4e#4005", "statusReports": []}


def save_metadata(certificate):
    payload = {"legalHeader": "words", "no": 42, "nextUpdate": "2026-02-01"}
    for entries in [], [MODEL], [KEYS, UAF, {}, MODEL]:
        payload["entries"] = entries
        save("metadata", json.dumps(payload).encode())
    text = base64.b64encode(certificate).decode()
    for header in (
        {"alg": "ES256", "typ": "JWT", "x5c": [text, text]},
        {"alg": "RS256"},
        {"alg": "ES256", "x5u": "https://example.org/"},
    ):
        parts = [json.dumps(header).encode(), json.dumps(payload).encode(),
                 bytes(64)]
        parts = [base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts]
        save("metadata", b".".join(parts))


def main():
    cases = [*recorded_cases.w3c_cases(), *recorded_cases.browser_cases()]
    for case in cases:
        if len(json.dumps(case["response"])) > 4000:
            continue
        response = case["response"]
        text = json.dumps(response, separators=(",", ":")).encode()
        save(case["kind"], text)
        save("json", text)
        save("client_data", decode(response["response"]["clientDataJSON"]))
        if case["kind"] == "registration":
            save_registration(response)
        else:
            data = response["response"]["authenticatorData"]
            save("auth_data", decode(data))
            save("base64url", data.encode())
    save_extensions()


if __name__ == "__main__":
    main()
