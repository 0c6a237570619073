"""The page of a dossier."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.observatory.dossiers.model import Dossier, Term
from cordee.web.pages.dossiers.presenters.blocks import ShownBlock, present_block
from cordee.web.query import Query
from cordee.web.wording import format_date, join_colon


@dataclass(frozen=True)
class Places:
    """Where pages lie; given by the views, so that presenters know no address scheme."""

    home: str
    dossiers: str
    about: str


@dataclass(frozen=True)
class ShownSection:
    key: str
    title: str
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True)
class DossierPage:
    kind: str
    title: str
    subtitle: str
    announcement: str
    home: str
    home_address: str
    dossiers_address: str
    about_address: str
    is_empty: bool  # there are no works to make a document or a list of contents of
    cautions: tuple[str, ...]
    sections: tuple[ShownSection, ...]
    terms: tuple[Term, ...]
    source: str


def name_kind(kind: str) -> str:
    return {
        "country": _("Country"),
        "organisation": _("Organisation"),
        "theme": _("Theme"),
        "pair": _("Pair"),
        "alliance": _("Alliance"),
        "unit": _("Research unit"),
    }[kind]


def present_dossier(found: Dossier, query: Query, places: Places, home_name: str) -> DossierPage:
    """Return the page; `home_name` is empty when the address names no home."""
    base = query.to_base()
    made = _("Made on %(date)s") % {"date": format_date(found.made_on)}
    return DossierPage(
        kind=name_kind(found.kind),
        title=found.title,
        subtitle=found.subtitle,
        announcement=join_colon(name_kind(found.kind), found.title),
        home=home_name,
        home_address=base.to_address(places.home) if home_name else "",
        dossiers_address=base.to_address(places.dossiers),
        about_address=places.about,
        is_empty=len(found.sections) < 2,
        cautions=found.cautions,
        sections=tuple(
            ShownSection(
                one.key,
                one.title,
                tuple(present_block(block, found.file_name) for block in one.blocks),
            )
            for one in found.sections
        ),
        terms=found.terms,
        source=" · ".join([*(f"{name} {value}" for name, value in found.made_from), made]),
    )
