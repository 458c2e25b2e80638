"""`ptscribe plan`: the exercise plan of an approved or signed draft as files."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from agent.cli.files import write_atomically
from agent.cli.output import note
from agent.cli.review import Draft, User
from agent.cli.session import acting, opened
from agent.errors import InputError

plans = typer.Typer(help="Exercise plans: the patient's home programme, and FHIR.", no_args_is_help=True)


class SheetLanguage(Enum):
    """The languages of the patient's sheet."""

    en = "en"
    es = "es"


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
