"""One dictation of each note type, and the note it makes: as Markdown, and statement by statement.

Written again by `python tests/unit/drafting/test_golden_notes.py`; read the difference before keeping it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.domain.draft import DraftContent
from agent.domain.transcript import Segment, Transcript
from agent.domain.visit import Encounter
from agent.drafting.alone import draft_alone
from agent.drafting.offline import OfflineDrafter
from agent.export.markdown import note_markdown

GOLDEN = Path(__file__).with_name("golden")
TYPES = ("daily", "evaluation", "progress", "discharge")


def drafted(note_type: str) -> tuple[DraftContent, Encounter]:
    given = yaml.safe_load((GOLDEN / f"{note_type}.yaml").read_text(encoding="utf-8"))
    encounter = Encounter.model_validate(given["record"])
    transcript = Transcript(segments=(Segment(text=given["said"].strip()),))
    return draft_alone(transcript, encounter, OfflineDrafter()), encounter


def markdown(content: DraftContent, encounter: Encounter) -> str:
    """The four sections alone; plan and claim have tests of their own."""
    whole = note_markdown(content, encounter, signature=None, draft_id="golden", version=1)
    return whole[whole.index("## Subjective") :].split("\n## Exercise protocol")[0].split("\n## Services")[0]


def structured(content: DraftContent) -> list[dict[str, Any]]:
    return [
        {"id": s.id, "heading": s.group, "origin": s.origin, "text": s.text} for s in content.note.statements
    ]


def _lines(statements: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(s, ensure_ascii=False) + "\n" for s in statements)


@pytest.mark.parametrize("note_type", TYPES)
def test_the_note_reads_as_the_example(note_type: str) -> None:
    assert markdown(*drafted(note_type)).strip() == (GOLDEN / f"{note_type}.md").read_text("utf-8").strip()


@pytest.mark.parametrize("note_type", TYPES)
def test_the_statements_are_those_of_the_example(note_type: str) -> None:
    content, _ = drafted(note_type)
    assert content.note.note_type == note_type
    assert _lines(structured(content)) == (GOLDEN / f"{note_type}.jsonl").read_text("utf-8")


@pytest.mark.parametrize("note_type", TYPES)
def test_nothing_in_the_example_is_unsupported(note_type: str) -> None:
    content, _ = drafted(note_type)
    verdicts = {s.text: s.support.verdict for s in content.note.statements if s.support is not None}
    assert set(verdicts.values()) == {"supported"}, verdicts


def _write() -> None:
    for note_type in TYPES:
        content, encounter = drafted(note_type)
        (GOLDEN / f"{note_type}.md").write_text(markdown(content, encounter).strip() + "\n", encoding="utf-8")
        (GOLDEN / f"{note_type}.jsonl").write_text(_lines(structured(content)), encoding="utf-8")


if __name__ == "__main__":
    _write()
