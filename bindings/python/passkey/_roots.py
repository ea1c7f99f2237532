# SPDX-License-Identifier: Apache-2.0
"""Trust anchors out of PEM. Whoever names roots wants a check: one that cannot
be read is an error, and never a check less."""

import base64
import binascii
import ctypes
import re

from . import _abi
from ._arguments import BYTES, choice, several, wrong_kind
from ._library import Memory, lib
from .helpers.structs import AttestationFormat

_NAME = "pem_root_certs_bytes_by_fmt"
_FORMATS = {fmt.value: fmt.value for fmt in AttestationFormat}
_MARKS = b"-----BEGIN ", b"-----END "
_BLOCK = re.compile(
    rb"-----BEGIN CERTIFICATE-----((?:(?!-----).)*)-----END CERTIFICATE-----",
    re.DOTALL,
)


def _is_certificate(der):
    lifetime = ctypes.c_int64(), ctypes.c_int64()
    error = lib.passkey_anchor_lifetime(
        Memory().octets(der), *map(ctypes.byref, lifetime)
    )
    return error == _abi.CONSTANTS["PASSKEY_OK"]


def _der(name, body):
    try:
        der = base64.b64decode(b"".join(body.split()), validate=True)
    except binascii.Error:
        raise ValueError(f"{name}: a block that is not base64") from None
    if not _is_certificate(der):
        raise ValueError(f"{name}: a block that is no certificate")
    return der


def _certificates(name, pem):
    """DER of every certificate in one PEM text."""
    if not isinstance(pem, BYTES):
        raise wrong_kind(name, "bytes", pem)
    pem = bytes(pem)
    bodies = _BLOCK.findall(pem)
    if not bodies:
        raise ValueError(f"{name}: no certificate in PEM")
    if len(bodies) < max(map(pem.count, _MARKS)):
        raise ValueError(f"{name}: a block that is cut or no certificate")
    return [_der(name, body) for body in bodies]


def roots_by_format(by_format):
    """Lists of DER, by the text that names the format."""
    if by_format is None:
        return {}
    if not isinstance(by_format, dict):
        raise wrong_kind(_NAME, "a dictionary", by_format)
    roots = {}
    for fmt, pems in by_format.items():
        fmt = choice(_NAME, fmt, _FORMATS)
        name = f"{_NAME}[{fmt!r}]"
        roots[fmt] = [
            der
            for i, pem in enumerate(several(name, pems))
            for der in _certificates(f"{name}[{i}]", pem)
        ]
    return roots
