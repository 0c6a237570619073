"""One snapshot of a lake opened for questions: a DuckDB database shared by a process's threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

import duckdb
import ibis.expr.types as ir
import pyarrow as pa

from cordee.kernel.periods import Years
from cordee.observatory.building.plan import find_prepared
from cordee.observatory.figures.folding import make_folded_tables
from cordee.observatory.figures.homes import list_kin, list_members, list_values
from cordee.observatory.figures.lake_facts import (
    Row,
    query_rows,
    read_facts,
    read_places,
)
from cordee.observatory.figures.prepared import (
    count_world,
    find_home,
    get_cells,
    open_corpus,
    write_views,
)
from cordee.observatory.figures.question import FOLDS, Question
from cordee.observatory.figures.selection import Selection
from cordee.observatory.figures.states import read_state
from cordee.observatory.figures.warming import put_town_names, warm_tables
from cordee.observatory.indicators.compiling import compile_indicator, compile_selection
from cordee.observatory.indicators.people import PEOPLE_BUILD, orcid_names
from cordee.observatory.indicators.view import BUILD
from cordee.observatory.indicators.zones import make_zone_years
from cordee.observatory.lake.store import Lake
from cordee.reference.organisations import Registry


Indicator: TypeAlias = Callable[[], ir.Table]

SMALL_LAKE_WORKS = 200_000
"""Under this many works a question is answered by one thread: splitting a few thousand rows over
cores costs more than it saves, and a server's other threads need the cores."""

NEEDED_OPTIMISERS = ("filter_pushdown", "join_filter_pushdown", "unused_columns")
"""On a small lake planning a query costs more than running it. Our expressions already join the
small side last; pushing filters down (a join's too) and dropping columns is all that helps, and
leaving the other rewritings out takes a fifth off a question (measured on 20,000 works)."""


