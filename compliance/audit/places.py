"""Witnesses that are no folder: an S3-compatible bucket with object lock, and an outbox of e-mails.

Both take signed notes and nothing else, so no PHI leaves by them. Plain HTTP with AWS Signature Version 4 is
all that a bucket needs; it works with any store that speaks it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
import http.client
import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote, urlsplit

from compliance.audit.checkpoint import write_atomically

_TIMEOUT = 5.0
_REST_SECONDS = 60.0
"""How long a bucket that failed is left alone: a signature must not wait for it each time."""


class Place(Protocol):
    """Takes notes by name. What fails raises `OSError`."""

    def put(self, name: str, note: str) -> None:
        """Keep a note; one of this name that is there already stays as it is."""

    def names(self) -> set[str] | None:
        """The notes that are there; None for a place that gives nothing back."""

    def get(self, name: str) -> str: ...


class Outbox:
    """A folder from which the clinic's mail program sends: one `.eml` file a checkpoint."""

    def __init__(self, folder: Path, to: str) -> None:
        self._folder, self._to = folder, to

    def __str__(self) -> str:
        return f"outbox {self._folder}"

    def put(self, name: str, note: str) -> None:
        message = EmailMessage()
        message["Subject"] = f"ptscribe checkpoint {name.removesuffix('.note')}"
        message["To"] = self._to
        message["From"] = self._to
        message["Date"] = format_datetime(datetime.now(UTC))
        message.set_content(note, cte="base64")
        write_atomically(
            self._folder / f"{name.removesuffix('.note')}.eml", message.as_string(), replace=False
        )

    def names(self) -> None:
        return None

    def get(self, name: str) -> str:
        raise FileNotFoundError(name)


class Bucket:
    """A bucket, addressed by path: `https://host/bucket/prefix`. Notes are locked in it for `retain_days`."""

    def __init__(self, url: str, *, access_key: str, secret_key: str, region: str, retain_days: int) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or not parts.path.strip("/"):
            raise ValueError("a bucket is addressed as https://host/bucket/prefix")
        self._parts = parts
        self._bucket, _, self._prefix = parts.path.strip("/").partition("/")
        self._access_key, self._secret_key, self._region = access_key, secret_key, region
        self._retain = timedelta(days=retain_days)
        self._rest_until = 0.0

    def __str__(self) -> str:
        return f"bucket {self._parts.hostname}/{self._bucket}"

    def put(self, name: str, note: str) -> None:
        body = note.encode()
        headers = {
            "content-type": "text/plain; charset=utf-8",
            "if-none-match": "*",
            "x-amz-checksum-sha256": base64.b64encode(hashlib.sha256(body).digest()).decode(),
            "x-amz-object-lock-mode": "COMPLIANCE",
            "x-amz-object-lock-retain-until-date": f"{datetime.now(UTC) + self._retain:%Y-%m-%dT%H:%M:%SZ}",
        }
        status, _ = self._ask("PUT", self._key(name), body=body, headers=headers)
        if status not in (200, 412):  # 412: it is there already, and stays
            raise OSError(f"the bucket answered {status}")

    def names(self) -> set[str]:
        found: set[str] = set()
        token = ""
        while True:
            query = {"list-type": "2", "prefix": self._key("")} | (
                {"continuation-token": token} if token else {}
            )
            status, body = self._ask("GET", "", query=query)
            if status != 200:
                raise OSError(f"the bucket answered {status}")
            text = body.decode("utf-8", errors="replace")
            keys = (html.unescape(key) for key in re.findall(r"<Key>([^<]*)</Key>", text))
            found |= {key.removeprefix(self._key("")) for key in keys if key.endswith(".note")}
            more = re.search(r"<NextContinuationToken>([^<]+)</NextContinuationToken>", text)
            if more is None:
                return found
            token = html.unescape(more[1])

    def get(self, name: str) -> str:
        status, body = self._ask("GET", self._key(name))
        if status != 200:
            raise OSError(f"the bucket answered {status}")
        return body.decode("utf-8", errors="replace")

    def _key(self, name: str) -> str:
        return f"{self._prefix}/{name}" if self._prefix else name

    def _ask(
        self,
        method: str,
        key: str,
        *,
        query: Mapping[str, str] | None = None,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes]:
        if time.monotonic() < self._rest_until:
            raise OSError("the bucket failed a moment ago")
        path = quote(f"/{self._bucket}/{key}" if key else f"/{self._bucket}")
        asked = "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in sorted((query or {}).items()))
        host = self._parts.netloc.rpartition("@")[2]
        signed = signed_headers(
            method,
            path,
            asked,
            {"host": host, **(headers or {})},
            body,
            at=datetime.now(UTC),
            access_key=self._access_key,
            secret_key=self._secret_key,
            region=self._region,
        )
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(self._parts.hostname or "", self._parts.port, timeout=_TIMEOUT)
        try:
            connection.request(
                method, f"{path}?{asked}" if asked else path, body=body or None, headers=signed
            )
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._rest_until = time.monotonic() + _REST_SECONDS
            raise OSError(f"the bucket cannot be reached ({type(error).__name__})") from None
        finally:
            connection.close()


def signed_headers(
    method: str,
    path: str,
    query: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    at: datetime,
    access_key: str,
    secret_key: str,
    region: str,
) -> dict[str, str]:
    """The headers with AWS Signature Version 4 for `s3`; names in lower case, path and query encoded."""
    stamp, day = f"{at:%Y%m%dT%H%M%SZ}", f"{at:%Y%m%d}"
    all_of_them = {**headers, "x-amz-content-sha256": hashlib.sha256(body).hexdigest(), "x-amz-date": stamp}
    names = ";".join(sorted(all_of_them))
    lines = "".join(f"{name}:{all_of_them[name].strip()}\n" for name in sorted(all_of_them))
    request = "\n".join((method, path, query, lines, names, all_of_them["x-amz-content-sha256"]))
    scope = f"{day}/{region}/s3/aws4_request"
    text = "\n".join(("AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(request.encode()).hexdigest()))
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    credential = f"Credential={access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return {**all_of_them, "authorization": f"AWS4-HMAC-SHA256 {credential}"}
