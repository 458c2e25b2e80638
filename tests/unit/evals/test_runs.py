"""Runs are kept whole, repeat bit for bit, compare sample by sample and read as one page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from agent.errors import InputError
from evals.compare import compare
from evals.page import histogram, page, reached, worst
from evals.report import Report, Row
from evals.runs import Figure, Run, SampleResult, digest_of, load, run_of, save
from evals.scores import scores_of
from evals.tasks import run as run_task
from evals.thresholds import Bound, fallen

CASES = Path(__file__).parents[3] / "evals" / "datasets" / "cases"


def report(*samples: dict[str, Any], value: float | None = 0.5, task: str = "made") -> Report:
    rows = (Row("found", value, "", len(samples), "≥ 0.6"), Row("draft, median", 12.5, "ms"))
    return Report(task, rows, about="made up", samples=samples)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.txt").write_text("one")
    return folder


def made(data: Path, *samples: dict[str, Any], **changes: Any) -> Run:
    return run_of(report(*samples, **changes), data)


def test_a_run_comes_back_as_it_was_kept(data: Path, tmp_path: Path) -> None:
    run = made(data, {"id": "s1", "found": 0.25, "note": ["S: <pain>"], "ms": 3.1})
    save(run, tmp_path / "kept")
    assert load(tmp_path / "kept") == run
    assert load(tmp_path / "kept" / "run.json") == run
    sample = run.result.samples[0]
    assert (sample.scores, sample.detail) == ({"found": 0.25}, {"found": 0.25, "note": ["S: <pain>"]})
    assert re.fullmatch(r".+\+[0-9a-f]{12}", run.result.code)
    assert run.made_on["python"]


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"result": 1}')
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(InputError, match="holds no run"):
            load(path)


def test_times_stay_out_of_what_must_repeat(data: Path) -> None:
    first, second = made(data, {"id": "s1", "x_ms": 1.0}), made(data, {"id": "s1", "x_ms": 2.0})
    assert first.result == second.result
    assert [f.measure for f in first.timings] == ["draft, median"]
    assert [f.measure for f in first.result.figures] == ["found"]


def test_the_offline_engine_repeats_bit_for_bit(tmp_path: Path) -> None:
    few = tmp_path / "cases"
    few.mkdir()
    for name in ("case-01.json", "case-07.json", "score.py"):
        (few / name).write_bytes((CASES / name).read_bytes())
    for out in ("one", "two"):
        run_task("cases", [few], tmp_path / out)
    one, two = (load(tmp_path / out) for out in ("one", "two"))
    assert one.result.model_dump_json() == two.result.model_dump_json()
    assert one.result.samples[0].scores["facts"] is not None


def test_the_datas_digest_sees_names_and_content(data: Path) -> None:
    before = digest_of(data)
    (data / "a.txt").write_text("two")
    changed = digest_of(data)
    (data / "a.txt").rename(data / "b.txt")
    assert len({before, changed, digest_of(data)}) == 3


def test_unscored_is_never_zero_or_one() -> None:
    assert scores_of({"id": "1", "rouge1": None, "hits": [], "found": [True, False], "n": 2}) == {
        "rouge1": None,
        "hits": None,
        "found": 0.5,
        "n": 2,
    }
    assert scores_of({"id": "1", "n": 2, "scores": {"facts": 1.0}}) == {"facts": 1.0}


def test_runs_are_compared_sample_by_sample(data: Path) -> None:
    before = made(
        data, {"id": "a", "x": 0.5}, {"id": "b", "x": 0.9}, {"id": "c", "x": None}, {"id": "gone", "x": 1}
    )
    after = made(
        data,
        {"id": "a", "x": 0.7},
        {"id": "b", "x": 0.4},
        {"id": "c", "x": 0.0},
        {"id": "new", "x": 1},
        value=0.7,
    )
    found = compare(before, after)
    assert [(c.sample, c.before, c.after) for c in found.samples] == [
        ("b", 0.9, 0.4),
        ("a", 0.5, 0.7),
        ("c", None, 0.0),
    ]
    assert found.samples[2].by is None, "from unscored to zero is no fall"
    assert (found.only_before, found.only_after, found.same) == (("gone",), ("new",), 0)
    text = found.text()
    assert "found: 0.5 → 0.7  (+0.2)" in text
    assert "c: x: unscored → 0" in text


def test_runs_of_other_tasks_or_data_are_not_passed_off_as_the_same(data: Path) -> None:
    before = made(data, {"id": "a", "x": 1})
    with pytest.raises(InputError, match="cannot be compared"):
        compare(before, made(data, {"id": "a", "x": 1}, task="other"))
    (data / "a.txt").write_text("changed")
    assert "the data of the two runs differ" in compare(before, made(data, {"id": "a", "x": 1})).text()


@pytest.mark.parametrize(
    ("aim", "value", "unit", "expected"),
    [
        ("≥ 0.95", 0.95, "", True),
        ("≥ 0.95", 0.94, "", False),
        ("< 10", 10, "", False),
        ("<= 0.10", 0.1, "", True),
        ("0", 1, "", False),
        ("1.00", 1.0, "", True),
        ("50", 49.0, "ms", True),
        ("below raw", 0.5, "", None),
        ("", 0.5, "", None),
        ("≥ 0.95", None, "", None),
    ],
)
def test_whether_an_aim_is_met(aim: str, value: float | None, unit: str, expected: bool | None) -> None:
    assert reached(Figure(measure="m", value=value, unit=unit, aim=aim)) is expected


def test_the_worst_come_first_whichever_way_the_figure_counts() -> None:
    def sample(id: str, **scores: float | None) -> SampleResult:
        return SampleResult(id=id, scores=scores, detail={})

    samples = [sample("a", facts=0.9), sample("b", facts=0.2), sample("c", facts=None)]
    assert [s.id for s in worst(samples, ["facts"])] == ["b", "a"]
    samples = [sample("a", forbidden=0), sample("b", forbidden=2)]
    assert [s.id for s in worst(samples, ["forbidden"])] == ["b", "a"]
    assert worst([sample("a", facts=1), sample("b", facts=1)], ["facts"]) == []


def test_a_histogram_counts_each_sample_once() -> None:
    samples = [SampleResult(id=str(v), scores={"x": v}, detail={}) for v in (0.0, 0.05, 0.55, 1.0, None)]
    plot = histogram("x", samples)
    assert plot is not None
    assert [count for count, _ in plot["bars"]] == [2, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    assert (plot["n"], plot["unscored"]) == (4, 1)


def test_the_page_stands_alone_and_shows_what_was_said_as_text(data: Path) -> None:
    samples = [{"id": f"s{n}", "x": n / 4, "note": "<script>alert(1)</script>"} for n in range(4)]
    html = page([made(data, *samples), made(data, *samples, value=0.7)])
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not re.search(r"https?://|src=|@import", html)
    assert "0.7  ✓" in html
    assert "0.5  ✗" in html
    assert "Against the run before it" in html


def test_a_task_an_old_run_and_a_page_by_command(tmp_path: Path) -> None:
    for task, paths, wanted in (
        ("nonsense", [], "There is no task"),
        ("compare", [tmp_path], "Two runs"),
        ("report", [], "Which runs"),
        ("cases", [tmp_path, tmp_path], "one folder"),
        ("cases", [tmp_path / "nowhere"], "does not exist"),
    ):
        with pytest.raises(InputError, match=wanted):
            run_task(task, paths, None)


def test_a_figure_that_is_gone_or_unscored_has_fallen() -> None:
    told = fallen(Report("cases", (Row("facts found, all", None), Row("forbidden statements", 0.0))))
    assert told["facts found, all"] is None
    assert "billing exact, cms" in told
    assert "forbidden statements" not in told
    assert Bound(at_least=0.5).holds(0.5)
    assert not Bound(at_most=0.5).holds(0.51)
