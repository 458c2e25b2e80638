"""`ptscribe rules` and `ptscribe check`: what is checked, why, and what a note gets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.cli.inputs import read_json, read_transcript, read_visit
from agent.cli.output import emit_json, say, table
from agent.cli.text import AsJson
from agent.errors import InputError

rules = typer.Typer(help="Compliance rules: list them, read one with its source.", no_args_is_help=True)


@rules.command("list")
def list_rules(as_json: AsJson = False) -> None:
    """All rules with severity and title."""
    from compliance.rules.catalogue import all_rules

    known = all_rules()
    if as_json:
        emit_json([{"id": r.id, "severity": r.severity, "title": r.title, "source": r.source} for r in known])
    else:
        table([(r.id, r.severity, r.title) for r in known], ("rule", "severity", "title"))


@rules.command()
def explain(rule_id: Annotated[str, typer.Argument(help="Rule id, as `rules list` prints it")]) -> None:
    """One rule: what it demands, why, the source, and an example that fails and one that passes."""
    from compliance.rules.catalogue import all_rules
    from compliance.rules.document import page

    rule = next((r for r in all_rules() if r.id.lower() == rule_id.lower()), None)
    if rule is None:
        raise InputError(f"There is no rule {rule_id!r}.", mend="`ptscribe rules list` names them.")
    say(page(rule))


def check(
    note: Annotated[Path, typer.Argument(help="A draft as `draft --json` prints it")],
    visit: Annotated[Path, typer.Option("--visit", help="Visit record (JSON)")],
    transcript: Annotated[
        Path | None, typer.Option("--transcript", help="What was said, for the support check")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Findings of all rules on a note, its plan and its claim lines."""
    from pydantic import ValidationError

    from agent.domain.draft import DraftContent
    from agent.domain.transcript import Transcript
    from agent.drafting.alone import check_alone

    try:
        content = DraftContent.model_validate(read_json(note))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field, reason = ".".join(str(p) for p in first["loc"]), first["msg"][:1].lower() + first["msg"][1:]
        raise InputError(
            f"The note file {note.name!r} is no draft: {field}: {reason}.",
            mend="Correct this field; `ptscribe draft --json` makes a whole one.",
        ) from None
    spoken = read_transcript(transcript) if transcript else Transcript(segments=())
    findings = check_alone(content, spoken, read_visit(visit)).findings
    if as_json:
        emit_json([f.model_dump(mode="json") for f in findings])
        return
    for finding in findings:
        say(f"[{finding.severity}] {finding.rule_id} {finding.title}: {finding.detail}")
        if finding.suggestion:
            say(f"    mend: {finding.suggestion}")
    if not findings:
        say("No findings.")


def register(app: typer.Typer) -> None:
    app.add_typer(rules, name="rules")
    app.command()(check)
