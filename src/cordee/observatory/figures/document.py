"""How the parts of an answer are written in the published JSON (`schema.json` beside this module)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from cordee.kernel.errors import NotFoundError
from cordee.kernel.messages import N_, Sentence, translate
from cordee.observatory.figures.parts import (
    Caution,
    Citations,
    CountryFigures,
    DeclaredCountry,
    Distance,
    HomeOrganisation,
    LeadCountryFigures,
    Leadership,
    OrganisationFigures,
    Provenance,
    RoleFigures,
    Share,
    ThemeFigures,
    Ties,
    TiesBasis,
    Trend,
    YearFigures,
)
from cordee.reference import countries, themes
from cordee.reference.zones import get_zone


FORMAT = 1
"""The version of the document: raised when a key changes its meaning or goes."""

DIGITS = 6
"""Shares and fractions are written to a millionth: finer than any of them is known."""


def name_country(code: str, language: str) -> str:
    """Return a country's name, or its code when the reference does not know it."""
    try:
        return countries.name_of(code, language)
    except NotFoundError:
        return code


def name_theme(theme: ThemeFigures, language: str) -> str:
    """Return a theme's name: MeSH's in `language`, else the source's own, else its code."""
    return name_theme_key(f"{theme.vocabulary}/{theme.code}", theme.label, language)


def name_theme_key(key: str, label: str | None, language: str) -> str:
    """Return the name of a theme such as ``mesh/C04``, a bare code being one of MeSH.

    MeSH's own name in `language`; of other vocabularies `label`, as the source words it, else the
    code, for the same code means something else there.
    """
    vocabulary, _slash, code = key.rpartition("/")
    if vocabulary in ("", "mesh"):
        try:
            return themes.label(code, language)
        except NotFoundError:
            pass
    return label or code


def name_with_zone(code: str, language: str) -> str:
    """Return what works with a country of a zone are called.

    >>> name_with_zone("EU", "en"), name_with_zone("EA", "en")
    ('With the EU', 'With a country of the zone: Euro area')
    """
    if code == "EU":
        return translate(N_("With the EU"), language)
    zone = get_zone(code)
    name = zone.name_fr if language.startswith("fr") else zone.name_en
    return Sentence(N_("With a country of the zone: {zone}"), {"zone": name}).to_text(language)


def tidy(values: dict[str, Any]) -> dict[str, Any]:
    """Return `values` with fractions rounded to `DIGITS`."""
    return {
        key: round(value, DIGITS) if isinstance(value, float) else value
        for key, value in values.items()
    }


def write_share(name: str, share: Share) -> dict[str, Any]:
    """Return ``<name>_works``, ``<name>_share`` and its ``<name>_interval``."""
    bounds = None if share.low is None or share.high is None else [share.low, share.high]
    return {
        f"{name}_works": share.works,
        f"{name}_share": None if share.value is None else round(share.value, DIGITS),
        f"{name}_interval": bounds and [round(bound, DIGITS) for bound in bounds],
    }


def write_distance(distance: Distance) -> dict[str, Any]:
    """Return how far partners are; kilometres to a metre, finer than any place is known."""
    mean = distance.mean_km
    return {
        "located_works": distance.located_works,
        "mean_km": None if mean is None else round(mean, 3),
        **write_share("near", distance.near),
        **write_share("far", distance.far),
    }


def write_citations(citations: Citations | None, language: str) -> dict[str, Any] | None:
    """Return citations by kind of cooperation and by partner country."""
    if citations is None:
        return None
    countries = []
    for one in citations.countries:
        values = tidy(asdict(one))
        code = values.pop("key")
        countries.append({"code": code, "name": name_country(code, language), **values})
    kinds = {}
    for one in citations.kinds:
        values = tidy(asdict(one))
        kinds[values.pop("key")] = values
    return {"kinds": kinds, "partner_countries": countries}


def write_home(organisations: Iterable[HomeOrganisation]) -> list[dict[str, Any]]:
    """Return the organisations asked."""
    return [asdict(one) for one in organisations]


def write_trend(trend: Trend) -> list[dict[str, int]]:
    """Return one object a year."""
    return [{"year": year, "works": works} for year, works in zip(*trend, strict=True)]


def write_ties(ties: Ties) -> dict[str, Any]:
    """Return strength and change of the tie with one partner."""
    return tidy(ties._asdict())


def write_ties_basis(basis: TiesBasis) -> dict[str, Any]:
    """Return what ties are judged against; each half as its first and last year."""
    values = asdict(basis)
    for half in ("first_half", "second_half"):
        values[half] = values[half] and list(values[half])
    return values


def write_country(country: CountryFigures, language: str) -> dict[str, Any]:
    """Return one partner country."""
    values = asdict(country)
    del values["yearly"]
    return {
        "code": country.code,
        "name": name_country(country.code, language),
        **tidy(values),
        "ties": write_ties(country.ties),
        "trend": write_trend(country.yearly),
    }


def write_organisation(organisation: OrganisationFigures) -> dict[str, Any]:
    """Return one partner organisation."""
    values = organisation._asdict()
    # The trend is written out; a rank among partners abroad is an order of the page.
    del values["yearly"], values["rank_abroad"]
    return {
        **tidy(values),
        "ties": write_ties(organisation.ties),
        "trend": write_trend(organisation.yearly),
    }


def write_theme(theme: ThemeFigures, language: str) -> dict[str, Any]:
    """Return one theme."""
    return {**tidy(asdict(theme)), "label": name_theme(theme, language)}


def write_year(year: YearFigures) -> dict[str, Any]:
    """Return one year."""
    return tidy(asdict(year))


def write_leadership(leadership: Leadership) -> dict[str, Any]:
    """Return the roles by name, on all works and on international ones."""
    return {
        "works": _write_roles(leadership.works),
        "international": _write_roles(leadership.international),
    }


def _write_roles(roles: Iterable[RoleFigures]) -> dict[str, Any]:
    found = {}
    for one in roles:
        values = tidy(asdict(one))
        found[values.pop("role")] = values
    return found


def write_lead_country(country: LeadCountryFigures, language: str) -> dict[str, Any]:
    """Return one country from which works are led."""
    return {
        "code": country.code,
        "name": name_country(country.code, language),
        **tidy(asdict(country)),
    }


def write_declared(country: DeclaredCountry, language: str) -> dict[str, Any]:
    """Return one country's declared collaborations."""
    return {
        "code": country.code,
        "name": name_country(country.code, language),
        **asdict(country),
    }


def write_caution(caution: Caution, language: str) -> dict[str, str]:
    """Return a caution with its sentence in `language`."""
    return {"code": caution.code, "sentence": caution.sentence.to_text(language)}


def write_provenance(provenance: Provenance) -> dict[str, Any]:
    """Return what the figures come from."""
    latest = provenance.latest_date
    return {
        "snapshot": provenance.snapshot,
        "registry": provenance.registry,
        "linker": provenance.linker,
        "generated_from": {
            "sources": list(provenance.sources),
            "latest_date": latest.isoformat() if latest else None,
        },
    }
