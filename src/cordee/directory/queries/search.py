"""One search over organisations, people, facilities, equipment, services, skills and themes.

A question is read as words, of which the last may be unfinished. What has all of them is found, by
any form of each (accents folded, French and English stems). When nothing has, words nobody ever wrote
are taken for typing errors; when that helps neither, what has some of the words is shown, and said so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from cordee.directory.models import SearchEntry, SearchWord, ThemeTie
from cordee.directory.queries.engines import FTS5, Engine, ask_all, ask_any, get_engine
from cordee.directory.states import Kind, Sort
from cordee.directory.words import list_forms, list_words
from cordee.ledger.changes import Kept, Watch
from cordee.reference.folding import fold


ON_A_PAGE = 20
"""As many results as are read before the question is put better."""

MOST_PAGES = 50
"""Nobody turns to the fiftieth page; a robot that did would make the database sort for nothing."""

MOST_WORDS = 12
"""A question with more is a pasted text; its first words tell enough."""

ORGANISATIONS = frozenset(Sort(kind.value) for kind in Kind)
"""Sorts that are kinds of organisations, which have a place."""

Value = str | int
"""What is put into the places of a sentence of SQL."""

MOST_RANKED = 5_000
"""More results than that come of one common word, of which a short name says most; ranking each by its
words would take as long as all the rest."""

MOST_LOOKED_UP = 5_000
"""Entries found that are looked up one by one among those of themes, which a house has some thousands of; what
more entries have is quicker asked of those of themes."""

MOST_KEPT = 500
"""Questions of a house in some minutes, a few kilobytes each."""

ELSEWHERE = frozenset(
    {
        "account",
        "agreement",
        "application",
        "calendar",
        "call",
        "export",
        "house",
        "instrument",
        "invitation",
        "ledger",
        "publishing",
        "role",
        "template",
        "token",
    }
)
"""Kinds of records that the search does not read, as the audit calls them."""

SHORTEST_CORRECTED = 4
"""In three letters one error may make any word of any other."""

CORRECTIONS_TRIED = 3
"""The nearest words for one typed wrong; the first that finds something is taken."""


@dataclass(frozen=True)
class Question:
    """What is asked: words, and what to narrow by. `page` counts from 1, of `size` results each."""

    text: str = ""
    sorts: frozenset[Sort] = frozenset()
    countries: frozenset[str] = frozenset()
    themes: frozenset[UUID] = frozenset()
    page: int = 1
    size: int = ON_A_PAGE


@dataclass(frozen=True)
class Hit:
    """One thing found. `record` is its identifier, `page_of` that of the page that shows it."""

    record: UUID
    sort: Sort
    page_of: UUID
    page_sort: Sort
    name_fr: str
    name_en: str
    detail_fr: str
    detail_en: str
    country: str
    confirmed_on: date | None
    end: date | None


@dataclass(frozen=True)
class Found:
    """What a question finds: a page of hits, how many in all, and counts to narrow by.

    Each count keeps to the other choices and not to its own, so that it tells what choosing it would
    find. `corrected` is the text after typing errors were set right, empty when nothing was;
    `by_place` counts the organisations among what was found, by country, "" where none is known.
    `has_some` says that nothing has all words and these have some.
    """

    hits: tuple[Hit, ...]
    total: int
    page: int
    pages: int
    by_sort: Mapping[Sort, int] = field(default_factory=dict)
    by_country: Mapping[str, int] = field(default_factory=dict)
    by_theme: Mapping[UUID, int] = field(default_factory=dict)
    by_place: Mapping[str, int] = field(default_factory=dict)
    corrected: str = ""
    has_some: bool = False


@dataclass(frozen=True)
class _Counted:
    """What a question finds, but for what a list shows of each: identifiers of a page's entries, and counts."""

    total: int
    page: int
    pages: int
    by_sort: Mapping[Sort, int]
    by_country: Mapping[str, int]
    by_theme: Mapping[UUID, int]
    by_place: Mapping[str, int]
    ids: tuple[int, ...]


def _concerns(kind: str, action: str) -> bool:
    return kind not in ELSEWHERE and action.rpartition(".")[2] not in {"see", "confirm"}


_changes = Watch(_concerns)
_kept: Kept[tuple[Question, str | None], _Counted] = Kept(MOST_KEPT)


