"""Programs to be measured beside ours, built from what anybody can install, on the same registry.

`BestMatch` is what a search engine's answers advise: RapidFuzz over all names, best one wins.

`SearchThenRescore` follows ROR's single search, the strategy behind the affiliation endpoint of
its API, as published in github.com/ror-community/ror-api (rorapi/common/matching_single_search.py
and es_utils.py, 2025): 200 candidates by BM25 over names without acronyms, RapidFuzz's partial
ratio on each name, pairs of candidates compared by four rules, one answer of 96 or more whose
country the text does not contradict. Differences: tantivy stands in for Elasticsearch (the same
BM25, k1 1.2, b 0.75), and names of countries come from our reference files.

Both answer with one organisation at most and know no closed records.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import tantivy
from rapidfuzz import fuzz, process, utils

from cordee.reference.countries import all_countries
from cordee.reference.organisations import Organisation, Registry
from cordee.reference.places import us_states


def iterate_open(registry: Registry) -> Iterator[Organisation]:
    """Yield the organisations that are not known to be closed."""
    return (one for one in registry.iterate() if one.status in ("active", "unknown"))


class BestMatch:
    """RapidFuzz's `process.extractOne` with its own default scorer over display names and labels."""

    name = "RapidFuzz, best of all names"
    origin = "measured here: process.extractOne, WRatio, cutoff 90"
    # A quarter of a second a text.
    sample = 100

    # What ROR's API asked of a match before its single search (MIN_CHOSEN_SCORE = 0.9).
    CUTOFF = 90

    def __init__(self, registry: Registry) -> None:
        names = [
            (utils.default_process(name.text), one.id)
            for one in iterate_open(registry)
            for name in one.names
            if "ror_display" in name.kinds or "label" in name.kinds
        ]
        # Of names that score the same the first is taken; a longer one says more.
        names.sort(key=lambda pair: (-len(pair[0]), pair))
        self._names = [name for name, _ in names]
        self._ids = [id_ for _, id_ in names]

    def link(self, text: str) -> frozenset[str]:
        """Return the organisation with the best name of all, if it is good enough."""
        found = process.extractOne(
            utils.default_process(text), self._names, scorer=fuzz.WRatio, score_cutoff=self.CUTOFF
        )
        return frozenset({self._ids[found[2]]}) if found else frozenset()


@dataclass(frozen=True, slots=True)
class _Scored:
    """An organisation with its best name in a text: the score and the characters it covers."""

    organisation: int
    name: str
    score: float
    start: int
    end: int


class SearchThenRescore:
    """BM25 candidates, then token scores and rules, as ROR's single search does."""

    name = "BM25 + RapidFuzz, as ROR's single search"
    origin = "measured here: tantivy and RapidFuzz by ROR's published rules"
    # Some hundredths of a second a text.
    sample = 400

    # All as published: candidates of a search, scores to be considered and to be chosen.
    CANDIDATES = 200
    CONSIDERED = 50
    CHOSEN = 96
    # Names that the published rules pass over: too short, far longer than the text, too plain.
    SHORTEST_NAME = 5
    LONGER_BY = 4
    PLAIN = frozenset({"university school", "university hospital"})

    def __init__(self, registry: Registry) -> None:
        self._ids: list[str] = []
        self._regions: list[str | None] = []
        self._names: list[list[tuple[str, str]]] = []
        for one in iterate_open(registry):
            self._ids.append(one.id)
            self._regions.append(to_region(one.country) if one.country else None)
            texts = dict.fromkeys(name.text for name in one.names if name.kinds != ("acronym",))
            self._names.append([(text, normalise(text)) for text in texts])
        self._index = self._build()
        self._searcher = self._index.searcher()

    def _build(self) -> tantivy.Index:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("name")
        schema.add_integer_field("organisation", stored=True, indexed=False)
        index = tantivy.Index(schema.build())
        writer = index.writer(num_threads=1)
        # A document a name, as Elasticsearch keeps nested names.
        for number, names in enumerate(self._names):
            for text, _ in names:
                writer.add_document(tantivy.Document(name=unaccent(text), organisation=number))
        writer.commit()
        index.reload()
        return index

    def link(self, text: str) -> frozenset[str]:
        """Return the organisation chosen, unless the text speaks of another country."""
        normal = normalise(text)
        scored = [self._score(text, normal, number) for number in self._search(text)]
        chosen = self._choose(text, [one for one in scored if one.score >= self.CONSIDERED])
        if chosen is None:
            return frozenset()
        regions = find_regions(text)
        region = self._regions[chosen.organisation]
        if regions and region not in regions:
            return frozenset()
        return frozenset({self._ids[chosen.organisation]})

    def _search(self, text: str) -> list[int]:
        words = " ".join(re.findall(r"\w+", unaccent(text)))
        if not words:
            return []
        query = self._index.parse_query(words, ["name"])
        # Several names of one organisation may be found: twice as many names as candidates.
        hits = self._searcher.search(query, 2 * self.CANDIDATES, count=False).hits
        numbers = (self._searcher.doc(address)["organisation"][0] for _, address in hits)
        return list(dict.fromkeys(numbers))[: self.CANDIDATES]

    def _score(self, text: str, normal: str, number: int) -> _Scored:
        best = _Scored(number, "", 0, -1, -1)
        for name, normal_name in self._names[number]:
            if self._is_passed_over(name, text):
                continue
            found = fuzz.partial_ratio_alignment(normal, normal_name, score_cutoff=best.score)
            if found and found.score > best.score:
                best = _Scored(number, name, found.score, found.src_start, found.src_end)
        return best

    def _is_passed_over(self, name: str, text: str) -> bool:
        if len(name) < self.SHORTEST_NAME or len(name) >= len(text) + self.LONGER_BY:
            return True
        one_word = " " not in name or " " not in text
        return name.lower() in self.PLAIN or (one_word and name.lower() != text.lower())

    def _choose(self, text: str, scored: list[_Scored]) -> _Scored | None:
        if len(scored) < 2:
            return next((one for one in scored if one.score >= self.CHOSEN), None)
        wins = {
            one.organisation: sum(is_better(text, one, other) for other in scored)
            for one in scored
            if one.score >= self.CHOSEN
        }
        if not wins:
            return None
        most = max(wins.values())
        top = [one for one in scored if wins.get(one.organisation) == most]
        if len(top) == 1:
            return top[0]
        # Of equals, the last that stands apart from all others.
        apart = [
            one
            for one in top
            if all(one is other or one.end < other.start or other.end < one.start for other in top)
        ]
        return apart[-1] if apart else None


