# SPDX-License-Identifier: Apache-2.0
"""Base64url without padding, strictly."""

import base64
import re

_TEXT = re.compile(r"[A-Za-z0-9_-]*={0,2}")


def bytes_to_base64url(val):
    return base64.urlsafe_b64encode(val).decode().rstrip("=")


def base64url_to_bytes(val):
    """Padding is accepted, another alphabet is a ValueError."""
    if not _TEXT.fullmatch(val):
        raise ValueError("not base64url")
    text = val.rstrip("=")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
