"""The words things are found by: FTS5 on SQLite, a weighted text vector on PostgreSQL."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


# Words arrive folded and stemmed, so the tokenizer has only spaces to part them by. Beginnings of two
# and three letters have an index of their own: the last word of a question is being typed.
SQLITE = (
    """CREATE VIRTUAL TABLE directory_searchtext USING fts5(
           name_words, more_words, tokenize = 'ascii', prefix = '2 3')""",
)
POSTGRESQL = (
    """CREATE TABLE directory_searchtext (
           rowid bigint PRIMARY KEY,
           name_words text NOT NULL,
           more_words text NOT NULL,
           vector tsvector NOT NULL GENERATED ALWAYS AS (
               setweight(to_tsvector('simple', name_words), 'A')
               || setweight(to_tsvector('simple', more_words), 'D')) STORED)""",
    "CREATE INDEX directory_searchtext_vector ON directory_searchtext USING gin (vector)",
)


def make_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def drop_table(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute("DROP TABLE directory_searchtext")


class Migration(migrations.Migration):
    dependencies = (("directory", "0002_keeper_and_search"),)
    operations = (migrations.RunPython(make_table, drop_table),)
