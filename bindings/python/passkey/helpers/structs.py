# SPDX-License-Identifier: Apache-2.0
"""Options and their parts. Texts are accepted wherever an enum is."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Dict, List, Optional

from .base64url import base64url_to_bytes
from .cose import COSEAlgorithmIdentifier


class AttestationConveyancePreference(str, Enum):
    NONE = "none"
    INDIRECT = "indirect"
    DIRECT = "direct"
    ENTERPRISE = "enterprise"


class AttestationFormat(str, Enum):
    NONE = "none"
    PACKED = "packed"
    TPM = "tpm"
    ANDROID_KEY = "android-key"
    ANDROID_SAFETYNET = "android-safetynet"
    FIDO_U2F = "fido-u2f"
    APPLE = "apple"
    COMPOUND = "compound"


class AuthenticatorAttachment(str, Enum):
    PLATFORM = "platform"
    CROSS_PLATFORM = "cross-platform"


class AuthenticatorTransport(str, Enum):
    USB = "usb"
    NFC = "nfc"
    BLE = "ble"
    INTERNAL = "internal"
    CABLE = "cable"
    HYBRID = "hybrid"
    SMART_CARD = "smart-card"


class CredentialDeviceType(str, Enum):
    SINGLE_DEVICE = "single_device"
    MULTI_DEVICE = "multi_device"

    @classmethod
    def of(cls, backup_eligible):
        return cls.MULTI_DEVICE if backup_eligible else cls.SINGLE_DEVICE


class PublicKeyCredentialHint(str, Enum):
    SECURITY_KEY = "security-key"
    CLIENT_DEVICE = "client-device"
    HYBRID = "hybrid"


class PublicKeyCredentialType(str, Enum):
    PUBLIC_KEY = "public-key"


class ResidentKeyRequirement(str, Enum):
    DISCOURAGED = "discouraged"
    PREFERRED = "preferred"
    REQUIRED = "required"


class UserVerificationRequirement(str, Enum):
    REQUIRED = "required"
    PREFERRED = "preferred"
    DISCOURAGED = "discouraged"


@dataclass
class AuthenticatorSelectionCriteria:
    authenticator_attachment: Optional[AuthenticatorAttachment] = None
    resident_key: Optional[ResidentKeyRequirement] = None
    require_resident_key: Optional[bool] = False
    user_verification: Optional[UserVerificationRequirement] = (
        UserVerificationRequirement.PREFERRED
    )


@dataclass
class PublicKeyCredentialDescriptor:
    id: bytes
    type: PublicKeyCredentialType = PublicKeyCredentialType.PUBLIC_KEY
    transports: Optional[List[AuthenticatorTransport]] = None


@dataclass
class PublicKeyCredentialParameters:
    type: str
    alg: int


@dataclass
class PublicKeyCredentialRpEntity:
    name: str
    id: Optional[str] = None


@dataclass
class PublicKeyCredentialUserEntity:
    id: bytes
    name: str
    display_name: str


@dataclass
class PublicKeyCredentialCreationOptions:
    rp: PublicKeyCredentialRpEntity
    user: PublicKeyCredentialUserEntity
    challenge: bytes
    pub_key_cred_params: List[PublicKeyCredentialParameters]
    timeout: Optional[int] = None
    exclude_credentials: Optional[List[PublicKeyCredentialDescriptor]] = None
    authenticator_selection: Optional[AuthenticatorSelectionCriteria] = None
    hints: Optional[List[PublicKeyCredentialHint]] = None
    attestation: AttestationConveyancePreference = (
        AttestationConveyancePreference.NONE
    )
    extensions: Optional[Dict[str, Any]] = None


@dataclass
class PublicKeyCredentialRequestOptions:
    challenge: bytes
    timeout: Optional[int] = None
    rp_id: Optional[str] = None
    allow_credentials: Optional[List[PublicKeyCredentialDescriptor]] = None
    user_verification: UserVerificationRequirement = (
        UserVerificationRequirement.PREFERRED
    )
    hints: Optional[List[PublicKeyCredentialHint]] = None
    extensions: Optional[Dict[str, Any]] = None


def _algorithm(number):
    try:
        return COSEAlgorithmIdentifier(number)
    except ValueError:
        return number


def _transport(text):
    try:
        return AuthenticatorTransport(text)
    except ValueError:
        return text


def _descriptors(told):
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(one["id"]),
            transports=[_transport(t) for t in one["transports"]]
            if "transports" in one
            else None,
        )
        for one in told
    ]


def _hints(told):
    hints = told.get("hints")
    return None if hints is None else [PublicKeyCredentialHint(h) for h in hints]


def _selection(told):
    attachment = told.get("authenticatorAttachment")
    return AuthenticatorSelectionCriteria(
        authenticator_attachment=attachment
        and AuthenticatorAttachment(attachment),
        resident_key=ResidentKeyRequirement(told["residentKey"]),
        require_resident_key=told["requireResidentKey"],
        user_verification=UserVerificationRequirement(
            told["userVerification"]
        ),
    )


def creation_options(told):
    """From the JSON that the library wrote."""
    user = told["user"]
    return PublicKeyCredentialCreationOptions(
        rp=PublicKeyCredentialRpEntity(told["rp"]["name"], told["rp"]["id"]),
        user=PublicKeyCredentialUserEntity(
            base64url_to_bytes(user["id"]), user["name"], user["displayName"]
        ),
        challenge=base64url_to_bytes(told["challenge"]),
        pub_key_cred_params=[
            PublicKeyCredentialParameters(one["type"], _algorithm(one["alg"]))
            for one in told["pubKeyCredParams"]
        ],
        timeout=told["timeout"],
        exclude_credentials=_descriptors(told["excludeCredentials"]),
        authenticator_selection=_selection(told["authenticatorSelection"]),
        hints=_hints(told),
        attestation=AttestationConveyancePreference(told["attestation"]),
        extensions=told.get("extensions"),
    )


def request_options(told):
    """From the JSON that the library wrote."""
    return PublicKeyCredentialRequestOptions(
        challenge=base64url_to_bytes(told["challenge"]),
        timeout=told["timeout"],
        rp_id=told["rpId"],
        allow_credentials=_descriptors(told["allowCredentials"]),
        user_verification=UserVerificationRequirement(
            told["userVerification"]
        ),
        hints=_hints(told),
        extensions=told.get("extensions"),
    )
