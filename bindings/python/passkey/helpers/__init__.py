# SPDX-License-Identifier: Apache-2.0
"""Challenges, user handles, and JSON to structs and back."""

import secrets

from .base64url import base64url_to_bytes, bytes_to_base64url
from .credential_json import parse_authentication_credential_json
from .credential_json import parse_registration_credential_json
from .options_from_json import parse_authentication_options_json
from .options_from_json import parse_registration_options_json
from .options_to_json import options_to_json, options_to_json_dict

__all__ = [
    "base64url_to_bytes",
    "bytes_to_base64url",
    "generate_challenge",
    "generate_user_handle",
    "options_to_json",
    "options_to_json_dict",
    "parse_authentication_credential_json",
    "parse_authentication_options_json",
    "parse_registration_credential_json",
    "parse_registration_options_json",
]


def generate_challenge():
    return secrets.token_bytes(64)


def generate_user_handle():
    return secrets.token_bytes(64)
