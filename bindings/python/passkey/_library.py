# SPDX-License-Identifier: Apache-2.0
"""The shared library: found, its functions declared, a backend per thread."""

import ctypes
import os
import threading
from ctypes import POINTER, c_char_p, c_int, c_int32, c_int64, c_size_t
from ctypes import c_void_p

from . import _abi
from .helpers.exceptions import BackendError

# The number is the ABI that _abi.py describes; another one is not loaded.
SONAME = "libpasskey.so.0"


def _declare(library):
    """Argument types, so that a wrong call is a TypeError and not a crash."""
    policy, ceremony = POINTER(_abi.Policy), POINTER(_abi.Ceremony)
    signatures = {
        "passkey_error_name": (c_char_p, [c_int]),
        "passkey_error_anchor": (c_char_p, [c_int]),
        "passkey_error_text": (c_char_p, [c_int]),
        "passkey_openssl_new": (c_void_p, []),
        "passkey_openssl_free": (None, [c_void_p]),
        "passkey_openssl_crypto": (c_void_p, [c_void_p]),
        "passkey_policy_init": (None, [policy]),
        "passkey_algorithm_find": (c_void_p, [c_int64]),
        "passkey_anchor_lifetime": (
            c_int,
            [_abi.Bytes, POINTER(c_int64), POINTER(c_int64)],
        ),
        "passkey_credential_algorithm": (
            c_int,
            [_abi.Bytes, POINTER(c_int32)],
        ),
    }
    for kind, request, response, result, extra in (
        (
            "registration",
            _abi.RegistrationRequest,
            _abi.RegistrationResponse,
            _abi.Registration,
            [],
        ),
        (
            "authentication",
            _abi.AuthenticationRequest,
            _abi.AuthenticationResponse,
            _abi.Authentication,
            [POINTER(_abi.Credential)],
        ),
    ):
        signatures[f"passkey_{kind}_options"] = (
            c_int,
            [policy, c_void_p, POINTER(request), c_int64, _abi.Buffer]
            + [POINTER(c_size_t), ceremony],
        )
        signatures[f"passkey_{kind}_response_read"] = (
            c_int,
            [_abi.Bytes, _abi.Buffer, POINTER(response)],
        )
        signatures[f"passkey_{kind}_verify"] = (
            c_int,
            [policy, c_void_p, ceremony, POINTER(response), *extra]
            + [c_int64, POINTER(result)],
        )
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


lib = _declare(ctypes.CDLL(os.environ.get("PASSKEY_LIBRARY") or SONAME))


class _Backend:
    def __init__(self):
        self._openssl = lib.passkey_openssl_new()
        if not self._openssl:
            raise MemoryError("libpasskey: no crypto backend")
        self.crypto = lib.passkey_openssl_crypto(self._openssl)

    def __del__(self):
        lib.passkey_openssl_free(self._openssl)


class _Thread(threading.local):
    """A backend belongs to one thread."""

    def __init__(self):
        self.backend = _Backend()


_thread = _Thread()


def crypto():
    return _thread.backend.crypto


class Memory:
    """Keeps alive what the views of one call point to."""

    def __init__(self):
        self._kept = []

    def octets(self, data):
        """A view of bytes; None is empty. A number would be an address."""
        if data is None:
            return _abi.Bytes()
        if not isinstance(data, bytes):
            raise TypeError(f"bytes, not {type(data).__name__}")
        self._kept.append(data)
        return _abi.Bytes(
            ctypes.cast(ctypes.c_char_p(data), c_void_p), len(data)
        )

    def text(self, text):
        """A view of a text as UTF-8; None is empty."""
        return self.octets(None if text is None else text.encode())

    def texts(self, items):
        return self.array(_abi.Bytes, [self.text(item) for item in items])

    def many_octets(self, items):
        return self.array(_abi.Bytes, [self.octets(item) for item in items])

    def array(self, kind, items):
        array = (kind * len(items))(*items)
        self._kept.append(array)
        return array

    def buffer(self, cap):
        """Room for `cap` bytes."""
        room = ctypes.create_string_buffer(max(cap, 1))
        self._kept.append(room)
        return _abi.Buffer(ctypes.cast(room, c_void_p), cap)


def describe(number):
    """Name, anchor in the specification and text of an error."""
    return tuple(
        function(number).decode()
        for function in (
            lib.passkey_error_name,
            lib.passkey_error_anchor,
            lib.passkey_error_text,
        )
    )


def refusal(kind, number):
    """The exception for an error: 9xx say nothing about the response."""
    name, anchor, text = describe(number)
    kind = BackendError if number >= 900 else kind
    return kind(text, number, name, anchor)
