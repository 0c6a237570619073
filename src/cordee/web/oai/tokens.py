"""Where a list goes on: all of it stands in the token, so the server keeps nothing between two pages.

A token is signed, so that what is in it was written here. It holds as long as what is published is
chosen as it was: pages of before and after a change of it would not belong together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.core import signing

from cordee.web.oai.faults import Code, ProtocolError


SALT = "cordee.web.oai"
SHAPE = re.compile(r"[A-Za-z0-9_:-]{1,600}")
"""What a token of ours looks like; nothing else is even tried."""


@dataclass(frozen=True)
class Place:
    """A place in a list: after the record `after` of the source `source`, `told` records in.

    `prefix` is the format of the metadata, `spec` the set asked for ("" for all), `since` and `until` the span; `version` counts the changes
    of what is published.
    """

    version: int
    prefix: str
    spec: str
    since: datetime | None
    until: datetime | None
    source: int
    after: UUID
    told: int


def write_token(place: Place) -> str:
    """Return the token of a place."""
    since, until = (one and int(one.timestamp()) for one in (place.since, place.until))
    told = [
        place.version,
        place.prefix,
        place.spec,
        since,
        until,
        place.source,
        place.after.hex,
        place.told,
    ]
    return signing.dumps(told, salt=SALT)


def read_token(text: str) -> Place:
    """Return the place of a token; `ProtocolError` for one that was not written here."""
    try:
        # What has not our shape is as good as nothing, which nobody signed.
        written = text if SHAPE.fullmatch(text) else ""
        told = signing.loads(written, salt=SALT)
        version, prefix, spec, since, until, source, after, count = told
    except (signing.BadSignature, ValueError) as error:
        raise ProtocolError(
            Code.BAD_TOKEN, "This resumption token is none of ours. Begin the list anew."
        ) from error
    return Place(version, prefix, spec, _read(since), _read(until), source, UUID(hex=after), count)


def _read(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
