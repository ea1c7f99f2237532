# SPDX-License-Identifier: Apache-2.0
"""The second half of an authentication."""

import ctypes
from dataclasses import dataclass

from . import _abi
from ._arguments import number, octets, seconds, user_handle
from ._library import Memory, crypto, describe, lib, refusal
from ._party import C, allow_embedding, expected_policy, new_ceremony, put
from ._party import response_text, verification_of
from .helpers.exceptions import InvalidAuthenticationResponse
from .helpers.structs import CredentialDeviceType

# Who does not say whose credential it is gets no check of that.
_NOBODY = b"\x00"

_KEY_MAX_LEN = 65535  # far more than any algorithm needs
_FLAG_BACKUP_ELIGIBLE = 0x08
_FLAGS_AT = 32  # behind the hash of the RP ID


@dataclass
class VerifiedAuthentication:
    """What was proved, and what to store."""

    credential_id: bytes
    new_sign_count: int
    credential_device_type: CredentialDeviceType
    credential_backed_up: bool
    user_verified: bool


def _raise(error):
    if error != C["PASSKEY_OK"]:
        raise refusal(InvalidAuthenticationResponse, error)


def _read(memory, credential):
    text = response_text(credential)
    response = _abi.AuthenticationResponse()
    _raise(
        lib.passkey_authentication_response_read(
            memory.octets(text),
            memory.buffer(len(text)),
            ctypes.byref(response),
        )
    )
    return response


def _record(memory, public_key, sign_count, eligible):
    """What the caller has stored. A key that cannot be read is no fault of
    the visitor."""
    record = _abi.Credential()
    public_key = octets("credential_public_key", public_key, 1, _KEY_MAX_LEN)
    record.public_key = memory.octets(public_key)
    algorithm = ctypes.c_int32()
    error = lib.passkey_credential_algorithm(
        record.public_key, ctypes.byref(algorithm)
    )
    if error != C["PASSKEY_OK"]:
        name, _, text = describe(error)
        raise ValueError(f"credential_public_key: {text} ({name})")
    record.algorithm = algorithm.value
    record.sign_count = number(
        "credential_current_sign_count", sign_count, 0, 2**32 - 1
    )
    record.backup_eligible_known = eligible is not None
    record.backup_eligible = bool(eligible)
    return record


def _set_owner(memory, ceremony, record, response, owner):
    if owner is None:
        owner = bytes(response.user_handle)[:64] or _NOBODY
    record.user_handle = memory.octets(owner)
    ceremony.user_handle_len = put(ceremony.user_handle, owner)


def _result(response, out):
    flags = bytes(response.authenticator_data)[_FLAGS_AT]
    return VerifiedAuthentication(
        credential_id=bytes(response.id),
        new_sign_count=out.sign_count,
        credential_device_type=CredentialDeviceType.of(
            flags & _FLAG_BACKUP_ELIGIBLE
        ),
        credential_backed_up=out.backup_state,
        user_verified=out.user_verified,
    )


def verify_authentication_response(
    *,
    credential,
    expected_challenge,
    expected_rp_id,
    expected_origin,
    credential_public_key,
    credential_current_sign_count,
    require_user_verification=False,
    expected_user_handle=None,
    credential_backup_eligible=None,
    allow_cross_origin=False,
    expected_top_origin=None,
    now=None,
):
    """Decide about an AuthenticationResponseJSON (a text or a dictionary) for
    the stored credential whose id it names: the caller looked it up by that.
    InvalidAuthenticationResponse says which check refused it.

    Not in py_webauthn: expected_user_handle (the `user.id` of the credential's
    account), credential_backup_eligible (as it was registered), pages inside
    other origins."""
    memory = Memory()
    now = seconds("now", now)
    if expected_user_handle is not None:
        expected_user_handle = user_handle(
            "expected_user_handle", expected_user_handle
        )
    policy = expected_policy(memory, expected_rp_id, expected_origin)
    allow_embedding(memory, policy, allow_cross_origin, expected_top_origin)
    ceremony = new_ceremony(
        C["PASSKEY_CEREMONY_AUTHENTICATION"],
        expected_challenge,
        expected_rp_id,
        verification_of(require_user_verification),
    )
    record = _record(
        memory,
        credential_public_key,
        credential_current_sign_count,
        credential_backup_eligible,
    )
    response = _read(memory, credential)
    record.id = response.id
    _set_owner(memory, ceremony, record, response, expected_user_handle)
    out = _abi.Authentication()
    _raise(
        lib.passkey_authentication_verify(
            ctypes.byref(policy),
            crypto(),
            ctypes.byref(ceremony),
            ctypes.byref(response),
            ctypes.byref(record),
            now,
            ctypes.byref(out),
        )
    )
    return _result(response, out)
