"""`ptscribe models`: fetch a speech model on purpose; nothing else ever downloads."""

from __future__ import annotations

from typing import Annotated

import typer

from agent.cli.output import note, say

app = typer.Typer(
    help="Speech models: what is installed, and the one command that downloads.", no_args_is_help=True
)


@app.command("list")
def list_models() -> None:
    """Models that are installed in this clinic's folder."""
    from agent.settings import load_settings
    from agent.transcription.models import installed

    names = installed(load_settings().models_dir)
    for name in names:
        say(name)
    if not names:
        note("No extra model is installed; the embedded engine needs none.")


@app.command()
def download(name: Annotated[str, typer.Argument(help="For example small.en, distil-large-v3")]) -> None:
    """Fetch a faster-whisper model over the network into this clinic's folder."""
    from agent.settings import load_settings
    from agent.transcription.models import download as fetch

    folder = fetch(name, load_settings().models_dir, note)
    say(f"Installed {name}.")
    say(f"Use it: PTSCRIBE_SPEECH_ENGINE=faster_whisper PTSCRIBE_WHISPER_MODEL={folder.name}")
