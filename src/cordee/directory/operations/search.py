"""Keeping the search in step: called inside the transaction of each write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
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
from cordee.reference.folding import fold


Row = TypeVar("Row", bound=models.Model)

PEOPLE = Person.objects.select_related("keeper").prefetch_related("involvements__organisation")
RESOURCES = Resource.objects.select_related("keeper", "parent")
SKILLS = Skill.objects.select_related("person__keeper", "organisation")
OFFERS = Offer.objects.select_related("keeper")
THEMES = Theme.objects.select_related("keeper")

ROWS_AT_ONCE = 300
"""SQLite takes 999 values a statement in its older versions; a row of words has three."""


def put_organisations_in_search(organisations: Iterable[Organisation]) -> None:
    """Put organisations into the search, in place of what stood there of them."""
    put_in_search([describe_organisation(one) for one in organisations])


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
    yield from _describe(Organisation.objects.all(), describe_organisation)
    yield from _describe(PEOPLE, describe_person)
    yield from _describe(RESOURCES, describe_resource)
    yield from _describe(SKILLS, describe_skill)
    yield from _describe(THEMES, describe_theme)
    yield from _describe(OFFERS, describe_offer)


def _describe(rows: QuerySet[Row], describe: Callable[[Row], Findable]) -> Iterator[list[Findable]]:
    found = rows.order_by("pk").iterator(chunk_size=ROWS_AT_ONCE)
    while some := list(islice(found, ROWS_AT_ONCE)):
        yield [describe(one) for one in some]


def _put_skills(skills: QuerySet[Skill]) -> None:
    put_in_search([describe_skill(one) for one in skills])


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
    texts: list[tuple[int, str, str]] = []
    vocabulary: set[str] = set()
    for one in things:
        names, more = list_all_words(one.names), list_all_words(one.more)
        texts.append((known[one.record], write_forms(names), write_forms(more)))
        vocabulary.update(word for word in (*names, *more) if is_vocabulary(word))
    # Without the ORM: these two tables take most of the rows, and it would take most of the time.
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO directory_searchtext (rowid, name_words, more_words) VALUES (%s, %s, %s)",
            texts,
        )
        cursor.executemany(
            "INSERT INTO directory_searchword (word, backwards) VALUES (%s, %s)"
            " ON CONFLICT (word) DO NOTHING",
            [(word, word[::-1]) for word in sorted(vocabulary)],
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
        folded_fr=fold(one.name_fr)[:300],
        folded_acronym=fold(one.acronym)[:60],
        confirmed_on=one.confirmed_on,
        end=one.end,
    )


def _forget_words(ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "DELETE FROM directory_searchtext WHERE rowid = %s", [(one,) for one in ids]
        )
