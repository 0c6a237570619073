"""Organisations on the home's works that are no partners: its own bodies and co-tutelles."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.observatory.figures.answer import Figures
from cordee.web.pages.observatory.presenters.definitions import Definition, present_definition
from cordee.web.pages.observatory.presenters.partners import (
    Addresses,
    make_csv_address,
    make_works_address,
    name_relation,
)
from cordee.web.query import Query
from cordee.web.wording import format_count


MOST_SHOWN = 12
"""As many as fit without pushing the themes off the page; the CSV has them all."""


@dataclass(frozen=True)
class OwnRow:
    name: str
    relation: str
    works: str
    address: str
    partner_works: str
    partner_address: str


@dataclass(frozen=True)
class OwnBodies:
    rows: tuple[OwnRow, ...]
    total_text: str
    shown_text: str
    definition: Definition
    csv_address: str
    switch_address: str


def present_own_bodies(figures: Figures, query: Query, addresses: Addresses) -> OwnBodies:
    total = len(figures.own_bodies)
    return OwnBodies(
        rows=tuple(
            OwnRow(
                name=one.name,
                relation=name_relation(one.relation),
                works=format_count(one.works),
                address=make_works_address(query, addresses, "own", one.id),
                partner_works=format_count(one.partner_works) if one.partner_works else "",
                partner_address=make_works_address(query, addresses, "partner", one.id),
            )
            for one in figures.own_bodies[:MOST_SHOWN]
        ),
        total_text=ngettext(
            "%(count)s own body or co-tutelle is not counted as a partner",
            "%(count)s own bodies and co-tutelles are not counted as partners",
            total,
        )
        % {"count": format_count(total)},
        shown_text=_("The %(count)s on most works; the CSV has them all.")
        % {"count": format_count(MOST_SHOWN)}
        if total > MOST_SHOWN
        else "",
        definition=present_definition("own_bodies"),
        csv_address=make_csv_address(query, addresses, "own_bodies"),
        switch_address=query.to_address(addresses.home, own_as_partners=True),
    )
