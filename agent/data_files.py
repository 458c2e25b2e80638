"""Reading the YAML that ships with the project: word lists, figures, rules, templates."""

from __future__ import annotations

import gc
import marshal
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from typing import Any

import yaml

from agent import prepared

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""A safe loader, in C where libyaml is there: ten times as fast."""
_NO_TEXT = frozenset({"yes", "no", "on", "off", "true", "false", "null"})
"""What begins with a letter and is still no text, in any case."""

_MET: dict[str, Any] = {}
"""Numbers, dates and truth values by their text, each resolved once."""


class _UnusualError(Exception):
    """A tag, an anchor, a merge or a key of several parts: left to the loader itself."""


def from_yaml(file: Traversable) -> Any:
    """What a YAML file says, in plain types. Raises `yaml.YAMLError` and `OSError`."""
    text = file.read_text(encoding="utf-8")
    kept = prepared.answer("tables", text)
    return read(text) if kept is None else marshal.loads(kept)  # noqa: S302  # see there


def read(text: str) -> Any:
    """The same of a text."""
    with _uncollected():
        try:
            return _read(text)
        except _UnusualError:
            return yaml.load(text, _LOADER)  # noqa: S506  # a safe one


def _read(text: str) -> Any:
    """What the loader would make of a text, in two thirds of its time: it resolves a node of each part."""
    loader = _LOADER(text)
    try:
        loader.get_event()  # the stream begins
        if isinstance(loader.get_event(), yaml.StreamEndEvent):
            return None
        value = _value(loader, loader.get_event())
        loader.get_event()  # the document ends
        if not isinstance(loader.get_event(), yaml.StreamEndEvent):
            raise _UnusualError
        return value
    finally:
        loader.dispose()


def _value(loader: Any, event: Any) -> Any:
    kind = type(event)
    if kind is yaml.AliasEvent or event.anchor is not None or event.tag is not None:
        raise _UnusualError
    if kind is yaml.ScalarEvent:
        return _scalar(loader, event)
    if kind is yaml.SequenceStartEvent:
        values = []
        while type(part := loader.get_event()) is not yaml.SequenceEndEvent:
            values.append(_value(loader, part))
        return values
    mapping = {}
    while type(key := loader.get_event()) is not yaml.MappingEndEvent:
        if type(key) is not yaml.ScalarEvent or key.value == "<<":
            raise _UnusualError
        name = _value(loader, key)
        mapping[name] = _value(loader, loader.get_event())
    return mapping


def _scalar(loader: Any, event: Any) -> Any:
    """Text, as nearly all that ships is, is seen at once."""
    said: str = event.value
    if not event.implicit[0] or (said[:1].isalpha() and said.lower() not in _NO_TEXT):
        return said
    if said not in _MET:
        tag = loader.resolve(yaml.ScalarNode, said, event.implicit)
        _MET[said] = loader.construct_object(yaml.ScalarNode(tag, said), deep=True)
    return _MET[said]


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage, which takes as long as the reading: what is made here stays."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
