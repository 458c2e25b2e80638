"""A real clinic behind a real server in a process of its own, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.review_room import PASSWORD, RoomServer, SignIn, fill

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The first test of a session pays for speech recognition of the samples and the server's start."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.timeout(900))


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoomServer]:
    home = tmp_path_factory.mktemp("clinic") / "home"
    with served(home, fill(home)) as opened:
        yield opened


@contextmanager
def served(home: Path, drafts: tuple[str, ...]) -> Iterator[RoomServer]:
    """The clinic in `home` behind a server of its own."""
    port = _free_port()
    log = home.parent / "server.log"
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PTSCRIBE_", "STREAMLIT_"))}
    environment |= {
        "PTSCRIBE_HOME": str(home),
        "PTSCRIBE_PORT": str(port),
        "PTSCRIBE_SESSION_IDLE_MINUTES": "15",
        "HF_HUB_OFFLINE": "1",
    }
    code = "from agent.settings import load_settings as s; from review_ui.serve import serve; serve(s())"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", code], env=environment, stdout=output, stderr=output, cwd=home.parent
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_open(url, process, log)
        yield RoomServer(url, home, drafts, log)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def serve_room() -> Callable[[Path, tuple[str, ...]], AbstractContextManager[RoomServer]]:
    """For tests that fill a clinic of their own."""
    return served


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_open(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not open:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one these tests are skipped, or fail where PTSCRIBE_REQUIRE_BROWSER is set."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        why = "No Chromium was found: install the Debian package `chromium` to run the browser tests."
        if os.environ.get("PTSCRIBE_REQUIRE_BROWSER"):
            pytest.fail(why)
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, headless=True, args=CHROMIUM_FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def strangers() -> list[str]:
    """Addresses outside of the served clinic that a page asked for; must stay empty."""
    return []


@pytest.fixture
def troubles() -> list[str]:
    """Errors that the browser's console showed."""
    return []


@pytest.fixture
def sign_in(
    request: pytest.FixtureRequest,
    browser: Browser,
    room: RoomServer,
    strangers: list[str],
    troubles: list[str],
) -> Iterator[SignIn]:
    """Opens the room in a browser of its own and signs a user in."""
    contexts = []

    def open_as(login: str) -> Page:
        context = browser.new_context(
            viewport={"width": 1440, "height": 900}, permissions=["microphone"], accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        own = (room.url, room.url.replace("http", "ws", 1), "data:", "blob:")
        page.on(
            "request", lambda request: None if request.url.startswith(own) else strangers.append(request.url)
        )
        page.on("websocket", lambda ws: None if ws.url.startswith(own) else strangers.append(ws.url))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None
        )
        page.goto(room.url + "/")
        page.get_by_label("User name").fill(login)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Sign out").wait_for()
        return page

    yield open_as
    if kept := os.environ.get("REVIEW_ROOM_SHOTS"):
        for number, context in enumerate(contexts):
            context.pages[0].screenshot(path=f"{kept}/{request.node.name[:60]}-{number}.png")
    for context in contexts:
        context.close()
