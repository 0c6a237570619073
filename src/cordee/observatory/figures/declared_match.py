"""Which organisation a declared partner is: by its name, else by what the linker reads in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from cordee.observatory.figures.lake_facts import Place, Row
from cordee.reference.countries import get_state
from cordee.reference.folding import fold


_BRACKETS = re.compile(r"\[[^\]]*\]|\([^)]*\)")


class Basis(StrEnum):
    """By what a declared partner is recognised."""

    NAME = "name"
    LINKER = "linker"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Match:
    """The organisation of a declared partner. `score` is the linker's, None by name."""

    organisation: str | None
    basis: Basis
    score: float | None = None


UNMATCHED = Match(None, Basis.NONE)


def match_partners(
    rows: Iterable[Row], links: Iterable[Row], places: Mapping[str, Place]
) -> dict[int, Match]:
    """Return the match of each row of `indicators.declared.declared_rows` that has one, by its key.

    First by name: the declared name, folded and without what stands in brackets, is that of one
    organisation, and one only, on works of the lake in the same country (in any, when the row has
    none). Else by the linker (`links` are rows of `declared_links`): the surest organisation that it
    reads in the name and country; one in another country than the row says is refused.
    """
    names, found = _index_names(places), {}
    linked = _group_links(links)
    for row in rows:
        # "Clinique Maarif [Casablanca]": what stands in brackets tells namesakes apart, by the town.
        name = fold(_BRACKETS.sub(" ", row["partner"] or ""))
        known = names.get((name, row["country"] or ""), set()) if name else set()
        if len(known) == 1:
            found[row["declared"]] = Match(next(iter(known)), Basis.NAME)
        elif match := _choose_link(linked.get(row["declared"], ()), row["country"]):
            found[row["declared"]] = match
    return found


def _index_names(places: Mapping[str, Place]) -> dict[tuple[str, str], set[str]]:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one, place in places.items():
        for country in {place.country or "", ""}:
            found[fold(place.name), country].add(one)
    return found


def _group_links(links: Iterable[Row]) -> dict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for link in links:
        found[link["declared"]].append(link)
    return found


def _choose_link(links: Iterable[Row], country: str | None) -> Match | None:
    kept = [link for link in links if _is_there(link["place"], country)]
    if not kept:
        return None
    best = min(kept, key=lambda link: (-link["score"], link["start"], link["organisation"]))
    return Match(best["organisation"], Basis.LINKER, round(best["score"], 4))


def _is_there(place: str | None, country: str | None) -> bool:
    # Guadeloupe's hospital may be declared in France, and the other way about.
    return not country or (place is not None and get_state(place) == get_state(country))
