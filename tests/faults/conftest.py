"""A clinic with recorded drafts that nobody has taken up yet, and processes to kill."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from collections.abc import Callable
from multiprocessing.forkserver import ensure_running
from pathlib import Path
from typing import Any

import pytest
from support import fault_child
from support.graph_clinic import people, record_drafts


@pytest.fixture(scope="session")
def processes() -> Any:
    """Forked from one server that has imported everything: a new process every few milliseconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["support.fault_child", "langgraph.checkpoint.sqlite"])
    with pytest.MonkeyPatch.context() as patch:
        # The server knows no path but its own environment's.
        patch.setenv("PYTHONPATH", str(Path(fault_child.__file__).parents[1]))
        ensure_running()
    return context


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("template") / "home"
    with fault_child.opened(home, "") as app:
        people(app)
        (draft_id,) = record_drafts(app, 1)
    return home, draft_id


@pytest.fixture
def sqlite_clinic(template: tuple[Path, str], tmp_path: Path) -> tuple[Path, str, str]:
    """Home, URL and a recorded draft."""
    shutil.copytree(template[0], tmp_path / "home")
    return tmp_path / "home", "", template[1]


@pytest.fixture
def postgres_clinic(postgres_url: str, tmp_path: Path) -> tuple[Path, str, str]:
    home = tmp_path / "home"
    with fault_child.opened(home, postgres_url) as app:
        people(app)
        (draft_id,) = record_drafts(app, 1)
    return home, postgres_url, draft_id


@pytest.fixture
def killed(processes: Any) -> Callable[..., None]:
    """Runs a function in a process of its own that must end by SIGKILL."""

    def run(target: Callable[..., None], *args: Any) -> None:
        child = processes.Process(target=target, args=args)
        child.start()
        child.join(60)
        assert child.exitcode == -signal.SIGKILL, f"it ended with {child.exitcode}"

    return run
