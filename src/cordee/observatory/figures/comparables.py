"""The indicators that sides can be compared by, one line each, and how each is read.

Every one is a count, a number of works over another, or a mean over works. It is read from a `Slice`: what a side has in
the whole period, or in one year of it; so a year and the total can never be reckoned in two ways.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from cordee.kernel.errors import UsageError
from cordee.kernel.messages import N_, Choices
from cordee.observatory.figures.answer import Leadership, RoleFigures


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over works, with its 95 % interval when it has one; no value over no work."""

    value: float | None
    works: int
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """What a side has in a period or a year, by full counting but for `weight`."""

    counts: Mapping[str, int]  # "works", and works of each class of `indicators.classes`
    leadership: Leadership
    weight: float  # its own part of its works, by fractional counting
    partner_countries: int
    partner_organisations: int
    means: Mapping[str, Mean]  # by the names of `MEANS`
    top: tuple[float, int]  # works among the tenth most cited, and works compared for that
    home_covered: int  # covered works of the whole home, of which a narrowed side is a part


MEANS = ("km", "citations", "citation_score")
"""What has a mean by which sides can be compared."""

Pair: TypeAlias = tuple[int | float, int | None]
Reader: TypeAlias = Callable[[Slice], Pair]


@dataclass(frozen=True, slots=True)
class Comparable:
    """One indicator: `read` returns what is counted and, for a share, of how many works.

    `label` is English, marked for translation; `definition` is a code of `figures.definitions`;
    `selection` are the works counted, as `figures.selection` writes them, empty when it counts none.
    """

    code: str
    label: str
    definition: str
    selection: str
    read: Reader
    is_share: bool = True
    mean: str = ""  # one of `MEANS`: what is read is then how many works the mean is over

    @property
    def cites(self) -> bool:
        """Whether it needs a source that counts citations."""
        return self.definition == "citations"


def _of_class(name: str, of: str = "covered") -> Reader:
    return lambda one: (one.counts[name], one.counts[of])


def _led_from_home(role: str, *, international: bool) -> Reader:
    def read(one: Slice) -> Pair:
        roles = one.leadership.international if international else one.leadership.works
        found = _find_role(roles, role)
        return found.home, found.known

    return read


def _over(name: str) -> Reader:
    def read(one: Slice) -> Pair:
        works = one.means[name].works
        return works, works

    return read


def _find_role(roles: tuple[RoleFigures, ...], role: str) -> RoleFigures:
    return next(one for one in roles if one.role == role)


