"""Possible partners of a home: who is close in theme and not yet, or no longer, on its works.

Candidates are organisations with works on the home's main themes in the question's years. Each has
its reasons beside its score: a score is a stated mix of its parts, and no verdict.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cordee.observatory.figures.assemble import make_period
from cordee.observatory.figures.finder_choice import FinderChoice
from cordee.observatory.figures.finder_parts import (
    Candidate,
    Closest,
    CommonPartner,
    Finder,
    HomeTheme,
    SharedTheme,
)
from cordee.observatory.figures.finder_people import read_closest
from cordee.observatory.figures.homes import list_members
from cordee.observatory.figures.lake_facts import Row
from cordee.observatory.figures.question import FOLDS, Question
from cordee.observatory.figures.selection import MOST_THEMES
from cordee.observatory.figures.statistics import GROWTH_FLOOR, SMALL_NUMBER, make_share
from cordee.observatory.figures.ties import split_halves
from cordee.observatory.figures.warehouse import HomeView, Warehouse
from cordee.observatory.indicators.classes import EARTH_KM
from cordee.observatory.indicators.compiling import compile_indicator
from cordee.observatory.indicators.counts import counts_by_class
from cordee.observatory.indicators.finder import (
    candidate_themes,
    closeness,
    common_partners,
    common_ties,
    corpus_themes,
    organisation_outputs,
    partner_pairs,
    shared_years,
    theme_outputs,
    theme_rows,
)
from cordee.observatory.indicators.partners import partner_organisations
from cordee.observatory.indicators.themes import themes
from cordee.reference.countries import get_state
from cordee.reference.organisations import Registry
from cordee.reference.zones import is_member


MOST_CANDIDATES = 2000
"""Candidates looked at closely, those with the most works on the themes: past it an organisation has
too few works beside the others to come first, and each costs the reading of all its works."""

MOST_PARTNERS = 200
"""The home's partners among which common ones are sought, those with the most works."""

LAPSED_AFTER = 3
"""Years without a work together after which a partner is one no longer; a work takes two to three from
its start to print, so a shorter silence says nothing."""

WEIGHTS = {"closeness": 0.5, "common": 0.25, "output": 0.15, "growth": 0.1}
"""The mix: whether the themes are the same weighs most, for that is what is asked; a partner in common
opens the door; output and growth part those that are as close. A part that is not known is left out and
the others weigh more."""

SHOWN_THEMES, SHOWN_PARTNERS = 4, 3
"""Reasons told of each candidate: what fits in a line."""


@dataclass(frozen=True)
class _Sought:
    keys: tuple[str, ...]
    themes: Mapping[str, HomeTheme]
    halves: tuple[tuple[int, int], tuple[int, int]] | None


_CANDIDATES = """
WITH output AS ({outputs}), shared AS ({shared})
SELECT organisation, sum(output.works)::BIGINT AS on_themes,
       coalesce(sum(output.works) FILTER (year BETWEEN ? AND ?), 0)::BIGINT AS first_half,
       coalesce(sum(output.works) FILTER (year BETWEEN ? AND ?), 0)::BIGINT AS second_half,
       any_value(organisations.name) AS name, any_value(country) AS country,
       any_value(city) AS city, any_value(types) AS types,
       any_value(latitude) AS latitude, any_value(longitude) AS longitude,
       coalesce(any_value(together), 0) AS together, any_value(last_together) AS last_together,
       count(*) OVER () AS total
FROM output JOIN organisations USING (organisation) LEFT JOIN shared USING (organisation)
WHERE organisation NOT IN (SELECT unnest(?::VARCHAR[]))
  AND (len(?::VARCHAR[]) = 0 OR country IN (SELECT unnest(?::VARCHAR[])))
  AND (country IS NULL OR country NOT IN (SELECT unnest(?::VARCHAR[])))
  AND (? = '' OR list_contains(types, ?))
  AND CASE WHEN ? THEN last_together <= ? ELSE last_together IS NULL END
GROUP BY organisation HAVING sum(output.works) >= ?
ORDER BY on_themes DESC, organisation LIMIT {most}
"""


def answer_finder(
    question: Question, choice: FinderChoice, warehouse: Warehouse, registry: Registry
) -> Finder:
    """Return the possible partners of `question`'s home that fulfil `choice`.

    Raises `NotFoundError` for an organisation or a zone that is not in the reference.
    """
    members = dict(list_members(question, registry))
    if choice.country and get_state(choice.country) in members.values():
        # Whoever asks for the home's own country by name does not mean "abroad".
        choice = replace(choice, everywhere=True)
    with warehouse.open_home(question, registry, people=True) as view:
        view.build("theme_rows", theme_rows)
        sought = _choose_themes(view, choice, warehouse)
        works = view.query("SELECT count(*) AS works FROM home_works")[0]["works"]
        rows = _list_candidates(view, question, choice, sought, members, warehouse, registry)
        found = _weigh(view, rows, sought)[: choice.most]
        shown = [row["organisation"] for row in found]
        reasons = _read_reasons(view, shown, sought, warehouse)
        closest = read_closest(view, sought.keys, reasons.themes)
        places = _read_home_places(view)
    return Finder(
        question=question,
        choice=choice,
        works=works,
        themes=tuple(sought.themes.values()),
        selection=f"themes:{'+'.join(sought.keys)}",
        halves=sought.halves,
        candidates=tuple(
            _make_candidate(row, sought, reasons, closest[row["organisation"]], places)
            for row in found
        ),
        total=rows[0]["total"] if rows else 0,
        looked_at=len(rows),
        snapshot=warehouse.state.snapshot,
    )


