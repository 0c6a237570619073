"""The schemas of tables in DuckDB's words."""

from __future__ import annotations

import pyarrow as pa

from cordee.observatory.schemas import EURO


_SQL_TYPES = {
    pa.int8(): "TINYINT",
    pa.int16(): "SMALLINT",
    pa.int32(): "INTEGER",
    pa.int64(): "BIGINT",
    pa.float32(): "FLOAT",
    pa.float64(): "DOUBLE",
    pa.string(): "VARCHAR",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
    EURO: "DECIMAL(15, 2)",
}


def select_nothing(schema: pa.Schema) -> str:
    """Return SQL that gives no row with the columns of `schema`."""
    columns = ", ".join(f'NULL::{to_sql_type(f.type)} AS "{f.name}"' for f in schema)
    return f"SELECT {columns} WHERE false"


def to_sql_type(kind: pa.DataType) -> str:
    """Return DuckDB's name for an Arrow type of our schemas."""
    if pa.types.is_list(kind):
        return to_sql_type(kind.value_type) + "[]"
    return _SQL_TYPES[kind]