def search(question: Question) -> Found:
    """Return what a question finds. Whether the reader may see the directory is asked before.

    Its counts are kept until something of the directory changes: the list without a word, where everybody
    begins, and common words would else be counted at each page.
    """
    words = list_words(question.text)[:MOST_WORDS]
    engine, turn = get_engine(connection.vendor), _changes.look()
    if not words:
        return _answer(engine, question, None, turn)
    found = _answer(engine, question, ask_all(engine, words), turn)
    if found.by_sort or found.total:
        return found
    for better in _correct(words):
        corrected = _answer(engine, question, ask_all(engine, better), turn)
        if corrected.by_sort or corrected.total:
            return replace(corrected, corrected=" ".join(better))
    if len(words) > 1:
        some = _answer(engine, question, ask_any(engine, words), turn)
        return replace(some, has_some=some.total > 0)
    return found


def _answer(engine: Engine, question: Question, asked: str | None, turn: int) -> Found:
    counted = _kept.get((question, asked), turn, lambda: _find(engine, question, asked))
    rows = SearchEntry.objects.in_bulk(counted.ids)
    return Found(
        # What was taken out a moment ago is there no more.
        hits=tuple(_present(rows[one]) for one in counted.ids if one in rows),
        total=counted.total,
        page=counted.page,
        pages=counted.pages,
        by_sort=counted.by_sort,
        by_country=counted.by_country,
        by_theme=counted.by_theme,
        by_place=counted.by_place,
    )


