"""How the server writes its log: a line of text or one JSON object a line, without anybody's address."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime


_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# The addresses of an invitation, of a calendar, of a partner's part, and of letters about a password or
# an address hold the secret that opens them.
_SECRET = re.compile(
    r"(/invitations/|/calendar/|/partners/|/review/|/password/reset/key/|/confirm-email/)[^\s/?#\"'<>]+"
)
# No line should ever hold an access token; one pasted where it does not belong is masked too.
_TOKEN = re.compile(r"cordee_[\w-]{40,}")


def leave_out_people(text: str) -> str:
    """Return a line without e-mail addresses and without the secrets of addresses.

    >>> leave_out_people("lost: alice@curie.example, /invitations/s3cret")
    'lost: [address], /invitations/[secret]'
    """
    return _TOKEN.sub("[token]", _SECRET.sub(r"\1[secret]", _ADDRESS.sub("[address]", text)))


class TextLine(logging.Formatter):
    """A line a person reads in a terminal; a fault's traceback follows it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return leave_out_people(super().format(record))


class JsonLine(logging.Formatter):
    """One JSON object a line: `at` (UTC), `level`, `logger`, `message`, and `fault` with a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": leave_out_people(record.getMessage()),
        }
        if record.exc_info:
            told["fault"] = leave_out_people(self.formatException(record.exc_info))
        # Nothing is left out of the written form: an address after a line break would take half of it along.
        return json.dumps(told, ensure_ascii=False)
