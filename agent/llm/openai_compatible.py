"""A language model behind any OpenAI-compatible endpoint: OpenAI, Azure, vLLM, llama.cpp, Ollama.

One question in, one answer in a pydantic schema out (`response_format` json_schema). Every failure is a
`ModelFailed` without the request's or the answer's text. Nothing about this machine is sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from agent.domain.base import Model
from agent.llm.failures import ModelFailed, Reason
from agent.llm.usage import Usage

if TYPE_CHECKING:
    from openai import OpenAI

Answered = TypeVar("Answered", bound=BaseModel)
ATTEMPTS = 3
LONGEST_WAIT_S = 20.0
LARGEST_ANSWER = 2_000_000
"""Bytes."""
_TELEMETRY = (
    "X-Stainless-Lang",
    "X-Stainless-Package-Version",
    "X-Stainless-OS",
    "X-Stainless-Arch",
    "X-Stainless-Runtime",
    "X-Stainless-Runtime-Version",
    "X-Stainless-Async",
)


class Answer(Model, Generic[Answered]):
    value: Answered
    model: str
    """As the server names it, which may be more exact than what was asked for."""
    parameters: dict[str, str | int | float | bool]
    usage: Usage


class OpenAiCompatible:
    """A client for one model. `timeout_s` bounds the whole question, retries and waits included."""

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        api_key: str = "",
        timeout_s: float = 60,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.model = model
        self.host = urlsplit(base_url).hostname or "unknown host"
        self._base_url, self._api_key = base_url, api_key
        self._timeout_s, self._attempts, self._sleep = timeout_s, attempts, sleep
        self._made: OpenAI | None = None

    def ask(
        self,
        system: str,
        user: str,
        schema: type[Answered],
        parameters: dict[str, str | int | float | bool] | None = None,
    ) -> Answer[Answered]:
        """The model's answer in the form of `schema`. Raises `ModelFailed`."""
        options = dict(parameters or {})
        body, requests = self._send(system, user, schema, options)
        value, usage, model = self._read(body, schema, requests)
        return Answer(value=value, model=model or self.model, parameters=options, usage=usage)

    def _send(
        self, system: str, user: str, schema: type[BaseModel], options: dict[str, Any]
    ) -> tuple[bytes, int]:
        """The body of the first good response; `options` loses what the server says it does not know."""
        import httpx2
        import openai

        deadline = time.monotonic() + self._timeout_s
        attempt = 0
        while True:
            attempt += 1
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise ModelFailed("timeout", self.host)
            try:
                with self._client.chat.completions.with_streaming_response.create(
                    model=self.model,
                    messages=[{"role": "system", "content": system}, {"role": "user", "content": user}],
                    response_format=_response_format(schema),
                    timeout=remaining,
                    **options,
                ) as response:
                    return self._whole(response.iter_bytes(), deadline), attempt
            except (openai.APITimeoutError, httpx2.TimeoutException):
                raise ModelFailed("timeout", self.host) from None
            except openai.BadRequestError as error:
                if not _without(options, error.param):
                    raise ModelFailed("rejected", self.host) from None
            except openai.APIStatusError as error:
                reason = _reason(error.status_code)
                if reason not in ("rate_limited", "server_error") or attempt >= self._attempts:
                    raise ModelFailed(reason, self.host) from None
                self._wait(error.response.headers.get("retry-after"), attempt, deadline, reason)
            except (openai.APIConnectionError, httpx2.TransportError):
                if attempt >= self._attempts:
                    raise ModelFailed("unreachable", self.host) from None
                self._wait(None, attempt, deadline, "unreachable")
            except openai.OpenAIError:
                raise ModelFailed("malformed", self.host) from None

    def _whole(self, chunks: Iterable[bytes], deadline: float) -> bytes:
        """The body, unless it trickles past the deadline or grows beyond any note."""
        body = bytearray()
        for chunk in chunks:
            body += chunk
            if time.monotonic() > deadline:
                raise ModelFailed("timeout", self.host)
            if len(body) > LARGEST_ANSWER:
                raise ModelFailed("malformed", self.host)
        return bytes(body)

    def _wait(self, retry_after: str | None, attempt: int, deadline: float, reason: Reason) -> None:
        """Waits as the server asks, else a growing while; gives up at once if that is past the deadline."""
        asked = _seconds(retry_after)
        wait = asked if asked is not None else min(8.0, 0.5 * 2 ** (attempt - 1))
        if wait > LONGEST_WAIT_S or time.monotonic() + wait >= deadline:
            raise ModelFailed(reason, self.host)
        self._sleep(wait)

    def _read(self, body: bytes, schema: type[Answered], requests: int) -> tuple[Answered, Usage, str]:
        """The answer in a response's body, held against both schemas: the protocol's and ours."""
        try:
            completion = _Completion.model_validate_json(body)
        except ValidationError:
            raise ModelFailed("malformed", self.host) from None
        if not completion.choices:
            raise ModelFailed("malformed", self.host)
        choice = completion.choices[0]
        if choice.message.refusal or choice.finish_reason == "content_filter":
            raise ModelFailed("refused", self.host)
        if choice.finish_reason == "length":
            raise ModelFailed("cut_off", self.host)
        try:
            value = schema.model_validate_json(choice.message.content or "")
        except ValidationError:
            raise ModelFailed("malformed", self.host) from None
        counted = completion.usage or _TokenCount()
        usage = Usage(
            input_tokens=counted.prompt_tokens, output_tokens=counted.completion_tokens, requests=requests
        )
        return value, usage, completion.model

    @property
    def _client(self) -> OpenAI:
        if self._made is None:
            from openai import Omit, OpenAI

            self._made = OpenAI(
                base_url=self._base_url,
                api_key=self._api_key or "none",
                max_retries=0,
                default_headers=dict.fromkeys(_TELEMETRY, Omit()),  # type: ignore[arg-type]  # how the SDK drops a header
            )
        return self._made


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _TokenCount(BaseModel):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(BaseModel):
    """What is read of a chat completion; servers add fields of their own."""

    choices: list[_Choice]
    model: str = ""
    usage: _TokenCount | None = None


def _response_format(schema: type[BaseModel]) -> Any:
    form = {"name": schema.__name__, "schema": schema.model_json_schema(), "strict": True}
    return {"type": "json_schema", "json_schema": form}


def _without(options: dict[str, Any], name: str | None) -> bool:
    """Takes out of `options` what the server named as unknown; False if it named none of them."""
    if name is None or name not in options:
        return False
    value = options.pop(name)
    if name == "max_tokens":
        options["max_completion_tokens"] = value
    return True


def _reason(status: int) -> Reason:
    if status == 429:
        return "rate_limited"
    if status in (401, 403):
        return "key_refused"
    if status == 404:
        return "not_found"
    return "server_error" if status >= 500 or status == 408 else "rejected"


def _seconds(retry_after: str | None) -> float | None:
    """Seconds in a Retry-After header, given as a number or as a date; None if there is none."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
