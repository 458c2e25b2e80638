"""Everything that the environment decides (`PTSCRIBE_*`, and the file `.env` in the working folder)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from agent.errors import SettingsError


class Settings(BaseSettings):
    """Defaults make an embedded clinic: one folder, no network, no key."""

    model_config = SettingsConfigDict(
        env_prefix="PTSCRIBE_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    home: Path = Field(
        default=Path(".ptscribe"), description="Folder that holds everything of an embedded clinic"
    )
    database_url: str = Field(default="", description="SQLAlchemy URL; empty: SQLite in the home folder")
    data: Path | None = Field(default=None, description="Folder of public evaluation data")
    master_key_file: Path | None = Field(
        default=None, description="Master key; default: made in the home folder, mode 0600"
    )
    witness_dir: Path | None = Field(
        default=None, description="Folder for signed checkpoints; default: in the home folder"
    )
    witness_dir_2: Path | None = Field(
        default=None, description="A second folder for signed checkpoints, best on another machine"
    )

    witness_s3_url: str = Field(
        default="", description="S3-compatible bucket with object lock: https://host/bucket/prefix"
    )
    witness_s3_access_key: str = ""
    witness_s3_secret_key: SecretStr = SecretStr("")
    witness_s3_region: str = "us-east-1"
    witness_s3_retain_days: int = Field(
        default=2190, gt=0, description="Lock of each checkpoint; six years: 45 CFR 164.316(b)(2)(i)"
    )
    witness_outbox: Path | None = Field(
        default=None, description="Folder from which the clinic's mail program sends checkpoints"
    )
    witness_mail_to: str = ""

    speech_engine: Literal["moonshine", "faster_whisper"] = "moonshine"
    whisper_model: str = Field(
        default="small.en", description="Name of a downloaded model, or a model folder"
    )
    whisper_device: Literal["cpu", "cuda", "auto"] = "cpu"
    whisper_compute_type: str = "int8"
    max_audio_minutes: float = Field(default=120, gt=0)
    max_upload_mb: float = Field(default=200, gt=0)

    drafter: Literal["offline", "llm"] = "offline"
    llm_base_url: str = ""
    llm_model: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout_s: float = Field(default=60, gt=0)

    session_idle_minutes: float = Field(default=15, gt=0)
    emergency_minutes: float = Field(default=30, gt=0, description="How long emergency access lasts")
    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=0, le=65535)
    secure_cookies: bool = Field(default=False, description="Set behind TLS: cookies only over https")
    queue: Literal["local", "procrastinate"] = Field(
        default="local",
        description="local: threads in this process; procrastinate: `ptscribe worker` on PostgreSQL",
    )
    workers: int = Field(default=1, ge=1, le=64)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def url(self) -> str:
        """The database's SQLAlchemy URL."""
        return self.database_url or f"sqlite:///{(self.home / 'clinic.db').absolute()}"

    @property
    def key_file(self) -> Path:
        return self.master_key_file or self.home / "keys" / "master.key"

    @property
    def witness_dirs(self) -> tuple[Path, ...]:
        """Folders that every signed checkpoint is written to."""
        return (self.witness_dir or self.home / "witness", *filter(None, (self.witness_dir_2,)))

    @property
    def models_dir(self) -> Path:
        return self.home / "models"


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment. Raises `SettingsError` naming the variable that is wrong."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic validates
    except ValidationError as error:
        names = ", ".join("PTSCRIBE_" + "_".join(str(p) for p in e["loc"]).upper() for e in error.errors())
        raise SettingsError(
            f"Settings cannot be used: {names}.", mend="Correct them in the environment or in .env."
        ) from None
