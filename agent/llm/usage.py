"""What a call to a model cost."""

from __future__ import annotations

from pydantic import Field

from agent.domain.base import Model


class Usage(Model):
    """Tokens as the server counted them, 0 where it does not say, and the requests it took."""

    input_tokens: int = Field(default=0, ge=0)
    output_tokens: int = Field(default=0, ge=0)
    requests: int = Field(default=0, ge=0)

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            requests=self.requests + other.requests,
        )
