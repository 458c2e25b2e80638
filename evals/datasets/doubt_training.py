"""What the embedded engine heard of the scripts that marks of doubt are fitted on, kept with the project.

`python -m evals.datasets.doubt_training` hears them again; the readings are those of `evals.datasets.spoken`,
whose synthesisers and whose processor nobody else need have: from what is kept, the fit comes out the same
everywhere.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.transcription.heard import Heard
from agent.transcription.piece_store import HeardPiece
from evals.datasets.spoken import readings, scripts
from evals.hearing import embedded_engine, workshop

FILE: Final = Path(__file__).with_suffix(".jsonl.gz")


@dataclass(frozen=True)
class HeardScript:
    """One reading of a script: what was said, and what was heard before anything was corrected."""

    id: str
    script: str
    said: str
    heard: tuple[Heard, ...]


def training() -> list[HeardScript]:
    said = {script.id: script.said for script in scripts()}
    found = []
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        for line in file:
            about = json.loads(line)
            heard = HeardPiece.model_validate({"heard": about["heard"]}).heard
            found.append(HeardScript(about["id"], about["script"], said[about["script"]], heard))
    return found


def main(folder: Path) -> None:
    engine = embedded_engine()
    lines = [
        json.dumps(
            {
                "id": reading.id,
                "script": reading.script,
                "heard": [heard.model_dump(mode="json") for heard in engine.hear(reading.audio)],
            }
        )
        for reading in readings(folder)
        if not reading.held_out
    ]
    # No name and no time in the header: the same hearing gives the same bytes.
    FILE.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    print(f"{len(lines)} readings")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else workshop() / "spoken")
