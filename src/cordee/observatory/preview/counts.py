"""What a look says of the works it found: coverage, international share, countries, the matrix.

The meanings are those of the lake's marts (`cordee.observatory.lake.marts`) and of the page of the
world: a test holds the two to each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from cordee.observatory.preview.reading import Signature, Work


Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountryCount:
    """One country: `works` that name it (full counting) and `international` ones among them.

    `weight` is fractional counting: what is the country's of each work's 1, summed.
    """

    code: str
    works: int
    international: int
    weight: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Country by country: `works` that name both (full counting).

    `weight` is what of those works is the second one's (fractional counting), as that of a partner
    country of the first. A country with itself has all its works, and its own part of them.
    """

    country: str
    other: str
    works: int
    weight: float


@dataclass(frozen=True)
class Counts:
    """Works by year (None: no year that can be true) and kind; countries and cells, the most first."""

    works: int
    covered_works: int
    international_works: int
    years: tuple[tuple[int | None, int], ...]
    kinds: tuple[tuple[str, int], ...]
    countries: tuple[CountryCount, ...]
    cells: tuple[Cell, ...]


@dataclass
class CountryTexts:
    """What is known of countries: of each text by its number, of a stated organisation by its ROR id.

    Territories count as the State they belong to, as in the lake's marts.
    """

    by_text: Sequence[Codes]
    of_organisation: Callable[[str], str | None]
    get_state: Callable[[str], str]

    def read(self, signature: Signature) -> tuple[Codes, ...]:
        """Return the countries of each affiliation of a signature that has any.

        What the source states counts only where no printed text has a known country.
        """
        printed = tuple(codes for text in signature.texts if (codes := self.by_text[text]))
        if printed:
            return printed
        if signature.countries:
            stated: Iterable[str | None] = signature.countries
        else:
            stated = (self.of_organisation(one) for one in signature.organisations)
        states = tuple(dict.fromkeys(self.get_state(code) for code in stated if code))
        return (states,) if states else ()


def weigh(
    work: Work, texts: CountryTexts, known: dict[Signature, tuple[Codes, ...]]
) -> dict[str, float]:
    """Return the countries of a work and the part of its 1 that is each one's; they sum to 1.

    The 1 is divided over the authors with a known country, an author's part over the affiliations
    with one, an affiliation's over its countries. What is tied to no author adds the countries that
    no author has.
    """
    parts: list[tuple[tuple[Codes, ...], int]] = []
    for signature, count in work.signatures.items():
        found = known.get(signature)
        if found is None:
            found = known[signature] = texts.read(signature)
        if found and signature.tied:
            parts.append((found, count))
    named = {code for found, _ in parts for codes in found for code in codes}
    for signature, count in work.signatures.items():
        if not signature.tied:
            left = _leave_out(known[signature], named)
            parts += [(left, count)] if left else []
    authors = sum(count for _, count in parts)
    weights: dict[str, float] = {}
    for found, count in parts:
        share = count / authors / len(found)
        for codes in found:
            for code in codes:
                weights[code] = weights.get(code, 0.0) + share / len(codes)
    return weights


def _leave_out(found: tuple[Codes, ...], named: set[str]) -> tuple[Codes, ...]:
    left = (tuple(code for code in codes if code not in named) for codes in found)
    return tuple(codes for codes in left if codes)


def count(works: Iterable[Work], texts: CountryTexts) -> Counts:
    """Return the counts of `works`."""
    years: Counter[int | None] = Counter()
    kinds: Counter[str] = Counter()
    full: Counter[tuple[str, str]] = Counter()
    weight: defaultdict[tuple[str, str], float] = defaultdict(float)
    abroad: Counter[str] = Counter()
    known: dict[Signature, tuple[Codes, ...]] = {}
    covered = international = 0
    for work in works:
        years[work.year] += 1
        kinds[work.kind] += 1
        weights = weigh(work, texts, known)
        covered += bool(weights)
        if len(weights) > 1:
            international += 1
            abroad.update(weights.keys())
        for one in weights:
            for other, share in weights.items():
                full[one, other] += 1
                weight[one, other] += share
    return Counts(
        works=kinds.total(),
        covered_works=covered,
        international_works=international,
        years=tuple(sorted(years.items(), key=lambda one: (one[0] is None, one[0] or 0))),
        kinds=_sort(kinds),
        countries=_make_countries(full, weight, abroad),
        cells=_make_cells(full, weight),
    )


def _sort(counter: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counter.items(), key=lambda one: (-one[1], one[0])))


def _make_countries(
    full: Mapping[tuple[str, str], int],
    weight: Mapping[tuple[str, str], float],
    abroad: Mapping[str, int],
) -> tuple[CountryCount, ...]:
    found = [
        CountryCount(one, works, abroad.get(one, 0), weight[one, one])
        for (one, other), works in full.items()
        if one == other
    ]
    return tuple(sorted(found, key=lambda one: (-one.works, one.code)))


def _make_cells(
    full: Mapping[tuple[str, str], int], weight: Mapping[tuple[str, str], float]
) -> tuple[Cell, ...]:
    cells = [Cell(*pair, works, weight[pair]) for pair, works in full.items()]
    return tuple(sorted(cells, key=lambda cell: (-cell.works, cell.country, cell.other)))
