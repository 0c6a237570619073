"""The page before a question: what Cordée is, homes to begin with, what the lake holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.observatory.figures.key import KeyFigures
from cordee.web.lakes import Holdings
from cordee.web.pages.observatory.presenters.charts import say_works
from cordee.web.pages.observatory.presenters.home import name_sources
from cordee.web.pages.observatory.presenters.partners import Addresses
from cordee.web.query import Query
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_country,
    format_date,
    format_share,
    format_years,
    join_names,
)


@dataclass(frozen=True)
class HomeCard:
    name: str
    place: str
    figures: str
    address: str


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    detail: str


@dataclass(frozen=True)
class Welcome:
    homes: tuple[HomeCard, ...]
    group: HomeCard | None
    facts: tuple[Fact, ...]


def present_welcome(
    facts: Holdings, answers: Sequence[KeyFigures], addresses: Addresses
) -> Welcome:
    return Welcome(
        homes=tuple(_present_home(figures, addresses) for figures in answers),
        group=_present_group(answers, addresses),
        facts=present_facts(facts),
    )


def present_facts(facts: Holdings) -> tuple[Fact, ...]:
    """Return what the lake holds, for the welcome and the page about the figures."""
    years = format_years(facts.first_year, facts.last_year) if facts.works else NOTHING
    return (
        Fact(_("Works"), format_count(facts.works), years),
        Fact(
            _("Affiliations read"),
            format_count(facts.affiliations),
            _("each kind of text once"),
        ),
        Fact(_("Sources"), ", ".join(name_sources(facts.sources)) or NOTHING, ""),
        Fact(
            _("Last ingest"),
            format_date(facts.ingested_at) if facts.ingested_at else NOTHING,
            "",
        ),
        Fact(
            _("Registry of organisations"),
            f"ROR {facts.registry}" if facts.registry else NOTHING,
            _("linker %(version)s") % {"version": facts.linker} if facts.linker else "",
        ),
    )


def _present_home(figures: KeyFigures, addresses: Addresses) -> HomeCard:
    home = figures.organisations[0]
    return HomeCard(
        name=home.name,
        place=format_country(home.country) if home.country else "",
        figures=_present_line(figures),
        address=Query(organisations=(home.id,)).to_address(addresses.home),
    )


def _present_line(figures: KeyFigures) -> str:
    said = say_works(figures.works)
    if figures.international.value is None:
        return said
    share = format_share(figures.international.value, 0)
    return f"{said} · " + _("%(share)s international") % {"share": share}


def _present_group(answers: Sequence[KeyFigures], addresses: Addresses) -> HomeCard | None:
    if len(answers) < 2:
        return None
    ids = tuple(figures.organisations[0].id for figures in answers)
    return HomeCard(
        name=_("All of these as one"),
        place=join_names([figures.organisations[0].name for figures in answers], 2),
        figures=_("a work they share counts once"),
        address=Query(organisations=ids).to_address(addresses.home),
    )
