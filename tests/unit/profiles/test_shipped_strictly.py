"""The profiles that ship say what the strict reading, as of a clinic's own, makes of them."""

from __future__ import annotations

import pytest

from compliance.profiles.overlay import FOLDER, read_profile, shipped

NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


def test_there_are_some() -> None:
    assert len(NAMES) > 3


@pytest.mark.parametrize("name", NAMES)
def test_no_key_is_given_twice_and_nothing_is_read_otherwise(name: str) -> None:
    text = FOLDER.joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    assert shipped(name) == read_profile(text, name)
