"""`ptscribe plan`: the exercise plan of an approved or signed draft as files."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from agent.cli.files import write_atomically
from agent.cli.output import note
from agent.cli.review import Draft, Seen, User, as_shown
from agent.cli.session import acting, opened
from agent.errors import InputError

if TYPE_CHECKING:
    from agent.domain.plan import Dose

plans = typer.Typer(
    help="Exercise plans: decisions on a draft's exercises, the home programme, FHIR.", no_args_is_help=True
)


Exercise = Annotated[str, typer.Argument(help="Exercise of the plan, by its name or a synonym")]
OnSide = Annotated[str, typer.Option("--side", help="left, right, bilateral or none, where it stands twice")]
Place = Annotated[str, typer.Option("--where", help="clinic, home or next_visit, where it stands twice")]
Sets = Annotated[int | None, typer.Option("--sets", help="Sets")]
Reps = Annotated[int | None, typer.Option("--reps", help="Repetitions")]
Hold = Annotated[float | None, typer.Option("--hold", help="Hold, in seconds")]
Minutes = Annotated[float | None, typer.Option("--minutes", help="Minutes")]
Load = Annotated[str | None, typer.Option("--load", help="Load, e.g. `green band`, `5 lb`")]
Often = Annotated[str | None, typer.Option("--frequency", help="How often, e.g. `daily`")]


class SheetLanguage(Enum):
    """The languages of the patient's sheet."""

    en = "en"
    es = "es"


@plans.command()
def accept(
    draft: Draft,
    exercise: Exercise,
    side: OnSide = "",
    where: Place = "",
    sets: Sets = None,
    reps: Reps = None,
    hold: Hold = None,
    minutes: Minutes = None,
    load: Load = None,
    frequency: Often = None,
    seen: Seen = "",
    user: User = "",
) -> None:
    """Accept a suggested exercise, at another dose where one is given (specialist or therapist)."""
    wanted = _given(sets, reps, hold, minutes, load, frequency)
    _decide("accept", draft, exercise, side, where, wanted, seen, user)


@plans.command()
def dose(
    draft: Draft,
    exercise: Exercise,
    side: OnSide = "",
    where: Place = "",
    sets: Sets = None,
    reps: Reps = None,
    hold: Hold = None,
    minutes: Minutes = None,
    load: Load = None,
    frequency: Often = None,
    seen: Seen = "",
    user: User = "",
) -> None:
    """Change the dose of an exercise, inside its range; what is not given stays."""
    wanted = _given(sets, reps, hold, minutes, load, frequency)
    if not wanted:
        raise InputError("No dose was given.", mend="Give at least one of --sets, --reps, --hold, --minutes.")
    _decide("change", draft, exercise, side, where, wanted, seen, user)


@plans.command()
def remove(
    draft: Draft,
    exercise: Exercise,
    side: OnSide = "",
    where: Place = "",
    seen: Seen = "",
    user: User = "",
) -> None:
    """Take an exercise out of the plan; the earlier version is kept."""
    _decide("remove", draft, exercise, side, where, {}, seen, user)


def _given(
    sets: int | None,
    reps: int | None,
    hold: float | None,
    minutes: float | None,
    load: str | None,
    frequency: str | None,
) -> dict[str, int | float | str]:
    fields = {
        "sets": sets,
        "reps": reps,
        "hold_s": hold,
        "minutes": minutes,
        "load": load,
        "frequency": frequency,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _decide(
    action: Literal["accept", "change", "remove"],
    draft: str,
    exercise: str,
    side: str,
    where: str,
    wanted: dict[str, int | float | str],
    seen: str,
    user: str,
) -> None:
    from agent.services.plan_edits import PlanEdit, find_line

    with opened() as app:
        actor = acting(app, user)
        version, displayed = as_shown(app, actor, draft, seen)
        content = app.review.open(actor, draft, version).content if version else None
        if content is None:
            raise InputError("This draft has no plan yet.", mend="Wait until it is in review.")
        found = [
            p for p in content.plan.lines if (not side or p.side == side) and (not where or p.where == where)
        ]
        line = find_line(content.plan.with_lines(found), exercise)
        changed: Dose | None = line.dose.model_copy(update=wanted) if wanted else None
        edit = PlanEdit(action=action, exercise=line.exercise, side=line.side, where=line.where, dose=changed)
        made = app.review.edit(actor, draft, seen_version=version, seen_hash=displayed, edits=[edit])
    done = {"accept": "accepted", "change": "at its new dose", "remove": "taken out"}[action]
    note(f"{line.exercise}: {done}. Draft {draft} is at version {made}.")


@plans.command()
def home(
    draft: Draft,
    out: Annotated[Path, typer.Option("--out", help="File to write; .pdf or .html decides the form")],
    language: Annotated[
        SheetLanguage, typer.Option("--language", help="Language of the sheet")
    ] = SheetLanguage.en,
    user: User = "",
) -> None:
    """Write the patient's home exercise sheet; before signature it says that no therapist has checked it."""
    if out.suffix not in (".pdf", ".html"):
        raise InputError(
            f"No home programme is called {out.suffix!r}.", mend="Name a file that ends in .pdf or .html."
        )
    with opened() as app:
        made = app.plan_export.home(
            acting(app, user),
            draft,
            form="pdf" if out.suffix == ".pdf" else "html",
            language=language.value,
        )
    write_atomically(out, made)
    note(f"Wrote {out.name} ({len(made)} bytes).")


@plans.command()
def fhir(
    draft: Draft,
    out: Annotated[Path, typer.Option("--out", help="File to write (JSON)")],
    user: User = "",
) -> None:
    """Write the plan as FHIR R4B: CarePlan, Goal and ServiceRequest in one Bundle."""
    with opened() as app:
        made = app.plan_export.fhir(acting(app, user), draft)
    write_atomically(out, made)
    note(f"Wrote {out.name} ({len(made)} bytes).")


def register(app: typer.Typer) -> None:
    app.add_typer(plans, name="plan")
