"""Putting a draft together, and what of it survives a redraft."""

from __future__ import annotations

from typing import Any

import pytest

from agent.domain.billing import Claim
from agent.domain.draft import DraftContent, DraftingProvenance
from agent.domain.finding import Finding
from agent.domain.note import Note, Statement, SupportVerdict
from agent.domain.plan import Plan
from agent.drafting.assemble import assemble, carry_over, numbered, replace_section, with_free_ids
from agent.drafting.base import DraftedNote
from agent.drafting.revise import contradicted, objection, revisable, withdraw

MADE = DraftingProvenance(engine="offline")


def statement(id: str, section: Any, text: str, **more: Any) -> Statement:
    return Statement(id=id, section=section, text=text, **more)


def finding(rule_id: str, id: str = "") -> Finding:
    return Finding(id=id, rule_id=rule_id, severity="warn", title="t", detail="d")


def texts(note: Note) -> list[tuple[str, str]]:
    return [(s.section, s.text) for s in note.statements]


def test_the_engines_findings_come_first_and_all_have_ids() -> None:
    drafted = DraftedNote(note=Note(), findings=(finding("ENG-1"),), questions=("Why?",), provenance=MADE)
    content = assemble(drafted, Plan(), Claim(), (finding("A-1", "A-1#1"), finding("A-1")))
    assert [f.id for f in content.findings] == ["ENG-1#1", "A-1#1", "A-1#2"]
    assert content.questions == ("Why?",)


def test_ids_are_unique_and_kept_where_they_are() -> None:
    made = numbered((finding("A", "A#1"), finding("A", "A#1"), finding("B"), finding("A")))
    assert [f.id for f in made] == ["A#1", "A#2", "B#1", "A#3"]


def test_a_section_is_replaced_and_the_rest_stays() -> None:
    note = Note(
        statements=(
            statement("s1", "S", "Old."),
            statement("h1", "S", "By a human.", origin="human"),
            statement("s2", "O", "Gait."),
        )
    )
    drafted = Note(statements=(statement("s1", "S", "New."), statement("s2", "S", "Newer.")))
    made = replace_section(note, "S", drafted)
    assert texts(made) == [("S", "New."), ("S", "Newer."), ("S", "By a human."), ("O", "Gait.")]
    assert len({s.id for s in made.statements}) == 4


def test_what_a_human_wrote_stands_for_the_engines_words_on_the_same_facts() -> None:
    previous = Note(
        statements=(
            statement("s1", "S", "Pain 4/10 on stairs.", origin="human", fact_ids=("f1",)),
            statement("s2", "O", "Flexion 115."),
            statement("h1", "P", "Ice.", origin="human"),
        )
    )
    drafted = Note(
        statements=(
            statement("s1", "S", "Pain 3/10.", fact_ids=("f1", "f2")),
            statement("s2", "O", "Flexion 115 deg."),
            statement("s3", "P", "Ice."),
        )
    )
    made = carry_over(previous, drafted)
    assert texts(made) == [("S", "Pain 4/10 on stairs."), ("O", "Flexion 115 deg."), ("P", "Ice.")]
    assert [s.origin for s in made.statements] == ["human", "dictated", "human"]


def test_ids_given_twice() -> None:
    made = with_free_ids(tuple(statement(id, "S", "x") for id in ("s1", "s1", "s1-2", "s1")))
    assert [s.id for s in made] == ["s1", "s1-2", "s1-2-2", "s1-3"]


def checked(*verdicts: tuple[str, Any, tuple[str, ...], Any]) -> DraftContent:
    statements = tuple(
        statement(f"s{n}", "O", text, origin=origin, support=SupportVerdict(verdict=verdict, reasons=reasons))
        for n, (text, verdict, reasons, origin) in enumerate(verdicts, 1)
    )
    return DraftContent(note=Note(statements=statements), provenance=MADE)


@pytest.mark.parametrize(
    ("verdict", "reasons", "origin", "out"),
    [
        ("unsupported", ("number",), "dictated", True),
        ("unsupported", ("side", "term"), "dictated", True),
        ("unsupported", ("negation",), "dictated", True),
        ("unsupported", ("subject",), "dictated", True),
        ("unsupported", ("term",), "dictated", False),  # a doubt for the reviewer, not a contradiction
        ("partly", ("number",), "dictated", False),
        ("supported", (), "dictated", False),
        ("unsupported", ("number",), "human", False),  # the human's own word is theirs to defend
        ("unsupported", ("number",), "computed", False),
        ("unsupported", ("number",), "suggested", False),
    ],
)
def test_what_is_contradicted(verdict: Any, reasons: tuple[str, ...], origin: Any, out: bool) -> None:
    assert bool(contradicted(checked(("Flexion 150.", verdict, reasons, origin)).note)) is out


def test_nothing_is_withdrawn_unseen() -> None:
    content = checked(
        ("Flexion 150.", "unsupported", ("number",), "dictated"),
        ("Extension -5.", "supported", (), "dictated"),
    )
    drafted = DraftedNote(note=content.note, questions=("Total time?",), provenance=MADE)
    made = withdraw(drafted, content)
    assert [s.text for s in made.note.statements] == ["Extension -5."]
    assert made.questions[0] == "Total time?"
    assert "Flexion 150." in made.questions[1]


def test_the_objection_names_each_statement_and_why() -> None:
    content = checked(("Flexion 150.", "unsupported", ("unit", "number"), "dictated"))
    assert objection(content).endswith("- (number, unit) Flexion 150.")
    assert objection(checked(("Fine.", "supported", (), "dictated"))) == ""


def test_only_the_section_that_was_written_again_is_cut() -> None:
    content = checked(("Flexion 150.", "unsupported", ("number",), "dictated"))
    assert contradicted(content.note, "S") == ()
    assert len(contradicted(content.note, "O")) == 1
    drafted = DraftedNote(note=content.note, provenance=MADE)
    assert withdraw(drafted, content, "S") == drafted


@pytest.mark.parametrize(
    ("engine", "fell_back", "may_help"),
    [("llm", False, True), ("llm", True, False), ("offline", False, False)],
)
def test_only_a_language_model_is_asked_again(engine: Any, fell_back: bool, may_help: bool) -> None:
    made = DraftingProvenance(engine=engine, fell_back=fell_back)
    assert revisable(DraftedNote(note=Note(), provenance=made)) is may_help
