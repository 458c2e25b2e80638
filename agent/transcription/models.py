"""Whisper models on disk: which files make one whole, and the only code here that may use a network."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from agent.errors import EngineUnavailable, InputError

REPOSITORIES: Final[dict[str, str]] = {
    "tiny.en": "Systran/faster-whisper-tiny.en",
    "base.en": "Systran/faster-whisper-base.en",
    "small.en": "Systran/faster-whisper-small.en",
    "medium.en": "Systran/faster-whisper-medium.en",
    "distil-small.en": "Systran/faster-distil-whisper-small.en",
    "distil-large-v3": "Systran/faster-distil-whisper-large-v3",
    "large-v3": "Systran/faster-whisper-large-v3",
    "turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
}
"""Name to repository on the Hugging Face hub (as faster-whisper names them)."""
_WANTED: Final = ("config.json", "preprocessor_config.json", "model.bin", "tokenizer.json", "vocabulary.*")


def missing_files(folder: Path) -> tuple[str, ...]:
    """What `folder` lacks to be a usable model. Without tokenizer.json faster-whisper would go to the hub."""
    lacking = [n for n in ("config.json", "model.bin", "tokenizer.json") if not _filled(folder / n)]
    if not any(_filled(folder / n) for n in ("vocabulary.json", "vocabulary.txt")):
        lacking.append("vocabulary.json")
    return tuple(lacking)


def locate(model: str, models_dir: Path) -> Path:
    """The folder of `model`, a path or a downloaded name. Raises `EngineUnavailable` unless it is whole."""
    folder = Path(model).expanduser()
    if not folder.is_dir():
        folder = models_dir / model
    mend = f"Run `ptscribe models download {model}`, or set PTSCRIBE_WHISPER_MODEL to a model folder."
    if "/" in model or model in REPOSITORIES or folder.is_dir():
        if not folder.is_dir():
            raise EngineUnavailable(f"The Whisper model {model!r} is not on this machine.", mend=mend)
    else:
        raise EngineUnavailable(
            f"There is no Whisper model {model!r}.", mend=f"Known names: {', '.join(REPOSITORIES)}."
        )
    lacking = missing_files(folder)
    if lacking:
        raise EngineUnavailable(f"The Whisper model {model!r} lacks {', '.join(lacking)}.", mend=mend)
    return folder


def installed(models_dir: Path) -> tuple[str, ...]:
    """Names of the whole models in `models_dir`, sorted."""
    if not models_dir.is_dir():
        return ()
    return tuple(sorted(f.name for f in models_dir.iterdir() if f.is_dir() and not missing_files(f)))


def download(name: str, models_dir: Path, progress: Callable[[str], None] | None = None) -> Path:
    """Fetch `name` into `models_dir/name`; whole or not at all. `progress` is told what goes on.

    Raises `InputError` for an unknown name, `EngineUnavailable` when it could not be fetched.
    """
    if name not in REPOSITORIES:
        raise InputError(f"There is no model {name!r}.", mend=f"Known names: {', '.join(REPOSITORIES)}.")
    folder, part = models_dir / name, models_dir / f"{name}.part"
    if folder.is_dir() and not missing_files(folder):
        return folder
    tell = progress or (lambda _: None)
    tell(f"Fetching {name} from the Hugging Face hub …")
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        _fetch(REPOSITORIES[name], part)
    except Exception as error:
        raise _not_fetched(name, error) from error
    lacking = missing_files(part)
    if lacking:
        raise EngineUnavailable(
            f"What was fetched for {name!r} lacks {', '.join(lacking)}.", mend="Try again."
        )
    if folder.exists():
        shutil.rmtree(folder)
    part.replace(folder)
    tell(f"{name} is ready in {folder}.")
    return folder


def _fetch(repository: str, folder: Path) -> None:
    import os

    import huggingface_hub
    import huggingface_hub.constants

    offline = huggingface_hub.constants.HF_HUB_OFFLINE
    huggingface_hub.constants.HF_HUB_OFFLINE = False  # this command alone was asked to use the network
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    try:
        huggingface_hub.snapshot_download(
            repository, local_dir=str(folder), allow_patterns=list(_WANTED), etag_timeout=10
        )
    finally:
        huggingface_hub.constants.HF_HUB_OFFLINE = offline


def _not_fetched(name: str, error: Exception) -> EngineUnavailable:
    return EngineUnavailable(
        f"The model {name!r} could not be fetched ({type(error).__name__}).",
        mend="Check the network and the free disk space, then try again; nothing was installed.",
    )


def _filled(file: Path) -> bool:
    return file.is_file() and file.stat().st_size > 0
