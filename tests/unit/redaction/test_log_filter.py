"""PHI stays out of the log whatever is logged: keys, values, messages, exceptions, other libraries."""

from __future__ import annotations

import io
import json
import logging
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from compliance.redaction.log_filter import MASK, SUPPRESSED, configure_logging, fence
from compliance.redaction.log_keys import SHAPES, WITHHELD

PHI = "Zebulon Quackenbush"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    root, hook = logging.getLogger(), threading.excepthook
    handlers, level, raising = list(root.handlers), root.level, logging.raiseExceptions
    configure_logging("DEBUG", stream=stream)
    yield stream
    root.handlers[:], logging.raiseExceptions = handlers, raising
    root.setLevel(level)
    logging.captureWarnings(False)
    threading.excepthook = hook
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_listed_keys_pass_and_others_are_dropped_and_counted(log: io.StringIO) -> None:
    structlog.get_logger().info("draft.queued", draft_id="d-7f3a", duration_ms=12.5, patient=PHI, mrn=PHI)
    (line,) = lines(log)
    assert line["event"] == "draft.queued"
    assert line["draft_id"] == "d-7f3a"
    assert line["duration_ms"] == 12.5
    assert line["dropped_keys"] == 2
    assert "Zebulon" not in log.getvalue()


@pytest.mark.parametrize(
    "value",
    [PHI, "Zebulon", "zebulon", "MRN-4471902", "505-555-0148", "1951-03-02", "1EG4-TE5-MK72", {"a": PHI}],
)
def test_a_value_of_the_wrong_shape_is_withheld(log: io.StringIO, value: object) -> None:
    structlog.get_logger().info("draft.queued", draft_id=value)
    (line,) = lines(log)
    assert line["draft_id"] == WITHHELD
    assert line["withheld_values"] == 1


@pytest.mark.parametrize("message", [f"note saved for {PHI}", "Zebulon", "zebulon", ""])
def test_free_text_is_never_an_event(log: io.StringIO, message: str) -> None:
    structlog.get_logger().warning(message)
    assert lines(log)[0]["event"] == SUPPRESSED


def test_an_exception_is_its_type_place_and_incident(log: io.StringIO) -> None:
    try:
        raise ValueError(f"cannot parse {PHI}")
    except ValueError:
        structlog.get_logger().exception("node.failed", node="understand")
    (line,) = lines(log)
    assert line["exc_type"] == "ValueError"
    assert line["incident"].startswith("inc-")
    assert line["at"].startswith("test_log_filter.py:")
    assert "Zebulon" not in log.getvalue()


def test_an_error_is_the_name_of_a_class_and_nothing_else(log: io.StringIO) -> None:
    class LateLease(Exception):
        pass

    structlog.get_logger().error("lease.lost", error=LateLease.__name__)
    structlog.get_logger().error("lease.lost", error="QuackenbushError")
    assert [line["error"] for line in lines(log)] == ["LateLease", WITHHELD]


def test_an_incident_given_by_the_caller_is_kept(log: io.StringIO) -> None:
    structlog.get_logger().error("cli.failed", incident="inc-00ff00ff00", exc_info=ValueError(PHI))
    assert lines(log)[0]["incident"] == "inc-00ff00ff00"


def test_a_library_literal_is_shown_with_its_text_arguments_masked(log: io.StringIO) -> None:
    logging.getLogger("some.library").warning("retry %d for %s", 3, PHI)
    (line,) = lines(log)
    assert line["message"] == f"retry 3 for {MASK}"
    assert line["logger"] == "some.library"


def test_a_library_message_built_at_run_time_is_suppressed(log: io.StringIO) -> None:
    logging.getLogger("some.library").error(f"bad row {PHI}")
    assert lines(log)[0]["message"] == SUPPRESSED


def test_a_library_exception_loses_its_text(log: io.StringIO) -> None:
    try:
        raise KeyError(PHI)
    except KeyError:
        logging.getLogger("some.library").exception("lookup failed")
    (line,) = lines(log)
    assert line["exc_type"] == "KeyError"
    assert "Zebulon" not in log.getvalue()


def test_a_broken_record_does_not_print_itself(log: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("some.library").warning("%d of %d", PHI)
    assert "Zebulon" not in log.getvalue() + capsys.readouterr().err


def test_warnings_and_dying_threads_are_fenced(log: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    def die() -> None:
        raise RuntimeError(PHI)

    warnings.warn(f"odd value {PHI}", stacklevel=1)
    thread = threading.Thread(target=die)
    thread.start()
    thread.join()
    assert "Zebulon" not in log.getvalue() + capsys.readouterr().err
    assert [line["exc_type"] for line in lines(log) if line["event"] == "thread.died"] == ["RuntimeError"]


def test_levels_below_the_set_one_are_silent() -> None:
    stream = io.StringIO()
    configure_logging("WARNING", stream=stream)
    try:
        structlog.get_logger().info("draft.queued")
        assert stream.getvalue() == ""
    finally:
        structlog.reset_defaults()


@given(
    st.dictionaries(st.sampled_from([*SHAPES, "name", "text", "detail"]), st.text(max_size=40), max_size=6)
)
def test_letters_with_a_space_never_pass(values: dict[str, str]) -> None:
    out = fence(
        None, "info", {"event": "a.b", **{key: f"{text} Quackenbush" for key, text in values.items()}}
    )
    assert "Quackenbush" not in json.dumps(out)
