"""The clinic's witness as the settings say: folders, and where set a bucket and an outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.errors import SettingsError
from agent.services.witness import Witness

if TYPE_CHECKING:
    from agent.settings import Settings
    from agent.store.engine import Store
    from compliance.audit.places import Place


def witness_of(store: Store, settings: Settings) -> Witness:
    """Raises `SettingsError` for a bucket or an outbox that is set by half."""
    return Witness(store, settings.home, settings.witness_dirs, _places(settings))


def _places(settings: Settings) -> list[Place]:
    from compliance.audit.places import Bucket, Outbox

    places: list[Place] = []
    if settings.witness_s3_url:
        try:
            places.append(
                Bucket(
                    settings.witness_s3_url,
                    access_key=settings.witness_s3_access_key,
                    secret_key=settings.witness_s3_secret_key.get_secret_value(),
                    region=settings.witness_s3_region,
                    retain_days=settings.witness_s3_retain_days,
                )
            )
        except ValueError as error:
            raise SettingsError(
                "PTSCRIBE_WITNESS_S3_URL cannot be used.", mend=f"Note that {error}."
            ) from None
    if settings.witness_outbox:
        if not settings.witness_mail_to:
            raise SettingsError(
                "PTSCRIBE_WITNESS_OUTBOX is set, but nobody to write to.",
                mend="Set PTSCRIBE_WITNESS_MAIL_TO.",
            )
        places.append(Outbox(settings.witness_outbox, settings.witness_mail_to))
    return places
