"""Reading the YAML that ships with the project: word lists, figures, rules, templates."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources.abc import Traversable
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""A safe loader, in C where libyaml is there: ten times as fast."""
_TEXT, _LIST, _MAPPING, _MERGE = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map", "merge"))
_NO_TEXT = frozenset({"yes", "no", "on", "off", "true", "false", "null"})
"""What begins with a letter and is still no text, in any case."""


class _Loader(_LOADER):  # type: ignore[misc, valid-type]  # whichever of the two is there
    """A loader that sees at once that a word is text, as nearly all that ships is."""

    def resolve(self, kind: type[yaml.Node], value: str, implicit: tuple[bool, bool]) -> Any:
        if kind is yaml.ScalarNode and implicit[0] and value[:1].isalpha() and value.lower() not in _NO_TEXT:
            return _TEXT
        return super().resolve(kind, value, implicit)


def from_yaml(file: Traversable) -> Any:
    """What a YAML file says, in plain types. Raises `yaml.YAMLError` and `OSError`."""
    loader = _Loader(file.read_text(encoding="utf-8"))
    try:
        with _uncollected():
            root = loader.get_single_node()
            return None if root is None else _value(loader, root)
    finally:
        loader.dispose()


def _value(loader: Any, node: yaml.Node) -> Any:
    """What the loader itself would make of a node, which takes it twice as long."""
    if node.tag == _TEXT:
        return node.value
    if node.tag == _LIST:
        return [_value(loader, part) for part in node.value]
    if node.tag == _MAPPING and all(key.tag != _MERGE for key, _ in node.value):
        return {_value(loader, key): _value(loader, value) for key, value in node.value}
    return loader.construct_object(node, deep=True)


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
