"""`ptscribe audit activity …`: samples of accesses, judged one by one and signed off by an auditor."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

import typer

from agent.cli.output import emit_json, say, table
from agent.cli.review import User
from agent.cli.session import acting, opened
from agent.cli.text import AsJson

app = typer.Typer(
    help="Review of activity: draw accesses, judge each, sign the sample off.", no_args_is_help=True
)
SampleId = Annotated[str, typer.Argument(help="Sample id, as `list` prints it")]


class Verdict(Enum):
    """What an auditor makes of an access."""

    appropriate = "appropriate"
    follow_up = "follow_up"
    violation = "violation"


@app.command()
def draw(
    size: Annotated[int, typer.Option("--size", help="How many besides emergency access")] = 20,
    seed: Annotated[str, typer.Option("--seed", help="Default: random; it is recorded")] = "",
    user: User = "",
    as_json: AsJson = False,
) -> None:
    """A new sample of all accesses since the last one: by risk, at random, and every emergency access."""
    with opened() as clinic:
        sample = clinic.activity.sample(acting(clinic, user), size=size, seed=seed)
    if as_json:
        emit_json({"sample": sample})
    else:
        say(f"Sample {sample}. See it with: ptscribe audit activity list")


@app.command("list")
def list_samples(user: User = "", as_json: AsJson = False) -> None:
    """Every sample, the newest first, and whether drawing it again gives the same accesses."""
    with opened() as clinic:
        found = clinic.activity.samples(acting(clinic, user))
    if as_json:
        emit_json([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        state = f"signed off {one.signed_off}" if one.signed_off else f"{one.open_items} to judge"
        again = "drawn again: the same" if one.again else "DRAWN AGAIN: ANOTHER SAMPLE"
        say(f"Sample {one.id} of {one.at}, events {one.first} to {one.last}, seed {one.seed}:")
        say(f"{state}; {again}")
        rows = [
            (
                str(item.access.seq),
                item.access.at,
                item.access.action,
                f"{item.access.name or '?'} ({item.access.actor_id})",
                item.access.purpose,
                item.access.draft_id,
                ", ".join(item.why),
                item.judgement.verdict.replace("_", " ") if item.judgement else "",
            )
            for item in one.items
        ]
        table(rows, ("event", "at", "action", "actor", "purpose", "draft", "drawn because", "judged"))
    if not found:
        say("No sample was drawn yet.")


@app.command()
def judge(
    sample: SampleId,
    event: Annotated[int, typer.Argument(help="Event number in the sample")],
    verdict: Annotated[Verdict, typer.Option("--as", help="What you make of it")],
    reference: Annotated[str, typer.Option("--reference", help="Number of an incident kept elsewhere")] = "",
    user: User = "",
) -> None:
    """Judge one access of a sample (auditor)."""
    with opened() as clinic:
        clinic.activity.judge(acting(clinic, user), sample, event, verdict.value, reference=reference)
    say(f"Event {event} of sample {sample}: {verdict.value.replace('_', ' ')}.")


@app.command("sign-off")
def sign_off(sample: SampleId, user: User = "") -> None:
    """Close a sample in which every access was judged (auditor)."""
    with opened() as clinic:
        clinic.activity.sign_off(acting(clinic, user), sample)
    say(f"Sample {sample} is signed off.")
