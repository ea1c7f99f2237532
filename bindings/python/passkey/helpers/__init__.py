# SPDX-License-Identifier: Apache-2.0
"""Values that the four calls take and give, and small conversions."""

import secrets

from .base64url import base64url_to_bytes, bytes_to_base64url
from .options_to_json import options_to_json, options_to_json_dict

__all__ = [
    "base64url_to_bytes",
    "bytes_to_base64url",
    "generate_challenge",
    "generate_user_handle",
    "options_to_json",
    "options_to_json_dict",
]


def generate_challenge():
    return secrets.token_bytes(64)


def generate_user_handle():
    return secrets.token_bytes(64)
