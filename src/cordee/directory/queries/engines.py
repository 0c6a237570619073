"""How each database is asked for words: FTS5 of SQLite, text vectors of PostgreSQL.

>>> ask_all(FTS5, ["cryostats", "lyo"])
'("cryostats" OR "cryostat") AND ("lyo" OR "lyo"*)'
>>> ask_any(TEXT_VECTORS, ["lille", "lyon"])
"('lille' | 'lill') | ('lyon' | 'lyon':*)"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cordee.directory.words import list_forms


SHORTEST_BEGINNING = 3
"""One or two letters begin half of all words; they are asked for as the whole word they may be."""


@dataclass(frozen=True)
class Engine:
    """How a database writes a question for words, joins what it finds, and ranks.

    Words are folded to letters and digits, so none needs escaping. The question is put into `join` or
    `matches`, whichever has its place; `rank_takes_question` says that the rank names it once more.
    """

    word: str
    beginning: str
    both: str
    either: str
    join: str
    matches: str
    rank: str
    rank_takes_question: bool


FTS5 = Engine(
    word='"{}"',
    beginning='"{}"*',
    both=" AND ",
    either=" OR ",
    join=" JOIN directory_searchtext ON directory_searchtext.rowid = e.id",
    matches="directory_searchtext MATCH %s",
    # A word of a name weighs eight times one of a description: the weights of PostgreSQL's A and D
    # stand ten to one.
    rank="bm25(directory_searchtext, 8.0, 1.0)",
    rank_takes_question=False,
)
TEXT_VECTORS = Engine(
    word="'{}'",
    beginning="'{}':*",
    both=" & ",
    either=" | ",
    # OFFSET keeps what is found apart: PostgreSQL would else put all entries in order and look each up,
    # as it takes a common word to be rarer in the first of them than it is.
    join=(
        " JOIN (SELECT rowid, vector FROM directory_searchtext"
        " WHERE vector @@ to_tsquery('simple', %s) OFFSET 0) t ON t.rowid = e.id"
    ),
    matches="",
    # 1 divides by the logarithm of the length: a short name that has the word is about it.
    rank="-ts_rank(t.vector, to_tsquery('simple', %s), 1)",
    rank_takes_question=True,
)


def get_engine(vendor: str) -> Engine:
    """Return how the database of a vendor is asked (`sqlite` or `postgresql`)."""
    return FTS5 if vendor == "sqlite" else TEXT_VECTORS


def ask_all(engine: Engine, words: Sequence[str]) -> str:
    """Return the question for all words in any form; the last may be unfinished."""
    return engine.both.join(_ask_each(engine, words))


def ask_any(engine: Engine, words: Sequence[str]) -> str:
    """Return the question for any of the words in any form; the last may be unfinished."""
    return engine.either.join(_ask_each(engine, words))


def _ask_each(engine: Engine, words: Sequence[str]) -> list[str]:
    asked = [[engine.word.format(form) for form in list_forms(word)] for word in words]
    if len(words[-1]) >= SHORTEST_BEGINNING:
        asked[-1].append(engine.beginning.format(words[-1]))
    return [f"({engine.either.join(forms)})" for forms in asked]
