"""What a lake's texts say of each code, gathered in one pass over the French ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from cordee.kernel.messages import N_
from cordee.kernel.progress import Progress
from cordee.observatory.units.codes import (
    FIRST_INSERM,
    LAST_INSERM,
    UNSURE,
    Series,
    UnitMention,
    make_code,
    read_units,
)
from cordee.observatory.units.segments import NameKind, cut_segments, find_names, find_town
from cordee.reference.countries import all_countries
from cordee.reference.folding import fold


_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One code at one place of one text of the lake."""

    affiliation: int
    code: str
    start: int
    end: int


@dataclass(slots=True)
class Evidence:
    """All that the texts with one code say. Texts are keys of affiliations."""

    kind: str
    number: int
    series: Series
    texts: set[int] = field(default_factory=set)
    organisations: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    names: defaultdict[tuple[NameKind, str], set[int]] = field(
        default_factory=lambda: defaultdict(set)
    )
    spellings: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    towns: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Gathered:
    """Evidence by code, the places of all codes, and the texts of each pair in one part of a text."""

    codes: dict[str, Evidence]
    occurrences: list[Occurrence]
    pairs: dict[tuple[str, str], set[int]]


@dataclass(frozen=True, slots=True)
class _Text:
    affiliation: int
    text: str
    links: list[tuple[int, str]]  # first character, organisation
    mentions: tuple[UnitMention, ...]


def gather_evidence(connection: duckdb.DuckDBPyConnection, progress: Progress) -> Gathered:
    """Read the codes of every text with French evidence, and what stands beside them.

    A text has French evidence when one of its countries is France or a French territory. A code
    whose letters mean other things elsewhere is passed over in a part of the text whose
    organisations are all abroad.
    """
    places = _read_places(connection)
    texts = list(_read_texts(connection, places, progress))
    deciding = _count_certain(texts)
    gathered = Gathered({}, [], defaultdict(set))
    for one in texts:
        _add_text(gathered, one, deciding, places)
    return gathered


@dataclass(frozen=True)
class _Places:
    france: frozenset[str]  # organisations in France or a territory
    abroad: frozenset[str]
    towns: dict[str, str]
    acronyms: frozenset[str]


def list_french() -> list[str]:
    """Return the codes of France and its territories with a code of their own."""
    return ["FR", *(one.code for one in all_countries() if one.part_of == "FR")]


def _read_places(connection: duckdb.DuckDBPyConnection) -> _Places:
    rows = connection.execute(
        "SELECT organisation, country, city, acronym, list_contains(types, 'facility') "
        "FROM organisations WHERE organisation IN (SELECT organisation FROM links) "
        "OR country IN (SELECT unnest(?::VARCHAR[]))",
        [list_french()],
    ).fetchall()
    french = frozenset(list_french())
    home = {row[0] for row in rows if row[1] in french}
    return _Places(
        france=frozenset(home),
        abroad=frozenset(row[0] for row in rows if row[1] and row[0] not in home),
        towns={fold(row[2]): row[2] for row in rows if row[2] and row[0] in home},
        # A unit's own record has its acronym; those of universities and hospitals are no unit's.
        acronyms=frozenset(row[3].upper() for row in rows if row[3] and not row[4]),
    )


_FRENCH = "SELECT affiliation FROM affiliation_countries SEMI JOIN french_countries USING (country)"
_COUNT = f"SELECT count(DISTINCT affiliation) FROM ({_FRENCH})"  # noqa: S608 -- our own text
_TEXTS = f"""
    SELECT a.affiliation, a.text, list(l.start ORDER BY l.start, l.organisation),
           list(l.organisation ORDER BY l.start, l.organisation)
    FROM affiliations a SEMI JOIN ({_FRENCH}) USING (affiliation)
    LEFT JOIN links l USING (affiliation)
    GROUP BY ALL ORDER BY a.affiliation
"""  # noqa: S608 -- our own text


