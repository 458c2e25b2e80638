"""What changed between two versions of a note, statement by statement and word by word, as safe HTML."""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape
from itertools import zip_longest
from typing import Final, Literal

from agent.domain.base import Model
from agent.domain.note import SECTION_NAMES, Note, Section, Statement
from review_ui.components.assets import asset

Change = Literal["same", "changed", "added", "removed"]
_SECTIONS: Final[tuple[Section, ...]] = ("S", "O", "A", "P")


class StatementChange(Model):
    """One statement's way from the earlier to the later version."""

    section: Section
    kind: Change
    before: str = ""
    after: str = ""


def changes(earlier: Note, later: Note) -> list[StatementChange]:
    """All statements of both notes in reading order; a statement is the same one if its id is."""
    result = []
    for section in _SECTIONS:
        old = {s.id: s for s in earlier.section(section)}
        new = {s.id: s for s in later.section(section)}
        for key in _merged_order(list(old), list(new)):
            result.append(_change(section, old.get(key), new.get(key)))
    return result


def _merged_order(old: list[str], new: list[str]) -> list[str]:
    """The ids of both lists: the new order, with removed ids where they stood."""
    merged: list[str] = []
    kept = set(new)
    leaving = [(key, old[index - 1] if index else "") for index, key in enumerate(old) if key not in kept]
    merged.extend(new)
    for key, after in leaving:
        merged.insert(merged.index(after) + 1 if after in merged else 0, key)
    return merged


def _change(section: Section, old: Statement | None, new: Statement | None) -> StatementChange:
    before, after = old.text if old else "", new.text if new else ""
    kind: Change = "same" if before == after else "changed"
    if not old or not new:
        kind = "added" if new else "removed"
    return StatementChange(section=section, kind=kind, before=before, after=after)


def difference_html(rows: list[StatementChange], *, only_changes: bool = False) -> str:
    """The changes as HTML in which every piece of text is escaped."""
    parts = [f"<style>{asset('styles/difference.css')}</style>", '<div class="diff">']
    for section in _SECTIONS:
        here = [row for row in rows if row.section == section and not (only_changes and row.kind == "same")]
        if here:
            parts.append(f"<h4>{SECTION_NAMES[section]}</h4>")
            parts.extend(f'<p class="{row.kind}">{_row_html(row)}</p>' for row in here)
    parts.append("</div>")
    return "".join(parts)


def _row_html(row: StatementChange) -> str:
    if row.kind == "added":
        return f"<ins>{escape(row.after)}</ins>"
    if row.kind == "removed":
        return f"<del>{escape(row.before)}</del>"
    return word_difference(row.before, row.after) if row.kind == "changed" else escape(row.after)


def word_difference(before: str, after: str) -> str:
    """`after` with what was added in `<ins>` and what went in `<del>`, word by word."""
    old, new = before.split(), after.split()
    parts = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, came = escape(" ".join(old[i1:i2])), escape(" ".join(new[j1:j2]))
        if tag == "equal":
            parts.append(came)
            continue
        for text, mark in zip_longest((gone, came), ("del", "ins")):
            if text:
                parts.append(f"<{mark}>{text}</{mark}>")
    return " ".join(parts)
