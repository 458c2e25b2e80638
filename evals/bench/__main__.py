"""`make bench`: prints the table of docs/BENCHMARKS.md."""

from __future__ import annotations

import sys

from evals.bench.compliance import cloned_wording, one_note_all_rules
from evals.bench.figures import MEASURES as OTHERS
from evals.report import Report

MEASURES = {**OTHERS, "rules": one_note_all_rules, "clones": cloned_wording}


def main() -> None:
    """The measures that are named, or all."""
    wanted = sys.argv[1:] or list(MEASURES)
    unknown = [name for name in wanted if name not in MEASURES]
    if unknown:
        sys.stderr.write(f"bench: {unknown[0]!r} is none of the measures: {', '.join(MEASURES)}.\n")
        sys.exit(2)
    rows = []
    for name in wanted:
        print(f"measuring: {name}", file=sys.stderr)
        rows.append(MEASURES[name]())
    print(Report("bench", tuple(rows)).text())


if __name__ == "__main__":
    main()
