"""What the pages of networks have in common: their head, their tabs and their files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.web.pages.observatory.presenters.network_time import Choice, Control
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.query import Query
from cordee.web.wording import format_count, format_period


LEASTS = (1, 2, 3, 5, 10, 20, 50)
"""Numbers offered for the fewest works; an address may hold any other."""

TABLES = {"network": "network-nodes", "chord": "chord-pairs", "flows": "flow-lines"}
"""Where the table of each page stands in it."""


@dataclass(frozen=True)
class Tab:
    text: str
    address: str
    current: bool


@dataclass(frozen=True)
class LegendItem:
    kind: str
    text: str


@dataclass(frozen=True)
class FileLink:
    text: str
    address: str
    dated: bool  # of the years shown, which the script changes


@dataclass(frozen=True)
class Head:
    """`place` and `table` are where the picture and its table stand in the page."""

    place: str
    table: str
    title: str
    subtitle: str
    home: str
    home_address: str
    action: str
    hidden: tuple[tuple[str, str], ...]
    controls: tuple[Control, ...]
    sentences: tuple[str, ...]
    label: str
    files: tuple[FileLink, ...]


@dataclass(frozen=True)
class Told:
    """What one page says of its own; `label` has a place for the first of the `sentences`."""

    title: str
    label: str
    controls: tuple[Control, ...]
    sentences: Sequence[str]
    files: tuple[FileLink, ...]


def present_tabs(name: str, query: Query, addresses: Addresses) -> tuple[Tab, ...]:
    """Return the pages of networks, `name` being the one that is open."""
    base = query.to_base()
    pages = (
        ("network", _("Network"), addresses.network),
        ("chord", _("Partner countries among themselves"), addresses.chord),
        ("flows", _("Map of flows"), addresses.flows),
    )
    return tuple(Tab(text, base.to_address(where), name == one) for one, text, where in pages)


def present_head(
    place: str, told: Told, query: Query, addresses: Addresses, home_name: str
) -> Head:
    """Return the head of the page `place`, which is one of `TABLES`."""
    return Head(
        place=place,
        table=TABLES[place],
        title=told.title,
        subtitle=format_period(query.years),
        home=home_name,
        home_address=query.to_base().to_address(addresses.home),
        action=getattr(addresses, place),
        hidden=tuple(query.to_base().to_pairs()),
        controls=told.controls,
        sentences=tuple(told.sentences),
        label=told.label % {"summary": told.sentences[0]},
        files=told.files,
    )


def offer_numbers(numbers: tuple[int, ...], chosen: int) -> tuple[Choice, ...]:
    """Return the numbers of a control, the one chosen among them even when it is not offered."""
    offered = sorted({*numbers, chosen})
    return tuple(Choice(str(one), format_count(one), one == chosen) for one in offered)
