"""What edits make of a note."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.domain.finding import Mend
from agent.domain.note import Note, Statement
from agent.errors import InputError
from agent.services.edits import MAX_CHARACTERS, StatementEdit, apply_edits, edit_of

NOTE = Note(
    statements=(
        Statement(id="s1", section="S", text="Knee pain 3/10.", fact_ids=("f1",)),
        Statement(id="s2", section="O", text="Flexion 115 deg.", group="ROM"),
        Statement(id="s3", section="P", text="Continue.", origin="suggested"),
    )
)


def texts(note: Note) -> list[tuple[str, str, str]]:
    return [(s.section, s.text, s.origin) for s in note.statements]


def edited(**edit: Any) -> Note:
    return apply_edits(NOTE, (StatementEdit(**edit),))


def test_replace_makes_it_the_humans_own_and_keeps_what_it_is_about() -> None:
    first = edited(action="replace", statement_id="s1", text=" Knee  pain 4/10.\n").statements[0]
    assert (first.text, first.origin, first.id, first.fact_ids) == (
        "Knee pain 4/10.",
        "human",
        "s1",
        ("f1",),
    )


def test_the_same_text_is_no_change() -> None:
    assert edited(action="replace", statement_id="s1", text="Knee pain 3/10.") == NOTE


def test_add_after_a_statement_takes_its_section_and_group() -> None:
    note = edited(action="add", statement_id="s2", section="S", text="Extension -5 deg.")
    assert texts(note)[2] == ("O", "Extension -5 deg.", "human")
    assert note.statements[2].group == "ROM"


@pytest.mark.parametrize(("section", "at"), [("S", 1), ("O", 2), ("A", 2), ("P", 3)])
def test_add_to_a_section_goes_to_its_end_also_when_it_is_empty(section: Any, at: int) -> None:
    assert texts(edited(action="add", section=section, text="New."))[at] == (section, "New.", "human")


def test_remove_and_accept() -> None:
    note = apply_edits(
        NOTE,
        (
            StatementEdit(action="remove", statement_id="s1"),
            StatementEdit(action="accept", statement_id="s3"),
        ),
    )
    assert texts(note) == [("O", "Flexion 115 deg.", "dictated"), ("P", "Continue.", "human")]


@pytest.mark.parametrize(
    "edit",
    [
        {"action": "replace", "statement_id": "s9", "text": "x"},
        {"action": "remove", "statement_id": ""},
        {"action": "replace", "statement_id": "s1", "text": " \n\t\x00 "},
        {"action": "replace", "statement_id": "s1", "text": "x" * (MAX_CHARACTERS + 1)},
        {"action": "add", "text": "x"},
        {"action": "accept", "statement_id": "s1"},
    ],
)
def test_what_does_not_fit_is_an_error(edit: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        edited(**edit)


def test_a_mend_is_an_edit() -> None:
    mend = Mend(label="Remove", action="remove", statement_id="s1")
    assert [s.id for s in apply_edits(NOTE, (edit_of(mend),)).statements] == ["s2", "s3"]
    mend = Mend(label="Add", action="add", section="A", text="Progressing.")
    assert texts(apply_edits(NOTE, (edit_of(mend),)))[2] == ("A", "Progressing.", "human")


@given(
    st.lists(
        st.builds(
            StatementEdit,
            action=st.sampled_from(["replace", "add", "remove", "accept"]),
            statement_id=st.sampled_from(["s1", "s2", "s3", "h1", "h2", ""]),
            section=st.sampled_from([None, "S", "O", "A", "P"]),
            text=st.text(max_size=20),
        ),
        max_size=8,
    )
)
def test_any_edits_leave_a_note_in_order(edits: list[StatementEdit]) -> None:
    try:
        note = apply_edits(NOTE, edits)
    except InputError:
        return
    sections = ["SOAP".index(s.section) for s in note.statements]
    assert sections == sorted(sections)
    assert len({s.id for s in note.statements}) == len(note.statements)
    known = {s.text for s in NOTE.statements}
    assert all(s.origin == "human" for s in note.statements if s.text not in known)
    assert all(s.text.isprintable() for s in note.statements)
