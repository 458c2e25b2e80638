from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from compliance.redaction.spans import PhiType, RedactedSpan, merge, replace


def span(start: int, end: int, kind: PhiType = "NAME", by: str = "t") -> RedactedSpan:
    return RedactedSpan(start=start, end=end, type=kind, by=by)


def test_an_overlap_becomes_one_span_of_the_longest_members_type() -> None:
    assert merge([span(0, 4), span(2, 12, "DATE", "dates")]) == (span(0, 12, "DATE", "dates"),)


def test_neighbours_stay_apart() -> None:
    assert merge([span(0, 4), span(4, 8)]) == (span(0, 4), span(4, 8))


def test_every_span_is_replaced_by_its_tag() -> None:
    assert replace("Ada born May 1", (span(0, 3), span(9, 14, "DATE"))) == "[NAME] born [DATE]"


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=12))
def test_merged_spans_are_disjoint_ordered_and_cover_the_union(pairs: list[tuple[int, int]]) -> None:
    spans = [span(start, start + width) for start, width in pairs]
    merged = merge(spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(merged))
    covered = {i for s in spans for i in range(s.start, s.end)}
    assert {i for s in merged for i in range(s.start, s.end)} == covered
