"""Keeping the search in step: called inside the transaction of each write."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from cordee.directory.models import Organisation, SearchEntry, SearchWord
from cordee.directory.states import Sort
from cordee.directory.words import list_vocabulary, write_words
from cordee.reference.countries import name_of
from cordee.reference.folding import fold


ROWS_AT_ONCE = 300
"""SQLite takes 999 values a statement in its older versions; a row of words has three."""


@dataclass(frozen=True)
class Findable:
    """A thing as the search keeps it: what a list of results shows, and the words that find it.

    `names` weigh more than `more`; neither is shown.
    """

    record: UUID
    sort: Sort
    name_fr: str
    name_en: str
    names: tuple[str, ...]
    more: tuple[str, ...] = ()
    detail_fr: str = ""
    detail_en: str = ""
    acronym: str = ""
    country: str = ""
    page_of: UUID | None = None
    page_sort: Sort | None = None
    confirmed_on: date | None = None
    end: date | None = None


def put_organisations_in_search(organisations: Iterable[Organisation]) -> None:
    """Put organisations into the search, in place of what stood there of them."""
    put_in_search([describe_organisation(one) for one in organisations])


def describe_organisation(one: Organisation) -> Findable:
    """Return an organisation as the search keeps it."""
    names = (one.name_fr, one.name_en, one.acronym, one.ror or "")
    return Findable(
        record=one.id,
        sort=Sort(one.kind),
        name_fr=one.name_fr or one.name_en,
        name_en=one.name_en or one.name_fr,
        names=names,
        more=(
            one.other_names,
            one.city,
            *name_country(one.country),
            one.description_fr,
            one.description_en,
        ),
        detail_fr=_join(one.acronym, one.city),
        detail_en=_join(one.acronym, one.city),
        acronym=one.acronym,
        country=one.country,
        confirmed_on=one.confirmed_on,
        end=one.end,
    )


def name_country(code: str) -> tuple[str, ...]:
    """Return a country's names in French and English, none for no country."""
    return (name_of(code, "fr"), name_of(code, "en")) if code else ()


def put_in_search(things: Sequence[Findable]) -> None:
    """Put things into the search, in place of what stood there of them."""
    for start in range(0, len(things), ROWS_AT_ONCE):
        _put(things[start : start + ROWS_AT_ONCE])


@transaction.atomic
def rebuild_search() -> int:
    """Make the search anew from the entries themselves, and return how many things it finds.

    After a restore, which brings the entries and not what is derived from them.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_searchtext")
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    for things in _list_all():
        put_in_search(things)
    return SearchEntry.objects.count()


def take_from_search(records: Iterable[UUID]) -> None:
    """Take things out of the search."""
    found = SearchEntry.objects.filter(record__in=list(records))
    _forget_words(list(found.values_list("id", flat=True)))
    found.delete()


def _list_all() -> Iterator[list[Findable]]:
    rows = Organisation.objects.order_by("id").iterator(chunk_size=ROWS_AT_ONCE)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        yield [describe_organisation(one) for one in some]


def _put(things: Sequence[Findable]) -> None:
    rows = SearchEntry.objects.bulk_create(
        [_make_row(one) for one in things],
        update_conflicts=True,
        unique_fields=["record"],
        update_fields=[
            field.name
            for field in SearchEntry._meta.concrete_fields
            if field.name not in {"id", "record"}
        ],
    )
    # What was there already kept its number, which the engines do not all give back.
    known = dict(
        SearchEntry.objects.filter(record__in=[row.record for row in rows]).values_list(
            "record", "id"
        )
    )
    _forget_words(list(known.values()))
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO directory_searchtext (rowid, name_words, more_words) VALUES (%s, %s, %s)",
            [
                (known[one.record], write_words(*one.names), write_words(*one.more))
                for one in things
            ],
        )
    words = frozenset().union(*(list_vocabulary(*one.names, *one.more) for one in things))
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, backwards=word[::-1]) for word in sorted(words)],
        ignore_conflicts=True,
        batch_size=ROWS_AT_ONCE,
    )


def _make_row(one: Findable) -> SearchEntry:
    return SearchEntry(
        record=one.record,
        sort=one.sort,
        page_of=one.page_of or one.record,
        page_sort=one.page_sort or one.sort,
        name_fr=one.name_fr,
        name_en=one.name_en,
        detail_fr=one.detail_fr[:300],
        detail_en=one.detail_en[:300],
        country=one.country,
        folded=fold(one.name_en)[:300],
        folded_acronym=fold(one.acronym)[:60],
        confirmed_on=one.confirmed_on,
        end=one.end,
    )


def _forget_words(ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM directory_searchtext WHERE rowid = %s", [(one,) for one in ids]
        )


def _join(*parts: str) -> str:
    return " · ".join(filter(None, parts))
