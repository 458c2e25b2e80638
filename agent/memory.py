"""Caches of what was said of a patient: emptied when the work that filled them is done.

What is said of a patient must not outlive its request in the memory of the process. A table that ships may be
kept for good (`functools.cache`); what is keyed by anybody's words is `kept_for_now`, and whoever begins a
piece of work ends it by `forgetting`. Work that another thread does at that moment only computes again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper, lru_cache
from typing import TypeVar

T = TypeVar("T")
_caches: list[_lru_cache_wrapper[object]] = []


def kept_for_now(most: int) -> Callable[[Callable[..., T]], _lru_cache_wrapper[T]]:
    """A decorator: the last `most` answers are kept until the work at hand is done."""

    def keep(function: Callable[..., T]) -> _lru_cache_wrapper[T]:
        cached = lru_cache(maxsize=most)(function)
        _caches.append(cached)
        return cached

    return keep


@contextmanager
def forgetting() -> Iterator[None]:
    """Around a piece of work, or as the decorator of what does it: at its end nothing is kept of it."""
    try:
        yield
    finally:
        for cached in _caches:
            cached.cache_clear()
