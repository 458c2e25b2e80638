"""What may leave a node as an error."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from langgraph.errors import GraphInterrupt
from support.graph_clinic import SECRET_NAME

from agent.errors import AudioError, PtscribeError
from agent.graph.boundary import bounded
from agent.graph.context import Stopped
from agent.graph.failure import NodeFailed
from agent.graph.leases import LostLease
from agent.graph.state import RunState
from compliance.redaction.log_filter import configure_logging


class FakeContext:
    def entered(self, state: RunState, node: str) -> None:
        self.node = node


class FakeRuntime:
    context = FakeContext()


def run(error: Exception) -> None:
    def node(state: RunState, runtime: Any) -> RunState:
        raise error

    bounded("check", node)({"draft_id": "d1", "run": 1}, FakeRuntime())  # type: ignore[arg-type]


def test_our_errors_keep_their_words() -> None:
    with pytest.raises(NodeFailed) as caught:
        run(AudioError("The recording is damaged.", mend="Record it again."))
    assert caught.value.message == "The recording is damaged. Record it again."
    assert "damaged" not in str(caught.value)  # the exception itself goes into the checkpoint


def test_a_defect_becomes_an_incident_without_its_text() -> None:
    log = io.StringIO()
    configure_logging("INFO", stream=log)
    with pytest.raises(NodeFailed) as caught:
        run(ValueError(f"bad value of {SECRET_NAME}"))
    line = json.loads(log.getvalue())
    assert line["incident"] in caught.value.message
    assert (line["exc_type"], line["node"], line["draft_id"]) == ("ValueError", "check", "d1")
    for text in (log.getvalue(), caught.value.message, str(caught.value)):
        assert SECRET_NAME not in text
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("passing", [GraphInterrupt(()), LostLease(), Stopped()])
def test_signals_pass(passing: Exception) -> None:
    """An interrupt is an exception: whoever catches it loses the review."""
    with pytest.raises(type(passing)):
        run(passing)


def test_the_place_is_noted_before_the_work() -> None:
    with pytest.raises(NodeFailed):
        run(PtscribeError("no"))
    assert FakeRuntime.context.node == "check"
