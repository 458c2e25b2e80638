"""The difference between two versions: every change is found, every text is escaped."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from agent.domain.note import Note, Section, Statement
from review_ui.components.difference import changes, difference_html, word_difference


def note(*statements: tuple[str, Section, str]) -> Note:
    return Note(
        statements=tuple(
            Statement(id=key, section=section, text=text, origin="human") for key, section, text in statements
        )
    )


def test_each_kind_of_change_is_told() -> None:
    before = note(("1", "S", "pain 3/10"), ("2", "S", "slept well"), ("3", "O", "flexion 110"))
    after = note(("1", "S", "pain 4/10"), ("4", "S", "no fever"), ("3", "O", "flexion 110"))
    kinds = {(c.before, c.after): c.kind for c in changes(before, after)}
    assert kinds == {
        ("pain 3/10", "pain 4/10"): "changed",
        ("slept well", ""): "removed",
        ("", "no fever"): "added",
        ("flexion 110", "flexion 110"): "same",
    }


def test_a_removed_statement_stands_where_it_stood() -> None:
    before = note(("1", "S", "one"), ("2", "S", "two"), ("3", "S", "three"))
    after = note(("1", "S", "one"), ("3", "S", "three"))
    assert [c.before or c.after for c in changes(before, after)] == ["one", "two", "three"]
    first_gone = changes(before, note(("2", "S", "two"), ("3", "S", "three")))
    assert [c.before for c in first_gone] == ["one", "two", "three"]


def test_texts_never_become_markup() -> None:
    before, after = note(("1", "S", "pain <3/10")), note(("1", "S", "<script>alert(1)</script> pain <4/10"))
    added = note(("2", "S", "<script>alert(2)</script>"))
    for earlier, later in ((before, after), (note(), added), (added, note()), (added, added)):
        assert "<script>" not in difference_html(changes(earlier, later))
    page = difference_html(changes(before, after))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_only_changes_leaves_the_rest_out() -> None:
    before = note(("1", "S", "kept as it was"), ("2", "O", "old words"))
    after = note(("1", "S", "kept as it was"), ("2", "O", "new words"))
    page = difference_html(changes(before, after), only_changes=True)
    assert "kept as it was" not in page
    assert "<del>old</del> <ins>new</ins> words" in page


words = st.lists(st.sampled_from(["right", "left", "knee", "3/10", "<b>", "&", "no"]), max_size=8)


@given(words, words)
def test_both_texts_can_be_read_back_from_the_difference(old: list[str], new: list[str]) -> None:
    marked = word_difference(" ".join(old), " ".join(new))
    without_gone = re.sub(r"<del>.*?</del>", "", marked)
    without_come = re.sub(r"<ins>.*?</ins>", "", marked)
    assert unescape(re.sub(r"</?ins>", "", without_gone)).split() == new
    assert unescape(re.sub(r"</?del>", "", without_come)).split() == old
