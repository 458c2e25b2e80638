"""What an evaluation prints: a table with counts, and what it was measured on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Row:
    """One figure. `value` None is *unscored*: never zero, never one."""

    measure: str
    value: float | None
    unit: str = ""
    count: int | None = None
    """How many samples the figure rests on."""
    aim: str = ""
    note: str = ""

    @property
    def timing(self) -> bool:
        """Whether the figure tells of the machine and the moment, and so differs from run to run."""
        return self.unit.split("/")[0] in ("ms", "s", "MB")


@dataclass(frozen=True)
class Report:
    """A task's result. `samples` hold one JSON value a sample, for comparing runs: its `id`, its figures
    (numbers, or under `scores`), and whatever helps to read it. The first figure orders samples by need.
    """

    task: str
    rows: tuple[Row, ...]
    about: str = ""
    samples: tuple[dict[str, Any], ...] = field(default=())

    def text(self) -> str:
        """The table as aligned text."""
        cells = [("measure", "figure", "n", "aim", "note")]
        cells += [
            (r.measure, _figure(r), "" if r.count is None else str(r.count), r.aim, r.note) for r in self.rows
        ]
        widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
        lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in cells]
        return "\n".join([*([self.about] if self.about else []), *lines])

    def json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def _figure(row: Row) -> str:
    if row.value is None:
        return "unscored"
    return f"{row.value:.4g}{' ' + row.unit if row.unit else ''}"
