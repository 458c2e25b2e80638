"""The tasks of `ptscribe eval`: which data, which system, which figures.

A task's module has `run(data, out) -> Report`, where `data` is the folder of public evaluation data and
`out`, where given, gets one JSON file a sample. Modules are imported when their task runs.
"""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from pathlib import Path

from agent.errors import InputError
from evals.report import Report


@dataclass(frozen=True)
class Task:
    module: str
    about: str
    folder: str
    """Folder below PTSCRIBE_DATA that the task reads; empty for the whole of it."""


TASKS: dict[str, Task] = {
    "asr": Task("evals.asr", "Words, terms, numbers and sides heard wrong; doubt marks; invented words", ""),
    "cases": Task(
        "evals.cases", "Gold dictations: note, billing, findings and plan, for cases/score.py", "cases"
    ),
    "plan": Task(
        "evals.plan", "Gold dictations: exercises that belong in the plan and that must stay out", "cases"
    ),
    "aci": Task("evals.aci", "ACI-Bench: ROUGE-1 of the offline note beside its controls", "data/aci-bench"),
    "support": Task(
        "evals.support", "Support check: clean notes flagged, seeded errors caught", "data/aci-bench"
    ),
    "redaction": Task("evals.redaction", "PHI found and clinical words taken", ""),
}


def run(task: str, data: Path | None, out: Path | None, *, as_json: bool = False) -> None:
    """Runs one task and prints its table, or its `Report` as JSON. Raises `InputError`."""
    if task == "list":
        for name, known in TASKS.items():
            print(f"{name:<10} {known.about}")
        return
    if task not in TASKS:
        raise InputError(f"There is no task {task!r}.", mend=f"Tasks: {', '.join(TASKS)}.")
    folder = data or _from_settings(task)
    if not folder.is_dir():
        raise InputError(f"The data folder {folder.name!r} does not exist.", mend="Name another one.")
    report: Report = importlib.import_module(TASKS[task].module).run(folder, out)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for number, sample in enumerate(report.samples, start=1):
            name = f"{sample.get('id', f'sample-{number:04d}')}.json"
            if not (out / name).exists():  # a task with a form of its own has written it already
                text = json.dumps(sample, ensure_ascii=False, indent=1)
                (out / name).write_text(text + "\n", encoding="utf-8")
    print(report.json() if as_json else report.text())


def _from_settings(task: str) -> Path:
    from agent.settings import load_settings

    root = load_settings().data
    if root is None:
        raise InputError("Which data?", mend="Name a folder, or set PTSCRIBE_DATA.")
    return root / TASKS[task].folder
