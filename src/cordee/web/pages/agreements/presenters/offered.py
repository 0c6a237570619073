"""Parties and agreements that are offered as one types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cordee.agreements.states import KIND_NAMES
from cordee.agreements.values import AgreementTold
from cordee.directory.queries import Named
from cordee.web.picking import OFFERED
from cordee.web.wording import format_country


@dataclass(frozen=True)
class OptionLine:
    """One thing to choose: its identifier, name, what tells it from others, and the text that names it."""

    id: str
    name: str
    where: str
    text: str


def present_parties(found: Iterable[Named], language: str) -> tuple[OptionLine, ...]:
    """Return the first parties to choose among, by name."""
    options = []
    for one in found:
        name = one.to_name(language)
        country = format_country(one.country) if one.country else ""
        where = " · ".join(filter(None, (one.acronym, country)))
        options.append(OptionLine(str(one.id), name, where, name))
    return tuple(sorted(options, key=lambda one: one.name.casefold())[:OFFERED])


def present_parents(found: Iterable[AgreementTold], language: str) -> tuple[OptionLine, ...]:
    """Return the first agreements that another may stand to, in their order."""
    options = [
        OptionLine(
            str(one.id),
            one.to_title(language),
            " · ".join(filter(None, (one.reference, str(KIND_NAMES[one.kind])))),
            one.to_line(language),
        )
        for one in found
    ]
    return tuple(options[:OFFERED])
