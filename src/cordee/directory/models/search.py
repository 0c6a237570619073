"""What the search reads: one row for each thing that can be found, and the words it is found by.

The words themselves stand in the table ``directory_searchtext`` (rowid, name_words, more_words), which
a migration makes for each engine: FTS5 on SQLite, a weighted text vector with its index on PostgreSQL.
"""

from __future__ import annotations

from django.db import models

from cordee.directory.states import SORT_NAMES


class SearchEntry(models.Model):
    """One thing that can be found, with all that a list of results shows of it."""

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField(unique=True)
    sort = models.CharField(max_length=20, choices=list(SORT_NAMES.items()))
    # Whose page shows it: its own record, or the person's or team's that has the skill.
    page_of = models.UUIDField()
    page_sort = models.CharField(max_length=20)
    name_fr = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300)
    detail_fr = models.CharField(max_length=300, blank=True)
    detail_en = models.CharField(max_length=300, blank=True)
    country = models.CharField(max_length=2, blank=True)
    # Folded: lists are in the order of the English name, and what is typed exactly so comes first.
    folded = models.CharField(max_length=300)
    folded_fr = models.CharField(max_length=300, blank=True)
    folded_acronym = models.CharField(max_length=60, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("folded", "id"), name="search_in_order"),
            models.Index(fields=("sort", "country"), name="search_by_sort"),
            models.Index(fields=("country", "sort"), name="search_by_country"),
        )

    def __str__(self) -> str:
        return f"{self.sort} {self.folded}"


class SearchWord(models.Model):
    """A word that something is found by, read forwards and backwards to find what a typing error meant."""

    word = models.CharField(max_length=60, primary_key=True)
    backwards = models.CharField(max_length=60, db_index=True)

    def __str__(self) -> str:
        return self.word
