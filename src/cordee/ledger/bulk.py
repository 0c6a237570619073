"""Many rows at once: written without a model of each, held, and set from values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper


Value = TypeVar("Value")
Row = TypeVar("Row", bound=models.Model)
Column: TypeAlias = "models.Field[object, object]"

ROWS_AT_ONCE = 500
"""Rows written or asked for in one statement: older versions of SQLite take 999 values."""

ROWS_IN_MEMORY = 2_000
"""Rows made ready at a time: a few megabytes, however many there are in all."""


def insert_rows(
    table: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """Insert rows into a table, each given by its values in the order of the fields called `names`.

    Nothing a model does beside writing is done: fields that are not named need a value of the database's
    own, and nothing is filled in or told. Half the time of an import would go into models.
    """
    database = connections[DEFAULT_DB_ALIAS]  # Found once: `connection` looks for it at each use.
    fields = [table._meta.get_field(name) for name in names]
    columns = [field for field in fields if isinstance(field, models.Field)]
    assert len(columns) == len(names)
    quote = database.ops.quote_name
    into = ", ".join(quote(str(field.column)) for field in columns)
    places = ", ".join(["%s"] * len(columns))
    sentence = f"INSERT INTO {quote(table._meta.db_table)} ({into}) VALUES ({places})"  # noqa: S608 -- names of columns
    with database.cursor() as cursor:
        for some in take(rows, ROWS_IN_MEMORY):
            cursor.executemany(sentence, [_prepare(row, columns, database) for row in some])


def insert_records(table: type[models.Model], records: Iterable[models.Model]) -> None:
    """Insert records that are models already, with all their fields."""
    names = [field.attname for field in table._meta.concrete_fields]
    fields = [field.name for field in table._meta.concrete_fields]
    insert_rows(table, fields, ([getattr(one, name) for name in names] for one in records))


def load_rows(
    table: type[Row] | models.QuerySet[Row], ids: Iterable[UUID], *, lock: bool = True
) -> dict[UUID, Row]:
    """Return rows by identifier; with `lock` they are held until the transaction ends."""
    every = table if isinstance(table, models.QuerySet) else table._default_manager.all()
    rows = every.select_for_update(of=("self",)) if lock else every
    return {row.pk: row for some in chunk(ids) for row in rows.filter(pk__in=some).order_by("pk")}


def set_values(row: models.Model, values: Mapping[str, object]) -> dict[str, object]:
    """Set columns of a row, which is not saved, and return what stood in them before.

    What an undo brings back was kept as JSON, so each column reads its own kind of value.
    """
    before = read_values(row, values)
    for column in row._meta.concrete_fields:
        if column.attname in values:
            setattr(row, column.attname, column.to_python(values[column.attname]))
    return before


def read_values(row: object, names: Iterable[str]) -> dict[str, object]:
    """Return what stands in some columns of a row."""
    return {name: getattr(row, name) for name in names}


def chunk(values: Iterable[Value], size: int = ROWS_AT_ONCE) -> list[list[Value]]:
    """Return `values` in lists of at most `size`, as many as one statement takes."""
    return list(take(values, size))


def take(values: Iterable[Value], size: int) -> Iterator[list[Value]]:
    """Yield `values` in lists of at most `size`.

    >>> list(take("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some


def _prepare(
    row: Sequence[object], columns: Sequence[Column], database: BaseDatabaseWrapper
) -> tuple[Any, ...]:
    # Most values are what every database takes as it is; asking their field costs ten times as much.
    return tuple(
        value
        if value is None or type(value) in (str, int)
        else field.get_db_prep_save(value, database)
        for value, field in zip(row, columns, strict=True)
    )
