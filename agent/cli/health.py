"""What `ptscribe doctor` looks at: each part of a clinic, its state, and how to mend it."""

from __future__ import annotations

import importlib.util
import shutil
import stat
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from agent.errors import PtscribeError
from agent.settings import Settings

if TYPE_CHECKING:
    from compliance.billing.edits import Edits

CLOCK_SLACK = timedelta(minutes=2)
State = Literal["ready", "optional", "warning", "missing"]


@dataclass(frozen=True)
class Point:
    part: str
    state: State
    detail: str
    mend: str = ""


def examine(settings: Settings) -> list[Point]:
    """One point a part; changes nothing, fetches nothing."""
    return [
        _home(settings),
        _key(settings),
        _database(settings),
        _trail(settings),
        _edits(settings, datetime.now(UTC).date()),
        _speech(settings),
        _drafter(settings),
        _browser(),
    ]


def _home(settings: Settings) -> Point:
    home = settings.home
    anchor = next(p for p in (home, *home.absolute().parents) if p.exists())
    free = shutil.disk_usage(anchor).free // 2**20
    if free < 500:
        return Point("folder", "missing", f"{home}: only {free} MB free", "Free disk space.")
    return Point(
        "folder", "ready", f"{home}, {free} MB free" + ("" if home.exists() else " (made on first use)")
    )


def _key(settings: Settings) -> Point:
    path = settings.key_file
    if not path.exists():
        return Point("key", "ready", "made on first use; back it up apart from the database")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        return Point("key", "missing", f"{path} is readable by others", f"chmod 600 {path}")
    return Point("key", "ready", str(path))


def _database(settings: Settings) -> Point:
    from agent.store.crypto import KeyRing
    from agent.store.engine import open_store

    kind = settings.url.split(":", 1)[0]
    if kind.startswith("sqlite") and not settings.database_url and not (settings.home / "clinic.db").exists():
        return Point("database", "ready", "SQLite, made on first use")
    try:
        store = open_store(settings.url, KeyRing.open(settings.key_file))
        try:
            health, lacking = store.ready(), store.lacking()
        finally:
            store.close()
    except PtscribeError as error:
        return Point("database", "missing", error.message, error.mend)
    if lacking:
        mend = "As the tables' owner, run `ptscribe grant-role` with its name; again after each upgrade."
        return Point("database", "missing", lacking, mend)
    return Point("database", "ready", f"{health.database}, {health.events} events in the trail")


def _trail(settings: Settings) -> Point:
    from agent.services.witness_places import witness_of
    from agent.store.crypto import KeyRing
    from agent.store.engine import open_store

    if not settings.database_url and not (settings.home / "clinic.db").exists():
        return Point("trail", "ready", "begins on first use")
    try:
        store = open_store(settings.url, KeyRing.open(settings.key_file))
        try:
            standing = witness_of(store, settings).standing()
        finally:
            store.close()
    except PtscribeError as error:
        return Point("trail", "missing", error.message, error.mend)
    age = standing.age_minutes()
    detail = "not witnessed yet" if age is None else f"last witnessed {age} min ago"
    if standing.shortened:
        lost = f"{detail}: it holds {standing.events} events, but {standing.size} were signed"
        return Point("trail", "missing", lost, "Run `ptscribe audit verify`.")
    if standing.at and (ahead := standing.at - datetime.now(UTC)) > CLOCK_SLACK:
        said = f"the last checkpoint lies {int(ahead.total_seconds() // 60)} min in the future"
        return Point("trail", "missing", said, "Set this machine's clock right; it went backwards.")
    if standing.late:
        waiting = f"{detail}; {standing.unwitnessed} events wait since {standing.waiting_minutes} min"
        return Point("trail", "missing", waiting, "Run `ptscribe audit checkpoint`: it says what is wrong.")
    if standing.behind:
        behind = f"{detail}, but not in {', '.join(standing.behind)}"
        return Point("trail", "missing", behind, "Check that folder; the next checkpoint fills it up.")
    return Point("trail", "ready", f"{detail}, {standing.unwitnessed} events wait")


def _edits(settings: Settings, today: date) -> Point:
    """The payer's tables in force today: whether each is that of today's quarter."""
    from agent.store.crypto import KeyRing
    from agent.store.engine import open_store
    from compliance.billing.edits import Edits, quarter_of, shipped_mue, shipped_ptp

    tables: dict[str, Edits] = {"ptp": shipped_ptp(), "mue": shipped_mue()}
    loaded = set()
    if settings.database_url or (settings.home / "clinic.db").exists():
        try:
            store = open_store(settings.url, KeyRing.open(settings.key_file))
            with store.read() as uow:
                for kind in tables:
                    if found := uow.edit_tables.for_quarter(kind, quarter_of(today)):
                        tables[kind] = Edits.model_validate_json(found.edits)
                        loaded.add(kind)
            store.close()
        except PtscribeError as error:
            return Point("edits", "missing", error.message, error.mend)
    names = {"ptp": "NCCI pairs", "mue": "MUE units"}
    said = [
        f"{names[kind]} of {edits.quarter}{_age(edits, today)}{'' if kind in loaded else ', shipped sample'}"
        for kind, edits in tables.items()
    ]
    if loaded == tables.keys() and all(edits.covers(today) for edits in tables.values()):
        return Point("edits", "ready", "; ".join(said))
    mend = f"Load the payer's files of {quarter_of(today)}: `ptscribe billing load-edits FILE…`."
    return Point("edits", "warning", "; ".join(said), mend)


def _age(edits: Edits, today: date) -> str:
    days = (today - edits.valid_until).days
    return f", ended {days} days ago" if days > 0 else ""


def _speech(settings: Settings) -> Point:
    from agent.transcription.factory import speech_engine

    try:
        engine = speech_engine(settings)
    except PtscribeError as error:
        return Point("speech", "missing", error.message, error.mend)
    return Point("speech", "ready", engine.name)


def _drafter(settings: Settings) -> Point:
    if settings.drafter == "offline":
        return Point("drafting", "ready", "offline engine; no text leaves this machine")
    if not settings.llm_base_url or not settings.llm_model:
        return Point(
            "drafting",
            "missing",
            "the language model is not set",
            "Set PTSCRIBE_LLM_BASE_URL and PTSCRIBE_LLM_MODEL.",
        )
    return Point("drafting", "ready", f"{settings.llm_model}; falls back to the offline engine")


def _browser() -> Point:
    found = next((b for b in ("chromium", "chromium-browser", "google-chrome") if shutil.which(b)), None)
    if found and importlib.util.find_spec("playwright"):
        return Point("browser", "ready", f"{found}: browser tests can run")
    return Point("browser", "optional", "no Chromium: browser tests are skipped", "apt-get install chromium")
