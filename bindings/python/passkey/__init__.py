# SPDX-License-Identifier: Apache-2.0
"""libpasskey for Python: a WebAuthn Level 3 relying party in four calls."""

from ._authentication import VerifiedAuthentication
from ._authentication import verify_authentication_response
from ._options import generate_authentication_options
from ._options import generate_registration_options
from ._registration import VerifiedRegistration
from ._registration import verify_registration_response
from .helpers.base64url import base64url_to_bytes
from .helpers.options_to_json import options_to_json

__all__ = [
    "VerifiedAuthentication",
    "VerifiedRegistration",
    "base64url_to_bytes",
    "generate_authentication_options",
    "generate_registration_options",
    "options_to_json",
    "verify_authentication_response",
    "verify_registration_response",
]
