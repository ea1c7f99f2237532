# SPDX-License-Identifier: Apache-2.0
"""Refusals, each with the stable name of the check that refused. Below them
are names of py_webauthn, so that imports and `except` clauses go on working:
of those only InvalidJSONStructure is ever raised."""


class WebAuthnException(Exception):
    """text; of the library's refusals also number, name ("PASSKEY_ERR_...")
    and anchor in the specification"""

    def __init__(self, text="", number=None, name=None, anchor=None):
        super().__init__(text if name is None else f"{text} ({name})")
        self.text, self.number = text, number
        self.name, self.anchor = name, anchor

    def __reduce__(self):
        return type(self), (self.text, self.number, self.name, self.anchor)


class InvalidRegistrationResponse(WebAuthnException):
    """A registration that is not acceptable."""


class InvalidAuthenticationResponse(WebAuthnException):
    """An assertion that proves nothing."""


class BackendError(WebAuthnException):
    """Nothing was decided: libcrypto failed, or there is a bug."""


class InvalidJSONStructure(WebAuthnException):
    """What a parse_..._json() was given is not what it reads."""


class InvalidRegistrationOptions(WebAuthnException):
    """Never raised."""


class InvalidAuthenticationOptions(WebAuthnException):
    """Never raised."""


class InvalidPublicKeyStructure(WebAuthnException):
    """Never raised."""


class UnsupportedPublicKeyType(WebAuthnException):
    """Never raised."""


class InvalidClientDataJSONStructure(WebAuthnException):
    """Never raised."""


class InvalidAuthenticatorDataStructure(WebAuthnException):
    """Never raised."""


class SignatureVerificationException(WebAuthnException):
    """Never raised."""


class UnsupportedAlgorithm(WebAuthnException):
    """Never raised."""


class UnsupportedPublicKey(WebAuthnException):
    """Never raised."""


class UnsupportedEC2Curve(WebAuthnException):
    """Never raised."""


class InvalidTPMPubAreaStructure(WebAuthnException):
    """Never raised."""


class InvalidTPMCertInfoStructure(WebAuthnException):
    """Never raised."""


class InvalidCertificateChain(WebAuthnException):
    """Never raised."""


class InvalidBackupFlags(WebAuthnException):
    """Never raised."""


class InvalidCBORData(WebAuthnException):
    """Never raised."""


class InvalidExpectedOrigin(WebAuthnException):
    """Never raised."""
