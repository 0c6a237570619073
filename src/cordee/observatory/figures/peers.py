"""Who is comparable with an alliance, by two rules, and its rank among them before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cordee.observatory.figures.finder import get_cosine
from cordee.observatory.figures.lake_facts import find_place
from cordee.observatory.figures.statistics import get_ranks
from cordee.observatory.figures.warehouse import HomeView, Warehouse
from cordee.observatory.indicators.finder import closeness, theme_rows
from cordee.observatory.indicators.groups import peer_totals, themed_peers
from cordee.reference.organisations import Organisation, Registry


NOT_COMPARED = frozenset({"funder"})
"""The registry calls any body that gives grants a funder besides what it is; a type that a hospital
shares with a ministry makes them no more comparable."""

MAIN_TYPES: Mapping[str, tuple[str, ...]] = {
    "education": ("education",),
    "company": ("company",),
    "institute": ("facility", "healthcare", "nonprofit", "archive", "other"),
    "government": ("government",),
}
"""Types of the registry brought together: it calls the French cancer centres by three of its types,
facility, healthcare and nonprofit, so one of these alone would leave most of them out. Of several, the
first here is the main one: a university with a hospital is a university."""

LEAST_THEMED = 5
"""Works with a theme: the themes of fewer are chance, and chance can look very close."""

LEAST_CLOSE = 0.7
"""Of the cosine: an angle of 45 degrees. Under that, more of a profile (by squares of its weights) lies
beside the other than along it."""

MOST_CLOSE = 20
"""As many as the cancer centres of France: a rank among more would again be one among the unlike."""


@dataclass(frozen=True, slots=True)
class Peer:
    """An organisation comparable with the home's, by works of the corpus; its rank before and after."""

    organisation: str  # empty for the home looked at as one
    name: str
    works: int
    rank_before: int | None  # each organisation by itself; None for the home as one
    rank_after: int | None  # the home as one; None for its organisations by themselves
    closeness: float | None = None  # to the home as one; where peers are found by it


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """Those comparable by one rule, the home's own organisations among them."""

    types: tuple[str, ...]  # of the registry; for the closest, of `MAIN_TYPES`
    countries: tuple[str, ...]
    peers: tuple[Peer, ...]  # with works, most first
    others: int  # peers that are not of the home


@dataclass(frozen=True)
class _Field:
    """All organisations that either rule looks at: their works in the years, and their types."""

    homes: tuple[str, ...]
    united: int  # works of the home as one
    totals: Mapping[str, int]
    types: Mapping[str, frozenset[str]]
    countries: tuple[str, ...]


def get_main_type(types: Iterable[str]) -> str | None:
    """Return the one of `MAIN_TYPES` that an organisation of these types is; None when it has none.

    >>> get_main_type(["healthcare", "funder"]), get_main_type(["healthcare", "education"])
    ('institute', 'education')
    """
    known = frozenset(types)
    return next((main for main, kinds in MAIN_TYPES.items() if known & set(kinds)), None)


def read_peers(
    view: HomeView, homes: Sequence[Organisation], warehouse: Warehouse, registry: Registry
) -> tuple[PeerGroup, PeerGroup]:
    """Return the peers closest in theme, and those of the same types, of a home seen in `view`.

    Both have their seat in a country of the home's. The closest have the main type of one of its
    organisations (`MAIN_TYPES`), are neither above nor below one of them in the registry, have
    `LEAST_THEMED` works with a theme and a closeness of `LEAST_CLOSE`, and are the `MOST_CLOSE`
    closest. Closeness is that of possible partners (`indicators.finder.closeness`), to the home as one.
    """
    types = frozenset(kind for one in homes for kind in one.types) - NOT_COMPARED
    mains = {main for one in homes if (main := get_main_type(one.types))}
    field = _read_field(view, homes, types | {k for main in mains for k in MAIN_TYPES[main]})
    names = {one: find_place(one, warehouse.places, registry).name for one in field.totals}
    typed = {one for one in field.totals if field.types[one] & types}
    close = _find_closest(view, field, mains, registry)
    return (
        _make_group(field, sorted(mains), close, names),
        _make_group(field, sorted(types), dict.fromkeys(typed), names),
    )


def _read_field(view: HomeView, homes: Sequence[Organisation], types: frozenset[str]) -> _Field:
    countries = sorted({one.country for one in homes if one.country})
    view.put_groups([countries, sorted(types)])
    totals = {row["organisation"]: row["works"] for row in view.get_rows(peer_totals)}
    rows = view.query(
        "SELECT organisation, types FROM organisations "
        "WHERE organisation IN (SELECT unnest(?::VARCHAR[]))",
        [sorted(totals)],
    )
    return _Field(
        homes=tuple(one.id for one in homes),
        united=view.query("SELECT count(*) AS works FROM home_works")[0]["works"],
        totals=totals,
        types={row["organisation"]: frozenset(row["types"] or ()) for row in rows},
        countries=tuple(countries),
    )


def _find_closest(
    view: HomeView, field: _Field, mains: set[str], registry: Registry
) -> dict[str, float | None]:
    """Return the closeness of the closest, the home's own organisations among them."""
    kin = registry.with_parts(field.homes) | registry.with_parents(field.homes)
    own = {one for one in field.homes if one in field.totals}
    others = {
        one for one in field.totals if one not in kin and get_main_type(field.types[one]) in mains
    }
    view.build("theme_rows", theme_rows)
    view.put_groups([[], sorted(own | others)])
    cosines = {row["organisation"]: get_cosine(row) for row in view.get_rows(closeness)}
    themed = {row["organisation"]: row["works"] for row in view.get_rows(themed_peers)}
    near = choose_closest(
        {one: cosines[one] for one in others if themed.get(one, 0) >= LEAST_THEMED}
    )
    return {**{one: cosines.get(one) for one in own}, **{one: cosines[one] for one in near}}


def choose_closest(cosines: Mapping[str, float]) -> list[str]:
    """Return the `MOST_CLOSE` of greatest cosine, of those of `LEAST_CLOSE` at least.

    >>> choose_closest({"a": 0.7, "b": 0.69, "c": 0.9})
    ['c', 'a']
    """
    near = [one for one, cosine in cosines.items() if cosine >= LEAST_CLOSE]
    return sorted(near, key=lambda one: (-cosines[one], one))[:MOST_CLOSE]


def _make_group(
    field: _Field,
    types: Sequence[str],
    found: Mapping[str, float | None],
    names: Mapping[str, str],
) -> PeerGroup:
    totals = {one: field.totals[one] for one in found}
    before = get_ranks(totals)
    others = {one: works for one, works in totals.items() if one not in field.homes}
    after = get_ranks({**others, "": field.united})
    peers = [
        Peer(one, names.get(one, one), works, before[one], after.get(one), found[one])
        for one, works in totals.items()
    ]
    if field.united:
        peers.append(Peer("", "", field.united, None, after[""]))
    return PeerGroup(
        types=tuple(types),
        countries=field.countries,
        peers=tuple(sorted(peers, key=lambda one: (-one.works, one.organisation))),
        others=len(others),
    )
