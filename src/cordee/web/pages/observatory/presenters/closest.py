"""The people and units closest to a possible partner, there and here, each opening its works."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.observatory.figures.finder_parts import Candidate, CloseUnit
from cordee.observatory.figures.people import NamedPerson
from cordee.observatory.figures.selection import Selection
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.pages.observatory.presenters.units import write_code
from cordee.web.query import Query
from cordee.web.wording import format_count


@dataclass(frozen=True)
class CloseOne:
    name: str
    detail: str
    works: str
    address: str


@dataclass(frozen=True)
class CloseGroup:
    label: str
    ones: tuple[CloseOne, ...]


def present_closest(
    one: Candidate, theirs: Query, ours: Query, themes: str, addresses: Addresses
) -> tuple[CloseGroup, ...]:
    """Return the groups that have someone.

    `theirs` has the candidate as its home, `ours` is the question; `themes` is the selection of works
    on our themes, by which the candidate was found.
    """
    shared = "+".join(sorted(shared.theme.key for shared in one.shared_themes))
    there = Selection.from_text(themes) if themes != "themes:" else Selection()
    here = Selection.of("themes", shared) if shared else Selection()
    closest = one.closest
    groups = (
        CloseGroup(
            _("People there, %(count)s:") % {"count": format_count(closest.people_there_count)},
            _present_people(closest.people_there, theirs, there, addresses),
        ),
        CloseGroup(
            _("Units there:"), _present_units(closest.units_there, theirs, there, addresses)
        ),
        CloseGroup(
            _("People here, %(count)s:") % {"count": format_count(closest.people_here_count)},
            _present_people(closest.people_here, ours, here, addresses),
        ),
        CloseGroup(_("Units here:"), _present_units(closest.units_here, ours, here, addresses)),
    )
    return tuple(group for group in groups if group.ones)


def _present_people(
    people: Iterable[NamedPerson], query: Query, themes: Selection, addresses: Addresses
) -> tuple[CloseOne, ...]:
    return tuple(
        CloseOne(
            one.name,
            str(one.last_year),
            format_count(one.works),
            query.to_address(
                addresses.works,
                selection=Selection((*themes.parts, *Selection.from_text(one.selection).parts)),
            ),
        )
        for one in people
    )


def _present_units(
    units: Iterable[CloseUnit], query: Query, themes: Selection, addresses: Addresses
) -> tuple[CloseOne, ...]:
    return tuple(
        CloseOne(
            ", ".join(text for text in (write_code(one.unit), one.name) if text),
            str(one.last_year),
            format_count(one.works),
            query.to_address(addresses.works, selection=themes.with_part("unit", one.unit)),
        )
        for one in units
    )
