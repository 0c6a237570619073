"""The people who lead the works together, on both sides."""

from __future__ import annotations

from collections.abc import Sequence

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import say_rows
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import Column, Kind, Paragraph, Section, Table
from cordee.observatory.figures.people import People, Person, Side


FIRST_PEOPLE = 12
"""People of each side: whom a delegation could ask to meet."""


def describe_people(inquiry: Inquiry) -> Section | None:
    """Return the people on most of these works, at the home and at its partners."""
    found = inquiry.get_surroundings().people
    partners = [
        one for one in found.partner if not inquiry.country or one.country == inquiry.country
    ]
    if not found.home and not partners:
        return None
    say = inquiry.say
    tables = [
        _tabulate(inquiry, name, title, rows, total)
        for name, title, rows, total in (
            ("people-home", say(N_("At the home")), found.home, found.totals[Side.HOME].people),
            (
                "people-partner",
                say(N_("At the partners")),
                partners,
                _count(inquiry, found, partners),
            ),
        )
        if rows
    ]
    note = Paragraph(
        say(
            N_(
                "Names are as printed. Who has an ORCID is known by it; people of one name without "
                "ORCID are not told apart. Of equal works, those with fewer authors come first."
            )
        )
    )
    return Section("people", say(N_("Leading people")), (note, *tables))


def _count(inquiry: Inquiry, found: People, partners: Sequence[Person]) -> int | None:
    """Return how many people the partners have; None when some not read may be of the country."""
    total = found.totals[Side.PARTNER].people
    if not inquiry.country:
        return total
    return len(partners) if total <= len(found.partner) else None


def _tabulate(
    inquiry: Inquiry, name: str, title: str, rows: Sequence[Person], total: int | None
) -> Table:
    say = inquiry.say
    shown = rows[:FIRST_PEOPLE]
    return Table(
        name=name,
        title=title,
        columns=(
            Column(say(N_("Name")), Kind.TEXT),
            Column("ORCID", Kind.TEXT),
            Column(say(N_("Organisation")), Kind.TEXT),
            Column(say(N_("Works")), Kind.COUNT),
            Column(say(N_("As first author")), Kind.COUNT),
            Column(say(N_("As last author")), Kind.COUNT),
            Column(say(N_("Latest")), Kind.YEAR),
        ),
        rows=tuple(
            (
                one.name,
                one.orcid,
                one.organisation_name,
                one.works,
                one.first,
                one.last,
                one.last_year,
            )
            for one in shown
        ),
        definition="leading_people",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works(("person", f"{one.side}/{one.key}")) for one in shown),
        note=say_rows(inquiry, len(shown), total) if total is not None else "",
    )
