"""Exit codes, one for each family of errors, so a script can tell what happened."""

from __future__ import annotations

from cordee.kernel.errors import (
    CordeeError,
    LakeError,
    LedgerError,
    NotFoundError,
    ReferenceFileError,
    RemoteError,
    SourceError,
    StorageError,
    UsageError,
)
from cordee.kernel.messages import N_


OK = 0
UNEXPECTED = 1
USAGE = 2
NOT_FOUND = 3
SOURCE = 4
LAKE = 5
STORAGE = 6
REFERENCE = 7
REMOTE = 8
LEDGER = 9
INTERRUPTED = 130

MEANINGS: dict[int, str] = {
    OK: N_("done"),
    UNEXPECTED: N_("a fault of Cordée itself; please report it"),
    USAGE: N_("an argument or option cannot be used as given"),
    NOT_FOUND: N_("what was asked for does not exist"),
    SOURCE: N_("something in a file was wrong; it is named, and the rest was kept"),
    LAKE: N_("the lake cannot be read or written"),
    STORAGE: N_("the disk is full or refuses to write"),
    REFERENCE: N_("a reference file cannot be used"),
    REMOTE: N_("a service we fetch from refuses, or does not answer as it should"),
    LEDGER: N_("the ledger cannot be read or written, or its audit is not whole"),
    INTERRUPTED: N_("stopped by you; what was finished is kept"),
}

# The first family that fits decides, so the narrower stand before the wider.
_FAMILIES: tuple[tuple[type[CordeeError], int], ...] = (
    (StorageError, STORAGE),
    (LakeError, LAKE),
    (LedgerError, LEDGER),
    (SourceError, SOURCE),
    (ReferenceFileError, REFERENCE),
    (RemoteError, REMOTE),
    (NotFoundError, NOT_FOUND),
    (UsageError, USAGE),
)


def get_exit_code(error: CordeeError) -> int:
    """Return the exit code of the family `error` belongs to."""
    return next((code for kind, code in _FAMILIES if isinstance(error, kind)), UNEXPECTED)
