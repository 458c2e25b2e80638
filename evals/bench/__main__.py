"""`make bench`: prints the table of docs/BENCHMARKS.md."""

from __future__ import annotations

import sys

from evals.bench.compliance import cloned_wording, one_note_all_rules
from evals.bench.figures import MEASURES as OTHERS
from evals.report import Report

MEASURES = {**OTHERS, "rules": one_note_all_rules, "clones": cloned_wording}


def main() -> None:
    wanted = sys.argv[1:] or list(MEASURES)
    rows = []
    for name in wanted:
        print(f"measuring: {name}", file=sys.stderr)
        rows.append(MEASURES[name]())
    print(Report("bench", tuple(rows)).text())


if __name__ == "__main__":
    main()