def _choose_themes(view: HomeView, choice: FinderChoice, warehouse: Warehouse) -> _Sought:
    """Return the home's main themes: the most works, each weighing the more the rarer its theme."""
    corpus = {row["key"]: row for row in view.get_rows(corpus_themes)}
    home = {f"{row['vocabulary']}/{row['theme']}": row["works"] for row in view.get_rows(themes)}

    def weigh(key: str) -> float:
        return float(home[key] * math.log(corpus[key]["all"] / corpus[key]["works"]))

    ranked = sorted((key for key in home if key in corpus), key=lambda key: (-weigh(key), key))
    keys = (choice.theme,) if choice.theme else tuple(ranked[:MOST_THEMES])
    period = make_period(view.get_rows(counts_by_class), warehouse.facts.latest_date)
    first, second = split_halves(period.full_years)
    halves = ((first[0], first[-1]), (second[0], second[-1])) if first and second else None
    labels = warehouse.facts.theme_labels
    main = {
        key: HomeTheme(key, labels.get((vocabulary, code)), home.get(key, 0))
        for key in keys
        for vocabulary, _, code in [key.partition("/")]
    }
    return _Sought(keys, main, halves)


def _list_candidates(
    view: HomeView,
    question: Question,
    choice: FinderChoice,
    sought: _Sought,
    members: Mapping[str, str | None],
    warehouse: Warehouse,
    registry: Registry,
) -> list[Row]:
    # Journals date some issues ahead, so the last year is that of the latest month held in full.
    latest = warehouse.facts.latest_date
    last = question.years.last or (latest.year if latest else warehouse.facts.last_year) or 0
    (a, b), (c, d) = sought.halves or ((0, 0), (0, 0))
    counted = _count_countries(question, warehouse)
    countries = _list_countries(choice, last, counted)
    here = {one for one in members.values() if one}
    home = [] if choice.everywhere else sorted(one for one in counted if counted[one] in here)
    view.put_groups([sought.keys])
    sql = _CANDIDATES.format(
        outputs=compile_indicator(theme_outputs),
        shared=compile_indicator(shared_years),
        most=MOST_CANDIDATES,
    )
    # Neither parts of the home nor what it is part of are new partners.
    kin = registry.with_parts(members) | registry.with_parents(members)
    left = sorted(kin | set(choice.left))
    values = [a, b, c, d, left, countries, countries, home, choice.kind, choice.kind]
    return view.query(sql, [*values, choice.lapsed, last - LAPSED_AFTER, choice.least])


def _count_countries(question: Question, warehouse: Warehouse) -> dict[str, str]:
    """Return each country of the registry on some work, and the one it counts as on works."""
    folds = {one: FOLDS[one] for one in question.folded}
    known = {place.country for place in warehouse.places.values() if place.country}
    return {one: folds.get(get_state(one), get_state(one)) for one in known}


def _list_countries(choice: FinderChoice, last: int, counted: Mapping[str, str]) -> list[str]:
    if choice.country:
        return sorted({choice.country} | {one for one in counted if counted[one] == choice.country})
    if not choice.zone:
        return []
    inside = [one for one in counted if is_member(choice.zone, counted[one], last)]
    return sorted(inside) or ["-"]  # No country is called so: nothing is found, rather than all.


def _weigh(view: HomeView, rows: list[Row], sought: _Sought) -> list[Row]:
    """Add the parts of the score and return the rows by score."""
    partners = _list_home_partners(view)
    candidates = [row["organisation"] for row in rows]
    view.put_groups([sought.keys, candidates, partners])
    view.build("partner_pairs", partner_pairs)
    close = {row["organisation"]: row for row in view.get_rows(closeness)}
    ties = {row["organisation"]: row for row in view.get_rows(common_ties)}
    outputs = {row["organisation"]: row["works"] for row in view.get_rows(organisation_outputs)}
    most_common = max((row["weight"] for row in ties.values()), default=0.0)
    most_works = max((row["on_themes"] for row in rows), default=0)
    for row in rows:
        one = row["organisation"]
        tie = ties.get(one, {"partners": 0, "weight": 0.0})
        row["works"] = max(outputs.get(one, 0), row["on_themes"])
        row["common_count"], row["common_weight"] = tie["partners"], tie["weight"]
        halves = row["first_half"] + row["second_half"]
        row["parts"] = {
            "closeness": get_cosine(close.get(one)),
            "common": tie["weight"] / most_common if most_common else 0.0,
            "output": math.log1p(row["on_themes"]) / math.log1p(most_works),
            "growth": row["second_half"] / halves if halves >= GROWTH_FLOOR else None,
        }
        row["score"] = get_score(row["parts"])
    return sorted(rows, key=lambda row: (-row["score"], -row["on_themes"], row["organisation"]))


