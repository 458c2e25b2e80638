"""On PostgreSQL the program's role does all the work, and cannot undo any."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from support.graph_clinic import clinic, people, queued, record, seen
from support.records import add_reviewable, decide, sign

from agent.cli.health import Point, examine
from agent.domain.finding import Resolution
from agent.errors import InputError, PtscribeError
from agent.settings import load_settings
from agent.store.crypto import KeyRing
from agent.store.engine import open_store
from agent.store.grants import grant_program_role
from compliance.audit.verify import verify_rows

pytestmark = pytest.mark.postgres


def test_the_programs_role_works_and_cannot_undo(postgres_url: str, tmp_path: Path) -> None:
    from support.records import AT

    keys = KeyRing.open(tmp_path / "k")
    owner = open_store(postgres_url, keys)
    role = make_url(postgres_url).database or ""
    with owner._engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        grant_program_role(connection, role)
    store = open_store(make_url(postgres_url).set(username=role).render_as_string(hide_password=False), keys)
    draft = add_reviewable(store, "T-1", "block")
    with store.unit() as uow:
        uow.resolutions.add(draft, 1, Resolution(finding_id="TEST#0", kind="accepted", reason="r"), "u", AT)
        uow.commit()
    decide(store, draft)
    sign(store, draft)
    with store.read() as uow:
        assert verify_rows(uow.audit.rows).ok
    for statement in (
        "DELETE FROM drafts",
        "DELETE FROM audit_events",
        "UPDATE audit_events SET action = 'x.y'",
        "UPDATE signatures SET name = 'x'",
        "TRUNCATE audit_events",
        "ALTER TABLE audit_events DISABLE TRIGGER ALL",
        "DROP TRIGGER audit_events_no_change ON audit_events",
        "SET session_replication_role = replica",
        "INSERT INTO audit_head VALUES (2, 0, '', '')",
        "DROP TABLE audit_events",
        "UPDATE alembic_version SET version_num = 'x'",
    ):
        with store.unit() as uow, pytest.raises(PtscribeError, match=r"lacks a right|only grows"):
            uow.audit._db.exec_driver_sql(statement)
    store.close()
    with owner._engine.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))
    owner.close()


def test_a_clinic_works_under_its_role(postgres_url: str, tmp_path: Path) -> None:
    """From dictation to signature, and nothing is undone."""
    role, home = f"{make_url(postgres_url).database}_program", tmp_path / "home"
    own = make_url(postgres_url).set(username=role).render_as_string(hide_password=False)
    with clinic(home, database_url=postgres_url) as owner:
        who = people(owner)
        assert owner.runner.graph is not None
        for unfit, why in (("nobody_of_this_name", "no role"), ("postgres", "may do everything")):
            with pytest.raises(InputError, match=why):
                owner.database_role.grant(who["admin"], unfit)
        with owner.store._engine.begin() as connection:
            connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        owner.database_role.grant(who["admin"], role)
        with owner.store.read() as uow:
            told = uow.audit.search(actions=("role.granted",))
        assert [one.event.details["role"] for one in told] == [role]
        with clinic(home, database_url=own) as app:
            draft = queued(app, who)
            app.review.decide(who["specialist"], draft, "approve", **seen(app, draft))
            app.signing.sign(who["therapist"], draft, **seen(app, draft))
            assert record(app, draft).status == "signed"
            assert app.trail.verify(who["auditor"]).ok
            for statement in ("DELETE FROM drafts", "CREATE TABLE mine (x int)", "DROP TABLE checkpoints"):
                with app.store.unit() as uow, pytest.raises(PtscribeError):
                    uow.audit._db.exec_driver_sql(statement)
        with owner.store._engine.begin() as connection:
            connection.execute(text(f"DROP OWNED BY {role}"))
            connection.execute(text(f"DROP ROLE {role}"))


def test_doctor_says_which_right_is_lacking_after_an_upgrade(postgres_url: str, tmp_path: Path) -> None:
    role = f"{make_url(postgres_url).database}_upgraded"
    own = make_url(postgres_url).set(username=role).render_as_string(hide_password=False)
    settings = load_settings(home=tmp_path, database_url=own)
    owner = open_store(postgres_url, KeyRing.open(settings.key_file))

    def said() -> Point:
        return next(point for point in examine(settings) if point.part == "database")

    with owner._engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        grant_program_role(connection, role)
    assert said().state == "ready"
    with owner._engine.begin() as connection:
        connection.execute(text(f"REVOKE ALL ON emergency_endings FROM {role}"))
        connection.execute(text(f"REVOKE UPDATE ON audit_head FROM {role}"))
    point = said()
    assert point.state == "missing"
    assert role in point.detail
    assert "SELECT, INSERT on emergency_endings" in point.detail
    assert "UPDATE on audit_head" in point.detail
    assert "grant-role" in point.mend
    with owner._engine.begin() as connection:
        grant_program_role(connection, role)
    assert said().state == "ready"
    with owner._engine.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {role}"))
        connection.execute(text(f"DROP ROLE {role}"))
    owner.close()


def test_sqlite_has_no_roles() -> None:
    with create_engine("sqlite://").connect() as connection, pytest.raises(InputError):
        grant_program_role(connection, "anybody")
