"""Keeping the search in step: called inside the transaction of each write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Q, QuerySet

from cordee.directory.models import (
    Involvement,
    Offer,
    Organisation,
    Person,
    Resource,
    SearchEntry,
    SearchWord,
    Skill,
    Theme,
)
from cordee.directory.operations.describing import (
    Findable,
    describe_offer,
    describe_organisation,
    describe_person,
    describe_resource,
    describe_skill,
    describe_theme,
)
from cordee.directory.words import is_vocabulary, list_all_words, write_forms
from cordee.ledger.bulk import take
from cordee.reference.folding import fold


Row = TypeVar("Row", bound=models.Model)

PEOPLE = Person.objects.select_related("keeper").prefetch_related("involvements__organisation")
RESOURCES = Resource.objects.select_related("keeper", "parent")
SKILLS = Skill.objects.select_related("person__keeper", "organisation")
OFFERS = Offer.objects.select_related("keeper")
THEMES = Theme.objects.select_related("keeper")

ROWS_AT_ONCE = 300
"""SQLite takes 999 values a statement in its older versions."""

COLUMNS = (
    "record",
    "sort",
    "page_of",
    "page_sort",
    "name_fr",
    "name_en",
    "detail_fr",
    "detail_en",
    "country",
    "folded",
    "folded_fr",
    "folded_acronym",
    "confirmed_on",
    '"end"',
)
# What was there already keeps its number.
PUT_ENTRY = (
    f"INSERT INTO directory_searchentry ({', '.join(COLUMNS)})"  # noqa: S608 -- names of columns
    f" VALUES ({', '.join(['%s'] * len(COLUMNS))}) ON CONFLICT (record) DO UPDATE SET "
    + ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])
)
PUT_TEXT = (
    "INSERT INTO directory_searchtext (rowid, name_words, more_words)"
    " SELECT id, %s, %s FROM directory_searchentry WHERE record = %s"
)
PUT_WORD = "INSERT INTO directory_searchword (word, backwards) VALUES (%s, %s) ON CONFLICT (word) DO NOTHING"


def put_organisations_in_search(organisations: Iterable[Organisation]) -> None:
    """Put organisations into the search, in place of what stood there of them."""
    put_in_search(map(describe_organisation, organisations))


def put_people_in_search(people: Iterable[UUID]) -> None:
    """Put people into the search with their skills, in place of what stood there of them."""
    rows = list(PEOPLE.filter(id__in=list(people)))
    put_in_search([describe_person(one) for one in rows])
    _put_skills(SKILLS.filter(person__in=rows))


def put_resources_in_search(resources: Iterable[UUID]) -> None:
    """Put facilities, equipment and services into the search, in place of what stood there of them.

    Their parts too, which are found by the name of what they are a part of.
    """
    asked = list(resources)
    rows = RESOURCES.filter(Q(id__in=asked) | Q(parent__in=asked))
    put_in_search([describe_resource(one) for one in rows])


def put_themes_in_search(themes: Iterable[UUID]) -> None:
    """Put themes into the search, in place of what stood there of them."""
    put_in_search([describe_theme(one) for one in THEMES.filter(id__in=list(themes))])


def put_offers_in_search(offers: Iterable[UUID]) -> None:
    """Put offers into the search, in place of what stood there of them."""
    put_in_search([describe_offer(one) for one in OFFERS.filter(id__in=list(offers))])


def put_skills_in_search(skills: Iterable[UUID]) -> None:
    """Put skills into the search, in place of what stood there of them."""
    _put_skills(SKILLS.filter(id__in=list(skills)))


def put_skills_of_in_search(organisations: Iterable[UUID]) -> None:
    """Put the skills of organisations into the search anew: they end and are confirmed with those."""
    _put_skills(SKILLS.filter(organisation__in=list(organisations)))


def put_around_in_search(organisation: UUID) -> None:
    """Put what names an organisation into the search anew, after its name or place changed."""
    involved = Involvement.objects.filter(organisation=organisation).values_list(
        "person_id", flat=True
    )
    kept = Person.objects.filter(keeper=organisation).values_list("id", flat=True)
    put_people_in_search({*involved, *kept})
    put_in_search([describe_resource(one) for one in RESOURCES.filter(keeper=organisation)])
    put_in_search([describe_theme(one) for one in THEMES.filter(keeper=organisation)])
    put_in_search([describe_offer(one) for one in OFFERS.filter(keeper=organisation)])
    _put_skills(SKILLS.filter(organisation=organisation))


def put_in_search(things: Iterable[Findable]) -> None:
    """Put things into the search, in place of what stood there of them."""
    known: set[str] = set()
    for some in take(things, ROWS_AT_ONCE):
        _put(some, known)


@transaction.atomic
def rebuild_search() -> int:
    """Make the search anew from the entries themselves, and return how many things it finds.

    After a restore, which brings the entries and not what is derived from them.
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM directory_searchtext")
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    put_in_search(_list_all())
    return SearchEntry.objects.count()


