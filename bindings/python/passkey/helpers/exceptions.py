# SPDX-License-Identifier: Apache-2.0
"""Refusals, each with the stable name of the check that refused."""


class WebAuthnException(Exception):
    """number, name ("PASSKEY_ERR_..."), anchor in the specification, text"""

    def __init__(self, number, name, anchor, text):
        super().__init__(f"{text} ({name})")
        self.number, self.name = number, name
        self.anchor, self.text = anchor, text

    def __reduce__(self):
        return type(self), (self.number, self.name, self.anchor, self.text)


class InvalidRegistrationResponse(WebAuthnException):
    """A registration that is not acceptable."""


class InvalidAuthenticationResponse(WebAuthnException):
    """An assertion that proves nothing."""


class BackendError(WebAuthnException):
    """Nothing was decided: libcrypto failed, or there is a bug."""


def refusal(kind, number, described):
    """The exception for an error: 9xx say nothing about the response."""
    return (BackendError if number >= 900 else kind)(number, *described)
