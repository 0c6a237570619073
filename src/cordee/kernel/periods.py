"""Periods in whole years, as figures use them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_


FIRST_POSSIBLE_YEAR = 1500
LAST_POSSIBLE_YEAR = 2100


@dataclass(frozen=True, order=True)
class Years:
    """An inclusive range of publication years; None leaves that end open.

    >>> 2020 in Years(2019, 2021)
    True
    """

    first: int | None = None
    last: int | None = None

    def __post_init__(self) -> None:
        for year in (self.first, self.last):
            if year is not None and not FIRST_POSSIBLE_YEAR <= year <= LAST_POSSIBLE_YEAR:
                raise UsageError(
                    N_(
                        "{year} is not a year of publication. Give a year between {first} and {last}."
                    ),
                    year=year,
                    first=FIRST_POSSIBLE_YEAR,
                    last=LAST_POSSIBLE_YEAR,
                )
        if self.first is not None and self.last is not None and self.first > self.last:
            raise UsageError(
                N_("The period {first}-{last} ends before it begins. Give the earlier year first."),
                first=self.first,
                last=self.last,
            )

    def __contains__(self, year: int) -> bool:
        after = self.first is None or year >= self.first
        return after and (self.last is None or year <= self.last)

    @classmethod
    def from_text(cls, text: str) -> Years:
        """Read ``2019-2021``, ``2020``, ``2019-`` or ``-2021``; empty means all years.

        >>> Years.from_text("2019-2021")
        Years(first=2019, last=2021)
        >>> Years.from_text("2020")
        Years(first=2020, last=2020)
        """
        text = text.strip()
        if not text:
            return cls()
        found = re.fullmatch(r"(\d{1,5})?\s*([-–:])?\s*(\d{1,5})?", text)
        if not found or not (found[1] or found[3]):
            raise UsageError(
                N_("“{text}” is not a period. Write two years with a dash, such as 2019-2021."),
                text=text,
            )
        first = int(found[1]) if found[1] else None
        last = int(found[3]) if found[3] else None
        if not found[2]:
            last = first
        return cls(first, last)
