"""What a harvester asks: the verb and its arguments, checked as OAI-PMH 2.0 says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum

from django.http import QueryDict

from cordee.web.oai.faults import Code, ProtocolError
from cordee.web.oai.tokens import SHAPE
from cordee.web.oai.vocabulary import FORMATS


class Verb(StrEnum):
    """What can be asked."""

    IDENTIFY = "Identify"
    LIST_METADATA_FORMATS = "ListMetadataFormats"
    LIST_SETS = "ListSets"
    LIST_IDENTIFIERS = "ListIdentifiers"
    LIST_RECORDS = "ListRecords"
    GET_RECORD = "GetRecord"


@dataclass(frozen=True)
class Arguments:
    """The arguments of a verb: those it needs, those it may have, the one that stands alone."""

    needed: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    alone: str = ""


_OF_A_LIST = Arguments(
    frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), "resumptionToken"
)
ARGUMENTS = {
    Verb.IDENTIFY: Arguments(),
    Verb.LIST_METADATA_FORMATS: Arguments(possible=frozenset({"identifier"})),
    Verb.LIST_SETS: Arguments(alone="resumptionToken"),
    Verb.LIST_IDENTIFIERS: _OF_A_LIST,
    Verb.LIST_RECORDS: _OF_A_LIST,
    Verb.GET_RECORD: Arguments(frozenset({"identifier", "metadataPrefix"})),
}

_NAME = r"[A-Za-z0-9\-_.!~*'()]+"
SHAPES = {
    "metadataPrefix": re.compile(_NAME),
    "set": re.compile(rf"{_NAME}(:{_NAME})*"),
    "identifier": re.compile(r"[A-Za-z0-9\-_.!~*'();/?:@&=+$,]+"),
}
"""How values may look: what is said back in the answer must hold to the protocol's schema too."""

MOST_CHARACTERS = 300
"""Of a value but a token: more than any identifier of ours has."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


@dataclass(frozen=True)
class Asked:
    """A verb with its arguments. `echo` is what the answer says back of them."""

    verb: Verb
    values: Mapping[str, str]

    @property
    def token(self) -> str:
        """Return the resumption token, "" for a list from its beginning."""
        return self.values.get("resumptionToken", "")

    @property
    def echo(self) -> dict[str, str]:
        """Return what the answer says back: all, but for a token that cannot be one."""
        told = {name: value for name, value in self.values.items() if name != "resumptionToken"}
        if SHAPE.fullmatch(self.token):
            told["resumptionToken"] = self.token
        return {"verb": self.verb.value, **told}


def read_asked(given: QueryDict) -> Asked:
    """Return what is asked; `ProtocolError` for a verb or an argument that the protocol does not know."""
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in set(Verb):
        names = ", ".join(Verb)
        raise ProtocolError(Code.BAD_VERB, f"Give one verb of {names}.")
    verb = Verb(verbs[0])
    values: dict[str, str] = {}
    for name, all_given in given.lists():
        if name == "verb":
            continue
        if len(all_given) != 1:
            raise ProtocolError(Code.BAD_ARGUMENT, "An argument is given more than once.")
        values[name] = all_given[0]
    _check_names(verb, frozenset(values))
    _check_values(values)
    return Asked(verb, values)


def read_format(values: Mapping[str, str]) -> str:
    """Return the format that the metadata are asked for in; `ProtocolError` for one that there is not."""
    prefix = values.get("metadataPrefix", "")
    if prefix not in FORMATS:
        raise ProtocolError(
            Code.NO_FORMAT,
            f"Records are given as {' and '.join(FORMATS)}. Ask for one of these as metadataPrefix.",
        )
    return prefix


def read_span(values: Mapping[str, str]) -> tuple[datetime | None, datetime | None]:
    """Return the moments asked for, both within; a day stands for its first or its last second."""
    since, until = (values.get(name, "") for name in ("from", "until"))
    if since and until and len(since) != len(until):
        raise ProtocolError(
            Code.BAD_ARGUMENT, "Give from and until alike: both as days, or both to the second."
        )
    begin = _read_moment(since, time(0, 0, 0)) if since else None
    end = _read_moment(until, time(23, 59, 59)) if until else None
    if begin and end and begin > end:
        raise ProtocolError(Code.BAD_ARGUMENT, "What is given as from lies after until.")
    return begin, end


def _check_names(verb: Verb, names: frozenset[str]) -> None:
    known = ARGUMENTS[verb]
    if known.alone and known.alone in names:
        if names != {known.alone}:
            raise ProtocolError(
                Code.BAD_ARGUMENT, f"{known.alone} stands alone: all else is in it already."
            )
        return
    if missing := sorted(known.needed - names):
        raise ProtocolError(Code.BAD_ARGUMENT, f"{verb} needs {', '.join(missing)}.")
    if names - known.needed - known.possible:
        possible = ", ".join(sorted(known.needed | known.possible)) or "no argument"
        raise ProtocolError(Code.BAD_ARGUMENT, f"{verb} takes {possible}, and nothing else.")


def _check_values(values: Mapping[str, str]) -> None:
    for name, value in values.items():
        shape = SHAPES.get(name)
        if shape is not None and (len(value) > MOST_CHARACTERS or shape.fullmatch(value) is None):
            raise ProtocolError(Code.BAD_ARGUMENT, f"The value of {name} cannot be one.")
    read_span(values)


def _read_moment(text: str, clock: time) -> datetime:
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(datetime.fromisoformat(text).date(), clock, UTC)
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        pass  # A thirteenth month looks like a day.
    raise ProtocolError(
        Code.BAD_ARGUMENT,
        "Write from and until as 2026-01-31, or to the second as 2026-01-31T12:00:00Z.",
    )
