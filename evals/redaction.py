"""How much of what must go redaction finds, and how much it takes that should stay.

Over the public documentation cases (`cases/` below the data folder): recall of `expected.phi` in
transcripts and encounter records, with and without the visit's record, and what else was taken. Over
ASQ-PHI (`data/asq-phi`), where present: recall and precision of its labelled spans without a record.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent.domain.visit import Encounter
from compliance.redaction.engine import Redactor
from evals.report import Report, Row


def run(data_dir: Path, out: Path | None = None) -> Report:
    """Recall and precision by set; `samples` hold each set's counts, and what leaked or was taken."""
    rows: list[Row] = []
    samples: list[dict[str, Any]] = []
    if (data_dir / "cases").is_dir():
        made = _cases(data_dir / "cases")
        samples.append({"id": "cases", **made})
        rows += [
            Row("cases: PHI found, with the record", made["recall"], "", made["identifiers"], "1.00"),
            Row(
                "cases: PHI found, without a record",
                made["recall_without_record"],
                "",
                made["identifiers_without_record"],
            ),
            Row("cases: other words taken", made["share_of_words_also_taken"], "", made["words"]),
            Row("speed, warm", made["cpu_ms_per_1000_words"], "ms/1,000 words", made["words"]),
        ]
    queries = data_dir / "data" / "asq-phi" / "queries_dev.txt"
    if queries.is_file():
        made = _asq(queries)
        samples.append({"id": "asq-phi", **made})
        rows += [
            Row("ASQ-PHI: recall, without a record", made["recall"], "", made["identifiers"]),
            Row("ASQ-PHI: precision", made["precision"], "", made["identifiers"]),
        ]
    return Report("redaction", tuple(rows), samples=tuple(samples))


def _cases(folder: Path) -> dict[str, Any]:
    found = total = blind_found = blind_total = words = taken_words = 0
    leaked: list[str] = []
    blind_leaked: list[str] = []
    taken: list[str] = []
    seconds = 0.0
    Redactor.for_visit(None).redact("warm up on May 5th")
    for path in sorted(folder.glob("*.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        phi = case["expected"]["phi"]
        redactor = Redactor.for_visit(Encounter.model_validate(case["encounter"]))
        transcript = "\n".join(turn["text"] for turn in case["transcript"])
        record = json.dumps(case["encounter"], ensure_ascii=False)
        for text in (transcript, record):
            present = [p for p in phi if p in text]
            started = time.process_time()
            redacted = redactor.redact(text)
            if text is transcript:
                seconds += time.process_time() - started
            lost = [p for p in present if _shows(p, redacted.text)]
            total += len(present)
            found += len(present) - len(lost)
            leaked += [f"{path.stem}: {p}" for p in lost]
        blind = Redactor.for_visit(None).redact(transcript).text
        present = [p for p in phi if p in transcript]
        lost = [p for p in present if _shows(p, blind)]
        blind_total += len(present)
        blind_found += len(present) - len(lost)
        blind_leaked += [f"{path.stem}: {p}" for p in lost]
        words += len(transcript.split())
        for note in ([transcript], *case["reference_note"].values()):
            for text in note:
                for span in redactor.find(text):
                    piece = text[span.start : span.end]
                    if not any(piece in p or p in piece for p in phi):
                        taken.append(f"{path.stem}: {span.type} {span.by}: {piece}")
                        taken_words += len(piece.split()) if text is transcript else 0
    return {
        "identifiers": total,
        "recall": round(found / max(1, total), 4),
        "recall_without_record": round(blind_found / max(1, blind_total), 4),
        "identifiers_without_record": blind_total,
        "leaked": leaked,
        "leaked_without_record": blind_leaked,
        "also_taken": taken,
        "words": words,
        "share_of_words_also_taken": round(taken_words / max(1, words), 5),
        "cpu_ms_per_1000_words": round(1000 * seconds / max(1, words) * 1000, 1),
    }


def _shows(identifier: str, text: str) -> bool:
    """Whether `identifier` still stands in `text` as whole words, with or without capitals."""
    return re.search(rf"(?<!\w){re.escape(identifier)}(?!\w)", text, re.IGNORECASE) is not None


def _asq(path: Path) -> dict[str, Any]:
    redactor = Redactor.for_visit(None)
    by_type: dict[str, list[int]] = {}
    missed: list[str] = []
    taken: list[str] = []
    hits = spans = 0
    for query, labels in _queries(path):
        redacted = redactor.redact(query)
        for kind, value in labels:
            counts = by_type.setdefault(kind, [0, 0])
            counts[1] += 1
            if value in query and not _shows(value, redacted.text):
                counts[0] += 1
            else:
                missed.append(f"{kind}: {value}")
        for span in redacted.spans:
            piece = query[span.start : span.end]
            spans += 1
            if any(piece in value or value in piece for _, value in labels):
                hits += 1
            else:
                taken.append(f"{span.type} {span.by}: {piece}")
    found, total = (sum(c[i] for c in by_type.values()) for i in (0, 1))
    return {
        "identifiers": total,
        "recall": round(found / max(1, total), 4),
        "precision": round(hits / max(1, spans), 4),
        "recall_by_type": {k: f"{a}/{b}" for k, (a, b) in sorted(by_type.items())},
        "missed": missed,
        "also_taken": taken,
    }


def _queries(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for block in path.read_text(encoding="utf-8").split("===QUERY===")[1:]:
        query, _, tags = block.partition("===PHI_TAGS===")
        labels = [json.loads(line) for line in tags.splitlines() if line.strip().startswith("{")]
        yield query.strip(), [(item["identifier_type"], item["value"]) for item in labels]