def _read_texts(
    connection: duckdb.DuckDBPyConnection, places: _Places, progress: Progress
) -> Iterator[_Text]:
    connection.register("french_countries", pa.table({"country": list_french()}))
    total = connection.execute(_COUNT).fetchone() or (0,)
    progress.start(N_("Reading the codes of research units"), total[0], "affiliations")
    connection.execute(_TEXTS)
    while rows := connection.fetchmany(_BATCH):
        for key, text, starts, organisations in rows:
            links = [(s, o) for s, o in zip(starts, organisations, strict=True) if o is not None]
            mentions = tuple(
                one for one in read_units(text or "") if not _is_foreign(one, links, places)
            )
            if mentions:
                yield _Text(key, text, links, mentions)
        progress.advance(len(rows))
    progress.finish()


def _is_foreign(mention: UnitMention, links: list[tuple[int, str]], places: _Places) -> bool:
    if mention.kind not in UNSURE:
        return False
    here = {o for start, o in links if mention.part[0] <= start < mention.part[1]}
    return bool(here & places.abroad) and not here & places.france


def _count_certain(texts: list[_Text]) -> Counter[tuple[int, Series]]:
    """Count the texts that say for certain whose low number it is."""
    return Counter(
        {
            (mention.number, mention.series): 0
            for one in texts
            for mention in one.mentions
            if _is_low(mention)
        }
    ) + Counter(
        key
        for one in texts
        for key in {
            (mention.number, mention.series)
            for mention in one.mentions
            if mention.certain and _is_low(mention)
        }
    )


def _is_low(mention: UnitMention) -> bool:
    return mention.kind in {"U", "UMR"} and FIRST_INSERM <= mention.number <= LAST_INSERM


def decide_series(
    mention: UnitMention, deciding: Counter[tuple[int, Series]]
) -> tuple[str, Series]:
    """Return kind and series of a mention, an uncertain one as the certain ones of its number say."""
    if mention.certain or not _is_low(mention):
        return mention.kind, mention.series
    counts = {
        series: deciding[mention.number, series]
        for series in (Series.INSERM, Series.INRAE, Series.IRD, Series.CNRS)
    }
    best = max(counts, key=lambda series: counts[series])
    # Two bodies may have given the same number to two units; then the nearer word stands.
    if counts[best] and (mention.series is Series.UNKNOWN or not counts.get(mention.series)):
        return ("U" if best is Series.INSERM else "UMR"), best
    return mention.kind, mention.series


def _add_text(
    gathered: Gathered, one: _Text, deciding: Counter[tuple[int, Series]], places: _Places
) -> None:
    by_part: defaultdict[tuple[int, int], list[tuple[str, UnitMention]]] = defaultdict(list)
    for mention in one.mentions:
        kind, series = decide_series(mention, deciding)
        code = make_code(kind, mention.number)
        evidence = gathered.codes.setdefault(code, Evidence(kind, mention.number, series))
        if evidence.series is Series.UNKNOWN:
            evidence.series = series
        gathered.occurrences.append(Occurrence(one.affiliation, code, mention.start, mention.end))
        by_part[mention.part].append((code, mention))
    for part, found in by_part.items():
        _add_part(gathered, one, part, found, places)


def _add_part(
    gathered: Gathered,
    one: _Text,
    part: tuple[int, int],
    found: list[tuple[str, UnitMention]],
    places: _Places,
) -> None:
    segments = cut_segments(one.text, part, [(m.start, m.end) for _, m in found])
    here = {o for start, o in one.links if part[0] <= start < part[1]} & places.france
    town = find_town((segment.text for segment in segments), places.towns)
    for code, mention in found:
        evidence = gathered.codes[code]
        if town and one.affiliation not in evidence.texts:
            evidence.towns[town] += 1
        evidence.texts.add(one.affiliation)
        for organisation in here:
            evidence.organisations[organisation].add(one.affiliation)
        place = (mention.start, mention.end)
        for kind, name in find_names(segments, place, places.towns, places.acronyms):
            folded = fold(name)
            evidence.names[kind, folded].add(one.affiliation)
            evidence.spellings[folded][name] += 1
    codes = sorted({code for code, _ in found})
    for place_, first in enumerate(codes):
        for second in codes[place_ + 1 :]:
            gathered.pairs[first, second].add(one.affiliation)
