# SPDX-License-Identifier: Apache-2.0
"""The first half of both ceremonies."""

import ctypes
import json
import secrets

from . import _abi
from ._library import Memory, crypto, describe, lib
from ._party import C, REQUIREMENTS, new_policy, seconds, set_algorithms
from ._party import value_of
from .helpers import structs
from .helpers.exceptions import BackendError

_CONVEYANCES = {
    "none": C["PASSKEY_CONVEYANCE_NONE"],
    "indirect": C["PASSKEY_CONVEYANCE_INDIRECT"],
    "direct": C["PASSKEY_CONVEYANCE_DIRECT"],
    "enterprise": C["PASSKEY_CONVEYANCE_ENTERPRISE"],
}
_ATTACHMENTS = {
    None: C["PASSKEY_ATTACHMENT_ANY"],
    "platform": C["PASSKEY_ATTACHMENT_PLATFORM"],
    "cross-platform": C["PASSKEY_ATTACHMENT_CROSS_PLATFORM"],
}


def _descriptors(memory, credentials):
    made = []
    for one in credentials or []:
        transports = ",".join(value_of(t) for t in one.transports or [])
        made.append(
            _abi.Descriptor(memory.view(one.id), memory.view(transports))
        )
    return memory.array(_abi.Descriptor, made), len(made)


def _policy(memory, rp_id, rp_name, timeout, hints):
    if not rp_id:
        raise ValueError("rp_id cannot be an empty string")
    # The origin has no part in options; a policy must have one.
    policy = new_policy(memory, rp_id, rp_name, ["https://" + rp_id])
    policy.timeout_ms = timeout
    hints = [value_of(hint) for hint in hints or []]
    if len(hints) > C["PASSKEY_HINTS_MAX"]:
        raise ValueError("hints: too many")
    policy.num_hints = len(hints)
    for i, hint in enumerate(hints):
        policy.hints[i] = memory.view(hint)
    return policy


def _json_of(extensions):
    return json.dumps(extensions) if extensions else None


def _write(function, policy, request, room):
    """Call an options function; its JSON as a dictionary."""
    memory, length, ceremony = Memory(), ctypes.c_size_t(), _abi.Ceremony()
    buffer = memory.buffer(room)
    error = function(
        ctypes.byref(policy),
        crypto(),
        ctypes.byref(request),
        seconds(None),
        buffer,
        ctypes.byref(length),
        ctypes.byref(ceremony),
    )
    if error == C["PASSKEY_ERR_POLICY_INVALID"]:
        raise ValueError(describe(error)[2])
    if error != C["PASSKEY_OK"]:
        raise BackendError(error, *describe(error))
    return json.loads(ctypes.string_at(buffer.data, length.value))


def _set_challenge(made, challenge):
    if challenge is None:
        return
    if not (
        C["PASSKEY_CHALLENGE_MIN_LEN"]
        <= len(challenge)
        <= C["PASSKEY_CHALLENGE_MAX_LEN"]
    ):
        raise ValueError("challenge: 16 to 128 bytes")
    made.challenge = bytes(challenge)


def _room(*requests):
    """Bytes that certainly hold the JSON: twice everything, and more."""
    return 65536 + 12 * sum(len(text or "") for text in requests)


def _select(policy, selection):
    policy.user_verification = REQUIREMENTS[
        value_of(selection.user_verification or "preferred")
    ]
    resident = value_of(selection.resident_key)
    if resident is None:
        resident = "required" if selection.require_resident_key else "discouraged"
    policy.resident_key = REQUIREMENTS[resident]
    policy.attachment = _ATTACHMENTS[
        value_of(selection.authenticator_attachment)
    ]


def generate_registration_options(
    *,
    rp_id,
    rp_name,
    user_name,
    user_id=None,
    user_display_name=None,
    challenge=None,
    timeout=60000,
    attestation=structs.AttestationConveyancePreference.NONE,
    authenticator_selection=None,
    exclude_credentials=None,
    supported_pub_key_algs=None,
    hints=None,
    extensions=None,
):
    """Options for navigator.credentials.create(). Keep `challenge` and
    `user.id` of the result until the answer comes. `extensions` is a
    dictionary in the JSON form. ValueError: an argument out of its range."""
    if not user_name:
        raise ValueError("user_name cannot be an empty string")
    memory = Memory()
    policy = _policy(memory, rp_id, rp_name, timeout, hints)
    policy.attestation = _CONVEYANCES[value_of(attestation)]
    if supported_pub_key_algs is not None:
        set_algorithms(policy, supported_pub_key_algs)
    if authenticator_selection is not None:
        _select(policy, authenticator_selection)
    request = _abi.RegistrationRequest()
    request.user_handle = memory.view(user_id or secrets.token_bytes(64))
    request.user_name = memory.view(user_name)
    request.display_name = memory.view(user_display_name or user_name)
    request.exclude, request.num_exclude = _descriptors(
        memory, exclude_credentials
    )
    text = _json_of(extensions)
    request.extensions = memory.view(text)
    room = _room(rp_name, user_name, user_display_name, text)
    room += 4096 * request.num_exclude
    told = _write(lib.passkey_registration_options, policy, request, room)
    made = structs.creation_options(told)
    if authenticator_selection is None:
        made.authenticator_selection = None
    _set_challenge(made, challenge)
    return made


def generate_authentication_options(
    *,
    rp_id,
    challenge=None,
    timeout=60000,
    allow_credentials=None,
    user_verification=structs.UserVerificationRequirement.PREFERRED,
    hints=None,
    extensions=None,
):
    """Options for navigator.credentials.get(). Keep `challenge` of the result
    until the answer comes. ValueError: an argument out of its range."""
    memory = Memory()
    policy = _policy(memory, rp_id, rp_id, timeout, hints)
    policy.user_verification = REQUIREMENTS[value_of(user_verification)]
    request = _abi.AuthenticationRequest()
    request.allow, request.num_allow = _descriptors(memory, allow_credentials)
    text = _json_of(extensions)
    request.extensions = memory.view(text)
    room = _room(text) + 4096 * request.num_allow
    told = _write(lib.passkey_authentication_options, policy, request, room)
    made = structs.request_options(told)
    _set_challenge(made, challenge)
    return made
