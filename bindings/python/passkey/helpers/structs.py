# SPDX-License-Identifier: Apache-2.0
"""Options, responses and their parts. A text is accepted wherever an enum
is."""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Dict, List, Optional


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


@dataclass
class AuthenticatorAttestationResponse:
    client_data_json: bytes
    attestation_object: bytes
    transports: Optional[List[AuthenticatorTransport]] = None


@dataclass
class RegistrationCredential:
    """id is raw_id as base64url."""

    id: str
    raw_id: bytes
    response: AuthenticatorAttestationResponse
    authenticator_attachment: Optional[AuthenticatorAttachment] = None
    type: PublicKeyCredentialType = PublicKeyCredentialType.PUBLIC_KEY


@dataclass
class AuthenticatorAssertionResponse:
    client_data_json: bytes
    authenticator_data: bytes
    signature: bytes
    user_handle: Optional[bytes] = None


@dataclass
class AuthenticationCredential:
    """id is raw_id as base64url."""

    id: str
    raw_id: bytes
    response: AuthenticatorAssertionResponse
    authenticator_attachment: Optional[AuthenticatorAttachment] = None
    type: PublicKeyCredentialType = PublicKeyCredentialType.PUBLIC_KEY


def _transport(text):
    try:
        return AuthenticatorTransport(text)
    except ValueError:
        return text


def known_transports(texts):
    """Those that have a name here, and texts for those that come later."""
    return None if texts is None else [_transport(text) for text in texts]
