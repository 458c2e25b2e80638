"""`ptscribe` on a terminal: one process a command, as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PTSCRIBE = Path(sys.executable).parent / "ptscribe"


@dataclass
class Clinic:
    """A clinic's folder, and its commands as a user of it runs them."""

    home: Path
    password: str = "only for this test"

    def run(self, *arguments: str, user: str = "", ok: bool = True) -> subprocess.CompletedProcess[str]:
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PTSCRIBE_")}
        environment |= {"PTSCRIBE_HOME": str(self.home), "PTSCRIBE_PASSWORD": self.password}
        environment |= {"PTSCRIBE_NEW_PASSWORD": self.password, "PTSCRIBE_USER": user}
        made = subprocess.run(
            [PTSCRIBE, *arguments], capture_output=True, text=True, env=environment, timeout=110
        )
        assert "Traceback" not in made.stderr, made.stderr
        if ok:
            assert made.returncode == 0, made.stderr
        return made

    def json(self, *arguments: str, user: str = "") -> Any:
        return json.loads(self.run(*arguments, "--json", user=user).stdout)
