# SPDX-License-Identifier: Apache-2.0
"""An authenticator with one key, for the examples: P-256 in plain numbers,
attestation "none". Slow and not for secrets: its key is known."""

import base64
import hashlib
import json

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
SECRET = 0x1234567890ABCDEF
ID = b"the credential id"


def encode(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        slope = 3 * (a[0] * a[0] - 1) * pow(2 * a[1], -1, P)
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def times(k, point):
    result = None
    while k:
        if k & 1:
            result = add(result, point)
        point, k = add(point, point), k >> 1
    return result


def integer(value):
    data = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return b"\x02" + bytes([len(data)]) + data


def sign(message):
    digest = hashlib.sha256(message).digest()
    k = int.from_bytes(hashlib.sha256(b"k" + digest).digest(), "big") % N
    r = times(k, G)[0] % N
    s = pow(k, -1, N) * (int.from_bytes(digest, "big") + r * SECRET) % N
    body = integer(r) + integer(s)
    return b"\x30" + bytes([len(body)]) + body


def cose_key():
    x, y = (value.to_bytes(32, "big") for value in times(SECRET, G))
    return b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + x + b"\x22\x58\x20" + y


class Authenticator:
    """Answers options for one origin. A synced passkey does not count: step 0."""

    def __init__(self, rp_id, origin, step=1):
        self.rp_id, self.origin, self.step = rp_id, origin, step
        self.count, self.user = 0, b""

    def _client_data(self, kind, challenge):
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told).encode()

    def _data(self, flags):
        self.count += self.step
        rp_id_hash = hashlib.sha256(self.rp_id.encode()).digest()
        return rp_id_hash + bytes([flags]) + self.count.to_bytes(4, "big")

    def _answer(self, **response):
        text = {name: encode(value) for name, value in response.items()}
        told = {"id": encode(ID), "rawId": encode(ID), "type": "public-key"}
        return json.dumps(
            {**told, "response": text, "clientExtensionResults": {}}
        )

    def create(self, options):
        self.user = decode(options["user"]["id"])
        data = self._data(0x45) + bytes(16) + len(ID).to_bytes(2, "big") + ID
        data += cose_key()
        statement = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58"
        return self._answer(
            clientDataJSON=self._client_data(
                "webauthn.create", options["challenge"]
            ),
            attestationObject=statement + bytes([len(data)]) + data,
        )

    def get(self, options):
        data = self._data(0x05)
        client_data = self._client_data("webauthn.get", options["challenge"])
        digest = hashlib.sha256(client_data).digest()
        return self._answer(
            clientDataJSON=client_data,
            authenticatorData=data,
            signature=sign(data + digest),
            userHandle=self.user,
        )
