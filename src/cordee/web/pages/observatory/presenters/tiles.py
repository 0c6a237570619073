"""The key figures: each with its denominator, its definition and its list of works."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.observatory.figures.answer import Figures, RoleFigures, Share
from cordee.web.pages.observatory.presenters.definitions import Definition, present_definition
from cordee.web.pages.observatory.presenters.partners import Addresses, make_works_address
from cordee.web.pages.observatory.presenters.shapes import Interval, draw_interval
from cordee.web.query import Query
from cordee.web.wording import NOTHING, format_count, format_interval, format_share, format_years


@dataclass(frozen=True)
class Tile:
    code: str
    label: str
    value: str
    detail: str
    definition: Definition
    address: str
    opens: str
    lead: bool = False
    interval: Interval | None = None
    interval_text: str = ""


def present_tiles(figures: Figures, query: Query, addresses: Addresses) -> tuple[Tile, ...]:
    """Return the tiles in reading order: three that lead, six that complete them."""
    role = choose_role(figures)
    return (
        _present_works(figures, query, addresses),
        _present_share(
            "international", _("International share"), figures.international, query, addresses
        ),
        _present_share("eu", _("Share with the European Union"), figures.eu, query, addresses),
        _present_country_count(figures, query, addresses),
        _present_organisation_count(figures, query, addresses),
        _present_lead(role, query, addresses),
        _present_industry(figures, query, addresses),
        _present_distance(figures, query, addresses),
        _present_coverage(figures, query, addresses),
    )


def choose_role(figures: Figures) -> RoleFigures:
    """Return the leadership figures to show first: corresponding authors where sources name them.

    PubMed does not say who corresponds, so its works are judged by their first author.
    """
    roles = {one.role: one for one in figures.leadership.works}
    corresponding = roles["corresponding"]
    return corresponding if 2 * corresponding.known >= figures.works > 0 else roles["first"]


def _present_works(figures: Figures, query: Query, addresses: Addresses) -> Tile:
    detail = format_years(figures.first_year, figures.last_year) if figures.works else ""
    if figures.undated_works:
        undated = ngettext(
            "%(count)s more has no year", "%(count)s more have no year", figures.undated_works
        ) % {"count": format_count(figures.undated_works)}
        detail = f"{detail} · {undated}" if detail else undated
    return Tile(
        code="works",
        label=_("Works"),
        value=format_count(figures.works),
        detail=detail,
        definition=present_definition("works"),
        address=query.to_base().to_address(addresses.works),
        opens=_("See the works"),
        lead=True,
    )


def _present_share(code: str, label: str, share: Share, query: Query, addresses: Addresses) -> Tile:
    interval = format_interval(share.low, share.high)
    return Tile(
        code=code,
        label=label,
        value=format_share(share.value),
        detail=ngettext(
            "%(works)s of %(of)s work with a known country",
            "%(works)s of %(of)s works with a known country",
            share.of,
        )
        % {"works": format_count(share.works), "of": format_count(share.of)},
        definition=present_definition(code),
        address=make_works_address(query, addresses, code),
        opens=_("See the works"),
        lead=True,
        interval=draw_interval(share.value, share.low, share.high),
        interval_text=_("95%% interval: %(interval)s") % {"interval": interval} if interval else "",
    )


def _present_country_count(figures: Figures, query: Query, addresses: Addresses) -> Tile:
    return Tile(
        code="country_count",
        label=_("Partner countries"),
        value=format_count(figures.country_count),
        detail=_("on international works"),
        definition=present_definition("partner_countries"),
        address=make_works_address(query, addresses, "international"),
        opens=_("See the international works"),
    )


def _present_organisation_count(figures: Figures, query: Query, addresses: Addresses) -> Tile:
    return Tile(
        code="organisation_count",
        label=_("Partner organisations"),
        value=format_count(figures.organisation_count),
        detail=ngettext("%(count)s abroad", "%(count)s abroad", figures.foreign_organisation_count)
        % {"count": format_count(figures.foreign_organisation_count)},
        definition=present_definition("partner_organisations"),
        address="#partner-organisations",
        opens=_("See the organisations"),
    )


def _present_lead(role: RoleFigures, query: Query, addresses: Addresses) -> Tile:
    labels = {
        "first": _("First author at home"),
        "last": _("Last author at home"),
        "corresponding": _("Corresponding author at home"),
    }
    return Tile(
        code="lead",
        label=labels[role.role],
        value=format_share(role.home_share),
        detail=_("%(works)s of %(of)s works where it is known")
        % {"works": format_count(role.home), "of": format_count(role.known)},
        definition=present_definition("leadership"),
        address=make_works_address(query, addresses, role.role, "home"),
        opens=_("See the works"),
    )


def _present_industry(figures: Figures, query: Query, addresses: Addresses) -> Tile:
    share = figures.industry
    return Tile(
        code="industry",
        label=_("With industry"),
        value=format_share(share.value),
        detail=ngettext("%(works)s of %(of)s work", "%(works)s of %(of)s works", share.of)
        % {"works": format_count(share.works), "of": format_count(share.of)},
        definition=present_definition("industry"),
        address=make_works_address(query, addresses, "industry"),
        opens=_("See the works"),
    )


def _present_distance(figures: Figures, query: Query, addresses: Addresses) -> Tile:
    distance = figures.distance
    return Tile(
        code="distance",
        label=_("Farthest partner, mean"),
        value=_("%(count)s km") % {"count": format_count(round(distance.mean_km))}
        if distance.mean_km is not None
        else NOTHING,
        detail=_("%(far)s of works reach 5,000 km or more")
        % {"far": format_share(distance.far.value)},
        definition=present_definition("distance"),
        address=make_works_address(query, addresses, "far"),
        opens=_("See the far works"),
    )


def _present_coverage(figures: Figures, query: Query, addresses: Addresses) -> Tile:
    unknown = figures.unknown_works
    return Tile(
        code="coverage",
        label=_("Coverage"),
        value=format_share(figures.coverage.value),
        detail=ngettext(
            "%(count)s work without a known country",
            "%(count)s works without a known country",
            unknown,
        )
        % {"count": format_count(unknown)},
        definition=present_definition("coverage"),
        address=make_works_address(query, addresses, "unknown" if unknown else "covered"),
        opens=_("See the works without a country") if unknown else _("See the works"),
    )
