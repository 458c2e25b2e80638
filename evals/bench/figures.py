"""One function a figure; all run on the embedded defaults and on the samples that ship."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from evals.bench import appends, event_cost
from evals.bench.audio import names, sample, ten_minutes
from evals.report import Row

if TYPE_CHECKING:
    from agent.bootstrap import App
    from agent.settings import Settings

PTSCRIBE = Path(sys.executable).parent / "ptscribe"
"""The console script beside this interpreter."""


@contextmanager
def clinic(**settings: object) -> Iterator[Settings]:
    """Settings of a throw-away clinic."""
    from agent.settings import load_settings

    folder = Path(tempfile.mkdtemp(prefix="ptscribe-bench-"))
    try:
        yield load_settings(home=folder, database_url="", **settings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def timed(act: Callable[[], object], runs: int) -> float:
    """Median seconds of `act` over `runs`, after one warm-up."""
    act()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def least_processor(act: Callable[[], object], runs: int) -> float:
    """Least seconds of processor time of `act` over `runs`, after one warm-up."""
    act()
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        act()
        seconds.append(time.process_time() - start)
    return min(seconds)


def help_seconds() -> Row:
    seconds = timed(lambda: subprocess.run([PTSCRIBE, "--help"], capture_output=True, check=True), 9)  # noqa: S603
    return Row("ptscribe --help", seconds, "s", 9, "< 0.3")


def drafting_cost() -> Row:
    """Facts, note, plan, claim, support and rules of each sample's script: processor time."""
    from agent.cli.inputs import parse_transcript
    from agent.drafting.alone import draft_alone
    from agent.drafting.factory import note_drafter
    from agent.settings import load_settings
    from agent.starting import start

    start()  # as the command does
    drafter = note_drafter(load_settings(drafter="offline"))
    scripts = [sample(name) for name in names()]
    parsed = [(parse_transcript(s.script), s.encounter) for s in scripts]
    words = sum(len(t.text.split()) for t, _ in parsed)
    seconds = sum(least_processor(partial(draft_alone, t, e, drafter), 9) for t, e in parsed)
    return Row("drafting, all parts", 1000 * seconds / words * 1000, "ms/1,000 words", words, "≤ 150")


def first_draft() -> Row:
    """The first sample drafted in a process of its own, prepared as by `make setup`: processor time."""
    import resource

    code = (
        "from agent.starting import start; start();"  # as the command does
        "from agent.cli.inputs import parse_transcript; from agent.drafting.alone import draft_alone;"
        "from agent.drafting.offline import OfflineDrafter; from evals.bench.audio import names, sample;"
        "one = sample(names()[0]); draft_alone(parse_transcript(one.script), one.encounter, OfflineDrafter())"
    )

    def seconds(environment: dict[str, str]) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, env=environment)  # noqa: S603
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    with tempfile.TemporaryDirectory() as folder:
        compiled = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        compiled["PYTHONPYCACHEPREFIX"] = folder
        seconds(compiled)
        prepare = [sys.executable, "-m", "agent.cli.prepare"]
        subprocess.run(prepare, check=True, env=compiled, stdout=subprocess.DEVNULL)  # noqa: S603
        spent = [seconds(compiled) for _ in range(5)]
    return Row("first draft of a process", min(spent), "s", len(spent), "< 1")


def _submit_and_wait(app: App, audio: bytes, name: str) -> float:
    from agent.cli.session import operator, wait_for

    start = time.perf_counter()
    draft_id = app.intake.submit(operator(), audio=audio, encounter=sample(name).encounter)
    record = wait_for(app, draft_id)
    if record.status != "in_review":
        raise RuntimeError(f"the bench's draft ended as {record.status}")
    return time.perf_counter() - start


def pipeline_ratio() -> Row:
    """Recording to review queue against transcription alone, on the same audio and a warm engine."""
    from agent.bootstrap import build
    from agent.transcription.factory import speech_engine

    chosen = names()[:3]
    with clinic() as settings, tempfile.TemporaryDirectory() as folder, build(settings) as app:
        engine = speech_engine(settings)
        paths = []
        for name in chosen:
            path = Path(folder, f"{name}.audio")
            path.write_bytes(sample(name).audio)
            paths.append(path)
        engine.transcribe(paths[0])
        _submit_and_wait(app, sample(chosen[0]).audio, chosen[0])
        ratios = []
        for _ in range(3):
            start = time.perf_counter()
            for path in paths:
                engine.transcribe(path)
            alone = time.perf_counter() - start
            whole = sum(_submit_and_wait(app, sample(name).audio, name) for name in chosen)
            ratios.append(whole / alone)
    return Row("whole pipeline / speech alone", statistics.median(ratios), "x", len(chosen) * 3, "≤ 1.05")


def queue_query() -> Row:
    """One page of the review queue among 100,000 drafts, on SQLite, names decrypted."""
    from agent.store.crypto import KeyRing
    from agent.store.engine import open_store

    encounter = sample(names()[0]).encounter
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    with clinic() as settings:
        store = open_store(settings.url, KeyRing.open(settings.key_file))
        for block in range(20):
            with store.unit() as uow:
                for n in range(5000):
                    at = begin + timedelta(seconds=block * 5000 + n)
                    draft_id = uow.drafts.add(encounter, recording_id="", created_by="bench", at=at)
                    if n % 2:
                        uow.drafts.move(draft_id, frm=["recorded"], to="processing")
                        uow.drafts.move(draft_id, frm=["processing"], to="in_review")
                uow.commit()

        def page() -> None:
            with store.read() as uow:
                if len(uow.drafts.queue(["in_review"], limit=50)) != 50:
                    raise RuntimeError("the bench's queue is not full")

        seconds = timed(page, 20)
        store.close()
    return Row("queue page of 50 among 100,000", seconds * 1000, "ms", 20, "< 20")


def ten_minute_memory() -> Row:
    """Peak memory of `ptscribe dictate` on ten minutes of speech, in a process of its own."""
    with clinic() as settings, tempfile.TemporaryDirectory() as folder:
        audio = Path(folder, "ten-minutes.flac")
        audio.write_bytes(ten_minutes())
        visit = Path(folder, "visit.json")
        visit.write_text(json.dumps(sample(names()[0]).encounter.model_dump(mode="json")))
        code = (
            "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, capture_output=True);"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        made = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code, PTSCRIBE, "dictate", audio, "--visit", visit],
            check=True,
            capture_output=True,
            text=True,
            env={"PTSCRIBE_HOME": str(settings.home), "PATH": "/usr/bin:/bin"},
        )
    scale = 1 if sys.platform == "darwin" else 1024
    return Row("peak memory, 10-minute dictation", int(made.stdout) * scale / 2**30, "GB", 1, "< 1.5")


def graph_overhead() -> Row:
    """A visit through the whole graph with node bodies that do nothing, on SQLite."""
    from evals.bench.empty_graph import milliseconds_per_visit

    visits = 50
    return Row("graph overhead a visit", milliseconds_per_visit(visits), "ms", visits, "≤ 40")


MEASURES: dict[str, Callable[[], Row]] = {
    **appends.MEASURES,
    **event_cost.MEASURES,
    "help": help_seconds,
    "drafting": drafting_cost,
    "first": first_draft,
    "graph": graph_overhead,
    "queue": queue_query,
    "pipeline": pipeline_ratio,
    "memory": ten_minute_memory,
}
