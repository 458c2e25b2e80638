"""The quick way to canonical JSON never differs from the RFC's own library, in bytes or in refusals."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from agent.domain.canonical import canonical_bytes

WORDS = st.text() | st.text(st.characters())
NUMBERS = (
    st.integers() | st.floats() | st.integers(2**53 - 3, 2**53 + 3) | st.integers(-(2**53) - 3, -(2**53) + 3)
)
VALUES = st.recursive(
    st.none() | st.booleans() | WORDS | NUMBERS,
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(WORDS | st.integers(), inner),
)


@given(VALUES)
@example({"\U00010000": 1, "\ufb33": 2})  # sorted by UTF-16 units, not by code points
@example({"n": 2**53})
@example({"n": -(2**53) + 1, "é": True, "x": "\x7f\x1f\u2028"})
@example(["\ud800"])
@example({"a": {1: "b"}})
@example([1e16, 1.0, float("nan")])
def test_both_ways_give_the_same(value: object) -> None:
    assert _outcome(canonical_bytes, value) == _outcome(rfc8785.dumps, value)


def _outcome(dumps: Callable[[object], bytes], value: object) -> bytes | type[Exception]:
    try:
        return dumps(value)
    except rfc8785.CanonicalizationError as error:
        return type(error)


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical_bytes({"n": 2**53})
