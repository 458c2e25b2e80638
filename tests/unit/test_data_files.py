"""The YAML that ships is read as any YAML reader reads it, and faster."""

from __future__ import annotations

import gc
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest
import yaml

import agent
import compliance
from agent.data_files import from_yaml

FILES = sorted(
    path for package in (agent, compliance) for path in Path(package.__file__ or "").parent.rglob("*.yaml")
)
TRICKY = """
words: [Yes, no, ON, off, True, null, ~, "no", 'true', y, nan, Nothing]
numbers: [1, 012, 0x1F, 1_000, -3, 1.5, .inf, 1e3, 12:30, 3 x 10, "7"]
dates: [2026-01-02, 2026-01-02T03:04:05Z]
true: a key that is no text
2: another
nested: {a: [{b: c}], empty: {}, none: }
base: &base {left: 1, right: 2}
taken: {<<: *base, right: 3}
again: *base
text: |
  two
  lines
set: !!set {a, b}
"""


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_what_ships_is_read_as_pyyaml_reads_it(file: Path) -> None:
    assert from_yaml(file) == yaml.safe_load(file.read_text(encoding="utf-8"))


def written(folder: Path, text: str) -> Traversable:
    path = folder / "words.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", [TRICKY, "", "just text", "no", "- 1", "{}"])
def test_every_kind_of_value_is_read_as_pyyaml_reads_it(tmp_path: Path, text: str) -> None:
    read, meant = from_yaml(written(tmp_path, text)), yaml.safe_load(text)
    assert (read, repr(read)) == (meant, repr(meant))


@pytest.mark.parametrize("collects", [True, False])
@pytest.mark.parametrize("text", ["a: b", "a: [b"])
def test_the_search_for_garbage_goes_on_as_before(tmp_path: Path, text: str, *, collects: bool) -> None:
    before = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        try:
            from_yaml(written(tmp_path, text))
        except yaml.YAMLError:
            assert text == "a: [b"
        assert gc.isenabled() == collects
    finally:
        (gc.enable if before else gc.disable)()
