"""The payer's quarterly edit files into the clinic: read, checked, stored with their source, audited."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

from agent.domain.clinic_rules import LoadedEdits
from agent.domain.user import Actor
from agent.errors import InputError
from agent.graph.events import event
from agent.services.base import Service


class EditTables(Service):
    def load(self, actor: Actor, files: Mapping[str, bytes], *, quarter: str = "") -> tuple[LoadedEdits, ...]:
        """Stores the tables of the files, by name: all parts of a quarter's pairs, its units, or both.

        Raises `InputError`, and stores nothing, when one of them is of another quarter or cannot be read.
        """
        from compliance.billing.edit_files import read_edit_file, together

        role = self._allow(actor, "tune_rules", "load_edits")
        if not files:
            raise InputError("No file was given.", mend="Give the payer's PTP and MUE files of one quarter.")
        read = [read_edit_file(name, data, quarter) for name, data in files.items()]
        if len({file.quarter for file in read}) > 1:
            together(read)  # says which files differ
        now, loaded = datetime.now(UTC), []
        with self._store.unit() as uow:
            for kind in ("ptp", "mue"):
                parts = [file for file in read if file.kind == kind]
                if not parts:
                    continue
                edits = together(parts)
                loaded.append(
                    uow.edit_tables.add(
                        kind,
                        edits.quarter,
                        edits=edits.model_dump_json(),
                        source=edits.source,
                        file_hash=_hash(files),
                        kept=len(edits.pairs) + len(edits.units),
                        by=actor.user_id,
                        at=now,
                    )
                )
                details: dict[str, str | int] = {
                    "kind": kind,
                    "quarter": edits.quarter,
                    "revision": loaded[-1].revision,
                    "file_hash": loaded[-1].file_hash,
                    "rows": sum(file.rows for file in parts),
                    "kept": loaded[-1].kept,
                }
                uow.audit.append(
                    event("edits.loaded", actor, role=role, at=now, purpose="HOPERAT", details=details)
                )
            uow.commit()
        return tuple(loaded)

    def loaded(self, actor: Actor) -> tuple[LoadedEdits, ...]:
        """Every loading, by kind and quarter."""
        self._allow(actor, "view_rules", "loaded_edits")
        with self._store.read() as uow:
            return uow.edit_tables.all()


def _hash(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(hashlib.sha256(files[name]).digest())
    return whole.hexdigest()
