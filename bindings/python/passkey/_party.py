# SPDX-License-Identifier: Apache-2.0
"""What both ceremonies share: policy and ceremony from keyword arguments."""

import ctypes
import hashlib
import json
import time

from . import _abi
from ._library import lib
from .helpers.base64url import bytes_to_base64url

C = _abi.CONSTANTS

REQUIREMENTS = {
    "required": C["PASSKEY_REQUIRED"],
    "preferred": C["PASSKEY_PREFERRED"],
    "discouraged": C["PASSKEY_DISCOURAGED"],
}


def value_of(choice):
    """The text of an enum member, or the text itself."""
    return getattr(choice, "value", choice)


def seconds(now):
    return int(time.time()) if now is None else int(now)


def set_algorithms(holder, algorithms):
    if len(algorithms) > C["PASSKEY_ALGORITHMS_MAX"]:
        raise ValueError("supported_pub_key_algs: too many algorithms")
    holder.num_algorithms = len(algorithms)
    for i, algorithm in enumerate(algorithms):
        holder.algorithms[i] = int(algorithm)


def new_policy(memory, rp_id, rp_name, origins):
    policy = _abi.Policy()
    lib.passkey_policy_init(ctypes.byref(policy))
    policy.rp_id, policy.rp_name = memory.view(rp_id), memory.view(rp_name)
    policy.origins, policy.num_origins = memory.views(origins), len(origins)
    return policy


def allow_embedding(memory, policy, allow_cross_origin, expected_top_origin):
    tops = listed(expected_top_origin)
    policy.allow_cross_origin = bool(allow_cross_origin or tops)
    policy.top_origins, policy.num_top_origins = memory.views(tops), len(tops)


def listed(origins):
    """One origin or several of them, as a list."""
    if origins is None:
        return []
    return [origins] if isinstance(origins, str) else list(origins)


def put(target, data, what):
    """Bytes into an array member of a struct."""
    if len(data) > len(target):
        raise ValueError(f"{what}: longer than {len(target)} bytes")
    target[: len(data)] = data
    return len(data)


def new_ceremony(kind, challenge, rp_id, verification):
    """The ceremony that the caller's keywords describe. The caller keeps the
    challenge and its expiry."""
    if len(challenge) < C["PASSKEY_CHALLENGE_MIN_LEN"]:
        raise ValueError("expected_challenge: shorter than 16 bytes")
    ceremony = _abi.Ceremony(kind=kind, user_verification=verification)
    ceremony.challenge_len = put(
        ceremony.challenge, challenge, "expected_challenge"
    )
    put(ceremony.rp_id_hash, hashlib.sha256(rp_id.encode()).digest(), "rp_id")
    return ceremony


def verification_of(require_user_verification):
    return REQUIREMENTS[
        "required" if require_user_verification else "preferred"
    ]


def _plain(value):
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes_to_base64url(bytes(value))
    raise TypeError(f"{type(value).__name__} is not of a response's JSON")


def response_text(credential):
    """The response as the bytes of its JSON text. A text goes to the library
    as it came: what is wrong with it, the library says."""
    if isinstance(credential, dict):
        return json.dumps(credential, default=_plain).encode()
    return credential.encode() if isinstance(credential, str) else credential
