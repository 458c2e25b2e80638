"""Checkpoints in an S3-compatible bucket and in an outbox, held against a server that checks signatures."""

from __future__ import annotations

import email
import email.policy
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from support.records import add_draft

from agent.store.crypto import KeyRing
from agent.store.engine import open_store
from compliance.audit.checkpoint import SigningKey
from compliance.audit.places import Bucket, Outbox, signed_headers
from compliance.audit.signer import LogState, Signer
from compliance.audit.verify import parse_checkpoint

SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"


def test_the_published_example_of_signature_version_4() -> None:
    """AWS, "Examples: Signature calculations in AWS Signature Version 4", GET Object."""
    made = signed_headers(
        "GET",
        "/test.txt",
        "",
        {"host": "examplebucket.s3.amazonaws.com", "range": "bytes=0-9"},
        b"",
        at=datetime(2013, 5, 24, tzinfo=UTC),
        access_key="AKIAIOSFODNN7EXAMPLE",
        secret_key=SECRET,
        region="us-east-1",
    )
    expected = "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    assert made["authorization"].endswith(f"Signature={expected}")


class Shelf:
    """What the fake server keeps, and how it behaves."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.locks: dict[str, str] = {}
        self.fails = False
        self.asked = 0


@pytest.fixture
def shelf() -> Iterator[tuple[Shelf, str]]:
    kept = Shelf()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None: ...

        def _answer(self, status: int, body: bytes = b"") -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _genuine(self, body: bytes) -> bool:
            told = {k.lower(): v for k, v in self.headers.items()}
            names = told["authorization"].split("SignedHeaders=")[1].split(",")[0].split(";")
            left_out = ("x-amz-content-sha256", "x-amz-date")
            again = signed_headers(
                self.command,
                urlsplit(self.path).path,
                urlsplit(self.path).query,
                {name: told[name] for name in names if name not in left_out},
                body,
                at=datetime.strptime(told["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
                access_key="KEY",
                secret_key=SECRET,
                region="eu-central-1",
            )
            return again["authorization"] == told["authorization"]

        def do_PUT(self) -> None:
            kept.asked += 1
            body = self.rfile.read(int(self.headers["Content-Length"]))
            key = unquote(self.path)
            if kept.fails or not self._genuine(body):
                self._answer(503 if kept.fails else 403)
            elif key in kept.objects and self.headers["If-None-Match"] == "*":
                self._answer(412)
            else:
                kept.objects[key] = body
                kept.locks[key] = (
                    f"{self.headers['x-amz-object-lock-mode']} "
                    f"{self.headers['x-amz-object-lock-retain-until-date']}"
                )
                self._answer(200)

        def do_GET(self) -> None:
            kept.asked += 1
            parts = urlsplit(self.path)
            if kept.fails or not self._genuine(b""):
                self._answer(503 if kept.fails else 403)
                return
            asked = parse_qs(parts.query)
            if "list-type" not in asked:
                found = kept.objects.get(unquote(parts.path))
                self._answer(404 if found is None else 200, found or b"")
                return
            keys = sorted(k.removeprefix("/witness/") for k in kept.objects)
            after = asked.get("continuation-token", [""])[0]
            page = [k for k in keys if k > after and k.startswith(asked["prefix"][0])][:2]
            more = f"<NextContinuationToken>{page[-1]}</NextContinuationToken>" if len(page) == 2 else ""
            body = "".join(f"<Contents><Key>{k}</Key></Contents>" for k in page)
            self._answer(200, f"<ListBucketResult>{body}{more}</ListBucketResult>".encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield kept, f"http://127.0.0.1:{server.server_port}/witness/clinic"
    server.shutdown()


def bucket(url: str, secret: str = SECRET) -> Bucket:
    return Bucket(url, access_key="KEY", secret_key=secret, region="eu-central-1", retain_days=2190)


def test_notes_are_locked_and_never_replaced(shelf: tuple[Shelf, str]) -> None:
    kept, url = shelf
    place = bucket(url)
    for n in range(5):
        place.put(f"{n}-a b.note", f"note {n}\n— é")
    place.put("0-a b.note", "another text")
    assert place.names() == {f"{n}-a b.note" for n in range(5)}, "over several pages"
    assert place.get("0-a b.note") == "note 0\n— é"
    until = datetime.now(UTC).year + 5
    assert all(
        lock.startswith(f"COMPLIANCE {until}") or str(until + 1) in lock for lock in kept.locks.values()
    )


def test_a_wrong_key_and_a_failing_bucket_are_errors(shelf: tuple[Shelf, str]) -> None:
    kept, url = shelf
    with pytest.raises(OSError, match="403"):
        bucket(url, "wrong").put("1.note", "x")
    kept.fails = True
    with pytest.raises(OSError, match="503"):
        bucket(url).names()
    with pytest.raises(ValueError, match="addressed"):
        bucket("https://host-without-bucket")


def test_a_bucket_that_is_away_is_left_alone_for_a_while() -> None:
    place = bucket("http://127.0.0.1:9/witness")
    with pytest.raises(OSError, match="reached"):
        place.put("1.note", "x")
    with pytest.raises(OSError, match="a moment ago"):
        place.put("1.note", "x")


def test_an_outbox_holds_one_mail_a_checkpoint(tmp_path: Path) -> None:
    note = "ptscribe/x\n1\nAAAA\n\n— ptscribe/x BBBB\n"
    Outbox(tmp_path / "out", "audit@clinic.example").put("000000000001-ab.note", note)
    (file,) = (tmp_path / "out").glob("*.eml")
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert mail["To"] == "audit@clinic.example"
    assert mail["Subject"] == "ptscribe checkpoint 000000000001-ab"
    assert mail.get_content() == note, "byte for byte, so its signature still holds"


def test_the_signer_uses_all_places_and_none_stops_it(shelf: tuple[Shelf, str], tmp_path: Path) -> None:
    kept, url = shelf
    store = open_store(f"sqlite:///{tmp_path / 'clinic.db'}", KeyRing.open(tmp_path / "k"))
    key = SigningKey.open(tmp_path / "checkpoint.key")
    places = (bucket(url), Outbox(tmp_path / "out", "audit@clinic.example"))
    signer = Signer(key, tmp_path / "signer.json", (tmp_path / "witness",), places)

    def sign() -> tuple[str, ...]:
        add_draft(store)
        with store.read() as uow:
            return signer.sign(LogState(*uow.audit.head(), uow.audit.bodies)).failures

    assert sign() == ()
    kept.fails = True
    (failure,) = sign()
    assert "bucket 127.0.0.1/witness" in failure
    assert len(list((tmp_path / "witness").glob("*.note"))) == 2, "the others have it"
    kept.fails = False
    assert sign() == ()
    assert len(kept.objects) == 3, "what the bucket missed was brought"
    assert len(list((tmp_path / "out").glob("*.eml"))) == 3
    for body in kept.objects.values():
        assert parse_checkpoint(body.decode()).origin == key.name
    store.close()
