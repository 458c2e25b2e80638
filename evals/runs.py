"""One run of one task, kept so that it can be read, compared and repeated.

`result` holds what a deterministic engine gives bit for bit again; what depends on the machine and the
moment (versions of libraries, times) lies apart in `made_on` and `timings`.
"""

from __future__ import annotations

import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from agent.domain.base import Model
from agent.errors import InputError
from agent.settings import load_settings
from agent.version import code_version
from evals.report import Report, Row
from evals.scores import Scores, is_time, scores_of

FILE = "run.json"
_LIBRARIES = ("moonshine-voice", "faster-whisper", "onnxruntime", "presidio-analyzer", "rapidfuzz", "numpy")
_WHOLE = 8 * 2**20
"""Files up to this many bytes are read for the data's digest; of larger ones (audio) name and size count."""


class Figure(Model):
    measure: str
    value: float | None
    unit: str = ""
    count: int | None = None
    aim: str = ""
    note: str = ""


class SampleResult(Model):
    """One sample: its figures (None: unscored) and all that the task tells of it."""

    id: str
    scores: Scores
    detail: dict[str, Any]


class Result(Model):
    task: str
    about: str
    code: str
    settings: dict[str, str]
    data: str
    """SHA-256 over the data's files."""
    figures: tuple[Figure, ...]
    samples: tuple[SampleResult, ...]


class Run(Model):
    result: Result
    timings: tuple[Figure, ...] = ()
    made_on: dict[str, str] = {}

    @property
    def title(self) -> str:
        return f"{self.result.task} · code {self.result.code} · data {self.result.data[:12]}"


def run_of(report: Report, data: Path) -> Run:
    """The run that `report` came from; `data` is what it was measured on."""
    chosen = load_settings()
    settings = {"speech_engine": chosen.speech_engine, "drafter": chosen.drafter}
    result = Result(
        task=report.task,
        about=report.about,
        code=code_version(),
        settings=settings,
        data=digest_of(data),
        figures=tuple(_figure(row) for row in report.rows if not row.timing),
        samples=tuple(_sample(number, sample) for number, sample in enumerate(report.samples, 1)),
    )
    timings = tuple(_figure(row) for row in report.rows if row.timing)
    return Run(result=result, timings=timings, made_on=_machine())


def save(run: Run, folder: Path) -> Path:
    """Writes `run.json` into `folder`; whole, or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    path, part = folder / FILE, folder / f"{FILE}.part"
    part.write_text(run.model_dump_json(indent=1) + "\n", encoding="utf-8")
    part.replace(path)
    return path


def load(path: Path) -> Run:
    """A kept run, by its file or its folder. Raises `InputError` for anything else."""
    file = path / FILE if path.is_dir() else path
    try:
        return Run.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        raise InputError(
            f"{path.name!r} holds no run of the evaluation.",
            mend="Make one: `ptscribe eval TASK DATA --out FOLDER`.",
        ) from None


def digest_of(data: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(p for p in data.rglob("*") if p.is_file() and "__pycache__" not in p.parts):
        size = path.stat().st_size
        content = hashlib.sha256(path.read_bytes()).hexdigest() if size <= _WHOLE else str(size)
        digest.update(f"{path.relative_to(data).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def _figure(row: Row) -> Figure:
    return Figure(
        measure=row.measure, value=row.value, unit=row.unit, count=row.count, aim=row.aim, note=row.note
    )


def _sample(number: int, sample: dict[str, Any]) -> SampleResult:
    kept = {k: v for k, v in sample.items() if k not in ("id", "scores") and not is_time(k)}
    detail = json.loads(json.dumps(kept))
    return SampleResult(
        id=str(sample.get("id", f"sample-{number:04d}")), scores=scores_of(sample), detail=detail
    )


def _machine() -> dict[str, str]:
    made = {"python": platform.python_version(), "system": platform.system(), "machine": platform.machine()}
    for name in _LIBRARIES:
        try:
            made[name] = version(name)
        except PackageNotFoundError:
            made[name] = "not installed"
    return made
