"""Comparisons, networks, chord diagrams and maps of flows as typed Arrow tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypeAlias

import pyarrow as pa

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_
from cordee.observatory.figures.arrow import make_comparison_arrow
from cordee.observatory.figures.chord import Chord
from cordee.observatory.figures.comparison import Comparison
from cordee.observatory.figures.comparison_files import to_dict
from cordee.observatory.figures.document import name_country
from cordee.observatory.figures.flows import FlowMap
from cordee.observatory.figures.network_files import name_node
from cordee.observatory.figures.network_parts import Link, Network


Tabled: TypeAlias = Comparison | Network | Chord | FlowMap
Rows: TypeAlias = Iterable[Mapping[str, Any]]

_LINKS = pa.schema(
    [
        ("source", pa.string()),
        ("target", pa.string()),
        ("works", pa.int64()),
        ("strength", pa.float64()),
    ]
)
SCHEMAS: Mapping[type, Mapping[str, pa.Schema]] = {
    Network: {
        "nodes": pa.schema(
            [
                ("id", pa.string()),
                ("kind", pa.string()),
                ("name", pa.string()),
                ("country", pa.string()),
                ("home", pa.bool_()),
                ("works", pa.int64()),
                ("works_fractional", pa.float64()),
                ("links", pa.int64()),
                ("works_shared", pa.int64()),
                ("community", pa.int64()),
                ("x", pa.float64()),
                ("y", pa.float64()),
            ]
        ),
        "links": _LINKS,
    },
    Chord: {
        "arcs": pa.schema(
            [
                ("code", pa.string()),
                ("name", pa.string()),
                ("works", pa.int64()),
                ("works_shared", pa.int64()),
                ("partners", pa.int64()),
            ]
        ),
        "links": _LINKS,
    },
    FlowMap: {
        "towns": pa.schema(
            [
                ("id", pa.string()),
                ("name", pa.string()),
                ("country", pa.string()),
                ("home", pa.bool_()),
                ("latitude", pa.float64()),
                ("longitude", pa.float64()),
                ("works", pa.int64()),
                ("organisations", pa.int64()),
            ]
        ),
        "flows": pa.schema(
            [("source", pa.string()), ("target", pa.string()), ("works", pa.int64())]
        ),
    },
}
"""The tables of a network, of a chord diagram and of a map of flows, with their columns."""


def tabulate(found: Tabled, name: str, language: str = "en") -> pa.Table:
    """Return one table of a comparison, a network, a chord diagram or a map of flows, typed.

    `name` says which. Of a comparison: ``by_year`` (the whole period is the row without a year),
    ``indicators``, ``partner_countries`` or ``partner_organisations``. Of a network: ``nodes`` or
    ``links``. Of a chord diagram: ``arcs`` or ``links``. Of a map of flows: ``towns`` or ``flows``.
    Works are by full counting where a column does not say otherwise. Raises `NotFoundError` for
    another name.
    """
    if isinstance(found, Comparison):
        return make_comparison_arrow(to_dict(found, language), name)
    schemas = SCHEMAS[type(found)]
    if name not in schemas:
        raise NotFoundError(
            N_("There is no table “{name}”. The tables are: {names}."),
            name=name[:40],
            names=", ".join(schemas),
        )
    return pa.Table.from_pylist(list(_list_rows(found, name, language)), schema=schemas[name])


def _list_rows(found: Network | Chord | FlowMap, name: str, language: str) -> Rows:
    if isinstance(found, FlowMap):
        return map(asdict, found.towns if name == "towns" else found.flows)
    if name == "links":
        return map(_write_link, found.links)
    return _list_arcs(found, language) if isinstance(found, Chord) else _list_nodes(found, language)


def _write_link(link: Link) -> dict[str, Any]:
    return {
        "source": link.source,
        "target": link.target,
        "works": link.works,
        "strength": link.strength,
    }


def _list_arcs(chord: Chord, language: str) -> Rows:
    for arc in chord.arcs:
        yield {
            "code": arc.code,
            "name": name_country(arc.code, language),
            "works": arc.works,
            "works_shared": arc.shared,
            "partners": arc.partners,
        }


def _list_nodes(network: Network, language: str) -> Rows:
    for node in network.nodes:
        yield {
            "id": node.id,
            "kind": node.kind.value,
            "name": name_node(node, language),
            "country": node.country,
            "home": node.home,
            "works": node.works,
            "works_fractional": node.weight,
            "links": node.links,
            "works_shared": node.shared,
            "community": node.community,
            "x": node.x,
            "y": node.y,
        }