def get_score(parts: Mapping[str, float | None]) -> float:
    """Return the mix of the parts that are known, from 0 to 1.

    >>> round(get_score({"closeness": 1.0, "common": 0.0, "output": 1.0, "growth": None}), 3)
    0.722
    """
    known = {name: value for name, value in parts.items() if value is not None}
    whole = sum(WEIGHTS[name] for name in known)
    return sum(WEIGHTS[name] * value for name, value in known.items()) / whole if whole else 0.0


def get_distance(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the great-circle distance in km of two places (latitude, longitude in degrees).

    The haversine formula on a sphere of the Earth's mean radius, as in `indicators.works`.

    >>> round(get_distance((48.8566, 2.3522), (51.5074, -0.1278)))
    344
    """
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(math.radians, one)) for one in (first, second))
    half = (
        math.sin((lat_b - lat_a) / 2) ** 2
        + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def get_cosine(row: Row | None) -> float:
    """Return the cosine of a row of `indicators.finder.closeness`; 0 where a side has no theme."""
    if row is None or not row["own"] or not row["home"]:
        return 0.0
    # Rounding must not carry a profile that is the home's own past 1.
    return float(min(1.0, row["product"] / math.sqrt(row["own"] * row["home"])))


def _list_home_partners(view: HomeView) -> list[str]:
    counted: dict[str, int] = {}
    for row in view.get_rows(partner_organisations):
        if not row["works"]:
            continue  # An own body, such as a co-tutelle, has works with the home and none as a partner.
        counted[row["organisation"]] = counted.get(row["organisation"], 0) + row["works"]
    return sorted(counted, key=lambda one: (-counted[one], one))[:MOST_PARTNERS]


@dataclass(frozen=True)
class _Reasons:
    themes: Mapping[str, list[SharedTheme]]
    partners: Mapping[str, list[CommonPartner]]


def _read_reasons(
    view: HomeView, shown: Sequence[str], sought: _Sought, warehouse: Warehouse
) -> _Reasons:
    view.put_groups([sought.keys, shown])
    shared: dict[str, list[SharedTheme]] = {one: [] for one in shown}
    for row in view.get_rows(candidate_themes):
        if theme := sought.themes.get(row["key"]):
            shared[row["organisation"]].append(SharedTheme(theme, row["works"]))
    common: dict[str, list[tuple[int, int, CommonPartner]]] = {one: [] for one in shown}
    for row in view.get_rows(common_partners):
        partner, works = row["partner"], row["works"]
        place = warehouse.places.get(partner)
        one = CommonPartner(partner, place.name if place else partner, works)
        # Who works with fewest says most; of equals, who works most with the candidate.
        common[row["organisation"]].append((row["degree"], -works, one))
    return _Reasons(
        {
            one: sorted(many, key=lambda theme: (-theme.works, theme.theme.key))[:SHOWN_THEMES]
            for one, many in shared.items()
        },
        {
            one: [partner for _, _, partner in sorted(many, key=_rank)[:SHOWN_PARTNERS]]
            for one, many in common.items()
        },
    )


def _rank(one: tuple[int, int, CommonPartner]) -> tuple[int, int, str]:
    return one[0], one[1], one[2].organisation


def _read_home_places(view: HomeView) -> list[tuple[float, float]]:
    rows = view.query(
        "SELECT latitude, longitude FROM organisations SEMI JOIN home_members USING (organisation) "
        "WHERE latitude IS NOT NULL AND longitude IS NOT NULL"
    )
    return [(row["latitude"], row["longitude"]) for row in rows]


def _make_candidate(
    row: Row,
    sought: _Sought,
    reasons: _Reasons,
    closest: Closest,
    places: Sequence[tuple[float, float]],
) -> Candidate:
    here = (row["latitude"], row["longitude"])
    distances = [get_distance(here, place) for place in places] if None not in here else []
    one = row["organisation"]
    return Candidate(
        organisation=one,
        name=row["name"] or one,
        country=row["country"],
        city=row["city"],
        types=tuple(row["types"] or ()),
        works=row["works"],
        on_themes=make_share(row["on_themes"], row["works"]),
        score=row["score"],
        parts=row["parts"],
        shared_themes=tuple(reasons.themes[one]),
        common_count=row["common_count"],
        common=tuple(reasons.partners[one]),
        common_weight=row["common_weight"],
        distance=min(distances, default=None),
        first_half=row["first_half"] if sought.halves else None,
        second_half=row["second_half"] if sought.halves else None,
        together=row["together"],
        last_together=row["last_together"],
        closest=closest,
        is_small=row["on_themes"] < SMALL_NUMBER,
    )
