"""The difference between versions of a draft, line by line, and whose version brought each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from agent.domain.base import Model
from agent.domain.billing import ClaimLine
from agent.domain.draft import DraftContent, VersionInfo
from agent.domain.note import SECTION_NAMES

_PLAN = "Exercise protocol"
ChangeKind = Literal["kept", "reworded", "removed", "added"]
Versions = Sequence[tuple[VersionInfo, DraftContent]]


class Change(Model):
    """What became of one line. `by`, `author` and `version` tell of the version that brought it."""

    part: str
    """A section of the note by name, `Exercise protocol` or `Services`."""
    kind: ChangeKind
    before: str = ""
    after: str = ""
    author: Literal["engine", "human", ""] = ""
    by: str = ""
    version: int = 0


class _Line(NamedTuple):
    part: str
    text: str
    id: str = ""


_Fits = Callable[[_Line, _Line], bool]
_Each = Sequence[tuple[VersionInfo, list[_Line]]]


def changes_between(versions: Versions) -> tuple[Change, ...]:
    """What became of each line of the first version, in its order, then what was added up to the last.

    A line that says the same in the same part was kept; else the line with the same id was reworded.
    """
    if not versions:
        return ()
    each = [(info, _lines(content)) for info, content in versions]
    before, after = each[0][1], list(each[-1][1])
    pairs: list[tuple[_Line, _Line | None]] = []
    kept = [_take(after, line, _says) for line in before]
    for line, same in zip(before, kept, strict=True):
        pairs.append((line, same or _take(after, line, _same_place)))
    changes = [_became(line, now, each) for line, now in pairs]
    return (*changes, *(_added(line, each) for line in after))


def _take(lines: list[_Line], wanted: _Line, fits: _Fits) -> _Line | None:
    found = next((line for line in lines if fits(wanted, line)), None)
    if found is not None:
        lines.remove(found)
    return found


def _same_place(one: _Line, other: _Line) -> bool:
    return bool(one.id) and (one.part, one.id) == (other.part, other.id)


def _became(line: _Line, now: _Line | None, each: _Each) -> Change:
    if now is None:
        gone = next((info for info, lines in each if not _stands(line, lines)), each[-1][0])
        return _change(gone, part=line.part, kind="removed", before=line.text)
    if now.text == line.text:
        return Change(part=line.part, kind="kept", before=line.text, after=now.text)
    return _change(_came(now, each), part=line.part, kind="reworded", before=line.text, after=now.text)


def _added(line: _Line, each: _Each) -> Change:
    return _change(_came(line, each), part=line.part, kind="added", after=line.text)


def _came(line: _Line, each: _Each) -> VersionInfo:
    """The version from which on the line stands there without a gap."""
    came = each[-1][0]
    for info, lines in reversed(each):
        if not _stands(line, lines):
            break
        came = info
    return came


def _stands(line: _Line, lines: list[_Line]) -> bool:
    return any(_says(line, other) for other in lines)


def _says(one: _Line, other: _Line) -> bool:
    return one[:2] == other[:2]


def _change(info: VersionInfo, *, part: str, kind: ChangeKind, before: str = "", after: str = "") -> Change:
    return Change(
        part=part,
        kind=kind,
        before=before,
        after=after,
        author=info.author,
        by=info.by,
        version=info.version,
    )


def _lines(content: DraftContent) -> list[_Line]:
    """All that a signature covers and a reader sees, as lines of text."""
    plan, claim = content.plan, content.claim
    note = [_Line(SECTION_NAMES[s.section], s.text, s.id) for s in content.note.statements]
    exercises = [
        _Line(_PLAN, f"{one.text} ({one.where.replace('_', ' ')})", one.exercise) for one in plan.lines
    ]
    kept_out = [_Line(_PLAN, f"kept out: {one.exercise} ({one.why})") for one in plan.kept_out]
    precautions = [_Line(_PLAN, f"precaution: {one}") for one in plan.precautions]
    goals = [_Line("Goals", one.text) for one in plan.goals]
    services = [_Line("Services", _service(one), one.code) for one in claim.lines]
    return [*note, *exercises, *kept_out, *precautions, *goals, *services]


def _service(line: ClaimLine) -> str:
    minutes = "" if line.minutes is None else f", {line.minutes} min"
    return f"{'-'.join((line.code, *line.modifiers))}, {line.units} units{minutes}"
