"""Assistants, students and aides by name: `Marcy, our assistant` is the PTA wherever she is named."""

from __future__ import annotations

from collections.abc import Sequence

from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_ROLES = {
    "assistant": "PTA",
    "pta": "PTA",
    "student": "student",
    "spt": "student",
    "aide": "aide",
    "tech": "aide",
    "technician": "aide",
}
_OURS = frozenset(["my", "our", "the", "a", "here", "is", "who's", ","])


def named_by_role(said: Sequence[Clause]) -> None:
    """Write the role for each later mention of a helper that the therapist introduced by name."""
    roles: dict[str, str] = {}
    for clause in said:
        if clause.speaker != "THERAPIST":
            continue
        introduced = _introduced(clause.tokens)
        if introduced is not None:
            roles[introduced[0]] = introduced[1]
            continue
        if not roles:
            continue
        tokens: list[Token] = []
        for token in clause.tokens:
            tokens.append(token)
            role = roles.get(token.low.removesuffix("'s"))
            if role is not None:
                tokens[-1:] = [
                    Token("the", token.start, token.end, glued=token.glued, low="the"),
                    Token(role, token.start, token.end, low=role.casefold()),
                ]
        if len(tokens) != len(clause.tokens):
            clause.retokenised(tokens)


def _introduced(tokens: Sequence[Token]) -> tuple[str, str] | None:
    """(name, role) of `Marcy, our assistant`, `our student Bram`, `Josefien here's our student`."""
    for at, token in enumerate(tokens):
        role = _ROLES.get(token.low)
        if (
            role is None
            or at == 0
            or not any(t.low in ("my", "our", "the") for t in tokens[max(0, at - 2) : at])
        ):
            continue
        back = at - 1
        while back >= 0 and (
            tokens[back].low in _OURS or tokens[back].low in ("here's", "physical", "therapist", "therapy")
        ):
            back -= 1
        if back >= 0 and _is_name(tokens[back]):
            return tokens[back].low, role
        if at + 1 < len(tokens) and _is_name(tokens[at + 1]):
            return tokens[at + 1].low, role
    return None


def _is_name(token: Token) -> bool:
    return token.text[:1].isupper() and token.text[1:].islower() and token.low not in _NO_NAMES


_NO_NAMES = frozenset(
    ["now", "then", "okay", "so", "and", "with", "by", "i", "and", "today", "our", "my", "the", "that"]
)
