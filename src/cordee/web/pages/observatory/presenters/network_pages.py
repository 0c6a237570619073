"""The pages beside a network: the chord diagram of partner countries, and the map of flows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cordee.observatory.figures.chord import Chord, describe_chord
from cordee.observatory.figures.document import name_country
from cordee.observatory.figures.flows import Flow, FlowEnds, FlowMap, Town, describe_flows
from cordee.observatory.figures.network_parts import Link, NetworkChoice
from cordee.observatory.pictures.chord import (
    CONTINENTS,
    ChordPicture,
    draw_chord,
)
from cordee.observatory.pictures.flow_map import FlowPicture, draw_flows, name_town
from cordee.web.pages.observatory.presenters.network_frame import (
    LEASTS,
    FileLink,
    Head,
    LegendItem,
    Told,
    offer_numbers,
    present_head,
)
from cordee.web.pages.observatory.presenters.network_time import Choice, Control
from cordee.web.pages.observatory.presenters.partners import Addresses, make_works_address
from cordee.web.query import Query
from cordee.web.wording import (
    format_count,
    format_decimal,
    get_reader_language,
)


ARCS = (8, 12, 20, 30, 40)
FLOWS = (25, 50, 100, 200, 500)
"""Numbers offered; an address may hold any other."""

MOST_LINES = 200
"""Pairs of countries in the table; the CSV has all, up to 780."""

CONTINENT_NAMES = {
    "EU": gettext_noop("Europe"),
    "NA": gettext_noop("North America"),
    "AS": gettext_noop("Asia"),
    "SA": gettext_noop("South America"),
    "AF": gettext_noop("Africa"),
    "OC": gettext_noop("Oceania"),
}


@dataclass(frozen=True)
class PairLine:
    rank: str
    one: str
    other: str
    works: str
    works_address: str
    strength: str


@dataclass(frozen=True)
class FlowLine:
    rank: str
    source: str
    target: str
    works: str
    works_address: str  # empty when no list can be asked for


@dataclass(frozen=True)
class ChordPage:
    head: Head
    picture: ChordPicture
    legend: tuple[LegendItem, ...]
    lines: tuple[PairLine, ...]
    hidden_lines: str


@dataclass(frozen=True)
class FlowPage:
    head: Head
    picture: FlowPicture
    data: dict[str, object]
    names: tuple[str, ...]  # of the places, in the order of the picture
    lines: tuple[FlowLine, ...]


def present_chord(chord: Chord, query: Query, addresses: Addresses, home_name: str) -> ChordPage:
    """Return the page of a chord diagram."""
    language = get_reader_language()
    picture = draw_chord(chord, language)
    least = query.network.least_shared
    controls = (
        Control("arcs", _("Countries"), offer_numbers(ARCS, query.arcs)),
        Control("shared", _("Works of a pair, at least"), offer_numbers(LEASTS, least)),
    )
    asked = query.to_base().with_changes(arcs=query.arcs, network=NetworkChoice(least_shared=least))
    sentences = tuple(one.to_text(language) for one in describe_chord(chord))
    hidden = max(0, len(chord.links) - MOST_LINES)
    told = Told(
        title=_("Partner countries among themselves"),
        label=_("Chord diagram. %(summary)s The table below says the same."),
        controls=controls,
        sentences=sentences,
        files=_list_files(asked, addresses.chord_file),
    )
    return ChordPage(
        head=present_head("chord", told, query, addresses, home_name),
        picture=picture,
        legend=_present_continents(picture),
        lines=tuple(
            _present_pair(rank, link, query, addresses, language)
            for rank, link in enumerate(chord.links[:MOST_LINES], 1)
        ),
        hidden_lines=_("%(count)s more pairs are in the CSV.") % {"count": format_count(hidden)}
        if hidden
        else "",
    )


def _present_continents(picture: ChordPicture) -> tuple[LegendItem, ...]:
    items = [LegendItem(CONTINENTS[one], _(CONTINENT_NAMES[one])) for one in picture.kinds]
    if any(ribbon.kind == "rest" for ribbon in picture.ribbons):
        items.append(LegendItem("rest", _("between two continents")))
    return tuple(items)


def _present_pair(
    rank: int, link: Link, query: Query, addresses: Addresses, language: str
) -> PairLine:
    one, other = link.source, link.target
    return PairLine(
        rank=format_count(rank),
        one=name_country(one, language),
        other=name_country(other, language),
        works=format_count(link.works),
        works_address=make_works_address(query, addresses, "country", one)
        + f"%2Ccountry%3A{other}",
        strength=format_decimal(link.strength, 2),
    )


def present_flows(found: FlowMap, query: Query, addresses: Addresses, home_name: str) -> FlowPage:
    """Return the page of a map of flows."""
    language = get_reader_language()
    picture = draw_flows(found, language)
    towns = {town.id: town for town in found.towns}
    sentences = tuple(one.to_text(language) for one in describe_flows(found))
    asked = query.to_base().with_changes(flows=query.flows)
    told = Told(
        title=_("Map of flows"),
        label=_("Map of flows. %(summary)s The table below says the same."),
        controls=_present_flow_controls(found),
        sentences=sentences,
        files=_list_files(asked, addresses.flows_file),
    )
    return FlowPage(
        head=present_head("flows", told, query, addresses, home_name),
        picture=picture,
        data={
            "ties": picture.ties,
            "openings": [_present_opening(town, query, addresses) for town in found.towns],
        },
        names=tuple(name_town(town, language) for town in found.towns),
        lines=tuple(
            FlowLine(
                rank=format_count(rank),
                source=name_town(towns[flow.source], language),
                target=name_town(towns[flow.target], language),
                works=format_count(flow.works),
                works_address=_get_flow_address(flow, towns[flow.target], query, addresses),
            )
            for rank, flow in enumerate(found.flows, 1)
        ),
    )


def _present_flow_controls(found: FlowMap) -> tuple[Control, ...]:
    choice = found.choice
    ends = (
        Choice(FlowEnds.TOWNS.value, _("Towns"), choice.ends is FlowEnds.TOWNS),
        Choice(FlowEnds.COUNTRIES.value, _("Countries"), choice.ends is FlowEnds.COUNTRIES),
    )
    where = (
        Choice("abroad", _("abroad"), choice.abroad),
        Choice("everywhere", _("everywhere"), not choice.abroad),
    )
    controls = [
        Control("ends", _("Flows to"), ends),
        Control("flows", _("Most flows"), offer_numbers(FLOWS, choice.most)),
    ]
    if choice.ends is FlowEnds.TOWNS:
        controls.insert(1, Control("where", _("Partners"), where))
    return tuple(controls)


def _get_flow_address(flow: Flow, target: Town, query: Query, addresses: Addresses) -> str:
    # A home of several organisations has flows from each of its towns, and a list is asked by the
    # other end alone; it is the flow's when every work with that end is on it.
    alone = len(query.organisations) == 1 and not query.with_parts
    if not alone and (target.name is None or target.works != flow.works):
        return ""
    return make_works_address(query, addresses, *_select(target))


def _present_opening(town: Town, query: Query, addresses: Addresses) -> dict[str, str] | None:
    """Return what opens the works with a place of partners; None for a town of the home."""
    if town.home:
        return None
    text = _("Open the works with %(place)s") % {"place": name_town(town, get_reader_language())}
    return {"address": make_works_address(query, addresses, *_select(town)), "text": text}


def _select(town: Town) -> tuple[str, str]:
    return ("country", town.country) if town.name is None else ("city", town.id)


def _list_files(asked: Query, address: str) -> tuple[FileLink, ...]:
    return tuple(
        FileLink(text, asked.to_address(address.replace("FORM", form)), dated=False)
        for form, text in (("png", "PNG"), ("svg", "SVG"), ("csv", "CSV"))
    )
