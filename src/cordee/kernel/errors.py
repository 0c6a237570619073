"""The errors a person may meet.

::

    CordeeError
    ├── UsageError          an argument or option cannot be used as given
    ├── NotFoundError       what was asked for does not exist
    ├── SourceError         a file to be read is not what it should be
    ├── ReferenceFileError  a reference file (ROR, zones…) cannot be used
    ├── RemoteError         a service we fetch from refuses, or does not answer as it should
    ├── RefusedError        a person may see it, but their roles do not let them do that
    ├── RuleError           a rule forbids it now: a state, a date, a part that is missing
    ├── StaleError          someone else changed it since it was read
    ├── LedgerError         the ledger (the relational database) cannot be read or written
    └── LakeError           the lake cannot be read or written
        ├── LakeBusyError   another process is writing to it
        ├── LakeTooNewError it was written by a later version
        └── StorageError    the disk is full or refuses

Each carries a `Sentence` (what is wrong, where, what to do next). Exit codes and HTTP statuses are
chosen at the edge, in `cordee.cli` and `cordee.web.errors`.
"""

from __future__ import annotations

from cordee.kernel.messages import Sentence


class CordeeError(Exception):
    """Base of all foreseen errors: a sentence for a person, never a traceback."""

    def __init__(self, text: str, /, **values: object) -> None:
        self.sentence = Sentence(text, values)
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return self.sentence.to_text()

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process boundaries; the default would lose the named values.
        return (_rebuild, (type(self), self.sentence.text, self.sentence.values))


def _rebuild(kind: type[CordeeError], text: str, values: dict[str, object]) -> CordeeError:
    return kind(text, **values)


class UsageError(CordeeError):
    """An argument or option cannot be used as given."""


class NotFoundError(CordeeError):
    """What was asked for does not exist."""


class SourceError(CordeeError):
    """A file to be read is not what it should be."""


class ReferenceFileError(CordeeError):
    """A reference file (ROR dump, zones, themes) cannot be used."""


class RemoteError(CordeeError):
    """A service we fetch from refuses, or does not answer as it should."""


class RefusedError(CordeeError):
    """A person may see it, but their roles do not let them do that."""


class RuleError(CordeeError):
    """A rule forbids it now: a state, a date, a part that is missing."""


class StaleError(CordeeError):
    """Someone else changed it since it was read; nothing of theirs is overwritten."""


class LedgerError(CordeeError):
    """The ledger (the relational database) cannot be read or written."""


class LakeError(CordeeError):
    """The lake cannot be read or written."""


class LakeBusyError(LakeError):
    """Another process is writing to the lake."""


class LakeTooNewError(LakeError):
    """The lake was written by a later version of Cordée."""


class StorageError(LakeError):
    """The disk is full or refuses to write."""
