# SPDX-License-Identifier: Apache-2.0
"""Options out of the JSON that options_to_json() and the library write, for
whoever keeps them between the two halves. Members may be absent as the
specification has it."""

from . import structs
from .cose import COSEAlgorithmIdentifier
from .json_object import JSONObject


def _algorithm(number):
    try:
        return COSEAlgorithmIdentifier(number)
    except ValueError:
        return number


def _descriptors(told, name):
    found = told.objects(name, None)
    return found and [
        structs.PublicKeyCredentialDescriptor(
            id=one.octets("id"),
            transports=structs.known_transports(one.texts("transports", None)),
        )
        for one in found
    ]


def _hints(told):
    hints = told.texts("hints", None)
    kind = structs.PublicKeyCredentialHint
    return hints and [told.known("hints", kind, hint) for hint in hints]


def _parameters(told):
    return [
        structs.PublicKeyCredentialParameters(
            one.choice("type", structs.PublicKeyCredentialType).value,
            _algorithm(one.get("alg", int)),
        )
        for one in told.objects("pubKeyCredParams")
    ]


def _selection(told):
    name = "authenticatorSelection"
    if told.get(name, dict, None) is None:
        return None
    told = told.object(name)
    return structs.AuthenticatorSelectionCriteria(
        authenticator_attachment=told.choice(
            "authenticatorAttachment", structs.AuthenticatorAttachment, None
        ),
        resident_key=told.choice(
            "residentKey", structs.ResidentKeyRequirement, None
        ),
        require_resident_key=told.get("requireResidentKey", bool, False),
        user_verification=told.choice(
            "userVerification",
            structs.UserVerificationRequirement,
            structs.UserVerificationRequirement.PREFERRED,
        ),
    )


def parse_registration_options_json(json_val):
    """PublicKeyCredentialCreationOptions out of a text or a dictionary, or
    InvalidJSONStructure."""
    told = JSONObject.read(json_val)
    rp, user = told.object("rp"), told.object("user")
    return structs.PublicKeyCredentialCreationOptions(
        rp=structs.PublicKeyCredentialRpEntity(
            rp.text("name"), rp.text("id", None)
        ),
        user=structs.PublicKeyCredentialUserEntity(
            user.octets("id"), user.text("name"), user.text("displayName")
        ),
        challenge=told.octets("challenge"),
        pub_key_cred_params=_parameters(told),
        timeout=told.get("timeout", int, None),
        exclude_credentials=_descriptors(told, "excludeCredentials"),
        authenticator_selection=_selection(told),
        hints=_hints(told),
        attestation=told.choice(
            "attestation",
            structs.AttestationConveyancePreference,
            structs.AttestationConveyancePreference.NONE,
        ),
        extensions=told.get("extensions", dict, None),
    )


def parse_authentication_options_json(json_val):
    """PublicKeyCredentialRequestOptions out of a text or a dictionary, or
    InvalidJSONStructure."""
    told = JSONObject.read(json_val)
    return structs.PublicKeyCredentialRequestOptions(
        challenge=told.octets("challenge"),
        timeout=told.get("timeout", int, None),
        rp_id=told.text("rpId", None),
        allow_credentials=_descriptors(told, "allowCredentials"),
        user_verification=told.choice(
            "userVerification",
            structs.UserVerificationRequirement,
            structs.UserVerificationRequirement.PREFERRED,
        ),
        hints=_hints(told),
        extensions=told.get("extensions", dict, None),
    )
