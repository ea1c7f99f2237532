# SPDX-License-Identifier: Apache-2.0
"""What both ceremonies share: policy and ceremony from keyword arguments."""

import ctypes
import hashlib
import json

from . import _abi
from ._arguments import BYTES, algorithms, challenge, origins, rp_id
from ._arguments import wrong_kind
from ._library import lib
from .helpers.base64url import bytes_to_base64url
from .helpers.credential_json import credential_members
from .helpers.structs import AuthenticationCredential, RegistrationCredential

C = _abi.CONSTANTS

CREDENTIALS = AuthenticationCredential, RegistrationCredential
REQUIREMENTS = {
    "required": C["PASSKEY_REQUIRED"],
    "preferred": C["PASSKEY_PREFERRED"],
    "discouraged": C["PASSKEY_DISCOURAGED"],
}


def set_algorithms(holder, value):
    numbers = algorithms("supported_pub_key_algs", value)
    if not numbers:
        raise ValueError("supported_pub_key_algs: there must be one")
    for i, number in enumerate(numbers):
        if not lib.passkey_algorithm_find(number):
            raise ValueError(f"supported_pub_key_algs: {number} is not known")
        holder.algorithms[i] = number
    holder.num_algorithms = len(numbers)


def new_policy(memory, party, name, allowed):
    """The library's defaults for one relying party."""
    policy = _abi.Policy()
    lib.passkey_policy_init(ctypes.byref(policy))
    policy.rp_id, policy.rp_name = memory.text(party), memory.text(name)
    policy.origins, policy.num_origins = memory.texts(allowed), len(allowed)
    return policy


def expected_policy(memory, expected_rp_id, expected_origin):
    party = rp_id("expected_rp_id", expected_rp_id)
    allowed = origins("expected_origin", expected_origin)
    if not allowed:
        raise ValueError("expected_origin: there must be one")
    return new_policy(memory, party, party, allowed)


def allow_embedding(memory, policy, allow_cross_origin, expected_top_origin):
    tops = origins("expected_top_origin", expected_top_origin)
    policy.allow_cross_origin = bool(allow_cross_origin or tops)
    policy.top_origins, policy.num_top_origins = memory.texts(tops), len(tops)


def put(target, data):
    """Bytes into an array member of a struct."""
    target[: len(data)] = data
    return len(data)


def new_ceremony(kind, expected_challenge, expected_rp_id, verification):
    """The ceremony that the caller's keywords describe. The caller keeps the
    challenge and its expiry."""
    expected_challenge = challenge("expected_challenge", expected_challenge)
    ceremony = _abi.Ceremony(kind=kind, user_verification=verification)
    ceremony.challenge_len = put(ceremony.challenge, expected_challenge)
    put(ceremony.rp_id_hash, hashlib.sha256(expected_rp_id.encode()).digest())
    return ceremony


def verification_of(require_user_verification):
    return REQUIREMENTS[
        "required" if require_user_verification else "preferred"
    ]


def _plain(value):
    if isinstance(value, BYTES):
        return bytes_to_base64url(bytes(value))
    raise TypeError(f"{type(value).__name__} is not of a response's JSON")


def _json_of(response):
    try:
        return json.dumps(response, default=_plain)
    except RecursionError:
        return ""  # deeper than a response is; malformed, as the text would be


def response_text(credential):
    """The response as the bytes of its JSON text. A text goes to the library
    as it came, even one that is not Unicode: what is wrong with it, the
    library says."""
    if isinstance(credential, CREDENTIALS):
        credential = credential_members(credential)
    if isinstance(credential, dict):
        credential = _json_of(credential)
    if isinstance(credential, str):
        return credential.encode(errors="surrogatepass")
    if isinstance(credential, BYTES):
        return bytes(credential)
    raise wrong_kind("credential", "a text or a dictionary", credential)
