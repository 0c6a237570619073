"""The public awards of an instrument, as its page shows them to everybody."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from cordee.programmes.queries.public_awards import PublicAwards
from cordee.web.wording import format_count, format_country


@dataclass(frozen=True)
class AwardCount:
    """A country or a year with how many awards."""

    name: str
    said: str


@dataclass(frozen=True)
class AwardLink:
    """A public project."""

    title: str
    year: str
    address: str


@dataclass(frozen=True)
class AwardsPanel:
    """What stands on the page; `others` counts projects that are not named."""

    count: int
    countries: tuple[AwardCount, ...]
    years: tuple[AwardCount, ...]
    latest: tuple[AwardLink, ...]
    others: int


def present_public_awards(awards: PublicAwards) -> AwardsPanel:
    """Return the panel of an instrument's public awards."""
    return AwardsPanel(
        count=awards.count,
        countries=tuple(
            AwardCount(format_country(code), format_count(number))
            for code, number in awards.countries
        ),
        years=tuple(AwardCount(str(year), format_count(number)) for year, number in awards.years),
        latest=tuple(
            AwardLink(one.title, str(one.year), reverse("programmes:grant", args=[one.project]))
            for one in awards.latest
        ),
        others=awards.count - len(awards.latest),
    )
