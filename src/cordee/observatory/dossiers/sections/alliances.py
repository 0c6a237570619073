"""What each organisation brings to an alliance."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import (
    Chart,
    Column,
    Kind,
    Paragraph,
    Section,
    Series,
    Shape,
    Table,
)
from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.surroundings import Gathering


def describe_groups(inquiry: Inquiry) -> Section | None:
    """Return the works and partners that each organisation brings, alone and shared."""
    found = inquiry.observatory.get_gathering(inquiry.question)
    joint = inquiry.get_joint()
    if not joint.works:
        return None
    return Section(
        "groups",
        inquiry.say(N_("What each brings")),
        (
            _say_overlap(inquiry, found, joint),
            _draw_groups(inquiry, found),
            _tabulate_groups(inquiry, found),
            _tabulate_brought(inquiry, found),
        ),
    )


def _say_overlap(inquiry: Inquiry, found: Gathering, joint: Figures) -> Paragraph:
    summed = sum(one.works for one in found.groups)
    return Paragraph(
        inquiry.say(
            N_(
                "Added up, the organisations have {summed} works; looked at as one, {works}: each work "
                "that several share is counted once. {shared} works are shared inside the alliance."
            ),
            summed=summed,
            works=joint.works,
            shared=joint.works - sum(one.alone for one in found.groups),
        )
    )


def _draw_groups(inquiry: Inquiry, found: Gathering) -> Chart:
    say = inquiry.say
    return Chart(
        name="groups-chart",
        title=say(N_("Works brought alone and shared inside")),
        shape=Shape.STACKED,
        categories=tuple(one.name for one in found.groups),
        series=(
            Series(say(N_("Alone")), tuple(one.alone for one in found.groups)),
            Series(say(N_("Shared inside")), tuple(one.works - one.alone for one in found.groups)),
        ),
        kind=Kind.COUNT,
        definition="groups",
        link=inquiry.links.to_works(),
        description=say(
            N_(
                "A bar an organisation: works it brings alone, and works shared with another of them."
            )
        ),
    )


def _tabulate_groups(inquiry: Inquiry, found: Gathering) -> Table:
    say, works = inquiry.say, inquiry.get_joint().works
    kind = "group" if inquiry.question.with_parts else "organisation"
    return Table(
        name="groups",
        title=say(N_("Works of each")),
        columns=(
            Column(say(N_("Organisation")), Kind.TEXT),
            Column(say(N_("Works")), Kind.COUNT),
            Column(say(N_("Brought alone")), Kind.COUNT),
            Column(say(N_("Share of the alliance's works")), Kind.SHARE),
            Column(say(N_("International")), Kind.COUNT),
            Column(say(N_("International, brought alone")), Kind.COUNT),
        ),
        rows=tuple(
            (
                one.name,
                one.works,
                one.alone,
                one.alone / works,
                one.international,
                one.alone_international,
            )
            for one in found.groups
        ),
        definition="groups",
        link=inquiry.links.to_works(),
        links=tuple(inquiry.links.to_works((kind, one.organisation)) for one in found.groups),
        note=say(N_("The share is of works brought alone.")),
    )


def _tabulate_brought(inquiry: Inquiry, found: Gathering) -> Table:
    """Return the partners of each, and those no other organisation of the alliance has."""
    say = inquiry.say
    sides = [inquiry.look_from(one.organisation).get_home() for one in found.groups]
    countries = [{one.code for one in side.partner_countries} for side in sides]
    partners = [set(side.partner_organisations.list_abroad().list_ids()) for side in sides]
    return Table(
        name="brought-partners",
        title=say(N_("Partners abroad of each")),
        columns=(
            Column(say(N_("Organisation")), Kind.TEXT),
            Column(say(N_("Partner countries")), Kind.COUNT),
            Column(say(N_("Countries it alone brings")), Kind.COUNT),
            Column(say(N_("Partner organisations abroad")), Kind.COUNT),
            Column(say(N_("Partners it alone brings")), Kind.COUNT),
        ),
        rows=tuple(
            (
                one.name,
                len(countries[place]),
                _count_alone(place, countries),
                len(partners[place]),
                _count_alone(place, partners),
            )
            for place, one in enumerate(found.groups)
        ),
        definition="groups",
        link=inquiry.links.to_home(),
        links=tuple(inquiry.look_from(one.organisation).links.to_home() for one in found.groups),
        note=say(N_("Each organisation by itself, without its parts.")),
    )


def _count_alone(place: int, sets: list[set[str]]) -> int:
    others = set().union(*(one for other, one in enumerate(sets) if other != place))
    return len(sets[place] - others)
