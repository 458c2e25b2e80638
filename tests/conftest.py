"""What every test shares: no network but loopback, and no setting from the machine it runs on."""

from __future__ import annotations

import os
import socket

import pytest
from hypothesis import settings

pytest_plugins = ["support.postgres"]

for name in [n for n in os.environ if n.startswith("PTSCRIBE_") and n != "PTSCRIBE_REQUIRE_BROWSER"]:
    del os.environ[name]
os.environ["HF_HUB_OFFLINE"] = "1"

# The same examples in every run: a red run is then a change of the code. `make explore` draws new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("TEST_PROPERTIES", "steady"))


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing may phone home: a connection to any other machine fails the test that made it."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in ("127.0.0.1", "::1", "localhost"):
            pytest.fail(f"the code under test tried to reach {host!r}")
        return real(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect)
