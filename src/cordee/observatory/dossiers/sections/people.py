"""The people who lead the works together, on both sides."""

from __future__ import annotations

from collections.abc import Sequence

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import join_notes, say_rows
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import Column, Kind, Paragraph, Section, Table
from cordee.observatory.figures.people import Person


FIRST_PEOPLE = 12
"""People of each side: whom a delegation could ask to meet."""


def describe_people(inquiry: Inquiry) -> Section | None:
    """Return the people on most of these works, at the home and at its partners."""
    found = inquiry.get_surroundings()
    if not found.here and not found.there:
        return None
    say = inquiry.say
    sides = (
        ("people-home", say(N_("At the home")), found.here, found.here_count),
        ("people-partner", _name_other_side(inquiry), found.there, found.there_count),
    )
    tables = [_tabulate(inquiry, *side) for side in sides if side[2]]
    note = Paragraph(
        say(
            N_(
                "Names are as printed. Who has an ORCID is known by it; people of one name without "
                "ORCID are not told apart. Of equal works, those with fewer authors come first."
            )
        )
    )
    return Section("people", say(N_("Leading people")), (note, *tables))


def _name_other_side(inquiry: Inquiry) -> str:
    if inquiry.country:
        return inquiry.name_country(inquiry.country)
    if inquiry.there:
        return inquiry.name_organisation(inquiry.there.value)
    return inquiry.say(N_("At the partners"))


def _tabulate(inquiry: Inquiry, name: str, title: str, rows: Sequence[Person], total: int) -> Table:
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
        note=join_notes(_say_nameless(inquiry, shown), say_rows(inquiry, len(shown), total)),
    )


def _say_nameless(inquiry: Inquiry, rows: Sequence[Person]) -> str:
    if all(one.organisation for one in rows):
        return ""
    return inquiry.say(
        N_("Where no organisation is given, the affiliations there name none that is recognised.")
    )