COMPARABLES: tuple[Comparable, ...] = (
    Comparable(
        "works",
        N_("Works"),
        "works",
        "works",
        lambda one: (one.counts["works"], None),
        is_share=False,
    ),
    Comparable(
        "international",
        N_("International share"),
        "international",
        "international",
        _of_class("international"),
    ),
    Comparable("eu", N_("Share with the European Union"), "eu", "eu", _of_class("eu")),
    Comparable("eu27", N_("Share with today's Union"), "eu27", "eu27", _of_class("eu27")),
    Comparable(
        "other_international",
        N_("International share without the European Union"),
        "other_international",
        "other_international",
        _of_class("other_international"),
    ),
    Comparable("domestic", N_("Domestic share"), "domestic", "domestic", _of_class("domestic")),
    Comparable(
        "national",
        N_("Share of national co-publications"),
        "national",
        "national",
        _of_class("national"),
    ),
    Comparable(
        "single_organisation",
        N_("Share of the home alone"),
        "single_organisation",
        "single_organisation",
        _of_class("single_organisation"),
    ),
    Comparable(
        "single_author",
        N_("Share of a single author"),
        "single_author",
        "single_author",
        _of_class("single_author"),
    ),
    Comparable(
        "intramural",
        N_("Share of several authors of the home alone"),
        "intramural",
        "intramural",
        _of_class("intramural"),
    ),
    Comparable(
        "bilateral",
        N_("Share of two countries"),
        "by_country_count",
        "bilateral",
        _of_class("bilateral"),
    ),
    Comparable(
        "trilateral",
        N_("Share of three countries"),
        "by_country_count",
        "trilateral",
        _of_class("trilateral"),
    ),
    Comparable(
        "multilateral",
        N_("Share of four countries or more"),
        "by_country_count",
        "multilateral",
        _of_class("multilateral"),
    ),
    Comparable(
        "partner_countries",
        N_("Number of partner countries"),
        "partner_countries",
        "",
        lambda one: (one.partner_countries, None),
        is_share=False,
    ),
    Comparable(
        "partner_organisations",
        N_("Number of partner organisations"),
        "partner_organisations",
        "",
        lambda one: (one.partner_organisations, None),
        is_share=False,
    ),
    Comparable(
        "industry",
        N_("Share with industry"),
        "industry",
        "industry",
        _of_class("industry", of="works"),
    ),
    Comparable(
        "near",
        N_("Share of near partners"),
        "distance",
        "near",
        _of_class("near", of="located"),
    ),
    Comparable(
        "far",
        N_("Share of far partners"),
        "distance",
        "far",
        _of_class("far", of="located"),
    ),
    Comparable(
        "mean_distance",
        N_("Mean distance of the farthest partner, km"),
        "distance",
        "located",
        _over("km"),
        is_share=False,
        mean="km",
    ),
    Comparable(
        "citations_per_work",
        N_("Citations a work"),
        "citations",
        "",
        _over("citations"),
        is_share=False,
        mean="citations",
    ),
    Comparable(
        "citation_score",
        N_("Mean citation score (1 is the corpus)"),
        "citations",
        "",
        _over("citation_score"),
        is_share=False,
        mean="citation_score",
    ),
    Comparable(
        "top_cited",
        N_("Share among the tenth most cited"),
        "citations",
        "",
        lambda one: one.top,
    ),
    Comparable(
        "hyper",
        N_("Share of hyper-authored works"),
        "hyper",
        "hyper",
        _of_class("hyper", of="works"),
    ),
    Comparable(
        "first_author",
        N_("First author at home"),
        "leadership",
        "first:home",
        _led_from_home("first", international=False),
    ),
    Comparable(
        "last_author",
        N_("Last author at home"),
        "leadership",
        "last:home",
        _led_from_home("last", international=False),
    ),
    Comparable(
        "corresponding_author",
        N_("Corresponding author at home"),
        "leadership",
        "corresponding:home",
        _led_from_home("corresponding", international=False),
    ),
    Comparable(
        "first_author_international",
        N_("First author at home, on international works"),
        "leadership",
        "international,first:home",
        _led_from_home("first", international=True),
    ),
    Comparable(
        "last_author_international",
        N_("Last author at home, on international works"),
        "leadership",
        "international,last:home",
        _led_from_home("last", international=True),
    ),
    Comparable(
        "corresponding_author_international",
        N_("Corresponding author at home, on international works"),
        "leadership",
        "international,corresponding:home",
        _led_from_home("corresponding", international=True),
    ),
    Comparable(
        "part_of_home",
        N_("Part of the home's works, where a side is narrowed"),
        "part_of_home",
        "covered",
        lambda one: (one.counts["covered"], one.home_covered),
    ),
    Comparable(
        "coverage",
        N_("Coverage"),
        "coverage",
        "covered",
        lambda one: (one.counts["covered"], one.counts["works"]),
    ),
)
"""All of them, in the order in which a page offers them."""


def get_comparable(code: str) -> Comparable:
    """Return the indicator `code`; raise `UsageError` when there is none to compare by.

    >>> get_comparable("eu").definition
    'eu'
    """
    found = next((one for one in COMPARABLES if one.code == code), None)
    if found is None:
        choices = Choices(tuple((one.code, one.label) for one in COMPARABLES))
        near, others = choices.part_by_likeness(code[:40])
        raise UsageError(
            N_(
                "“{code}” is not an indicator to compare by. The closest are: {near}. The others are: "
                "{others}."
            ),
            code=code[:40],
            near=near,
            others=others,
        )
    return found
