"""The works themselves: the latest, and those shared by most."""

from __future__ import annotations

from collections.abc import Sequence

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import Column, Kind, Section, Table
from cordee.observatory.figures.works import WorkRow


def describe_works(inquiry: Inquiry) -> Section | None:
    """Return the latest works and those with most organisations."""
    found = inquiry.get_surroundings()
    if not found.latest:
        return None
    say = inquiry.say
    return Section(
        "works",
        say(N_("Works")),
        (
            _tabulate(inquiry, "latest-works", say(N_("The latest works")), found.latest),
            _tabulate(
                inquiry,
                "most-shared-works",
                say(N_("The works shared by most organisations")),
                found.shared,
            ),
        ),
    )


def _tabulate(inquiry: Inquiry, name: str, title: str, rows: Sequence[WorkRow]) -> Table:
    say = inquiry.say
    return Table(
        name=name,
        title=title,
        columns=(
            Column(say(N_("Title")), Kind.TEXT),
            Column(say(N_("Journal")), Kind.TEXT),
            Column(say(N_("Year")), Kind.YEAR),
            Column(say(N_("Authors")), Kind.COUNT),
            Column(say(N_("Organisations")), Kind.COUNT),
            Column(say(N_("Countries")), Kind.COUNT),
        ),
        rows=tuple(
            (
                one.title or say(N_("Without a title")),
                one.venue,
                one.year,
                one.authors or None,
                one.organisations,
                len(one.countries),
            )
            for one in rows
        ),
        definition="works",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_work(one.work) for one in rows),
    )
