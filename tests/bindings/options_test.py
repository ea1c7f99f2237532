#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""options_test.py ROOT: the options that the Python binding writes. Writes
TAP."""

import json

from ceremonies import check, finish, passkey, structs

from passkey.helpers.cose import COSEAlgorithmIdentifier


def registration_options():
    selection = structs.AuthenticatorSelectionCriteria(
        resident_key=structs.ResidentKeyRequirement.REQUIRED,
        authenticator_attachment="platform",
    )
    known = structs.PublicKeyCredentialDescriptor(
        id=b"known", transports=["usb"]
    )
    made = passkey.generate_registration_options(
        rp_id="example.org",
        rp_name='"Ex\u00e4mple"',
        user_name="ann",
        user_id=b"user",
        user_display_name="Ann",
        challenge=b"sixteen bytes...",
        timeout=120000,
        attestation="direct",
        authenticator_selection=selection,
        exclude_credentials=[known],
        supported_pub_key_algs=[COSEAlgorithmIdentifier.ECDSA_SHA_256],
        hints=[structs.PublicKeyCredentialHint.HYBRID],
        extensions={"credProps": True},
    )
    wanted = {
        "rp": {"id": "example.org", "name": '"Ex\u00e4mple"'},
        "user": {"id": "dXNlcg", "name": "ann", "displayName": "Ann"},
        "challenge": "c2l4dGVlbiBieXRlcy4uLg",
        "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        "timeout": 120000,
        "excludeCredentials": [
            {"id": "a25vd24", "type": "public-key", "transports": ["usb"]}
        ],
        "authenticatorSelection": {
            "authenticatorAttachment": "platform",
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "preferred",
        },
        "hints": ["hybrid"],
        "attestation": "direct",
        "extensions": {"credProps": True},
    }
    check("creation options", json.loads(passkey.options_to_json(made)), wanted)


def authentication_options():
    known = structs.PublicKeyCredentialDescriptor(id=b"known")
    made = passkey.generate_authentication_options(
        rp_id="example.org",
        challenge=b"sixteen bytes...",
        allow_credentials=[known],
        user_verification="required",
    )
    wanted = {
        "challenge": "c2l4dGVlbiBieXRlcy4uLg",
        "timeout": 60000,
        "rpId": "example.org",
        "allowCredentials": [{"id": "a25vd24", "type": "public-key"}],
        "userVerification": "required",
    }
    check("request options", json.loads(passkey.options_to_json(made)), wanted)
    first = passkey.generate_authentication_options(rp_id="example.org")
    second = passkey.generate_authentication_options(rp_id="example.org")
    plain = passkey.generate_registration_options(
        rp_id="example.org", rp_name="E", user_name="ann"
    )
    told = json.loads(passkey.options_to_json(plain))
    check("no selection", "authenticatorSelection" in told, False)
    check("a user id of its own", len(plain.user.id), 64)
    check("challenges are new", first.challenge == second.challenge, False)
    check("32 bytes", len(first.challenge), 32)


def main():
    registration_options()
    authentication_options()
    finish()


if __name__ == "__main__":
    main()
