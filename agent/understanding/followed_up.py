"""What a later answer adds to the one before: `Canes? Two. – Which one today? The left.`, `What's rarely? …`

Such a question asks for no fact of its own. Its answer is written behind the answer that it asks about.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from agent.needles import Rare
from agent.understanding.clauses import Clause
from agent.understanding.tokens import Token

_WHICH: Final = Rare(
    r"^(?:(?:and|in|on|so|okay),? )*which (?P<what>hand|side|arm|leg|foot|one|knee|shoulder|hip|"
    r"ankle|ear|eye)"
    r"(?: is (?:it|that) in| do you (?:use|hold|carry|have) it in)?$",
)
_A_SIDE: Final = re.compile(
    r"^(?:(?:oh|um|uh|in|on|the|my|it's),? )*(?P<side>left|right)(?: (?:one|hand|side|arm|leg))?$",
    re.IGNORECASE,
)
_MEANS: Final = Rare(r"^(?:(?:and|so|okay),? )*what(?:'s| is| do you mean by) (?P<said>\w+(?: \w+)?)$")
_DEVICE: Final = re.compile(r"^(?:crutch\w*|canes?|sticks?|walking sticks?|poles?)$")
_COUNTS: Final = {
    "one": "one", "1": "one", "just one": "one", "two": "two", "2": "two", "both": "both",
    "just the one": "one", "only one": "one",
}  # fmt: skip


def uses(topic: str, answer: Clause) -> list[Token]:
    """`Poles? Two.`: I use two poles."""
    count = _COUNTS.get(answer.low.strip(" ,"))
    name = topic.removeprefix("the ").removeprefix("your ")
    if count is None or _DEVICE.match(name) is None:
        return []
    if count == "one":
        name = name.removesuffix("es") if name.endswith("ches") else name.removesuffix("s")
    said = ["I", "use", count, *name.split()]
    return [Token(w, answer.start, answer.end, low=w.casefold()) for w in said]


def adds(question: Clause, before: Clause, answer: Clause) -> bool:
    """Writes `answer` behind the answer `before`, where the question asks for more of it; whether it does."""
    which = _WHICH.match(question.text)
    if which is not None:
        side = _A_SIDE.match(answer.text)
        of_what = any(m.of("device", "symptom") for m in before.marks)
        sided = any(m.of("side") for m in before.marks)
        if side is None or not of_what or sided or len(before.tokens) > _SHORT:
            return False
        what = "" if which["what"] == "one" else which["what"]
        words = ["in" if what == "hand" else "on", "the", side["side"].lower(), *([what] if what else [])]
        added = [Token(w, answer.start, answer.end, low=w) for w in words]
    else:
        means = _MEANS.match(question.text)
        if (
            means is None
            or means["said"].casefold() != before.low.strip(" ,")
            or len(answer.tokens) > _LONGEST
        ):
            return False
        added = [
            replace(t, text=t.low) if i == 0 and t.low != "i" else t for i, t in enumerate(answer.tokens)
        ]
    comma = Token(",", added[0].start, added[0].start, glued=True, low=",")
    before.retokenised([*before.tokens, *([comma] if which is None else []), *added])
    before.lead_spans.append((question.start, question.end))
    return True


_LONGEST: Final = 10
_SHORT: Final = 6
"""Tokens of an answer that says nothing beside what the next question asks the side of."""
