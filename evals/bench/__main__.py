"""`make bench`: prints the table of docs/BENCHMARKS.md."""

from __future__ import annotations

import sys

from evals.bench.figures import MEASURES
from evals.report import Report


def main() -> None:
    wanted = sys.argv[1:] or list(MEASURES)
    rows = []
    for name in wanted:
        print(f"measuring: {name}", file=sys.stderr)
        rows.append(MEASURES[name]())
    print(Report("bench", tuple(rows)).text())


if __name__ == "__main__":
    main()
