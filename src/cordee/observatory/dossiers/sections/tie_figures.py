"""The tie with a partner in key figures, of which each dossier shows those it is about."""

from __future__ import annotations

from cordee.kernel.messages import N_
from cordee.observatory.dossiers.blocks import (
    drop_empty,
    make_count_figure,
    make_figure,
    make_share_figure,
)
from cordee.observatory.dossiers.inquiry import Inquiry
from cordee.observatory.dossiers.model import KeyFigure, Kind
from cordee.observatory.figures.answer import CountryFigures, OrganisationFigures
from cordee.observatory.figures.statistics import make_share


def make_tie_figures(
    inquiry: Inquiry,
    partner: CountryFigures | OrganisationFigures,
    shown: tuple[str, ...],
    shares: tuple[str, str] | None = None,
) -> tuple[KeyFigure, ...]:
    """Return the figures `shown` of a tie, in that order; those without a value are left out.

    They are ``together``, ``ours``, ``theirs``, ``asymmetry``, ``fractional``, ``affinity``,
    ``salton``, ``jaccard`` and ``growth``. `shares` are the labels of ``ours`` and ``theirs``, where
    these are not the home's and the partner's.
    """
    say, home, link = inquiry.say, inquiry.get_home(), inquiry.links.to_works()
    is_country = isinstance(partner, CountryFigures)
    # Only a work whose countries are known can be one with a country.
    ours = make_share(partner.works, home.covered_works if is_country else home.works)
    theirs = make_share(partner.works, partner.ties.partner_works)
    lean = theirs.value / ours.value if ours.value and theirs.value is not None else None
    basis = "partner_countries" if is_country else "partner_organisations"
    labels = shares or (say(N_("Share of our works")), say(N_("Share of its works")))
    found = {
        "together": make_count_figure(
            say(N_("Works together")), partner.works, "full_counting", link
        ),
        "ours": make_share_figure(labels[0], ours, basis, link),
        "theirs": make_share_figure(labels[1], theirs, "partner_share", link),
        "asymmetry": make_figure(
            inquiry.name_indicator("asymmetry"), lean, Kind.DECIMAL, "asymmetry"
        ),
        "fractional": make_figure(
            say(N_("Works together, fractional")),
            partner.works_fractional,
            Kind.DECIMAL,
            "fractional_counting",
            link,
        ),
        "growth": make_figure(
            inquiry.name_indicator("growth"), partner.growth, Kind.RATE, "growth", link
        ),
    }
    found |= {
        code: make_figure(
            inquiry.name_indicator(code), getattr(partner.ties, code), Kind.INDEX, code
        )
        for code in ("affinity", "salton", "jaccard")
    }
    return drop_empty(found[name] for name in shown)
