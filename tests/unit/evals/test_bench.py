"""The bench's own parts fit the program: what it measures has to run to its end."""

from __future__ import annotations

from evals.bench.empty_graph import milliseconds_per_visit


def test_a_visit_through_parts_that_do_nothing_ends_in_review() -> None:
    assert 0 < milliseconds_per_visit(1) < 10_000
