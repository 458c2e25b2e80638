"""A protocol in words for people, the same on the terminal and on the page."""

from __future__ import annotations

from collections.abc import Iterator

from agent.exercises.library import as_written
from agent.exercises.models import Range
from agent.exercises.protocols import Phase, Protocol, ProtocolDose


def protocol_markdown(protocol: Protocol) -> str:
    """The whole protocol as Markdown: ratification, phases with doses, limits, red flags, references."""
    return "\n".join(_lines(protocol))


def _lines(protocol: Protocol) -> Iterator[str]:
    yield f"**{protocol.name}**, version {protocol.version}"
    yield ""
    yield f"*{protocol.ratify}*"
    for phase in protocol.phases:
        yield from _phase(phase)
    for heading, items in (
        ("Precautions", protocol.precautions),
        ("Contraindicated", tuple(_until(c.text, c.until_week) for c in protocol.contraindicated)),
        ("Red flags", protocol.red_flags),
        ("Progress", (protocol.progress,)),
        ("Regress", (protocol.regress,)),
        ("References", tuple(f"{r.text} [{r.certainty}]" for r in protocol.references)),
    ):
        if items:
            yield ""
            yield f"**{heading}**"
            yield ""
            yield from (f"- {item}" for item in items)


def _phase(phase: Phase) -> Iterator[str]:
    weeks = f" (week {phase.weeks.low:g} to {phase.weeks.high:g})" if phase.weeks else ""
    yield ""
    yield f"**{phase.name}**{weeks}"
    yield ""
    yield as_written(f"Goals: {'; '.join(phase.goals)}")
    yield ""
    for entry in phase.exercises:
        dose = dose_text(entry.dose)
        place = "" if entry.where == "both" else f" ({entry.where})"
        what = f"- {entry.exercise}{': ' if dose else ''}{dose}{place}, for {', '.join(entry.for_)}"
        yield as_written(what)
    yield ""
    yield f"Next phase when: {'; '.join(c.text for c in phase.criteria)}"


def dose_text(dose: ProtocolDose) -> str:
    """`2-3 x 10-15, hold 5-10 s, daily`."""
    parts = []
    if dose.sets and dose.reps:
        parts.append(f"{_span(dose.sets)} x {_span(dose.reps)}")
    elif dose.sets or dose.reps:
        parts.append(f"{_span(dose.sets)} sets" if dose.sets else f"{_span(dose.reps)} repetitions")
    if dose.hold_s:
        parts.append(f"hold {_span(dose.hold_s)} s")
    if dose.minutes:
        parts.append(f"{_span(dose.minutes)} min")
    return ", ".join([*parts, *(p for p in (dose.load, dose.frequency) if p)])


def _span(value: Range | None) -> str:
    if value is None:
        return ""
    return f"{value.low:g}" if value.low == value.high else f"{value.low:g}-{value.high:g}"


def _until(text: str, week: float | None) -> str:
    return f"{text}, until week {week:g}" if week else text
