"""Canonical JSON (RFC 8785): equal values give equal bytes, in any language."""

from __future__ import annotations

import json
from typing import Any

import rfc8785

_ENCODE = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False
).encode
_SAFE_INTEGER = 2**53 - 1


def canonical_bytes(value: Any) -> bytes:
    """RFC 8785 bytes of a JSON value. Raises `rfc8785.CanonicalizationError` for what JSON cannot hold.

    Of text, integers and ASCII keys alone (as in every event of the trail) the standard library's encoder
    makes the same bytes in a fraction of the time. The rest is left to the RFC's own library.
    """
    if _plain(value):
        try:
            return _ENCODE(value).encode()
        except UnicodeEncodeError:  # half a surrogate pair: refused below, in the library's words
            pass
    return rfc8785.dumps(value)


def _plain(value: object) -> bool:
    """Exact types only: what is derived from them may be written otherwise."""
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if isinstance(value, dict):
        return kind is dict and all(
            type(key) is str and key.isascii() and (type(one) is str or _plain(one))
            for key, one in value.items()
        )
    if isinstance(value, int):
        return kind is int and -_SAFE_INTEGER <= value <= _SAFE_INTEGER
    return isinstance(value, list | tuple) and all(map(_plain, value))