class HomeView:
    """The tables of one question on a cursor of its own; made by `Warehouse.open_home`."""

    def __init__(
        self,
        cursor: duckdb.DuckDBPyConnection,
        registry: Registry,
        cells: Mapping[Indicator, str] | None = None,
        waiting: Mapping[str, str] | None = None,
    ) -> None:
        self._cursor = cursor
        self._registry = registry
        self._cells = cells or {}
        self._waiting = dict(waiting or {})

    def get_rows(self, indicator: Indicator) -> list[Row]:
        """Return the rows of an indicator by column name, in no order."""
        return self.query(self.get_query(indicator))

    def get_table(self, indicator: Indicator) -> pa.Table:
        """Return the rows of an indicator as an Arrow table, for those that are many."""
        sql = self.get_query(indicator)
        self._open_named(sql)
        return self._cursor.sql(sql).to_arrow_table()

    def get_query(self, indicator: Indicator) -> str:
        """Return the SQL of an indicator's rows; kept rows are read, others counted."""
        return self._cells.get(indicator) or compile_indicator(indicator)

    def get_first(self, indicator: Indicator, by: str, key: str, most: int) -> list[Row]:
        """Return the first `most` rows of each `by`, by works, then the latest, then `key`.

        Each has `total`: how many rows its `by` has.
        """
        rows = self.get_query(indicator)
        return self.query(
            f"SELECT *, count(*) OVER (PARTITION BY {by}) AS total FROM ({rows}) "  # noqa: S608 -- our own
            f"QUALIFY row_number() OVER (PARTITION BY {by} ORDER BY works DESC, last_year DESC, {key})"
            f" <= ? ORDER BY {by}, works DESC, last_year DESC, {key}",
            [most],
        )

    def select_works(self, selection: Selection) -> int:
        """Put the selected works in the table `selected` (work, year); return how many there are."""
        kinds = tuple(part.kind for part in selection.parts)
        self.put_groups([list_values(part, self._registry) for part in selection.parts])
        self._execute(f"CREATE OR REPLACE TEMP TABLE selected AS {compile_selection(kinds)}")
        return int(self.query("SELECT count(*) AS works FROM selected")[0]["works"])

    def narrow(self, selection: Selection) -> None:
        """Keep in the view tables the selected works alone, so that every indicator is of these."""
        self.select_works(selection)
        # What is selected later, for lists, is another table of that name.
        self._execute("CREATE TEMP TABLE kept_works AS FROM selected")
        people = PEOPLE_BUILD if has_people(selection) else ()
        for name in (*BUILD, *people):
            if name in self._waiting:
                # Narrowed as it is read, if it is ever read.
                self._waiting[name] += " SEMI JOIN kept_works USING (work)"
            else:
                self._execute(
                    f"CREATE OR REPLACE TEMP TABLE {name} AS FROM {name} "
                    "SEMI JOIN kept_works USING (work)"
                )

    def build_people(self) -> None:
        """Build the tables of people, which few questions need."""
        for name, make in PEOPLE_BUILD.items():
            self.build(name, make)

    def build(self, name: str, make: Indicator) -> None:
        """Put the rows of an indicator in the table `name`, for other indicators to read."""
        self._execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {compile_indicator(make)}")

    def put_asked(self, values: Sequence[str]) -> None:
        """Put the values a selection or an indicator asks for in the table `asked`, in their order."""
        self.put_groups([[value] for value in values])

    def put_groups(self, groups: Sequence[Sequence[str]]) -> None:
        """Put the values of several groups in the table `asked`, each with its group's place as part."""
        pairs = [(part, value) for part, values in enumerate(groups) for value in values]
        self._cursor.execute(
            "CREATE OR REPLACE TEMP TABLE asked AS SELECT "
            "unnest(?::INTEGER[]) AS part, unnest(?::VARCHAR[]) AS value",
            [[part for part, _ in pairs], [value for _, value in pairs]],
        )

    def query(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a query by column name."""
        self._open_named(sql)
        return query_rows(self._cursor, sql, values)

    def _execute(self, sql: str) -> None:
        self._open_named(sql)
        self._cursor.execute(sql)

    def _open_named(self, sql: str) -> None:
        """Create the waiting tables that `sql` names.

        Opening a file costs a millisecond or two, and the key figures of a prepared home need none of
        its dozen tables.
        """
        for name in [name for name in self._waiting if name in sql]:
            statement = self._waiting.pop(name, None)
            if statement:
                self._execute(statement)


class Warehouse:
    """One snapshot, opened. Safe for threads: each call works on a cursor of its own.

    Files of the snapshot stay in the lake until the second next snapshot, so a warehouse that is
    being replaced can finish what it is answering.
    """

    def __init__(self, lake: Lake) -> None:
        # Read before connecting: if a writer commits in between, the state is the older one, and
        # whoever compares it with the lake's opens again.
        self.state = read_state(lake)
        self._connection = lake.connect()
        self._zones: set[str] = set()
        self._named = False
        self._has_towns = False
        self._folds: set[str] = set()
        self._lock = threading.Lock()
        self._root = lake.path
        self._prepared = find_prepared(lake.manifest)
        warm_tables(self._connection)
        # Before optimisers are left out: these may read the largest tables whole.
        open_corpus(self._connection, self._root, self._prepared)
        self._has_world = self._prepared is not None
        self.facts = read_facts(self._connection)
        self.places = read_places(self._connection)
        if self.facts.works < SMALL_LAKE_WORKS:
            self._connection.execute("SET threads = 1")
            self._connection.execute(
                f"SET disabled_optimizers = '{','.join(_list_needless(self._connection))}'"
            )

    @contextmanager
    def open_cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a cursor with temporary tables of its own, closed on leaving."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    @contextmanager
    def open_home(
        self, question: Question, registry: Registry, *, people: bool = False
    ) -> Iterator[HomeView]:
        """Yield the home view of `question`, with the tables of people when asked.

        Raises `NotFoundError` for an organisation or a zone that is not in the reference.
        """
        members = list_members(question, registry)
        kin = [] if question.own_as_partners else sorted(list_kin(question, registry))
        zone_table = self._get_zone_table(question.zone)
        sifted = has_people(question.within)
        self._build_towns(registry)
        if people or sifted:
            self._build_names()
        folded = self._get_folded_tables(question.folded)
        with self.open_cursor() as cursor:
            # One transaction for all the tables: a commit a table would cost as much as a small
            # query. It is never committed; closing the cursor drops them.
            cursor.begin()
            cursor.execute(
                "CREATE TEMP TABLE home_members AS "
                "SELECT unnest(?::VARCHAR[]) AS organisation, unnest(?::VARCHAR[]) AS country",
                [[member for member, _ in members], [country for _, country in members]],
            )
            cursor.execute(
                "CREATE TEMP TABLE home_kin AS SELECT unnest(?::VARCHAR[]) AS organisation", [kin]
            )
            cursor.execute(
                "CREATE TEMP TABLE home_folds AS SELECT "
                "unnest(?::VARCHAR[]) AS territory, unnest(?::VARCHAR[]) AS folded_into",
                [list(question.folded), [FOLDS[code] for code in question.folded]],
            )
            for name, table in folded.items():
                # A temporary view stands before the table of its name, for this cursor alone.
                cursor.execute(f"CREATE TEMP VIEW {name} AS FROM {table}")
            cursor.execute(
                "CREATE TEMP TABLE home_years AS SELECT unnest(?::SMALLINT[]) AS year",
                [self.list_years(question.years)],
            )
            cursor.execute(f"CREATE TEMP VIEW zone_years AS FROM {zone_table}")
            view = self._open_view(cursor, question, registry)
            if sifted:
                view.build_people()
            if question.within.parts:
                view.narrow(question.within)
            if people and not sifted:
                view.build_people()
            yield view

    def _build_towns(self, registry: Registry) -> None:
        with self._lock:
            if not self._has_towns:
                with self.open_cursor() as cursor:
                    put_town_names(cursor, registry.town_names)
                self._has_towns = True

    def _build_names(self) -> None:
        # Once a snapshot, by the first question about people: it reads all lists of authors.
        with self._lock:
            if not self._named:
                with self.open_cursor() as cursor:
                    cursor.execute(f"CREATE TABLE orcid_names AS {compile_indicator(orcid_names)}")
                self._named = True

    @contextmanager
    def open_world(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """Yield a cursor on the tables of the world; the first reader may wait for them."""
        with self._lock:
            if not self._has_world:
                count_world(self._connection)
                self._has_world = True
        with self.open_cursor() as cursor:
            yield cursor

    def _open_view(
        self, cursor: duckdb.DuckDBPyConnection, question: Question, registry: Registry
    ) -> HomeView:
        home = find_home(self._prepared, question)
        if home is None:
            for name, make in BUILD.items():
                cursor.execute(f"CREATE TEMP TABLE {name} AS {compile_indicator(make)}")
                if name == "home_cotutelles" and question.own_as_partners:
                    cursor.execute(f"TRUNCATE {name}")
            cursor.execute("CREATE TEMP VIEW home_records AS FROM works")
            cursor.execute("CREATE TEMP VIEW home_authorships AS FROM authorships")
            return HomeView(cursor, registry)
        narrowed = bool(question.within.parts)
        views = write_views(self._root, home, copied=narrowed)
        return HomeView(cursor, registry, {} if narrowed else get_cells(self._root, home), views)

    def list_years(self, years: Years) -> list[int]:
        """Return the years of the lake that are in a period."""
        # Only years the lake has: an open period would otherwise be six hundred years long.
        if self.facts.first_year is None or self.facts.last_year is None:
            return []
        present = range(self.facts.first_year, self.facts.last_year + 1)
        return [year for year in present if year in years]

    def _get_zone_table(self, zone: str) -> str:
        facts = self.facts
        # A lake without years gets the empty range 1 to 0; the zone is checked all the same.
        first = 1 if facts.first_year is None else facts.first_year
        last = 0 if facts.last_year is None else facts.last_year
        with self._lock:
            if zone not in self._zones:
                table = make_zone_years(zone, first, last)
                with self.open_cursor() as cursor:
                    cursor.register("zone_rows", table)
                    cursor.execute(f'CREATE TABLE "zone_years_{zone}" AS FROM zone_rows')
                self._zones.add(zone)
        return f'"zone_years_{zone}"'

    def _get_folded_tables(self, folded: tuple[str, ...]) -> dict[str, str]:
        """Return the tables that stand in for those of countries, made once a set of folds."""
        if not folded:
            return {}
        mark = "_".join(folded)
        names = {name: f'"{name}_{mark}"' for name in ("work_countries", "country_years")}
        names["work_organisations"] = f'"work_organisations_{mark}"'
        with self._lock:
            if mark not in self._folds:
                with self.open_cursor() as cursor:
                    make_folded_tables(cursor, folded, names)
                self._folds.add(mark)
        return names


def has_people(selection: Selection) -> bool:
    """Say whether a selection asks for a person, so that the tables of people are needed."""
    return any(part.kind == "person" for part in selection.parts)


def _list_needless(connection: duckdb.DuckDBPyConnection) -> list[str]:
    rows = query_rows(connection, "SELECT name FROM duckdb_optimizers()")
    return [row["name"] for row in rows if row["name"] not in NEEDED_OPTIMISERS]
