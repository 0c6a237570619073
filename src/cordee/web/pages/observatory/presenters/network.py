"""The page of a network: picture, legend, what was left out, downloads, and the table beneath."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.observatory.figures.network import Community, Network, Node, NodeKind
from cordee.observatory.figures.network_files import name_node
from cordee.observatory.figures.network_words import describe_network
from cordee.web.pages.observatory.presenters.network_picture import (
    COLOURS,
    Picture,
    draw_network,
    get_kind,
)
from cordee.web.pages.observatory.presenters.partners import Addresses, make_works_address
from cordee.web.query import Query
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_decimal,
    format_period,
    get_reader_language,
)


MOSTS = (25, 50, 100, 200, 500, 1000)
LEASTS = (1, 2, 3, 5, 10, 20, 50)
"""Numbers offered; an address may hold any other."""

NAMED = 3
"""Nodes a community is known by in the legend: those on most works."""


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    chosen: bool


@dataclass(frozen=True)
class Control:
    name: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class LegendItem:
    kind: str
    text: str


@dataclass(frozen=True)
class NodeLine:
    rank: str
    place: int
    name: str
    address: str
    kind: str
    community: str
    works: str
    works_address: str
    fractional: str
    links: str
    shared: str


@dataclass(frozen=True)
class FileLink:
    text: str
    address: str


@dataclass(frozen=True)
class NetworkPage:
    title: str
    subtitle: str
    home: str
    home_address: str
    announcement: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    controls: tuple[Control, ...]
    picture: Picture
    label: str
    sentences: tuple[str, ...]
    legend: tuple[LegendItem, ...]
    data: dict[str, object]
    files: tuple[FileLink, ...]
    column: str
    lines: tuple[NodeLine, ...]


def present_network(
    network: Network, query: Query, addresses: Addresses, home_name: str
) -> NetworkPage:
    """Return the page of `network`."""
    language, of = get_reader_language(), network.choice.of
    picture = draw_network(network, language)
    names = [name_node(node, network, language) for node in network.nodes]
    sentences = [one.to_text(language) for one in describe_network(network)]
    if picture.hidden:
        sentences.append(
            ngettext(
                "%(count)s link of fewest works is not drawn; the files have all.",
                "%(count)s links of fewest works are not drawn; the files have all.",
                picture.hidden,
            )
            % {"count": format_count(picture.hidden)}
        )
    countries = of is NodeKind.COUNTRIES
    return NetworkPage(
        title=_("Network of countries") if countries else _("Network of organisations"),
        subtitle=format_period(query.years),
        home=home_name,
        home_address=query.to_base().to_address(addresses.home),
        announcement=sentences[0],
        action=addresses.network,
        hidden=tuple(query.to_base().to_pairs()),
        controls=_present_controls(network),
        picture=picture,
        label=_("Picture of the network. %(summary)s The table below says the same.")
        % {"summary": sentences[0]},
        sentences=tuple(sentences),
        legend=_present_legend(network, names),
        data={"ties": picture.ties},
        files=_present_files(query, addresses),
        column=_("Country") if countries else _("Organisation"),
        lines=tuple(
            _present_line(place, node, names[place], query, addresses, of)
            for place, node in enumerate(network.nodes)
        ),
    )


def _present_controls(network: Network) -> tuple[Control, ...]:
    choice = network.choice
    kinds = (
        Choice(NodeKind.COUNTRIES, _("Countries"), choice.of is NodeKind.COUNTRIES),
        Choice(NodeKind.ORGANISATIONS, _("Organisations"), choice.of is NodeKind.ORGANISATIONS),
    )
    return (
        Control("of", _("Network of"), kinds),
        Control("most", _("Most nodes"), _offer(MOSTS, choice.most)),
        Control("least", _("Works of a node, at least"), _offer(LEASTS, choice.least)),
        Control("shared", _("Works of a link, at least"), _offer(LEASTS, choice.least_shared)),
    )


def _offer(numbers: tuple[int, ...], chosen: int) -> tuple[Choice, ...]:
    offered = sorted({*numbers, chosen})
    return tuple(Choice(str(one), format_count(one), one == chosen) for one in offered)


def _present_legend(network: Network, names: list[str]) -> tuple[LegendItem, ...]:
    known = dict(zip((node.id for node in network.nodes), names, strict=True))
    items = [
        LegendItem(get_kind(one.number), _name_community(one, known))
        for one in network.communities[: len(COLOURS)]
    ]
    rest = sum(len(one.nodes) for one in network.communities[len(COLOURS) :]) + network.alone
    if rest:
        text = _("smaller communities and nodes without links (%(count)s)")
        items.append(LegendItem("rest", text % {"count": format_count(rest)}))
    return tuple(items)


def _name_community(community: Community, names: dict[str, str]) -> str:
    return _("%(number)s: %(names)s (%(count)s)") % {
        "number": community.number,
        "names": ", ".join(names[one] for one in community.nodes[:NAMED]),
        "count": format_count(len(community.nodes)),
    }


def _present_files(query: Query, addresses: Addresses) -> tuple[FileLink, ...]:
    asked = query.to_base().with_changes(network=query.network)
    forms = (
        ("vosviewer", "VOSviewer JSON"),
        ("graphml", "GraphML"),
        ("svg", "SVG"),
        ("csv", "CSV"),
    )
    return tuple(
        FileLink(text, asked.to_address(addresses.network_file.replace("FORM", form)))
        for form, text in forms
    )


def _present_line(
    place: int, node: Node, name: str, query: Query, addresses: Addresses, of: NodeKind
) -> NodeLine:
    if of is NodeKind.COUNTRIES:
        address = query.to_base().to_address(addresses.home, country=node.id) + "#country-panel"
    else:
        address = Query(organisations=(node.id,), years=query.years).to_address(addresses.home)
    kind = "country" if of is NodeKind.COUNTRIES else "organisation"
    return NodeLine(
        rank=format_count(place + 1),
        place=place,
        name=name,
        address=address,
        kind=get_kind(node.community),
        community=NOTHING if node.community is None else format_count(node.community),
        works=format_count(node.works),
        works_address=make_works_address(query, addresses, kind, node.id),
        fractional=format_decimal(node.weight),
        links=format_count(node.links),
        shared=format_count(node.shared),
    )
