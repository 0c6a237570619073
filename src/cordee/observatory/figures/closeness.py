"""Who of some people works close to a subject: by the titles and themes of their works, found by ORCID.

A subject is a text, and the works of its own people. It and each person's works are weighed as terms, words of
titles and MeSH headings or topics, each by its count times the logarithm of how rare it is (tf-idf; Salton &
Buckley, Information Processing & Management 24(5), 1988), and compared by the cosine of the weights. What is not
on works of the lake under an ORCID is not known, which is not the same as far.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from cordee.observatory.figures.lake_facts import query_rows
from cordee.observatory.lake.store import Lake
from cordee.reference.folding import fold


MOST_SHARED = 5
"""Terms told of one person: the reasons, not all that is shared."""

SHORTEST = 5
"""Letters of a word that may tell a subject."""

COMMON = 0.03
"""The part of all works above which a term tells nothing of a subject: study, patients, Humans."""

SAMPLE = 20_000
"""Works by whose titles the rarity of a word is judged; all of a smaller lake."""

_WORKS = """
SELECT upper(a.orcid) AS orcid, w.work AS work, any_value(w.title) AS title, any_value(w.year) AS year,
       list(DISTINCT t.label) FILTER (t.label IS NOT NULL) AS labels
FROM authorships a
JOIN asked ON asked.orcid = upper(a.orcid)
JOIN works w ON w.work = a.work
LEFT JOIN themes t ON t.work = a.work
GROUP BY ALL
"""

_TITLES = f"SELECT title FROM works USING SAMPLE reservoir({SAMPLE} ROWS) REPEATABLE (1)"  # noqa: S608 -- our own number

_LABELS = (
    "SELECT label, count(DISTINCT work) AS works FROM themes WHERE label IS NOT NULL GROUP BY label"
)


@dataclass(frozen=True)
class SharedTerm:
    """A term of the subject on works of a person: how many of theirs, and the year of the last."""

    term: str
    works: int
    last_year: int | None


@dataclass(frozen=True)
class Close:
    """How close a person's works are, from 0 (nothing shared) to 1; what they share, the most telling first."""

    closeness: float
    shared: tuple[SharedTerm, ...]


@dataclass(frozen=True)
class Closeness:
    """What the lake tells: by ORCID of those who share a term; `known` are all with works in the lake.

    `terms` are those that the subject is taken to be about, the weightiest first.
    """

    known: frozenset[str]
    close: Mapping[str, Close]
    terms: tuple[str, ...]


def find_close(
    lake: Lake, people: Collection[str], *, own: Collection[str], text: str
) -> Closeness:
    """Return how close `people` (ORCIDs) are to a subject: a `text`, and works of `own` (ORCIDs)."""
    asked = sorted({one.upper() for one in (*people, *own)})
    connection = lake.connect()
    try:
        connection.register("asked", pa.table({"orcid": pa.array(asked, pa.string())}))
        works = query_rows(connection, _WORKS)
        titles = [str(row["title"] or "") for row in query_rows(connection, _TITLES)]
        labels = {str(row["label"]): int(row["works"]) for row in query_rows(connection, _LABELS)}
        total = int(query_rows(connection, "SELECT count(*) AS works FROM works")[0]["works"])
    finally:
        connection.close()
    rarity = _judge_rarity(titles, labels, total)
    profiles: dict[str, dict[str, SharedTerm]] = defaultdict(dict)
    for row in works:
        terms = {*read_words(str(row["title"] or "")), *(row["labels"] or ())}
        _add(profiles[str(row["orcid"])], terms, row["year"])
    subject = Counter(read_words(text)) + find_named(text, labels)
    for orcid in {one.upper() for one in own}:
        subject += Counter({one.term: one.works for one in profiles[orcid].values()})
    weights = _weigh(subject, rarity)
    close = {}
    for orcid in {one.upper() for one in people}:
        theirs = _weigh({one.term: one.works for one in profiles[orcid].values()}, rarity)
        share = _compare(weights, theirs)
        if share > 0:
            close[orcid] = Close(share, _list_shared(weights, theirs, profiles[orcid]))
    known = frozenset(one.upper() for one in people if profiles[one.upper()])
    return Closeness(known, close, tuple(sorted(weights, key=lambda one: (-weights[one], one))))


def read_words(text: str) -> list[str]:
    """Return the words of a text that may tell a subject, folded, without a plural's last letter.

    >>> read_words("Cryo-microscopy of the proteins")
    ['microscopy', 'protein']
    """
    words = re.findall(r"[a-z0-9]+", fold(text))
    return [one.removesuffix("s") for one in words if len(one) >= SHORTEST and not one.isdecimal()]


def find_named(text: str, labels: Collection[str]) -> Counter[str]:
    """Return the themes that a text names, each as often as all its words stand in it in a row.

    >>> find_named("Imaging of breast neoplasms.", ["Breast Neoplasms", "Neoplasms, Colon", "Mice"])
    Counter({'Breast Neoplasms': 1})
    """
    folded = f" {' '.join(re.findall(r'[a-z0-9]+', fold(text)))} "
    found: Counter[str] = Counter()
    for label in labels:
        words = " ".join(re.findall(r"[a-z0-9]+", fold(label)))
        # A word of three letters is as often part of something else.
        if len(words) > 3 and (count := folded.count(f" {words} ")):
            found[label] = count
    return found


def _judge_rarity(titles: list[str], labels: Mapping[str, int], total: int) -> dict[str, float]:
    """Return how telling each term is: nothing of those that are common."""
    words = Counter(word for title in titles for word in set(read_words(title)))
    shares = {word: count / len(titles) for word, count in words.items()}
    shares |= {label: count / total for label, count in labels.items()}
    return {term: -math.log(share) for term, share in shares.items() if share <= COMMON}


def _add(profile: dict[str, SharedTerm], terms: Iterable[str], year: int | None) -> None:
    for term in terms:
        known = profile.get(term)
        last = max(filter(None, (year, known.last_year if known else None)), default=None)
        profile[term] = SharedTerm(term, 1 + (known.works if known else 0), last)


def _weigh(counts: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    return {
        term: (1 + math.log(count)) * rarity[term]
        for term, count in counts.items()
        if term in rarity
    }


def _compare(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    dot = sum(weight * other[term] for term, weight in one.items() if term in other)
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return dot / lengths if lengths else 0.0


def _list_shared(
    subject: Mapping[str, float], theirs: Mapping[str, float], profile: Mapping[str, SharedTerm]
) -> tuple[SharedTerm, ...]:
    shared = sorted(
        (term for term in theirs if term in subject),
        key=lambda term: (-subject[term] * theirs[term], term),
    )
    return tuple(profile[term] for term in shared[:MOST_SHARED])
