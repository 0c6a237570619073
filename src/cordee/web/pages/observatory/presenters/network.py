"""The page of a network: picture, legend, what was left out, downloads, and the table beneath."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from cordee.observatory.figures.network_files import name_node
from cordee.observatory.figures.network_parts import Community, Network, Node, NodeKind
from cordee.observatory.figures.network_words import describe_network
from cordee.observatory.figures.selection import MOST_PARTS
from cordee.observatory.pictures.network import (
    COLOURS,
    NetworkPicture,
    draw_network,
    get_kind,
)
from cordee.web.pages.observatory.presenters.network_frame import (
    LEASTS,
    FileLink,
    Head,
    LegendItem,
    Told,
    offer_numbers,
    present_head,
)
from cordee.web.pages.observatory.presenters.network_time import (
    Choice,
    Control,
    TimeControls,
    make_time_data,
    name_moment,
    present_time,
)
from cordee.web.pages.observatory.presenters.partners import (
    Addresses,
    make_country_address,
    make_home_address,
    make_works_address,
)
from cordee.web.query import Query
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_decimal,
    get_reader_language,
)


@dataclass(frozen=True)
class Words:
    """What is said of one kind of network, to be translated when it is said."""

    title: str
    choice: str
    column: str
    heading: str = gettext_noop("Who publishes together on these works")


WORDS = {
    NodeKind.COUNTRIES: Words(
        gettext_noop("Network of countries"), gettext_noop("Countries"), gettext_noop("Country")
    ),
    NodeKind.ORGANISATIONS: Words(
        gettext_noop("Network of organisations"),
        gettext_noop("Organisations"),
        gettext_noop("Organisation"),
    ),
    NodeKind.UNITS: Words(
        gettext_noop("Network of research units"),
        gettext_noop("Research units"),
        gettext_noop("Research unit"),
    ),
    NodeKind.UNIT_PARTNERS: Words(
        gettext_noop("Network of research units and partners abroad"),
        gettext_noop("Research units and partners abroad"),
        gettext_noop("Unit or organisation"),
    ),
    NodeKind.THEMES: Words(
        gettext_noop("Network of themes"),
        gettext_noop("Themes"),
        gettext_noop("Theme"),
        gettext_noop("Which themes go together on these works"),
    ),
}

SELECTED = {
    NodeKind.COUNTRIES: "country",
    NodeKind.ORGANISATIONS: "organisation",
    NodeKind.UNITS: "unit",
    NodeKind.THEMES: "theme",
}
"""The kind of selection that lists a node's works."""

MOSTS = (25, 50, 100, 200, 500, 1000)
"""Numbers offered; an address may hold any other."""

NAMED = 3
"""Nodes a community is known by in the legend: those on most works."""


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
    shown: str
    fractional: str
    links: str
    shared: str


@dataclass(frozen=True)
class NetworkPage:
    head: Head
    heading: str
    time: TimeControls | None
    picture: NetworkPicture
    legend: tuple[LegendItem, ...]
    data: dict[str, object]
    names: tuple[str, ...]  # of the nodes, in the order of the picture
    column: str
    shown_column: str  # works in the years shown; empty when they are all
    lines: tuple[NodeLine, ...]


def present_network(
    network: Network, query: Query, addresses: Addresses, home_name: str
) -> NetworkPage:
    """Return the page of `network`."""
    language, words = get_reader_language(), WORDS[network.choice.of]
    picture = draw_network(network, language, query.moment)
    names = [name_node(node, language) for node in network.nodes]
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
    shown = query.moment.year is not None
    told = Told(
        title=_(words.title),
        label=_("Picture of the network. %(summary)s The table below says the same."),
        controls=_present_controls(network),
        sentences=sentences,
        files=_present_files(query, addresses),
    )
    return NetworkPage(
        head=present_head("network", told, query, addresses, home_name),
        heading=_(words.heading),
        time=present_time(network, query),
        picture=picture,
        legend=_present_legend(network, names),
        data={"ties": picture.ties, "time": make_time_data(network, picture, query.moment)},
        names=tuple(names),
        column=_(words.column),
        shown_column=_("Works, %(years)s") % {"years": name_moment(query.moment)} if shown else "",
        lines=tuple(
            _present_line(place, node, names[place], query, addresses)
            for place, node in enumerate(network.nodes)
        ),
    )


def _present_controls(network: Network) -> tuple[Control, ...]:
    choice = network.choice
    kinds = tuple(
        Choice(kind.value, _(words.choice), kind is choice.of) for kind, words in WORDS.items()
    )
    return (
        Control("of", _("Network of"), kinds),
        Control("most", _("Most nodes"), offer_numbers(MOSTS, choice.most)),
        Control("least", _("Works of a node, at least"), offer_numbers(LEASTS, choice.least)),
        Control(
            "shared", _("Works of a link, at least"), offer_numbers(LEASTS, choice.least_shared)
        ),
    )


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
    asked = query.to_network().with_changes(moment=query.moment)
    forms = (
        ("vosviewer", "VOSviewer JSON"),
        ("graphml", "GraphML"),
        ("json", "JSON"),
        ("png", "PNG"),
        ("svg", "SVG"),
        ("csv", "CSV"),
    )
    return tuple(
        FileLink(
            text,
            asked.to_address(addresses.network_file.replace("FORM", form)),
            form in {"png", "svg"},
        )
        for form, text in forms
    )


def _present_line(
    place: int, node: Node, name: str, query: Query, addresses: Addresses
) -> NodeLine:
    return NodeLine(
        rank=format_count(place + 1),
        place=place,
        name=name,
        address=_get_address(node, query, addresses),
        kind=get_kind(node.community),
        community=NOTHING if node.community is None else format_count(node.community),
        works=format_count(node.works),
        works_address=make_works_address(query, addresses, SELECTED[node.kind], node.id),
        shown=format_count(query.moment.count(node.yearly)),
        fractional=format_decimal(node.weight),
        links=format_count(node.links),
        shared=format_count(node.shared),
    )


def _get_address(node: Node, query: Query, addresses: Addresses) -> str:
    """Return where a node's own figures are."""
    base = query.to_base()
    if node.kind is NodeKind.COUNTRIES:
        return make_country_address(query, addresses, node.id)
    if node.kind is NodeKind.UNITS:
        return base.to_address(addresses.unit.replace("CODE", node.id))
    if node.kind is NodeKind.ORGANISATIONS:
        return make_home_address(query, addresses, node.id)
    if len(query.within.parts) == MOST_PARTS:
        return make_works_address(query, addresses, SELECTED[node.kind], node.id)
    within = query.within.with_part(SELECTED[node.kind], node.id)
    return base.to_address(addresses.home, within=within)