def is_better(text: str, one: _Scored, other: _Scored) -> bool:
    """Say whether `one` wins over `other` by more of ROR's four rules than it loses by."""
    won = ("univ" in one.name.lower()) - ("univ" in other.name.lower())
    nearer = abs(len(other.name) - len(text)) - abs(len(one.name) - len(text))
    # Differences of length up to four characters do not count, as published.
    won += (nearer > 4) - (nearer < -4)
    won += (one.start > other.end) - (other.start > one.end)
    won += (one.score > 99 > other.score) - (one.score < 99 < other.score)
    return won > 0


# The abbreviations that the published normalisation writes out.
_LONG_FORMS = (
    (re.compile(r"(?<![a-z])u\.(?! ?[a-z]\.)"), "university "),
    (re.compile(r"(?<![a-z])univ(?:[. ]|$)"), "university "),
    (re.compile(r"(?<![a-z])lab(?:[^a-z]|$)"), "laboratory "),
    (re.compile(r"(?<![a-z])inst(?:[^a-z]|$)"), "institute "),
    (re.compile(r"(?<![a-z])tech(?:[^a-z]|$)"), "technology "),
    (re.compile(r"(?<![a-z])u\. ?s\."), "united states"),
    (re.compile(r"&amp;|&"), " and "),
    (re.compile(r"^the "), ""),
)


def unaccent(text: str) -> str:
    """Return `text` in small letters without accents; its punctuation stays."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    bare = unicodedata.normalize("NFKD", lowered)
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def normalise(text: str) -> str:
    """Return `text` in small letters without accents, the usual abbreviations written out."""
    text = unaccent(text).strip()
    for expression, long_form in _LONG_FORMS:
        text = expression.sub(long_form, text)
    return " ".join(text.split())


def to_region(country: str) -> str:
    """Return the group in which ROR puts a country whose texts are often mixed up."""
    return {"CN": "CN-HK-TW", "HK": "CN-HK-TW", "TW": "CN-HK-TW", "PR": "US-PR", "US": "US-PR"}.get(
        country, country
    )


# Usual forms beside the names of our reference; the published list has these and more.
_USUAL_FORMS = {
    "CN": ("p r china", "pr china"),
    "CZ": ("czech republic",),
    "DE": ("deutschland",),
    "ES": ("espana",),
    "GB": ("uk", "gb", "great britain", "scotland", "northern ireland", "england", "wales"),
    "IT": ("italia",),
    "KR": ("korea", "republic of korea"),
    "NL": ("the netherlands",),
    "RU": ("russian federation",),
    "TR": ("turkey",),
    "US": ("us", "usa", "united states of america"),
}


@lru_cache(maxsize=1)
def _list_country_names() -> list[tuple[str, str]]:
    names = [(one.code, unaccent(one.name_en)) for one in all_countries()]
    names += [(code, form) for code, forms in _USUAL_FORMS.items() for form in forms]
    # States speak for the country, by name and by their two letters.
    names += [("US", unaccent(name)) for name in us_states().values()]
    names += [("US", code.lower()) for code in us_states()]
    return names


def find_regions(text: str) -> frozenset[str]:
    """Return the regions whose names stand in `text`, nearly or wholly (a ratio of 90, as published)."""
    lowered = unaccent(text)
    words = re.findall(r"[a-z]+", lowered)
    capitals = set(re.findall(r"[A-Z]{2}(?![A-Za-z])", text))
    found = set()
    for code, name in _list_country_names():
        if len(name) == 2:
            there = name.upper() in capitals
        elif name.isalpha():
            there = any(fuzz.ratio(name, word) >= 90 for word in words)
        else:
            there = fuzz.partial_ratio(name, lowered, score_cutoff=90) > 0
        if there:
            found.add(to_region(code))
    return frozenset(found)
