"""Which columns of a plain table say what about declared collaborations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_


@dataclass(frozen=True)
class ColumnMap:
    """For each field the name of a column, a constant written ``=value``, or None.

    A table of one institution has no column for itself: ``organisation="=02vjkv261"``.
    """

    partner: str
    organisation: str | None = None
    team: str | None = None
    country: str | None = None
    theme: str | None = None
    first_year: str | None = None
    last_year: str | None = None

    def to_dict(self) -> dict[str, str]:
        """Return the fields that are mapped."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: column for name, column in pairs if column}

    @classmethod
    def from_text(cls, text: str) -> ColumnMap:
        """Read ``partner=Organisme,country=Pays,organisation==02vjkv261``.

        >>> ColumnMap.from_text("partner=Organisme, organisation==02vjkv261").organisation
        '=02vjkv261'
        """
        return cls.from_pairs(text.split(","))

    @classmethod
    def from_pairs(cls, pairs: Iterable[str]) -> ColumnMap:
        """Read ``partner=Organisme`` and the like, one a field; a column may bear a comma.

        >>> ColumnMap.from_pairs(["partner=Name, town"]).partner
        'Name, town'
        """
        known = [field.name for field in fields(cls)]
        given: dict[str, str] = {}
        for item in filter(None, (part.strip() for part in pairs)):
            name, sign, column = item.partition("=")
            if not sign or name.strip() not in known or not column.strip():
                raise UsageError(
                    N_(
                        "“{item}” does not map a column. Write field=column, with a field among "
                        "{known}; a constant is written field==value."
                    ),
                    item=item,
                    known=", ".join(known),
                )
            given[name.strip()] = column.strip()
        if "partner" not in given:
            raise UsageError(
                N_("The column map names no column for the partner. Add partner=column.")
            )
        return cls(**given)
