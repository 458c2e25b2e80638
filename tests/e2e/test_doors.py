"""The served room's doors, tried without a browser: what answers without a session, and to which role."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import pytest
from support.review_room import PASSWORD

if TYPE_CHECKING:
    from support.review_room import RoomServer


class Visitor:
    """One client with one cookie."""

    def __init__(self, room: RoomServer, login: str = "") -> None:
        self.room, self.cookie = room, ""
        if login:
            body = urlencode({"login": login, "password": PASSWORD})
            status, headers, _ = self.ask(
                "POST", "/login", body=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
            )
            assert status == 303
            self.set_cookie = headers["set-cookie"]
            self.cookie = self.set_cookie.split(";")[0]

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: str = "",
        headers: dict[str, str] | None = None,
        origin: str = "",
    ) -> tuple[int, dict[str, str], bytes]:
        address = urlsplit(self.room.url)
        sent = {"Origin": origin or self.room.url, **(headers or {})}
        if self.cookie:
            sent["Cookie"] = self.cookie
        connection = http.client.HTTPConnection(str(address.hostname), address.port, timeout=30)
        try:
            connection.request(method, path, body=body or None, headers=sent)
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def socket(self) -> int:
        """The status with which the page's web socket answers."""
        return self.ask(
            "GET",
            "/_stcore/stream",
            headers={
                "Connection": "Upgrade",
                "Upgrade": "websocket",
                "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            },
        )[0]


def test_without_a_session_only_the_login_health_and_assets_answer(room: RoomServer) -> None:
    stranger = Visitor(room)
    draft = room.drafts[0]
    assert stranger.ask("GET", "/healthz")[0] == 200
    assert stranger.ask("GET", "/login")[0] == 200
    for path in (
        f"/audio/{draft}",
        f"/export/{draft}.pdf",
        "/media/0123abcd.wav",
        "/_stcore/upload_file/a/b",
    ):
        status, _, body = stranger.ask("GET", path, headers={"Accept": "text/html"})
        assert status == 401, path
        assert draft.encode() not in body
    assert stranger.ask("PUT", "/_stcore/upload_file/a/b", body="x")[0] == 401
    assert stranger.ask("POST", f"/unsaved/{draft}", body="{}")[0] == 401
    assert stranger.ask("POST", "/upload", body="x")[0] == 401
    assert stranger.socket() == 403
    status, headers, _ = stranger.ask("GET", f"/review?draft={draft}", headers={"Accept": "text/html"})
    assert (status, headers["location"]) == (303, f"/login?next=%2Freview%3Fdraft%3D{draft}")


def test_a_made_up_cookie_opens_nothing(room: RoomServer) -> None:
    forger = Visitor(room)
    forger.cookie = "ptscribe_session=" + "A" * 43
    assert forger.ask("GET", f"/audio/{room.drafts[0]}")[0] == 401
    assert forger.ask("GET", "/media/0123abcd.wav")[0] == 401
    assert forger.socket() == 403


def test_with_a_session_the_same_doors_open(room: RoomServer) -> None:
    therapist = Visitor(room, "theo")
    assert "HttpOnly" in therapist.set_cookie
    assert "SameSite=strict" in therapist.set_cookie
    status, headers, whole = therapist.ask("GET", f"/audio/{room.drafts[0]}")
    assert status == 200
    assert headers["content-type"].startswith("audio/")
    assert headers["cache-control"] == "no-store"
    status, headers, piece = therapist.ask(
        "GET", f"/audio/{room.drafts[0]}", headers={"Range": "bytes=100-199"}
    )
    assert (status, piece) == (206, whole[100:200])
    assert headers["content-range"] == f"bytes 100-199/{len(whole)}"
    assert therapist.ask("GET", "/media/0123abcd.wav")[0] == 404
    assert therapist.socket() == 101


@pytest.mark.parametrize("path", ["/audio/{}", "/media/0123abcd.wav", "/export/{}.pdf"])
def test_a_role_without_the_permission_is_refused(room: RoomServer, path: str) -> None:
    status, _, body = Visitor(room, "root").ask("GET", path.format(room.drafts[0]))
    assert status == 403
    assert "error" in json.loads(body)


def test_signing_out_closes_the_doors_at_once(room: RoomServer) -> None:
    therapist = Visitor(room, "theo")
    assert therapist.ask("GET", f"/audio/{room.drafts[0]}")[0] == 200
    assert therapist.ask("POST", "/auth/logout")[0] == 303
    assert therapist.ask("GET", f"/audio/{room.drafts[0]}")[0] == 401


def test_posts_from_other_sites_do_nothing(room: RoomServer) -> None:
    therapist = Visitor(room, "theo")
    elsewhere = "http://evil.example"
    assert therapist.ask("POST", "/auth/logout", origin=elsewhere)[0] == 403
    assert therapist.ask("POST", "/auth/alive", origin=elsewhere)[0] == 403
    assert therapist.ask("POST", f"/unsaved/{room.drafts[0]}", body="{}", origin=elsewhere)[0] == 403
    assert therapist.ask("POST", "/auth/alive")[0] == 204, "the session is still there"
    form = urlencode({"login": "theo", "password": PASSWORD})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert Visitor(room).ask("POST", "/login", body=form, headers=kind, origin=elsewhere)[0] == 403


def test_every_answer_carries_the_security_headers(room: RoomServer) -> None:
    for visitor, path in (
        (Visitor(room), "/login"),
        (Visitor(room, "theo"), "/"),
        (Visitor(room), "/audio/x"),
    ):
        _, headers, _ = visitor.ask("GET", path)
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"


def test_streamlits_other_doors_are_shut(room: RoomServer) -> None:
    therapist = Visitor(room, "theo")
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/script-health-check"):
        assert therapist.ask("GET", path)[0] == 404, path


def test_a_missing_draft_is_said_without_a_trace(room: RoomServer) -> None:
    status, _, body = Visitor(room, "theo").ask("GET", "/audio/no-such-draft")
    assert status == 404
    assert b"Traceback" not in body
    assert "error" in json.loads(body)
