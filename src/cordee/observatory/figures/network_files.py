"""A network as files other programs read: JSON, VOSviewer JSON, GraphML, and a table."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from typing import Any
from xml.etree import ElementTree as ET

from cordee.kernel.errors import NotFoundError
from cordee.kernel.letters import drop_controls
from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.answer import YearWorks
from cordee.observatory.figures.document import name_country
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.network_parts import Network, Node, NodeKind
from cordee.reference import themes


DIGITS = 6
"""Of strengths and weights: more than a reader or a layout can tell apart."""

MESH = "mesh/"

GRAPHML = "http://graphml.graphdrawing.org/xmlns"

HEADERS = (
    N_("id"),
    N_("name"),
    N_("country"),
    N_("of the home"),
    N_("works"),
    N_("works, fractional"),
    N_("links"),
    N_("works shared"),
    N_("community"),
    N_("x"),
    N_("y"),
    N_("kind"),
)

KINDS = {
    NodeKind.COUNTRIES: N_("country"),
    NodeKind.ORGANISATIONS: N_("organisation"),
    NodeKind.UNITS: N_("research unit"),
    NodeKind.THEMES: N_("theme"),
}
"""What one node is called."""

NODE_FIELDS = (
    ("label", "string"),
    ("kind", "string"),
    ("country", "string"),
    ("home", "boolean"),
    ("works", "int"),
    ("weight", "double"),
    ("community", "int"),
    ("x", "double"),
    ("y", "double"),
)
LINK_FIELDS = (("works", "int"), ("strength", "double"))


def name_node(node: Node, language: str) -> str:
    """Return the name of a node: in `language` for countries and MeSH, as its source has it for others."""
    if node.kind is NodeKind.COUNTRIES:
        return name_country(node.id, language)
    if node.kind is NodeKind.THEMES and node.id.startswith(MESH):
        with suppress(NotFoundError):
            return themes.label(node.id.removeprefix(MESH), language)
    return node.name


def to_json(network: Network, language: str = "en") -> str:
    """Return the whole answer as JSON: what was asked, nodes, links, communities, what was left out."""
    question, choice = network.question, network.choice
    document = {
        "format": "cordee-network/1",
        "organisations": list(question.organisations),
        "with_parts": question.with_parts,
        "period": {"first": question.years.first, "last": question.years.last},
        "of": choice.of.value,
        "most": choice.most,
        "least": choice.least,
        "least_shared": choice.least_shared,
        "works": network.works,
        "candidates": network.candidates,
        "left_below": network.left_below,
        "left_beyond": network.left_beyond,
        "links_left": network.links_left,
        "alone": network.alone,
        "pieces": network.pieces,
        "modularity": None if network.modularity is None else round(network.modularity, DIGITS),
        "years": [asdict(one) for one in network.years],
        "nodes": [
            {
                "id": node.id,
                "kind": node.kind.value,
                "name": name_node(node, language),
                "country": node.country,
                "home": node.home,
                "works": node.works,
                "works_fractional": round(node.weight, DIGITS),
                "links": node.links,
                "works_shared": node.shared,
                "community": node.community,
                "x": node.x,
                "y": node.y,
                "years": write_yearly(node.yearly),
            }
            for node in network.nodes
        ],
        "links": [
            {
                "source": link.source,
                "target": link.target,
                "works": link.works,
                "strength": round(link.strength, DIGITS),
                "years": write_yearly(link.yearly),
            }
            for link in network.links
        ],
        "communities": [
            {"number": one.number, "nodes": list(one.nodes)} for one in network.communities
        ],
        "snapshot": network.snapshot,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def write_yearly(yearly: tuple[YearWorks, ...] | None) -> dict[str, int] | None:
    """Return works by year; None for a link too thin to be told by year."""
    return None if yearly is None else {str(year): works for year, works in yearly}


def to_vosviewer(network: Network, language: str = "en") -> str:
    """Return the network as a VOSviewer JSON file, with our places, communities and weights.

    The strength of a link is the works shared; VOSviewer normalises it itself. Its vertical axis
    points up. Source: VOSviewer Online, "VOSviewer JSON files",
    app.vosviewer.com/docs/file-types/json-file-type.
    """
    items = []
    for node in network.nodes:
        item: dict[str, Any] = {
            "id": node.id,
            "label": name_node(node, language),
            "x": node.x,
            "y": -node.y + 0.0,
        }
        if node.community is not None:
            item["cluster"] = node.community
        item["weights"] = {
            translate(N_("Works"), language): node.works,
            translate(N_("Works, fractional"), language): round(node.weight, DIGITS),
            translate(N_("Links"), language): node.links,
            translate(N_("Total link strength"), language): node.shared,
        }
        # A file's items have all the same scores; how much of a work is the node's is one.
        item["scores"] = {
            translate(N_("Part of a work"), language): round(node.weight / node.works, DIGITS)
        }
        items.append(item)
    links = [
        {"source_id": link.source, "target_id": link.target, "strength": link.works}
        for link in network.links
    ]
    document = {"network": {"items": items, "links": links}}
    return json.dumps(document, ensure_ascii=False, indent=1)


def to_graphml(network: Network, language: str = "en") -> str:
    """Return the network as GraphML, undirected, with all that is known of nodes and links."""
    ET.register_namespace("", GRAPHML)
    root = ET.Element(f"{{{GRAPHML}}}graphml")
    for target, fields in (("node", NODE_FIELDS), ("edge", LINK_FIELDS)):
        for name, kind in fields:
            key = {"id": f"{target}_{name}", "for": target, "attr.name": name, "attr.type": kind}
            ET.SubElement(root, f"{{{GRAPHML}}}key", key)
    graph = ET.SubElement(
        root, f"{{{GRAPHML}}}graph", {"id": "network", "edgedefault": "undirected"}
    )
    for node in network.nodes:
        element = ET.SubElement(graph, f"{{{GRAPHML}}}node", {"id": node.id})
        values = (
            name_node(node, language),
            node.kind.value,
            node.country,
            "true" if node.home else "false",
            node.works,
            round(node.weight, DIGITS),
            node.community,
            node.x,
            node.y,
        )
        _add_data(element, "node", NODE_FIELDS, values)
    for link in network.links:
        ends = {"source": link.source, "target": link.target}
        element = ET.SubElement(graph, f"{{{GRAPHML}}}edge", ends)
        _add_data(element, "edge", LINK_FIELDS, (link.works, round(link.strength, DIGITS)))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add_data(
    element: ET.Element,
    target: str,
    fields: tuple[tuple[str, str], ...],
    values: tuple[object, ...],
) -> None:
    for (name, _), value in zip(fields, values, strict=True):
        if value is not None:
            data = ET.SubElement(element, f"{{{GRAPHML}}}data", {"key": f"{target}_{name}"})
            data.text = drop_controls(str(value))  # forbidden in XML


def make_node_table(network: Network, language: str = "en") -> Table:
    """Return the nodes as a table, those on most works first."""
    return Table(
        "network",
        tuple(translate(header, language) for header in HEADERS),
        tuple(
            (
                node.id,
                name_node(node, language),
                node.country,
                translate(N_("yes") if node.home else N_("no"), language),
                node.works,
                round(node.weight, DIGITS),
                node.links,
                node.shared,
                node.community,
                node.x,
                node.y,
                translate(KINDS[node.kind], language),
            )
            for node in network.nodes
        ),
    )
