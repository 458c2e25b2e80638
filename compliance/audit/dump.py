"""A trail as one text file, for verifying it elsewhere, or where the database cannot be copied (PostgreSQL).

JSON lines: for each table a header `{"table": name, "columns": [...]}` and one array a row; bytes stand
as `{"hex": ...}`; the last line is `{"end": number of lines before it}`. Sealed columns stay sealed.
Both verifiers read it: `verify.py trail.jsonl` and `verify.mjs trail.jsonl`.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from compliance.audit.verify import COLUMNS, Rows


def write_dump(rows: Rows, file: TextIO) -> int:
    """Write all that a verifier needs; returns the number of events."""
    lines = events = 0

    def put(value: Any) -> None:
        nonlocal lines
        file.write(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")
        lines += 1

    for table, columns in COLUMNS.items():
        put({"table": table, "columns": columns})
        for row in rows(table):
            put([_plain(row[name]) for name in columns])
            events += table == "audit_events"
    file.write(json.dumps({"end": lines}) + "\n")
    return events


def _plain(value: Any) -> Any:
    return {"hex": value.hex()} if isinstance(value, bytes) else value
