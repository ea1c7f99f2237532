# SPDX-License-Identifier: Apache-2.0
"""The second half of a registration."""

import ctypes
import uuid
from dataclasses import dataclass, field
from typing import List

from . import _abi
from ._arguments import seconds
from ._library import Memory, crypto, lib, refusal
from ._party import C, allow_embedding, expected_policy, new_ceremony
from ._party import response_text, set_algorithms, verification_of
from ._roots import roots_by_format
from .helpers.exceptions import InvalidRegistrationResponse
from .helpers.structs import CredentialDeviceType, PublicKeyCredentialType


@dataclass
class VerifiedRegistration:
    """What was proved. The last five are not in py_webauthn."""

    credential_id: bytes
    credential_public_key: bytes
    sign_count: int
    aaguid: str
    fmt: str
    credential_type: PublicKeyCredentialType
    user_verified: bool
    attestation_object: bytes
    credential_device_type: CredentialDeviceType
    credential_backed_up: bool
    algorithm: int = 0
    attestation_trusted: bool = False
    transports: List[str] = field(default_factory=list)
    user_present: bool = True
    serial_number: bytes = b""


def _raise(error):
    if error != C["PASSKEY_OK"]:
        raise refusal(InvalidRegistrationResponse, error)


def _read(memory, credential):
    text = response_text(credential)
    response = _abi.RegistrationResponse()
    _raise(
        lib.passkey_registration_response_read(
            memory.octets(text),
            memory.buffer(len(text)),
            ctypes.byref(response),
        )
    )
    return response


def _decide(policy, ceremony, response, now):
    out = _abi.Registration()
    _raise(
        lib.passkey_registration_verify(
            ctypes.byref(policy),
            crypto(),
            ctypes.byref(ceremony),
            ctypes.byref(response),
            now,
            ctypes.byref(out),
        )
    )
    return out


def _verify(memory, policy, ceremony, response, now, roots):
    """The statement is verified either way. Only where there are roots for its
    format must its certificates lead to them."""
    policy.require_trusted = False
    out = _decide(policy, ceremony, response, now)
    anchors = roots.get(bytes(out.credential.attestation_format).decode())
    if not anchors:
        return out
    if ceremony.attestation == C["PASSKEY_CONVEYANCE_NONE"]:
        ceremony.attestation = C["PASSKEY_CONVEYANCE_DIRECT"]
    policy.require_trusted = True
    policy.anchors, policy.num_anchors = (
        memory.many_octets(anchors),
        len(anchors),
    )
    return _decide(policy, ceremony, response, now)


def _result(out):
    credential = out.credential
    transports = bytes(credential.transports).decode()
    return VerifiedRegistration(
        credential_id=bytes(credential.id),
        credential_public_key=bytes(credential.public_key),
        sign_count=credential.sign_count,
        aaguid=str(uuid.UUID(bytes=bytes(credential.aaguid))),
        fmt=bytes(credential.attestation_format).decode(),
        credential_type=PublicKeyCredentialType.PUBLIC_KEY,
        user_verified=out.user_verified,
        attestation_object=bytes(credential.attestation_object),
        credential_device_type=CredentialDeviceType.of(
            credential.backup_eligible
        ),
        credential_backed_up=credential.backup_state,
        algorithm=credential.algorithm,
        attestation_trusted=out.trusted,
        transports=transports.split(",") if transports else [],
        user_present=out.user_present,
        # Anybody can write one into a certificate of their own.
        serial_number=bytes(out.serial_number) if out.trusted else b"",
    )


def verify_registration_response(
    *,
    credential,
    expected_challenge,
    expected_rp_id,
    expected_origin,
    require_user_presence=True,
    require_user_verification=False,
    supported_pub_key_algs=None,
    pem_root_certs_bytes_by_fmt=None,
    allow_cross_origin=False,
    expected_top_origin=None,
    enterprise_attestation=False,
    now=None,
):
    """Decide about a RegistrationResponseJSON (a text or a dictionary).
    InvalidRegistrationResponse says which check refused it. Whether the
    credential id is new to all users is the caller's question.

    The last four are not in py_webauthn: pages inside other origins, a serial
    number in the certificate, and the time for certificates."""
    memory = Memory()
    now = seconds("now", now)
    roots = roots_by_format(pem_root_certs_bytes_by_fmt)
    policy = expected_policy(memory, expected_rp_id, expected_origin)
    allow_embedding(memory, policy, allow_cross_origin, expected_top_origin)
    ceremony = new_ceremony(
        C["PASSKEY_CEREMONY_REGISTRATION"],
        expected_challenge,
        expected_rp_id,
        verification_of(require_user_verification),
    )
    ceremony.conditional = not require_user_presence
    algorithms = supported_pub_key_algs
    if algorithms is None:
        algorithms = policy.algorithms[: policy.num_algorithms]
    set_algorithms(ceremony, algorithms)
    if enterprise_attestation:
        ceremony.attestation = C["PASSKEY_CONVEYANCE_ENTERPRISE"]
    response = _read(memory, credential)
    return _result(_verify(memory, policy, ceremony, response, now, roots))
