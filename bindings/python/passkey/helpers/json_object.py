# SPDX-License-Identifier: Apache-2.0
"""The members of a JSON object, read strictly: what cannot be read is an
InvalidJSONStructure that names the member."""

import json

from .base64url import base64url_to_bytes
from .exceptions import InvalidJSONStructure


def _unique(pairs):
    told = dict(pairs)
    if len(told) < len(pairs):
        raise InvalidJSONStructure("a member twice")
    return told


def _no_number(text):
    raise InvalidJSONStructure(f"{text} is no number of JSON")


class JSONObject:
    """`where` is what messages call it: "response" or "user.id"."""

    def __init__(self, told, where=""):
        if not isinstance(told, dict):
            raise InvalidJSONStructure(f"{where or 'the text'}: no object")
        self._told, self._where = told, where

    @classmethod
    def read(cls, json_val):
        """From a text or a dictionary."""
        if isinstance(json_val, dict):
            return cls(json_val)
        if not isinstance(json_val, (str, bytes, bytearray)):
            kind = type(json_val).__name__
            raise InvalidJSONStructure(f"neither text nor dictionary: {kind}")
        try:
            told = json.loads(
                json_val, object_pairs_hook=_unique, parse_constant=_no_number
            )
        except (ValueError, RecursionError):
            raise InvalidJSONStructure("the text is not JSON") from None
        return cls(told)

    def name_of(self, name):
        return f"{self._where}.{name}" if self._where else name

    def get(self, name, kind, default=...):
        """A member of that kind. null is no better than nothing."""
        value = self._told.get(name)
        if value is None and default is not ...:
            return default
        # To Python, true is a number.
        odd = isinstance(value, bool) and kind is not bool
        if odd or not isinstance(value, kind):
            what = "missing" if value is None else f"no {kind.__name__}"
            raise InvalidJSONStructure(f"{self.name_of(name)}: {what}")
        return value

    def text(self, name, default=...):
        return self.get(name, str, default)

    def octets(self, name, default=...):
        text = self.text(name, default)
        if text is default:
            return default
        try:
            return base64url_to_bytes(text)
        except ValueError:
            where = self.name_of(name)
            raise InvalidJSONStructure(f"{where}: not base64url") from None

    def choice(self, name, kind, default=...):
        """A member of the Enum `kind`."""
        text = self.text(name, default)
        if text is default:
            return default
        return self.known(name, kind, text)

    def known(self, name, kind, text):
        try:
            return kind(text)
        except ValueError:
            where = self.name_of(name)
            raise InvalidJSONStructure(f"{where}: {text!r}") from None

    def object(self, name):
        return JSONObject(self.get(name, dict), self.name_of(name))

    def objects(self, name, default=...):
        """A list of objects."""
        told = self.get(name, list, default)
        if told is default:
            return default
        where = self.name_of(name)
        return [JSONObject(one, f"{where}[{i}]") for i, one in enumerate(told)]

    def texts(self, name, default=...):
        """A list of texts."""
        told = self.get(name, list, default)
        if told is not default and any(not isinstance(t, str) for t in told):
            raise InvalidJSONStructure(f"{self.name_of(name)}: no texts")
        return told
