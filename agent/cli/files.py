"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from agent.errors import StorageError


def write_atomically(path: Path, data: bytes) -> None:
    """Writes `data` to `path`, whole or not at all. Raises `StorageError`."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".ptscribe-")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
        raise StorageError(
            f"The file {path.name!r} cannot be written: {error.strerror}.",
            mend="Free space or name another folder.",
        ) from None
