"""The audit commands as a user runs them, one process each, on a clinic with a signed note."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.graph_clinic import PASSWORD, clinic, people, queued, record, seen

pytestmark = pytest.mark.timeout(120)

PTSCRIBE = Path(sys.executable).parent / "ptscribe"
VERIFY = Path(__file__).parents[2] / "compliance" / "audit" / "verify.py"


def run(home: Path, *arguments: str, user: str = "auditor", code: int = 0) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PTSCRIBE_")}
    environment |= {"PTSCRIBE_HOME": str(home), "PTSCRIBE_PASSWORD": PASSWORD, "PTSCRIBE_USER": user}
    made = subprocess.run(
        [PTSCRIBE, *arguments], capture_output=True, text=True, env=environment, timeout=60, cwd=home
    )
    assert made.returncode == code, made.stderr
    assert "Traceback" not in made.stderr
    return made.stdout


def as_json(home: Path, *arguments: str) -> Any:
    return json.loads(run(home, *arguments, "--json"))


def trail_point(home: Path) -> dict[str, str]:
    """Doctor's word on the trail; other parts may miss things here, so its exit code is not looked at."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PTSCRIBE_")}
    made = subprocess.run(
        [PTSCRIBE, "doctor", "--json"],
        capture_output=True,
        text=True,
        env=environment | {"PTSCRIBE_HOME": str(home)},
        timeout=60,
        cwd=home,
        check=False,
    )
    (point,) = (one for one in json.loads(made.stdout) if one["part"] == "trail")
    return dict(point)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("clinic")
    with clinic(home) as app:
        who = people(app)
        draft_id = queued(app, who)
        app.review.decide(who["specialist"], draft_id, "approve", **seen(app, draft_id))
        app.signing.sign(who["therapist"], draft_id, **seen(app, draft_id))
        assert record(app, draft_id).status == "signed"
    return home, draft_id


def test_verify_tells_what_is_witnessed(signed: tuple[Path, str]) -> None:
    home, _ = signed
    made = as_json(home, "audit", "verify")
    assert made["ok"]
    assert 0 < made["witnessed"] < made["checked"]
    assert made["witnessed_minutes_ago"] == 0
    assert made["key"].startswith("ptscribe/")
    assert "witnessed outside of the database, last 0 min ago" in run(home, "audit", "verify")


def test_checkpoint_then_nothing_waits(signed: tuple[Path, str]) -> None:
    home, _ = signed
    assert as_json(home, "audit", "checkpoint")["new"]
    point = trail_point(home)
    assert (point["state"], point["detail"]) == ("ready", "last witnessed 0 min ago, 0 events wait")
    run(home, "audit", "checkpoint", user="therapist", code=6)


def test_doctor_tells_of_a_folder_that_is_gone(signed: tuple[Path, str]) -> None:
    home, _ = signed
    (home / "witness").rename(home / "elsewhere")
    try:
        assert trail_point(home)["state"] == "missing"
        run(home, "audit", "verify", code=9)
    finally:
        (home / "elsewhere").rename(home / "witness")
    assert trail_point(home)["state"] == "ready"


def test_what_leaves_is_verified_without_our_software(signed: tuple[Path, str], tmp_path: Path) -> None:
    home, draft_id = signed
    key = as_json(home, "audit", "checkpoint")["key"]
    bundle, dump = tmp_path / "bundle.json.gz", tmp_path / "trail.jsonl"
    assert str(bundle) in run(home, "audit", "bundle", draft_id, "--out", str(bundle))
    run(home, "audit", "dump", "--out", str(dump))
    for arguments in ((bundle,), (dump, "--witness", home / "witness"), (home / "clinic.db",)):
        made = subprocess.run(
            [sys.executable, "-I", VERIFY, *arguments, "--key", key],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert made.returncode == 0, made.stdout
    run(home, "audit", "bundle", "nonesuch", "--out", str(tmp_path / "none.json.gz"), code=5)
    assert not (tmp_path / "none.json.gz").exists()


def test_questions(signed: tuple[Path, str]) -> None:
    home, draft_id = signed
    run(home, "login", "nobody", user="nobody", code=6)
    one = as_json(home, "audit", "signed", draft_id)
    assert one["signature"]["by"] == "u-therapist-1"
    assert "Right knee pain 3/10." in run(home, "audit", "signed", draft_id)
    assert {c["kind"] for c in as_json(home, "audit", "changes", draft_id)["changes"]} == {"kept"}
    assert "Right knee pain 3/10." in run(home, "audit", "changes", draft_id)
    assert as_json(home, "audit", "warnings", draft_id) == []
    assert "No warning was shown." in run(home, "audit", "warnings", draft_id)
    seen_by = as_json(home, "audit", "access", draft_id)
    assert {"u-auditor-1"} == {a["actor_id"] for a in seen_by if a["action"] == "draft.viewed"}
    assert "Auditor Terranova" in run(home, "audit", "access", draft_id)
    assert "login.failed" in {a["action"] for a in as_json(home, "audit", "refused")}
    assert "login.failed" in run(home, "audit", "refused")
