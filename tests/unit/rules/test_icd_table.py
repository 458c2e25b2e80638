"""The shipped table of diagnosis codes: no sided code without its other side, no descriptor twice."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from agent.domain.visit import Diagnosis
from compliance.rules import icd10

_ONE_SIDE = re.compile(r"\b(left|right)\b")


def test_each_sided_code_has_its_other_side() -> None:
    told = {k.descriptor.casefold() for k in icd10.codes().values()}
    alone = []
    for known in icd10.codes().values():
        descriptor = known.descriptor.casefold()
        if len(set(_ONE_SIDE.findall(descriptor))) == 1:
            turned = _ONE_SIDE.sub(lambda m: "right" if m[1] == "left" else "left", descriptor)
            if turned not in told:
                alone.append(known.code)
    assert alone == []


def test_no_two_codes_in_force_share_a_descriptor() -> None:
    told = Counter(k.descriptor.casefold() for k in icd10.codes().values() if not k.valid_until)
    assert [text for text, n in told.items() if n > 1] == []


@pytest.mark.parametrize(
    ("code", "side"),
    [
        ("G80.2", "none"),
        ("G81.12", "left"),
        ("G83.13", "right"),
        ("M26.623", "bilateral"),
        ("M18.12", "left"),
        ("S66.124D", "right"),
        ("S83.015D", "left"),
        ("S83.014D", "right"),
        ("Z90.12", "left"),
        ("H83.2X3", "bilateral"),
    ],
)
def test_side_is_read_from_the_descriptor(code: str, side: str) -> None:
    assert code in icd10.codes()
    assert icd10.side_of(Diagnosis(icd10=code, label="")) == side
