# SPDX-License-Identifier: Apache-2.0
"""Options as PublicKeyCredentialCreationOptionsJSON or
...RequestOptionsJSON."""

import dataclasses
import json
from enum import Enum

from .base64url import bytes_to_base64url


def _member(name):
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _plain(value):
    if isinstance(value, bytes):
        return bytes_to_base64url(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if dataclasses.is_dataclass(value):
        members = (
            (_member(f.name), getattr(value, f.name))
            for f in dataclasses.fields(value)
        )
        return {name: _plain(v) for name, v in members if v is not None}
    return value


def options_to_json_dict(options):
    return _plain(options)


def options_to_json(options):
    """The text to send to the browser, for parseCreationOptionsFromJSON() or
    parseRequestOptionsFromJSON()."""
    return json.dumps(_plain(options))
