"""The one tree of errors that a user may be shown.

Every message says what happened, to what, and what to do next. Messages never hold PHI: they name
ids, fields and kinds, not contents. Anything that is not a `PtscribeError` is a defect, and reaches
a user only as an incident id.
"""


class PtscribeError(Exception):
    """What happened, in one sentence, and what to do next in another.

    `exit_code` is what the command line returns for it.
    """

    exit_code = 1

    def __init__(self, message: str, *, mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend

    def __str__(self) -> str:
        return f"{self.message} {self.mend}".strip()


class SettingsError(PtscribeError):
    """The environment or the settings file asks for something impossible."""

    exit_code = 3


class InputError(PtscribeError):
    """A file or a value given by the user cannot be used."""

    exit_code = 2


class AudioError(InputError):
    """A recording cannot be decoded, or breaks a limit."""


class VisitError(InputError):
    """A visit record lacks a field or holds one that is not known."""


class EngineUnavailable(PtscribeError):
    """A speech or language engine is not installed, not reachable, or lacks its model."""

    exit_code = 4


class NotFound(PtscribeError):
    """The record asked for does not exist, or this user may not know that it does."""

    exit_code = 5


class Refused(PtscribeError):
    """The user's role does not allow the act, or the session has ended."""

    exit_code = 6


class Conflict(PtscribeError):
    """Somebody else acted on the draft first; nothing was changed."""

    exit_code = 7


class StorageError(PtscribeError):
    """The database, the disk or a key is not usable; nothing was half-written."""

    exit_code = 8


class IntegrityError(PtscribeError):
    """Stored content or the audit trail does not match its own proof."""

    exit_code = 9
