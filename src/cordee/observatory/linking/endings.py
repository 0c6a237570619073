"""Names without the town or the country at one end, and turned around it, as numbers of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from cordee.observatory.linking.names import Kind


# One word left of a name would be met everywhere; longer names than these are written out or cut anyhow.
_FEWEST_LEFT = 2
_MOST_WORDS = 8
_TOWNLESS = Kind.SHORTENED | Kind.TOWNLESS


def move_town(
    ids: Sequence[int], town: Sequence[int], is_bare: Callable[[Sequence[int]], bool]
) -> Iterator[tuple[list[int], Kind]]:
    """Yield a name with its town at the other end, and without it where something else is left.

    `is_bare` says whether words are those of many names: "Third People's Hospital" without its town
    would be met in every town.
    """
    size = len(town)
    if not size or len(ids) - size < _FEWEST_LEFT or len(ids) > _MOST_WORDS:
        return
    town = list(town)
    if list(ids[:size]) == town:
        rest = list(ids[size:])
        yield rest + town, Kind.VARIANT
    elif list(ids[-size:]) == town:
        rest = list(ids[:-size])
        yield town + rest, Kind.VARIANT
    else:
        return
    if not is_bare(rest):
        yield rest, _TOWNLESS


def drop_country(
    ids: Sequence[int], countries: Iterable[Sequence[int]]
) -> Iterator[tuple[list[int], Kind]]:
    """Yield a name without the country it ends with: National Cancer Centre (Japan)."""
    for country in countries:
        size = len(country)
        if len(ids) - size >= _FEWEST_LEFT and list(ids[-size:]) == list(country):
            yield list(ids[:-size]), Kind.SHORTENED
            return
