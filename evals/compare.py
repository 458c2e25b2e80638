"""Two runs of one task, sample by sample: what got better, what got worse, what is new."""

from __future__ import annotations

from dataclasses import dataclass

from agent.errors import InputError
from evals.runs import Run, SampleResult


@dataclass(frozen=True)
class Change:
    """One figure of one sample in both runs; None is unscored."""

    sample: str
    measure: str
    before: float | None
    after: float | None

    @property
    def by(self) -> float | None:
        """How much it rose; None where one of the two is unscored: that is no number."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


@dataclass(frozen=True)
class Comparison:
    before: Run
    after: Run
    figures: tuple[Change, ...]
    """Of the whole, `sample` empty; all of them."""
    samples: tuple[Change, ...]
    """Only what differs, the largest fall first."""
    same: int
    """Sample figures that are equal."""
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    def text(self) -> str:
        lines = [f"before: {self.before.title}", f"after:  {self.after.title}", *self.caveats(), ""]
        changed = [c for c in self.figures if c.before != c.after]
        lines += [_line(c) for c in changed] or ["All figures are the same."]
        lines += ["", f"{len(self.samples)} figures of samples differ, {self.same} are the same."]
        lines += [_line(c) for c in self.samples]
        for which, ids in (("before", self.only_before), ("after", self.only_after)):
            if ids:
                lines.append(f"only in the run {which}: {', '.join(ids)}")
        return "\n".join(lines)

    def caveats(self) -> list[str]:
        a, b = self.before.result, self.after.result
        told = {"data": a.data != b.data, "settings": a.settings != b.settings}
        return [f"note: the {what} of the two runs differ." for what, differs in told.items() if differs]


def compare(before: Run, after: Run) -> Comparison:
    """Raises `InputError` for runs of different tasks."""
    a, b = before.result, after.result
    if a.task != b.task:
        raise InputError(
            f"A run of {a.task!r} cannot be compared with one of {b.task!r}.",
            mend="Name two runs of the same task.",
        )
    was, now = ({f.measure: f.value for f in r.figures} for r in (a, b))
    figures = tuple(
        Change("", measure, was.get(measure), now.get(measure)) for measure in dict.fromkeys((*was, *now))
    )
    first, second = ({s.id: s for s in r.samples} for r in (a, b))
    both = [(first[id], second[id]) for id in first if id in second]
    every = [change for pair in both for change in _changes(*pair)]
    differing = [c for c in every if c.before != c.after]
    return Comparison(
        before=before,
        after=after,
        figures=figures,
        samples=tuple(sorted(differing, key=lambda c: (c.by is None, c.by or 0.0, c.sample, c.measure))),
        same=len(every) - len(differing),
        only_before=tuple(id for id in first if id not in second),
        only_after=tuple(id for id in second if id not in first),
    )


def _changes(before: SampleResult, after: SampleResult) -> list[Change]:
    names = dict.fromkeys((*before.scores, *after.scores))
    return [Change(before.id, name, before.scores.get(name), after.scores.get(name)) for name in names]


def _line(change: Change) -> str:
    by = "" if change.by is None else f"  ({change.by:+.4g})"
    where = f"{change.sample}: " if change.sample else ""
    return f"{where}{change.measure}: {shown(change.before)} → {shown(change.after)}{by}"


def shown(value: float | None) -> str:
    return "unscored" if value is None else f"{value:.4g}"