def _find(engine: Engine, question: Question, asked: str | None) -> _Counted:
    counts = _count(engine, question, asked)
    by_sort: Counter[Sort] = Counter()
    by_country: Counter[str] = Counter()
    by_place: Counter[str] = Counter()
    total = 0
    for (sort, country), count in counts.items():
        fits_sort = not question.sorts or sort in question.sorts
        fits_country = not question.countries or country in question.countries
        by_sort[sort] += count if fits_country else 0
        by_country[country] += count if fits_sort else 0
        if fits_sort and fits_country:
            total += count
            by_place[country] += count if sort in ORGANISATIONS else 0
    pages = min(MOST_PAGES, max(1, -(-total // question.size)))
    page = min(max(1, question.page), pages)
    is_ranked = total <= MOST_RANKED
    return _Counted(
        total=total,
        page=page,
        pages=pages,
        by_sort=+by_sort,
        by_country={code: n for code, n in by_country.items() if code and n},
        by_theme=_count_themes(engine, question, asked, sum(counts.values())),
        by_place=+by_place,
        ids=_list_ids(engine, question, asked, page, ranked=is_ranked) if total else (),
    )


def _count(engine: Engine, question: Question, asked: str | None) -> dict[tuple[Sort, str], int]:
    where, values = narrow(engine, Question(themes=question.themes), asked)
    what = "SELECT e.sort, e.country, COUNT(*) FROM directory_searchentry e"
    sentence = f"{what}{join(engine, asked)}{where} GROUP BY e.sort, e.country"
    with connection.cursor() as cursor:
        cursor.execute(sentence, values)
        return {(Sort(sort), country): count for sort, country, count in cursor.fetchall()}


_OF_FOUND = (
    "SELECT tied.theme_id, COUNT(DISTINCT e.id) FROM directory_themetie tied"
    " JOIN directory_searchentry e ON e.record = tied.record"
)
# Ties are few beside what a common word finds, so they come first and the word is asked of them.
_OF_TIED = (
    "WITH e AS MATERIALIZED (SELECT e.id, e.record, e.sort, e.country, tied.theme_id"
    " FROM directory_themetie tied JOIN directory_searchentry e ON e.record = tied.record)"
    " SELECT e.theme_id, COUNT(DISTINCT e.id) FROM e"
)


def _count_themes(
    engine: Engine, question: Question, asked: str | None, most: int
) -> dict[UUID, int]:
    """Return how many entries of each theme were found, of `most` whatever they are narrowed by."""
    if not ThemeTie.objects.exists():
        return {}
    without = replace(question, themes=frozenset())
    where, values = narrow(engine, without, asked)
    what, group = (
        (_OF_TIED, "e.theme_id") if most > MOST_LOOKED_UP else (_OF_FOUND, "tied.theme_id")
    )
    sentence = f"{what}{join(engine, asked)}{where} GROUP BY {group}"
    with connection.cursor() as cursor:
        cursor.execute(sentence, values)
        return {UUID(str(theme)): count for theme, count in cursor.fetchall()}


def _list_ids(
    engine: Engine, question: Question, asked: str | None, page: int, *, ranked: bool
) -> tuple[int, ...]:
    where, values = narrow(engine, question, asked)
    order = "e.folded, e.id"
    order_values: list[Value] = []
    if asked is not None:
        typed = fold(question.text)
        # Who types a whole name, in either language, or an acronym means that one.
        rank = engine.rank if ranked else "LENGTH(e.folded)"
        whole = "(e.folded = %s OR e.folded_fr = %s OR e.folded_acronym = %s)"
        order = f"{whole} DESC, {rank}, e.folded, e.id"
        again = [asked] if ranked and engine.rank_takes_question else []
        order_values = [typed, typed, typed, *again]
    what = "SELECT e.id FROM directory_searchentry e"
    sentence = f"{what}{join(engine, asked)}{where} ORDER BY {order} LIMIT %s OFFSET %s"
    bounds = [question.size, (page - 1) * question.size]
    with connection.cursor() as cursor:
        cursor.execute(sentence, [*values, *order_values, *bounds])
        return tuple(row[0] for row in cursor.fetchall())


def write_asked(question: Question, found: Found) -> str | None:
    """Return the words by which something was found, as the database was asked for them."""
    words = list_words(found.corrected or question.text)[:MOST_WORDS]
    if not words:
        return None
    engine = get_engine(connection.vendor)
    return ask_any(engine, words) if found.has_some else ask_all(engine, words)


def join(engine: Engine, asked: str | None) -> str:
    """Return what brings the words into a question, if it has any."""
    return "" if asked is None else engine.join


def narrow(engine: Engine, question: Question, asked: str | None) -> tuple[str, list[Value]]:
    """Return the conditions of a question with their values; nothing typed ever stands in the text."""
    parts: list[str] = []
    values: list[Value] = []
    if asked is not None:
        # The first value of a sentence, whether its place is in the join or here.
        values.append(asked)
        if engine.matches:
            parts.append(engine.matches)
    for column, chosen in (
        ("e.sort", sorted(one.value for one in question.sorts)),
        ("e.country", sorted(question.countries)),
    ):
        if chosen:
            parts.append(f"{column} IN ({', '.join(['%s'] * len(chosen))})")
            values += chosen
    if question.themes:
        places = ", ".join(["%s"] * len(question.themes))
        tied = "SELECT tied.record FROM directory_themetie tied WHERE tied.theme_id IN"
        parts.append(f"e.record IN ({tied} ({places}))")
        values += _write_keys(engine, question.themes)
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), values


def _write_keys(engine: Engine, keys: Iterable[UUID]) -> list[Value]:
    """Return identifiers as the database keeps them: SQLite has no type of its own for them."""
    return [one.hex if engine is FTS5 else str(one) for one in sorted(keys)]


def _correct(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the question with unknown words replaced by near ones, the nearest first."""
    choices = [
        (word,) if _is_known(word, last=word == words[-1]) else _find_near(word) for word in words
    ]
    if all(choice == (word,) for word, choice in zip(words, choices, strict=True)):
        return []
    return [
        tuple(choice[min(place, len(choice) - 1)] for choice in choices)
        for place in range(max(len(choice) for choice in choices))
    ]


def _is_known(word: str, *, last: bool) -> bool:
    known = SearchWord.objects.filter(word__in=list_forms(word)).exists()
    return known or (
        last and SearchWord.objects.filter(word__gte=word, word__lt=word + "\uffff").exists()
    )


def _find_near(word: str) -> tuple[str, ...]:
    """Return the words of the vocabulary nearest to one typed wrong, itself when there is none.

    One error leaves the first two letters or the last two as they were, which an index finds at once.
    Longer words may hold two.
    """
    if len(word) < SHORTEST_CORRECTED:
        return (word,)
    head, tail = word[:2], word[:-3:-1]
    vocabulary = {
        *SearchWord.objects.filter(word__gte=head, word__lt=head + "\uffff").values_list(
            "word", flat=True
        ),
        *SearchWord.objects.filter(backwards__gte=tail, backwards__lt=tail + "\uffff").values_list(
            "word", flat=True
        ),
    }
    most = 1 if len(word) < 8 else 2
    near = process.extract(
        word, sorted(vocabulary), scorer=OSA.distance, score_cutoff=most, limit=CORRECTIONS_TRIED
    )
    return tuple(found for found, _distance, _place in near) or (word,)


def _present(row: SearchEntry) -> Hit:
    return Hit(
        record=row.record,
        sort=Sort(row.sort),
        page_of=row.page_of,
        page_sort=Sort(row.page_sort),
        name_fr=row.name_fr,
        name_en=row.name_en,
        detail_fr=row.detail_fr,
        detail_en=row.detail_en,
        country=row.country,
        confirmed_on=row.confirmed_on,
        end=row.end,
    )
