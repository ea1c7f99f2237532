# SPDX-License-Identifier: Apache-2.0
"""The first half of both ceremonies."""

import ctypes
import json

from . import _abi, _arguments
from ._library import Memory, crypto, describe, lib, refusal
from ._party import C, set_algorithms
from ._request import account, conveyance, descriptors, new_options_policy
from ._request import select, verification
from .helpers import structs
from .helpers.exceptions import BackendError
from .helpers.options_from_json import parse_authentication_options_json
from .helpers.options_from_json import parse_registration_options_json


def _json_of(extensions):
    if extensions is None:
        return None
    if not isinstance(extensions, dict):
        raise _arguments.wrong_kind("extensions", "a dictionary", extensions)
    try:
        text = json.dumps(extensions, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise type(error)(f"extensions: {error}") from None
    return text if extensions else None


def _write(function, policy, request, room, suspects):
    """Call an options function; its JSON as a dictionary. The `suspects` are
    the arguments that only the library can judge."""
    memory, length, ceremony = Memory(), ctypes.c_size_t(), _abi.Ceremony()
    buffer = memory.buffer(room)
    error = function(
        ctypes.byref(policy),
        crypto(),
        ctypes.byref(request),
        _arguments.seconds("now", None),
        buffer,
        ctypes.byref(length),
        ctypes.byref(ceremony),
    )
    if error == C["PASSKEY_ERR_POLICY_INVALID"]:
        raise ValueError(f"{suspects}: {describe(error)[2]}")
    if error != C["PASSKEY_OK"]:
        raise refusal(BackendError, error)
    return json.loads(ctypes.string_at(buffer.data, length.value))


def _set_challenge(made, challenge):
    if challenge is not None:
        made.challenge = challenge


def _own_challenge(challenge):
    """None and nothing at all ask for one of the library's."""
    if challenge is None or challenge == b"":
        return None
    return _arguments.challenge("challenge", challenge)


def _room(*requests):
    """Bytes that certainly hold the JSON: twice everything, and more."""
    return 65536 + 12 * sum(len(text or "") for text in requests)


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
    memory = Memory()
    challenge = _own_challenge(challenge)
    rp_id = _arguments.rp_id("rp_id", rp_id)
    rp_name = _arguments.rp_name("rp_name", rp_name)
    policy = new_options_policy(memory, rp_id, rp_name, timeout, hints)
    policy.attestation = conveyance("attestation", attestation)
    algorithms = _arguments.algorithms(
        "supported_pub_key_algs", supported_pub_key_algs
    )
    if algorithms:
        set_algorithms(policy, algorithms)
    if authenticator_selection is not None:
        select(policy, authenticator_selection)
    request = account(memory, user_id, user_name, user_display_name)
    request.exclude, request.num_exclude = descriptors(
        memory, "exclude_credentials", exclude_credentials
    )
    text = _json_of(extensions)
    request.extensions = memory.text(text)
    room = _room(rp_name, user_name, user_display_name, text)
    room += 4096 * request.num_exclude
    # Of the algorithms, libcrypto may know none.
    told = _write(
        lib.passkey_registration_options,
        policy,
        request,
        room,
        "supported_pub_key_algs or extensions",
    )
    made = parse_registration_options_json(told)
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
    challenge = _own_challenge(challenge)
    rp_id = _arguments.rp_id("rp_id", rp_id)
    policy = new_options_policy(memory, rp_id, rp_id, timeout, hints)
    policy.user_verification = verification(
        "user_verification", user_verification
    )
    request = _abi.AuthenticationRequest()
    request.allow, request.num_allow = descriptors(
        memory, "allow_credentials", allow_credentials
    )
    text = _json_of(extensions)
    request.extensions = memory.text(text)
    room = _room(text) + 4096 * request.num_allow
    told = _write(
        lib.passkey_authentication_options,
        policy,
        request,
        room,
        "extensions",
    )
    made = parse_authentication_options_json(told)
    _set_challenge(made, challenge)
    return made
