"""How often works are cited, by kind of cooperation and by partner country."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.kernel.messages import translate
from cordee.observatory.figures.answer import CitedWorks, Figures
from cordee.observatory.figures.statistics import SMALL_NUMBER
from cordee.observatory.figures.table_words import CITED
from cordee.web.pages.observatory.presenters.definitions import Definition, present_definition
from cordee.web.pages.observatory.presenters.partners import (
    Addresses,
    make_csv_address,
    make_works_address,
)
from cordee.web.query import Query
from cordee.web.wording import (
    NOTHING,
    format_count,
    format_country,
    format_decimal,
    format_share,
    get_reader_language,
)


MOST_COUNTRIES = 8
"""As many as stand beside the kinds without a second screen; the CSV has them all."""


@dataclass(frozen=True)
class CitedRow:
    name: str
    address: str
    works: str
    mean: str
    score: str
    interval: str
    top: str
    small: bool


@dataclass(frozen=True)
class CitationsPanel:
    kinds: tuple[CitedRow, ...]
    countries: tuple[CitedRow, ...]
    coverage: str
    definition: Definition
    csv_address: str


def present_citations(
    figures: Figures, query: Query, addresses: Addresses
) -> CitationsPanel | None:
    """Return the panel, or None when no source of the lake counts citations."""
    found, language = figures.citations, get_reader_language()
    if found is None:
        return None
    cited = found.kinds[0].works
    return CitationsPanel(
        kinds=tuple(
            _present_row(
                one,
                translate(CITED[one.key], language),
                make_works_address(query, addresses, one.key),
            )
            for one in found.kinds
        ),
        countries=tuple(
            _present_row(
                one,
                format_country(one.key),
                make_works_address(query, addresses, "country", one.key),
            )
            for one in found.countries[:MOST_COUNTRIES]
        ),
        coverage=ngettext(
            "Citations are known for %(cited)s of %(works)s work.",
            "Citations are known for %(cited)s of %(works)s works.",
            figures.works,
        )
        % {"cited": format_count(cited), "works": format_count(figures.works)},
        definition=present_definition("citations"),
        csv_address=make_csv_address(query, addresses, "citations"),
    )


def _present_row(one: CitedWorks, name: str, address: str) -> CitedRow:
    interval = ""
    if one.score_low is not None and one.score_high is not None:
        interval = _("%(low)s to %(high)s") % {
            "low": format_decimal(one.score_low, 2),
            "high": format_decimal(one.score_high, 2),
        }
    return CitedRow(
        name=name,
        address=address,
        works=format_count(one.works),
        mean=NOTHING if one.mean is None else format_decimal(one.mean),
        score=NOTHING if one.score is None else format_decimal(one.score, 2),
        interval=interval,
        top=format_share(one.top_share),
        small=one.score is not None and one.compared_works < SMALL_NUMBER,
    )
