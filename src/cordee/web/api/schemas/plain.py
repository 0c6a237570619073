"""The plain values that are sent: texts, days, identifiers. What the description says is what is taken.

Pydantic would also read a number as a day, or `1` as true; a program that sends such has a fault, and
learns of it here rather than later.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from cordee.reference.countries import all_countries


COUNTRIES = tuple(one.code for one in all_countries())
LINE = r"^[^\x00-\x1f\x7f]*$"
"""A text on one line."""
PROSE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
"""A text of several lines; PostgreSQL keeps no null, and nothing prints the other controls."""
WEB = r"^(https?://[A-Za-z0-9.\-]+(:[0-9]{1,5})?([/?#][!-~]*)?)?$"
"""An address of the web, or nothing. What a page links to is never a script."""
MAIL = r"^([A-Za-z0-9.!#$%&'*+/=?^_`{|}~\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)+)?$"
MONEY = r"^[0-9]{1,12}(\.[0-9]{1,2})?$"
SHARE = r"^[0-9]{1,3}(\.[0-9]{1,2})?$"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,9}")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Sent(Schema):
    """What is sent to the API: a name nobody knows is a mistake, and is said to be one."""

    model_config = ConfigDict(extra="forbid")


def _is_day(value: Any) -> Any:
    if isinstance(value, str) and not _DAY.fullmatch(value):
        message = "no day"
        raise ValueError(message)
    return _be_text(value)


def _is_identifier(value: Any) -> Any:
    if isinstance(value, str) and not _UUID.fullmatch(value):
        message = "no identifier"
        raise ValueError(message)
    return value


def _is_number(value: Any) -> Any:
    if isinstance(value, str) and not _NUMBER.fullmatch(value):
        message = "no number"
        raise ValueError(message)
    return value


def _is_whole(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        message = "no number"
        raise ValueError(message)  # noqa: TRY004 -- what pydantic makes a fault of the value
    return value


def _is_truth(value: Any) -> Any:
    if value not in {"true", "false", True, False}:
        message = "neither true nor false"
        raise ValueError(message)
    return value


def _be_text(value: Any) -> Any:
    if value is not None and not isinstance(value, str | date):
        message = "no text"
        raise ValueError(message)
    return value


def _is_country(value: str) -> str:
    if value and value not in COUNTRIES:
        message = "no country"
        raise ValueError(message)
    return value


Day = Annotated[date, BeforeValidator(_is_day)]
Id = Annotated[UUID, BeforeValidator(_is_identifier)]
Flag = Annotated[bool, Field(strict=True)]
AskedFlag = Annotated[bool, BeforeValidator(_is_truth)]
COUNT = BeforeValidator(_is_whole)
"""Takes a whole number, as JSON has them: 30.0 is one, "30" and true are none."""
NUMBER = BeforeValidator(_is_number)
"""Makes a number of an address out of its digits; stands behind the bounds of the number."""
Country = Annotated[
    str, AfterValidator(_is_country), Field(json_schema_extra={"enum": ["", *COUNTRIES]})
]
AskedCountry = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""A country to look for; one that does not exist has nothing."""

Name = Annotated[str, Field(max_length=300, pattern=LINE)]
Word = Annotated[str, Field(max_length=200, pattern=LINE)]
Town = Annotated[str, Field(max_length=120, pattern=LINE)]
Code = Annotated[str, Field(max_length=60, pattern=LINE)]
Prose = Annotated[str, Field(max_length=5000, pattern=PROSE)]
Website = Annotated[str, Field(max_length=300, pattern=WEB)]
Mail = Annotated[str, Field(max_length=254, pattern=MAIL)]
Money = Annotated[str, Field(pattern=MONEY)]
Share = Annotated[str, Field(pattern=SHARE)]
