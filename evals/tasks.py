"""The tasks of `ptscribe eval`: which data, which system, which figures.

A task's module has `run(data, out) -> Report`, where `data` is the folder of public evaluation data and
`out`, where given, gets one JSON file a sample. Modules are imported when their task runs.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.errors import InputError
from evals.compare import compare
from evals.report import Report
from evals.runs import load, run_of, save


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
    "heard": Task(
        "evals.heard", "The recorded cases, recognition to draft: facts, misheard numbers, doubt", ""
    ),
    "plan": Task(
        "evals.plan", "Gold dictations: exercises that belong in the plan and that must stay out", "cases"
    ),
    "aci": Task("evals.aci", "ACI-Bench: ROUGE-1 of the offline note beside its controls", "data/aci-bench"),
    "support": Task(
        "evals.support", "Support check: clean notes flagged, seeded errors caught", "data/aci-bench"
    ),
    "redaction": Task("evals.redaction", "PHI found and clinical words taken", ""),
    "dialogues": Task(
        "evals.dialogues", "MTS-Dialog, PriMock57, OSCE: refused, unsupported own statements, ROUGE-1", ""
    ),
}


def run(task: str, paths: Sequence[Path], out: Path | None, *, as_json: bool = False) -> None:
    """Runs a task and prints its table, or its `Report` as JSON; or `list`, `compare` and `report`, which
    work on kept runs. Raises `InputError`."""
    match task:
        case "list":
            for name, known in TASKS.items():
                print(f"{name:<10} {known.about}")
        case "compare":
            print(_compared(paths))
        case "report":
            _write_page(paths, out)
        case _:
            _measure(task, paths, out, as_json=as_json)


def _measure(task: str, paths: Sequence[Path], out: Path | None, *, as_json: bool) -> None:
    if task not in TASKS:
        names = ", ".join((*TASKS, "list", "compare", "report"))
        raise InputError(f"There is no task {task!r}.", mend=f"Tasks: {names}.")
    if len(paths) > 1:
        raise InputError("A task is measured on one folder of data.", mend="Name one folder.")
    folder = paths[0] if paths else _from_settings(task)
    if not folder.is_dir():
        raise InputError(f"The data folder {folder.name!r} does not exist.", mend="Name another one.")
    report: Report = importlib.import_module(TASKS[task].module).run(folder, out)
    if out is not None:
        _keep(report, folder, out)
    print(report.json() if as_json else report.text())


def _keep(report: Report, folder: Path, out: Path) -> None:
    """The run as a whole, and one file a sample."""
    save(run_of(report, folder), out)
    for number, sample in enumerate(report.samples, start=1):
        path = out / f"{sample.get('id', f'sample-{number:04d}')}.json"
        if not path.exists():  # a task with a form of its own has written it already
            path.write_text(json.dumps(sample, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _compared(paths: Sequence[Path]) -> str:
    if len(paths) != 2:
        raise InputError("Two runs are compared.", mend="Name the folder of each: first before, then after.")
    return compare(load(paths[0]), load(paths[1])).text()


def _write_page(paths: Sequence[Path], out: Path | None) -> None:
    from evals.page import page

    if not paths or out is None:
        raise InputError("Which runs, and which page?", mend="ptscribe eval report RUN… --out page.html")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page([load(path) for path in paths]), encoding="utf-8")
    print(f"Wrote {out.name}: {len(paths)} run(s).")


def _from_settings(task: str) -> Path:
    from agent.settings import load_settings

    root = load_settings().data
    if root is None:
        raise InputError("Which data?", mend="Name a folder, or set PTSCRIBE_DATA.")
    return root / TASKS[task].folder
