"""A network, a chord diagram or a map of flows as a finished drawing: the one call for each."""

from __future__ import annotations

from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.chord import Chord
from cordee.observatory.figures.flows import FlowMap
from cordee.observatory.figures.network_parts import ALL_TIME, Moment, Network, NodeKind
from cordee.observatory.pictures.chord import draw_chord
from cordee.observatory.pictures.flow_map import draw_flows
from cordee.observatory.pictures.network import draw_network
from cordee.observatory.pictures.svg import Drawing, write_chord, write_flows, write_network


TITLES = {
    NodeKind.COUNTRIES: N_("Network of countries"),
    NodeKind.ORGANISATIONS: N_("Network of organisations"),
    NodeKind.UNITS: N_("Network of research units"),
    NodeKind.UNIT_PARTNERS: N_("Network of research units and partners abroad"),
    NodeKind.THEMES: N_("Network of themes"),
}


def make_network_drawing(
    network: Network, language: str = "en", moment: Moment = ALL_TIME
) -> Drawing:
    """Return the drawing of a network in the years of `moment`, words in `language`."""
    title = translate(TITLES[network.choice.of], language)
    return write_network(draw_network(network, language, moment), title)


def make_chord_drawing(chord: Chord, language: str = "en") -> Drawing:
    """Return the drawing of a chord diagram, words in `language`."""
    title = translate(N_("Partner countries among themselves"), language)
    return write_chord(draw_chord(chord, language), title)


def make_flow_drawing(found: FlowMap, language: str = "en") -> Drawing:
    """Return the drawing of a map of flows, words in `language`."""
    return write_flows(draw_flows(found, language), translate(N_("Map of flows"), language))
