"""Works out what every start would (`agent/prepared.py`), for `make setup`: `python -m agent.cli.prepare`."""

from __future__ import annotations

import builtins
import gc
import importlib
import json
import marshal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from typing import Any

from agent import prepared


class _Engine:
    """`_sre` as `re`'s compiler knows it, noting what it is called with."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.called_with: tuple[Any, ...] = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def compile(self, *arguments: Any) -> Any:
        self.called_with = arguments
        return self._engine.compile(*arguments)


@contextmanager
def expressions_noted() -> Iterator[dict[str, tuple[Any, ...]]]:
    """Each expression that is compiled within, as `prepared` keeps it."""
    compiler: Any = importlib.import_module("re._compiler")
    engine, work_out = _Engine(compiler._sre), compiler.compile
    noted: dict[str, tuple[Any, ...]] = {}

    def compiled(pattern: Any, flags: int = 0) -> Any:
        made = work_out(pattern, flags)
        if type(pattern) is str:
            noted[prepared.key_of(pattern, flags)] = prepared.packed(engine.called_with)
        return made

    compiler._sre, compiler.compile = engine, compiled
    try:
        yield noted
    finally:
        compiler._sre, compiler.compile = engine._engine, work_out


@contextmanager
def code_noted() -> Iterator[dict[str, bytes]]:
    """What a dataclass and `typing` compile within, by its text."""
    dataclass, typing = (vars(importlib.import_module(name)) for name in ("dataclasses", "typing"))
    noted: dict[str, bytes] = {}

    def run(text: str, *spaces: Any) -> None:
        made = builtins.compile(text, "<string>", "exec", dont_inherit=True)
        noted[text] = marshal.dumps(made)
        builtins.exec(made, *spaces)  # noqa: S102  # in place of its own

    def compiled(text: Any, name: str, mode: str, *more: Any, **others: Any) -> Any:
        made = builtins.compile(text, name, mode, *more, **others)
        if name == "<string>" and not more and not others:
            noted[f"{mode} {text}"] = marshal.dumps(made)
        return made

    dataclass["exec"], typing["compile"] = run, compiled
    try:
        yield noted
    finally:
        del dataclass["exec"], typing["compile"]


@contextmanager
def answers_noted(module: Any, name: str) -> Iterator[dict[str, bytes]]:
    """What a function of one text answers within, by the text, and marshalled before anybody can change it.

    An answer with dates is left out: they have no form that is quick to read.
    """
    work_out = getattr(module, name)
    noted: dict[str, bytes] = {}

    def answered(text: str) -> Any:
        value = work_out(text)
        with suppress(ValueError):
            noted[prepared.digest_of(text)] = marshal.dumps(value)
        return value

    setattr(module, name, answered)
    try:
        yield noted
    finally:
        setattr(module, name, work_out)


def worked_out() -> prepared.Kept:
    """From the drafts of the samples that ship, and all expressions that wait for a text to be tried on."""
    with expressions_noted() as expressions, code_noted() as code:
        told, tables = _answers()
    return {"expressions": expressions, "code": code, "needles": told, "tables": tables}


def _answers() -> tuple[dict[str, bytes], dict[str, bytes]]:
    from agent import data_files, late, needles

    with (
        answers_noted(needles, "told_by") as told,
        answers_noted(data_files, "read") as tables,
    ):
        _draft_samples()
        for one in gc.get_objects():
            if type(one) is needles.Rare:
                one.compiled()
                needles.needles(one.pattern)
            elif type(one) is late.Late:
                one.compile_now()
    return told, tables


def _draft_samples() -> None:
    from agent.cli.inputs import parse_transcript, parse_visit
    from agent.drafting.alone import draft_alone
    from agent.drafting.offline import OfflineDrafter

    folder = resources.files("audio_samples")

    def text(name: str) -> str:
        return folder.joinpath(name).read_text(encoding="utf-8")

    for item in json.loads(text("manifest.json"))["samples"]:
        visit = parse_visit(json.loads(text(item["visit"])), item["visit"])
        draft_alone(parse_transcript(text(item["script"])), visit, OfflineDrafter())


def main() -> None:
    sys.stdout.write(f"{prepared.save(worked_out())}\n")


if __name__ == "__main__":
    main()