def take_from_search(records: Iterable[UUID]) -> None:
    """Take things out of the search."""
    found = SearchEntry.objects.filter(record__in=list(records))
    _forget_words(list(found.values_list("id", flat=True)))
    found.delete()


def _list_all() -> Iterator[Findable]:
    yield from map(describe_organisation, _read(Organisation.objects.all()))
    yield from map(describe_person, _read(PEOPLE))
    yield from map(describe_resource, _read(RESOURCES))
    yield from map(describe_skill, _read(SKILLS))
    yield from map(describe_theme, _read(THEMES))
    yield from map(describe_offer, _read(OFFERS))


def _read(rows: QuerySet[Row]) -> Iterator[Row]:
    return rows.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE)


def _put_skills(skills: QuerySet[Skill]) -> None:
    put_in_search([describe_skill(one) for one in skills])


def _put(things: Sequence[Findable], known: set[str]) -> None:
    """Put things into the search; `known` are words that stand in the vocabulary already."""
    found = SearchEntry.objects.filter(record__in=[one.record for one in things])
    _forget_words(list(found.values_list("id", flat=True)))
    # Identifiers are written as the database keeps them: SQLite has no type of its own for them.
    write_key = _write_hex if connection.vendor == "sqlite" else str
    texts: list[tuple[str, str, str]] = []
    vocabulary: set[str] = set()
    for one in things:
        names, more = list_all_words(one.names), list_all_words(one.more)
        texts.append((write_forms(names), write_forms(more), write_key(one.record)))
        vocabulary.update(word for word in (*names, *more) if is_vocabulary(word))
    # Without the ORM: a thing takes three rows and more, and it would take most of the time.
    with connection.cursor() as cursor:
        cursor.executemany(PUT_ENTRY, [_make_row(one, write_key) for one in things])
        cursor.executemany(PUT_TEXT, texts)
        cursor.executemany(PUT_WORD, [(word, word[::-1]) for word in sorted(vocabulary - known)])
    known |= vocabulary


def _make_row(one: Findable, write_key: Callable[[UUID], str]) -> tuple[str | None, ...]:
    """Return an entry's values in the order of `COLUMNS`."""
    return (
        write_key(one.record),
        one.sort.value,
        write_key(one.page_of or one.record),
        (one.page_sort or one.sort).value,
        one.name_fr,
        one.name_en,
        one.detail_fr[:300],
        one.detail_en[:300],
        one.country,
        fold(one.name_en)[:300],
        fold(one.name_fr)[:300],
        fold(one.acronym)[:60],
        one.confirmed_on.isoformat() if one.confirmed_on else None,
        one.end.isoformat() if one.end else None,
    )


def _write_hex(key: UUID) -> str:
    return key.hex


def _forget_words(ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM directory_searchtext WHERE rowid = %s", [(one,) for one in ids]
        )
