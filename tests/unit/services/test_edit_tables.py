"""Loading the payer's quarterly files: all or nothing, with source, hash and event."""

from __future__ import annotations

import pytest

from agent.bootstrap import App
from agent.domain.user import Actor
from agent.errors import InputError
from compliance.billing.edits import Edits

FIRST = b"97530\t97116\t\t20200101\t*\t1\tx\n12345\t54321\t\t20200101\t*\t1\tx\n"
SECOND = b"97530\t97750\t\t20200101\t*\t1\tx\n"
UNITS = b"97110,6,3 Date of Service Edit,Clinical\n99999,1,x,x\n"
FILES = {
    "ccipra-v320r0-f1.txt": FIRST,
    "ccipra-v320r0-f2.txt": SECOND,
    "MCR_MUE_PractitionerServices_Eff_01-01-2026.csv": UNITS,
}


def test_the_files_of_a_quarter(app: App, who: dict[str, Actor]) -> None:
    pairs, units = app.edit_tables.load(who["specialist"], FILES)
    assert (pairs.kind, pairs.quarter, pairs.kept, units.kind, units.kept) == ("ptp", "2026-Q1", 2, "mue", 1)
    assert "ccipra-v320r0-f1.txt, ccipra-v320r0-f2.txt" in pairs.source
    assert len(Edits.model_validate_json(pairs.edits).pairs) == 2
    assert Edits.model_validate_json(units.edits).units == {"97110": 6}
    assert app.edit_tables.loaded(who["auditor"]) == (units, pairs)
    with app.store.read() as uow:
        events = [e.event for e in uow.audit.all() if e.event.action == "edits.loaded"]
    assert [(e.details["kind"], e.details["rows"], e.details["kept"]) for e in events] == [
        ("ptp", 3, 2),
        ("mue", 2, 1),
    ]
    assert events[0].details["file_hash"] == pairs.file_hash


def test_loading_again_takes_the_place_and_keeps_the_first(app: App, who: dict[str, Actor]) -> None:
    app.edit_tables.load(who["specialist"], FILES)
    again = app.edit_tables.load(who["admin"], {"ccipra-v320r0-f1.txt": FIRST})
    assert [entry.revision for entry in again] == [2]
    with app.store.read() as uow:
        found = uow.edit_tables.for_quarter("ptp", "2026-Q1")
    assert found == again[0]
    assert len(app.edit_tables.loaded(who["specialist"])) == 3


@pytest.mark.parametrize(
    ("files", "quarter", "says"),
    [
        ({**FILES, "ccipra-v321r0-f3.txt": SECOND}, "", "is of 2026-Q"),
        (FILES, "2026-Q2", "is that of 2026-Q1, not of 2026-Q2"),
        ({**FILES, "ccipra-v320r0-f4.txt": b"nothing"}, "", "neither pairs"),
        ({}, "", "No file"),
    ],
)
def test_one_wrong_file_and_nothing_is_loaded(
    app: App, who: dict[str, Actor], files: dict[str, bytes], quarter: str, says: str
) -> None:
    with pytest.raises(InputError, match=says) as refused:
        app.edit_tables.load(who["specialist"], files, quarter=quarter)
    assert refused.value.mend
    assert app.edit_tables.loaded(who["specialist"]) == ()
