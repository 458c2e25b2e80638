"""Consonant keys: what is left of a name when a speech recogniser spells it as it sounds.

`Dagný Okpara` comes back as "dag knee oak para", `Ngata` as "in gotta": the words differ, the order of
consonant classes does not. Voiced and unvoiced consonants share a class; vowels, h, w and y fall away.
"""

from __future__ import annotations

import re

from agent.memory import kept_for_now

_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), key)
    for pattern, key in (
        (r"^(?:kn|gn|pn|mn)", "N"),
        (r"^wr", "R"),
        (r"^x", "S"),
        (r"^ps", "S"),
        (r"^wh", ""),
        (r"sch|sh|tch|ch|(?<=[a-z])ti(?=[ao])", "S"),
        (r"ph", "F"),
        (r"gh(?=[aeiouy])", "K"),
        (r"(?:augh|ough|igh|eigh)$", ""),
        (r"gh", ""),
        (r"th", "T"),
        (r"dge?", "T"),
        (r"c(?=[eiy])", "S"),
        (r"ck|cc|c|q|k|g", "K"),
        (r"x", "KS"),
        (r"[sz]", "S"),
        (r"j", "S"),
        (r"[dt]", "T"),
        (r"[bp]", "P"),
        (r"[fv]", "F"),
        (r"l", "L"),
        (r"m", "M"),
        (r"n", "N"),
        (r"r", "R"),
    )
)
_CLASS = re.compile(r"[A-Z]+")


@kept_for_now(65536)
def sound_key(word: str) -> str:
    """The consonant classes of a folded `word`, doubled ones once: `okpara` → `KPR`."""
    for pattern, key in _RULES:
        word = pattern.sub(key, word)
    key = "".join(_CLASS.findall(word))
    return re.sub(r"(.)\1+", r"\1", key)


def join_keys(*keys: str) -> str:
    """Keys of neighbouring words as one, doubled classes at the seams once."""
    return re.sub(r"(.)\1+", r"\1", "".join(keys))
