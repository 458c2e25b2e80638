"""All commands, gathered. Each module adds its own; heavy libraries are imported inside the commands."""

from __future__ import annotations

import typer

from agent.cli import (
    additions,
    audit,
    billing,
    clinic,
    evaluation,
    heard,
    models,
    plans,
    profiles,
    protocols,
    review,
    rules,
    text,
)

app = typer.Typer(
    name="ptscribe",
    help="Physical therapy documentation: a dictation becomes a reviewed, signed, provable note.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def before_every_command() -> None:
    """Physical therapy documentation: a dictation becomes a reviewed, signed, provable note."""
    from agent.settings import load_settings
    from compliance.redaction.log_filter import configure_logging

    configure_logging(load_settings().log_level)


for module in (clinic, text, review, heard, additions, plans, protocols, rules, evaluation):
    module.register(app)
app.add_typer(audit.app, name="audit")
app.add_typer(models.app, name="models")
app.add_typer(profiles.app, name="profiles")
app.add_typer(billing.app, name="billing")
