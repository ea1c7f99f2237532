# SPDX-License-Identifier: Apache-2.0
"""Whether what the caller gives can be used. Another kind of value is a
TypeError, one out of its range a ValueError; both begin with the argument's
name, so that no mistake of the caller looks like a refusal of the visitor."""

import math
import operator
import time

from ._abi import CONSTANTS as C

_RP_ID_MAX_LEN = 253  # a domain name
_RP_NAME_MAX_LEN = 256
_ORIGIN_MAX_LEN = 512
_TIMEOUT_MS = 30000, 600000
_TIMEOUT_DEFAULT_MS = 60000

BYTES = bytes, bytearray, memoryview


def value_of(choice):
    """The text of an enum member, or the text itself."""
    return getattr(choice, "value", choice)


def wrong_kind(name, wanted, value):
    return TypeError(f"{name} must be {wanted}, not {type(value).__name__}")


def octets(name, value, least, most):
    """Never bytes(value): that makes seven zero bytes of the number 7."""
    if not isinstance(value, BYTES):
        raise wrong_kind(name, "bytes", value)
    data = bytes(value)
    if not least <= len(data) <= most:
        raise ValueError(f"{name}: {least} to {most} bytes, not {len(data)}")
    return data


def text(name, value):
    value = value_of(value)
    if not isinstance(value, str):
        raise wrong_kind(name, "a text", value)
    if not value:
        raise ValueError(f"{name} cannot be an empty string")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name}: half of a surrogate pair") from None
    return value


def _plain_text(name, value, most):
    value = text(name, value)
    if len(value.encode()) > most:
        raise ValueError(f"{name}: longer than {most} bytes")
    if any(c < " " or c == "\x7f" for c in value):
        raise ValueError(f"{name}: a control character")
    return value


def rp_id(name, value):
    return _plain_text(name, value, _RP_ID_MAX_LEN)


def rp_name(name, value):
    return _plain_text(name, value, _RP_NAME_MAX_LEN)


def number(name, value, least, most):
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise wrong_kind(name, "an integer", value)
    value = operator.index(value)
    if not least <= value <= most:
        raise ValueError(f"{name}: {least} to {most}, not {value}")
    return value


def choice(name, value, known):
    value = value_of(value)
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name}: {value!r} is none of {', '.join(known)}")
    return known[value]


def several(name, value, most=None, wanted="a list"):
    """A list of whatever can be walked through; None is none of them."""
    if value is None:
        return []
    if isinstance(value, (str, dict, *BYTES)) or not hasattr(value, "__iter__"):
        raise wrong_kind(name, wanted, value)
    items = list(value)
    if most is not None and len(items) > most:
        raise ValueError(f"{name}: more than {most}")
    return items


def origins(name, value):
    """One origin or several of them, as a list."""
    if isinstance(value, str):
        return [_plain_text(name, value, _ORIGIN_MAX_LEN)]
    return [
        _plain_text(f"{name}[{i}]", one, _ORIGIN_MAX_LEN)
        for i, one in enumerate(
            several(name, value, wanted="a text or a list of texts")
        )
    ]


def challenge(name, value):
    return octets(
        name,
        value,
        C["PASSKEY_CHALLENGE_MIN_LEN"],
        C["PASSKEY_CHALLENGE_MAX_LEN"],
    )


def user_handle(name, value):
    return octets(name, value, 1, C["PASSKEY_USER_HANDLE_MAX_LEN"])


def credential_id(name, value):
    return octets(name, value, 1, C["PASSKEY_CREDENTIAL_ID_MAX_LEN"])


def algorithms(name, value):
    numbers = [
        number(f"{name}[{i}]", one, -(2**31), 2**31 - 1)
        for i, one in enumerate(
            several(name, value, C["PASSKEY_ALGORITHMS_MAX"])
        )
    ]
    if len(set(numbers)) < len(numbers):
        raise ValueError(f"{name}: one algorithm twice")
    return numbers


def timeout(name, value):
    """Milliseconds; None is a minute, as in py_webauthn."""
    if value is None:
        return _TIMEOUT_DEFAULT_MS
    return number(name, value, *_TIMEOUT_MS)


def seconds(name, value):
    """A time as time.time() gives it; None is now."""
    if value is None:
        return int(time.time())
    if isinstance(value, float) and math.isfinite(value):
        value = int(value)
    return number(name, value, 0, 2**63 - 1)
