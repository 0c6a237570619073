"""The chord diagram and the map of flows as tables."""

from __future__ import annotations

from cordee.kernel.messages import N_, translate
from cordee.observatory.figures.chord import Chord
from cordee.observatory.figures.document import name_country
from cordee.observatory.figures.exports import Table
from cordee.observatory.figures.flows import FlowMap, Town
from cordee.reference.french_towns import name_town


DIGITS = 6
"""Of strengths and degrees: more than a reader or a map can tell apart."""

CHORD_HEADERS = (
    N_("country code"),
    N_("country"),
    N_("other country code"),
    N_("other country"),
    N_("works shared"),
    N_("association strength"),
)
FLOW_HEADERS = (
    N_("town of the home"),
    N_("country of the home"),
    N_("town of the partner"),
    N_("country of the partner"),
    N_("works"),
    N_("latitude of the home"),
    N_("longitude of the home"),
    N_("latitude of the partner"),
    N_("longitude of the partner"),
)


def make_chord_table(chord: Chord, language: str = "en") -> Table:
    """Return one row a pair of partner countries, most works first."""
    return Table(
        "chord",
        tuple(translate(header, language) for header in CHORD_HEADERS),
        tuple(
            (
                link.source,
                name_country(link.source, language),
                link.target,
                name_country(link.target, language),
                link.works,
                round(link.strength, DIGITS),
            )
            for link in chord.links
        ),
    )


def make_flow_table(found: FlowMap, language: str = "en") -> Table:
    """Return one row a flow, most works first. A country has no town and no degrees."""
    towns = {town.id: town for town in found.towns}
    return Table(
        "flows",
        tuple(translate(header, language) for header in FLOW_HEADERS),
        tuple(
            (
                _name(towns[flow.source], language),
                name_country(towns[flow.source].country, language),
                _name(towns[flow.target], language),
                name_country(towns[flow.target].country, language),
                flow.works,
                *_write_place(towns[flow.source]),
                *_write_place(towns[flow.target]),
            )
            for flow in found.flows
        ),
    )


def _name(town: Town, language: str) -> str | None:
    return None if town.name is None else name_town(town.name, town.country, language)


def _write_place(town: Town) -> tuple[float | None, float | None]:
    if town.latitude is None or town.longitude is None:
        return None, None
    return round(town.latitude, DIGITS), round(town.longitude, DIGITS)
