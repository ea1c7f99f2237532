# SPDX-License-Identifier: Apache-2.0
"""What the options are asked for: policy and request from keyword arguments."""

import secrets

from . import _abi, _arguments
from ._party import C, REQUIREMENTS, new_policy
from .helpers import structs

_CONVEYANCES = {
    "none": C["PASSKEY_CONVEYANCE_NONE"],
    "indirect": C["PASSKEY_CONVEYANCE_INDIRECT"],
    "direct": C["PASSKEY_CONVEYANCE_DIRECT"],
    "enterprise": C["PASSKEY_CONVEYANCE_ENTERPRISE"],
}
_ATTACHMENTS = {
    "platform": C["PASSKEY_ATTACHMENT_PLATFORM"],
    "cross-platform": C["PASSKEY_ATTACHMENT_CROSS_PLATFORM"],
}
_HINTS = {hint.value: hint.value for hint in structs.PublicKeyCredentialHint}


def _descriptor(memory, name, one):
    if not isinstance(one, structs.PublicKeyCredentialDescriptor):
        raise _arguments.wrong_kind(
            name, "a PublicKeyCredentialDescriptor", one
        )
    words = [
        _arguments.text(f"{name}.transports[{i}]", word)
        for i, word in enumerate(
            _arguments.several(f"{name}.transports", one.transports)
        )
    ]
    # The library takes them in one text, with commas between them.
    if any("," in word for word in words):
        raise ValueError(f"{name}.transports: a comma in a word")
    return _abi.Descriptor(
        memory.octets(_arguments.credential_id(f"{name}.id", one.id)),
        memory.text(",".join(words)),
    )


def descriptors(memory, name, credentials):
    made = [
        _descriptor(memory, f"{name}[{i}]", one)
        for i, one in enumerate(
            _arguments.several(
                name, credentials, C["PASSKEY_DESCRIPTORS_MAX"]
            )
        )
    ]
    return memory.array(_abi.Descriptor, made), len(made)


def new_options_policy(memory, rp_id, rp_name, timeout, hints):
    # The origin has no part in options; a policy must have one.
    policy = new_policy(memory, rp_id, rp_name, ["https://" + rp_id])
    policy.timeout_ms = _arguments.timeout("timeout", timeout)
    hints = _arguments.several("hints", hints, C["PASSKEY_HINTS_MAX"])
    policy.num_hints = len(hints)
    for i, hint in enumerate(hints):
        hint = _arguments.choice(f"hints[{i}]", hint, _HINTS)
        policy.hints[i] = memory.text(hint)
    return policy


def verification(name, value):
    return _arguments.choice(
        name, "preferred" if value is None else value, REQUIREMENTS
    )


def conveyance(name, value):
    return _arguments.choice(
        name, "none" if value is None else value, _CONVEYANCES
    )


def select(policy, selection):
    name = "authenticator_selection"
    if not isinstance(selection, structs.AuthenticatorSelectionCriteria):
        raise _arguments.wrong_kind(
            name, "AuthenticatorSelectionCriteria", selection
        )
    policy.user_verification = verification(
        f"{name}.user_verification", selection.user_verification
    )
    resident = selection.resident_key
    if resident is None:
        required = selection.require_resident_key
        resident = "required" if required else "discouraged"
    policy.resident_key = _arguments.choice(
        f"{name}.resident_key", resident, REQUIREMENTS
    )
    attachment = selection.authenticator_attachment
    if attachment is not None:
        policy.attachment = _arguments.choice(
            f"{name}.authenticator_attachment", attachment, _ATTACHMENTS
        )


def account(memory, user_id, user_name, user_display_name):
    if user_id is None or user_id == b"":
        user_id = secrets.token_bytes(64)
    user_id = _arguments.user_handle("user_id", user_id)
    user_name = _arguments.text("user_name", user_name)
    if user_display_name is None or user_display_name == "":
        user_display_name = user_name
    user_display_name = _arguments.text(
        "user_display_name", user_display_name
    )
    return _abi.RegistrationRequest(
        user_handle=memory.octets(user_id),
        user_name=memory.text(user_name),
        display_name=memory.text(user_display_name),
    )
