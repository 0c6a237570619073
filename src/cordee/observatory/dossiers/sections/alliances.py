"""What each organisation brings to an alliance, and the alliance's place among its peers."""

from __future__ import annotations

from dataclasses import replace

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import FIRST_ROWS, make_figure, say_all_works, say_rows
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.links import Links
from cordee.observatory.dossiers.model import (
    Block,
    Chart,
    Column,
    KeyFigure,
    KeyFigures,
    Kind,
    Paragraph,
    Section,
    Series,
    Shape,
    Table,
)
from cordee.observatory.figures.answer import Figures
from cordee.observatory.figures.surroundings import Gathering, Peer, ranked_question


TYPES = {
    "archive": N_("archive"),
    "company": N_("company"),
    "education": N_("education"),
    "facility": N_("facility"),
    "government": N_("government"),
    "healthcare": N_("healthcare"),
    "nonprofit": N_("nonprofit"),
    "other": N_("other"),
}
"""Types of the ROR registry by which organisations are compared."""


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
    partners = [{one.id for one in side.partner_organisations if one.foreign} for side in sides]
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


def describe_peers(inquiry: Inquiry) -> Section | None:
    """Return the rank of each organisation, and of the alliance, among comparable organisations."""
    found = inquiry.observatory.get_gathering(inquiry.question)
    if not found.types or not found.peers:
        return None
    blocks: list[Block] = [
        Paragraph(_say_rule(inquiry, found)),
        KeyFigures(tuple(_list_ranks(inquiry, found))),
        _tabulate_peers(inquiry, found),
    ]
    return Section(
        "peers", inquiry.say(N_("Before and after, among comparable organisations")), tuple(blocks)
    )


def _say_rule(inquiry: Inquiry, found: Gathering) -> str:
    text = inquiry.say(
        N_(
            "Compared are organisations of {countries} whose type in the ROR registry is one of these: "
            "{types}. Each is looked at by itself, without its parts, over the same years of this corpus."
        ),
        countries=", ".join(map(inquiry.name_country, found.countries)),
        types=", ".join(inquiry.say(TYPES.get(one, one)) for one in found.types),
    )
    if not inquiry.question.within.parts:
        return text
    return f"{text} {say_all_works(inquiry)}"


def _list_ranks(inquiry: Inquiry, found: Gathering) -> list[KeyFigure]:
    say = inquiry.say
    before = sum(1 for one in found.peers if one.rank_before is not None)
    after = sum(1 for one in found.peers if one.rank_after is not None)
    homes = {one.organisation for one in found.groups}
    figures = [
        make_figure(
            say(N_("Before: {name}"), name=one.name),
            one.rank_before,
            Kind.COUNT,
            "peers",
            _open_peer(inquiry, one),
            say(N_("of {count}"), count=before),
        )
        for one in found.peers
        if one.organisation in homes
    ]
    united = next((one for one in found.peers if not one.organisation), None)
    if united is not None:
        figures.append(
            make_figure(
                say(N_("After: the alliance")),
                united.rank_after,
                Kind.COUNT,
                "peers",
                _open_peer(inquiry, united),
                say(N_("of {count}"), count=after),
            )
        )
    return figures


def _tabulate_peers(inquiry: Inquiry, found: Gathering) -> Table:
    say = inquiry.say
    homes = {"", *(one.organisation for one in found.groups)}
    shown = [
        one
        for place, one in enumerate(found.peers)
        if place < FIRST_ROWS or one.organisation in homes
    ]
    return Table(
        name="peers",
        title=say(N_("The largest comparable organisations")),
        columns=(
            Column(say(N_("Organisation")), Kind.TEXT),
            Column(say(N_("Works")), Kind.COUNT),
            Column(say(N_("Rank before")), Kind.COUNT),
            Column(say(N_("Rank after")), Kind.COUNT),
        ),
        rows=tuple(
            (one.name or say(N_("The alliance")), one.works, one.rank_before, one.rank_after)
            for one in shown
        ),
        definition="peers",
        link="",
        links=tuple(_open_peer(inquiry, one) for one in shown),
        note=say_rows(inquiry, len(shown), len(found.peers)),
    )


def _open_peer(inquiry: Inquiry, peer: Peer) -> str:
    """Return the works a rank is by: all of one organisation, or of the alliance without parts."""
    members = (peer.organisation,) if peer.organisation else inquiry.question.organisations
    ranked = ranked_question(inquiry.question)
    return Links(replace(ranked, organisations=members)).to_works()
