# SPDX-License-Identifier: Apache-2.0
"""Responses as structs, read and written. Only their form is looked at here:
whether they prove anything, the library decides from the JSON."""

from . import structs
from .json_object import JSONObject


def _attachment(told):
    """What is not known yet counts as not told (#enum-attachment)."""
    try:
        return structs.AuthenticatorAttachment(
            told.text("authenticatorAttachment", None)
        )
    except ValueError:
        return None


def _credential(kind, told, response):
    return kind(
        id=told.text("id"),
        raw_id=told.octets("rawId"),
        response=response,
        authenticator_attachment=_attachment(told),
        type=told.choice("type", structs.PublicKeyCredentialType),
    )


def parse_registration_credential_json(json_val):
    """RegistrationCredential out of a text or a dictionary, or
    InvalidJSONStructure."""
    told = JSONObject.read(json_val)
    response = told.object("response")
    transports = response.texts("transports", None)
    return _credential(
        structs.RegistrationCredential,
        told,
        structs.AuthenticatorAttestationResponse(
            client_data_json=response.octets("clientDataJSON"),
            attestation_object=response.octets("attestationObject"),
            transports=structs.known_transports(transports),
        ),
    )


def parse_authentication_credential_json(json_val):
    """AuthenticationCredential out of a text or a dictionary, or
    InvalidJSONStructure."""
    told = JSONObject.read(json_val)
    response = told.object("response")
    return _credential(
        structs.AuthenticationCredential,
        told,
        structs.AuthenticatorAssertionResponse(
            client_data_json=response.octets("clientDataJSON"),
            authenticator_data=response.octets("authenticatorData"),
            signature=response.octets("signature"),
            user_handle=response.octets("userHandle", None),
        ),
    )


def _told(members):
    return {name: value for name, value in members.items() if value is not None}


def _response_members(credential):
    response = credential.response
    if isinstance(credential, structs.RegistrationCredential):
        return {
            "clientDataJSON": response.client_data_json,
            "attestationObject": response.attestation_object,
            "transports": response.transports,
        }
    return {
        "clientDataJSON": response.client_data_json,
        "authenticatorData": response.authenticator_data,
        "signature": response.signature,
        "userHandle": response.user_handle,
    }


def credential_members(credential):
    """The dictionary that a parser above made the struct of; bytes are bytes
    still. Client extension results are not in the struct."""
    return _told(
        {
            "id": credential.id,
            "rawId": credential.raw_id,
            "type": credential.type,
            "authenticatorAttachment": credential.authenticator_attachment,
            "response": _told(_response_members(credential)),
            "clientExtensionResults": {},
        }
    )
