"""What is worked out at set-up is what a start works out; anything wrong with it costs time and no more."""

from __future__ import annotations

import dataclasses
import importlib
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import agent.cli
from agent import data_files, needles, prepared
from agent.cli import prepare
from agent.late import late

COMPILER: Any = importlib.import_module("re._compiler")
SAYS = r"\b(?P<side>left|right) (?:heel|toe) (?:raise|lift)s?(?! with)\b"
TEXT = "Left heel raise, RIGHT toe lifts, left toe raise with a strap."
TABLE = "raises: [heel, 3, yes, 2.5, null]\n"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place of its own, and everything as it was afterwards."""
    place = tmp_path / "cache" / "here.kept"
    monkeypatch.setattr(prepared, "place", lambda: place)
    monkeypatch.setattr(prepared, "_kept", {})
    monkeypatch.setattr(COMPILER, "compile", COMPILER.compile)
    yield place
    for module in (dataclasses, typing):
        vars(module).pop("exec", None)
        vars(module).pop("compile", None)
    re.purge()


def _made() -> prepared.Kept:
    re.purge()
    with (
        prepare.expressions_noted() as expressions,
        prepare.code_noted() as code,
        prepare.answers_noted(needles, "told_by") as told,
        prepare.answers_noted(data_files, "read") as tables,
    ):
        re.compile(SAYS, re.IGNORECASE)
        re.compile(SAYS)
        data_files.read(TABLE)
        needles.needles(SAYS)
        dataclasses.make_dataclass("Heel", [("reps", int)], frozen=True)
    re.purge()
    return {"expressions": expressions, "code": code, "needles": told, "tables": tables}


def _no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on `re` cannot compile, and nothing is read off an expression or a table."""

    def refused(*_: object) -> None:
        pytest.fail("worked out again")

    monkeypatch.setattr(COMPILER, "_code", refused)
    monkeypatch.setattr(needles, "told_by", refused)
    monkeypatch.setattr(data_files, "read", refused)


@pytest.mark.parametrize("flags", [0, re.IGNORECASE])
def test_a_kept_expression_finds_what_it_found(
    flags: int, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = re.compile(SAYS, flags)
    expected = [(m.span(), m["side"], m.groupdict()) for m in fresh.finditer(TEXT)]
    prepared.save(_made())
    assert prepared.use()
    _no_work(monkeypatch)
    made = re.compile(SAYS, flags)
    assert [(m.span(), m["side"], m.groupdict()) for m in made.finditer(TEXT)] == expected
    assert (made.pattern, made.flags, made.groups, dict(made.groupindex)) == (
        (SAYS, fresh.flags, 1, {"side": 1})
    )
    assert made == fresh


def test_an_expression_with_other_flags_is_another(kept: Path) -> None:
    prepared.save(_made())
    assert prepared.use()
    assert not re.compile(SAYS, re.ASCII).search("RIGHT toe lift")
    assert re.compile(SAYS, re.ASCII).search("right toe lift")


def test_what_an_expression_needs_and_a_table_says_are_kept(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = needles.needles(SAYS)
    (tmp_path / "table.yaml").write_text(TABLE)
    read = data_files.from_yaml(tmp_path / "table.yaml")
    prepared.save(_made())
    assert prepared.use()
    _no_work(monkeypatch)
    assert needles.needles(SAYS) == told
    first = data_files.from_yaml(tmp_path / "table.yaml")
    assert first == read == {"raises": ["heel", 3, True, 2.5, None]}
    first["raises"].append("changed by one reader")
    assert data_files.from_yaml(tmp_path / "table.yaml") == read


def test_a_kept_dataclass_is_one(kept: Path) -> None:
    prepared.save(_made())
    assert prepared.use()
    made = dataclasses.make_dataclass("Heel", [("reps", int)], frozen=True)
    assert made(3) == made(reps=3) != made(4)
    assert repr(made(3)) == "Heel(reps=3)"
    assert hash(made(3)) == hash(made(3))
    with pytest.raises(dataclasses.FrozenInstanceError):
        made(3).reps = 4
    other = dataclasses.make_dataclass("Toe", [("side", str)])  # none that is kept
    assert other("left").side == "left"


def test_an_annotation_is_read_as_before(kept: Path) -> None:
    prepared.save(_made())
    assert prepared.use()
    assert typing.get_type_hints(type("Toe", (), {"__annotations__": {"reps": "int | None"}})) == {
        "reps": int | None
    }


def test_nothing_is_added_by_a_process_at_work(kept: Path) -> None:
    prepared.save(_made())
    before = kept.read_bytes()
    assert prepared.use()
    sizes = {kind: len(known) for kind, known in prepared._kept.items()}
    assert re.search(r"\bMarisol Quintero\b", "for Marisol Quintero")
    assert needles.needles("Marisol Quintero") == ("marisol quintero",)
    assert {kind: len(known) for kind, known in prepared._kept.items()} == sizes
    assert kept.read_bytes() == before
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


@pytest.mark.parametrize("wrong", ["missing", "empty", "cut short", "one bit", "another Python", "needles"])
def test_what_does_not_fit_is_left_alone(wrong: str, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared.save(_made())
    body = kept.read_bytes()
    if wrong == "missing":
        kept.unlink()
    elif wrong == "empty":
        kept.write_bytes(b"")
    elif wrong == "cut short":
        kept.write_bytes(body[:-7])
    elif wrong == "one bit":
        kept.write_bytes(body[:-9] + bytes([body[-9] ^ 1]) + body[-8:])
    else:
        monkeypatch.setattr(prepared, "stamp", lambda: wrong)
    compile_now = COMPILER.compile
    assert not prepared.use()
    assert (COMPILER.compile, prepared._kept) == (compile_now, {})
    assert "exec" not in vars(dataclasses)
    assert re.compile(SAYS, re.IGNORECASE).search(TEXT)


def test_expressions_that_wait_are_prepared_too(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = late(r"\bno sample says (\w+) of a lantern\b")
    rare = needles.Rare(r"\bno sample tells of (?:a|the) candlestick\b")
    monkeypatch.setattr(prepare, "_draft_samples", lambda: None)
    monkeypatch.setattr("gc.get_objects", lambda: [waits, rare])
    made = prepare.worked_out()
    assert {key.partition(" ")[2] for key in made["expressions"]} == {waits.pattern, rare.pattern}
    assert list(made["needles"]) == [prepared.digest_of(rare.pattern)]


def test_the_command_uses_what_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def ran(_: object) -> int:
        done.append("ran")
        return 0

    monkeypatch.setattr(prepared, "use", lambda: done.append("used"))
    monkeypatch.setattr("agent.starting.collect_seldom", lambda: None)
    monkeypatch.setenv("PYDANTIC_DISABLE_PLUGINS", "as the host set it")
    monkeypatch.setattr("agent.cli.boundary.guarded", ran)
    with pytest.raises(SystemExit):
        agent.cli.main()
    assert done == ["used", "ran"]
