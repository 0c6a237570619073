"""The place of an alliance, and of its organisations, among those comparable with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cordee.kernel.messages import N_
from cordee.kernel.numbers import write_decimal
from cordee.observatory.dossiers.blocks import (
    FIRST_ROWS,
    join_notes,
    make_figure,
    say_all_works,
    say_rows,
)
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.links import Links
from cordee.observatory.dossiers.model import (
    Block,
    Column,
    KeyFigure,
    KeyFigures,
    Kind,
    Paragraph,
    Section,
    Table,
)
from cordee.observatory.figures.finder_files import name_kind
from cordee.observatory.figures.peers import (
    LEAST_CLOSE,
    LEAST_THEMED,
    MOST_CLOSE,
    Peer,
    PeerGroup,
)
from cordee.observatory.figures.surroundings import ranked_question


INSTITUTE = N_("institutes, hospitals and other bodies")
"""The one of `figures.peers.MAIN_TYPES` that brings several types of the registry together."""


def describe_peers(inquiry: Inquiry) -> Section | None:
    """Return the rank of each organisation, and of the alliance, among those comparable, by two rules."""
    found = inquiry.observatory.get_gathering(inquiry.question)
    if not found.typed.types or not found.typed.peers:
        return None
    return Section(
        "peers",
        inquiry.say(N_("Before and after, among comparable organisations")),
        (*_list_closest(inquiry, found.closest), *_list_typed(inquiry, found.typed)),
    )


def _list_closest(inquiry: Inquiry, group: PeerGroup) -> list[Block]:
    text = inquiry.say(
        N_(
            "First rule, the closest in theme: the organisations of {countries}, {most} at most, whose "
            "themes are the closest to the alliance’s, of its main type ({types}), with a closeness of "
            "{least} and {works} works with a theme at least. What stands above or below the alliance "
            "in the registry is left out. Each is looked at by itself, without its parts, over the same "
            "years of this corpus."
        ),
        most=MOST_CLOSE,
        countries=", ".join(map(inquiry.name_country, group.countries)),
        types=_name_types(inquiry, group.types),
        least=write_decimal(LEAST_CLOSE, inquiry.language),
        works=LEAST_THEMED,
    )
    if not group.others:
        alone = inquiry.say(N_("No organisation of this corpus fulfils it."))
        return [Paragraph(_add_scope(inquiry, f"{text} {alone}"))]
    return [
        Paragraph(_add_scope(inquiry, text)),
        KeyFigures(tuple(_list_ranks(inquiry, group, "peers"))),
        _tabulate(inquiry, group, "peers", inquiry.say(N_("The closest in theme"))),
    ]


def _list_typed(inquiry: Inquiry, group: PeerGroup) -> list[Block]:
    text = inquiry.say(
        N_(
            "Second rule, the same types whatever the themes: organisations of {countries} whose type "
            "in the ROR registry is one of these: {types}. It sets unlike bodies side by side, and "
            "shows how large the alliance is among all of them."
        ),
        countries=", ".join(map(inquiry.name_country, group.countries)),
        types=_name_types(inquiry, group.types),
    )
    return [
        Paragraph(_add_scope(inquiry, text)),
        KeyFigures(tuple(_list_ranks(inquiry, group, "peers_by_type"))),
        _tabulate(
            inquiry, group, "peers_by_type", inquiry.say(N_("The largest of the same types"))
        ),
    ]


def _name_types(inquiry: Inquiry, types: Iterable[str]) -> str:
    """Return types as a sentence has them, by the same words as everywhere."""
    names = (
        inquiry.say(INSTITUTE) if one == "institute" else name_kind(one, inquiry.language).lower()
        for one in types
    )
    return ", ".join(names)


def _add_scope(inquiry: Inquiry, text: str) -> str:
    return f"{text} {say_all_works(inquiry)}" if inquiry.question.within.parts else text


def _list_ranks(inquiry: Inquiry, group: PeerGroup, definition: str) -> list[KeyFigure]:
    say, homes = inquiry.say, set(inquiry.question.organisations)
    before = sum(1 for one in group.peers if one.rank_before is not None)
    after = sum(1 for one in group.peers if one.rank_after is not None)
    figures = [
        make_figure(
            say(N_("Before: {name}"), name=one.name),
            one.rank_before,
            Kind.COUNT,
            definition,
            _open_peer(inquiry, one),
            say(N_("of {count}"), count=before),
        )
        for one in group.peers
        if one.organisation in homes
    ]
    united = next((one for one in group.peers if not one.organisation), None)
    if united is not None:
        figures.append(
            make_figure(
                say(N_("After: the alliance")),
                united.rank_after,
                Kind.COUNT,
                definition,
                _open_peer(inquiry, united),
                say(N_("of {count}"), count=after),
            )
        )
    return figures


def _tabulate(inquiry: Inquiry, group: PeerGroup, definition: str, title: str) -> Table:
    say, homes = inquiry.say, {"", *inquiry.question.organisations}
    is_close = definition == "peers"
    # The closest are few, and whoever doubts the rule wants to see them all.
    most = len(group.peers) if is_close else FIRST_ROWS
    shown = [
        one for place, one in enumerate(group.peers) if place < most or one.organisation in homes
    ]
    columns = [
        Column(say(N_("Organisation")), Kind.TEXT),
        Column(say(N_("Works")), Kind.COUNT),
        Column(say(N_("Rank before")), Kind.COUNT),
        Column(say(N_("Rank after")), Kind.COUNT),
    ]
    rows = [
        (one.name or say(N_("The alliance")), one.works, one.rank_before, one.rank_after)
        for one in shown
    ]
    return Table(
        name=definition.replace("_", "-"),
        title=title,
        columns=(*columns, Column(say(N_("Closeness in theme")), Kind.INDEX))
        if is_close
        else tuple(columns),
        rows=tuple(
            (*row, one.closeness) if is_close else row for row, one in zip(rows, shown, strict=True)
        ),
        definition=definition,
        link="",
        links=tuple(_open_peer(inquiry, one) for one in shown),
        note=join_notes(
            say(N_("Closeness is to the alliance as one, from 0 to 1.")) if is_close else "",
            say_rows(inquiry, len(shown), len(group.peers)),
        ),
    )


def _open_peer(inquiry: Inquiry, peer: Peer) -> str:
    """Return the works a rank is by: all of one organisation, or of the alliance without parts."""
    members = (peer.organisation,) if peer.organisation else inquiry.question.organisations
    ranked = ranked_question(inquiry.question)
    return Links(replace(ranked, organisations=members)).to_works()
