"""The search of the directory over 100,000 organisations and 50,000 people.

Claim: a question is answered within 150 ms: the page of results with its counts to narrow by.

    python -m benchmarks.ledger_synthetic --state FOLDER
    python -m benchmarks.directory_search --state FOLDER

Each question is asked ten times, in this process; shown are the median and the longest. The first
question of all is left out: it opens the database.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

from benchmarks.ledger_synthetic import prepare


LIMIT_MS = 150
TIMES = 10
QUESTIONS = (
    ("", "everything"),
    ("university", "the commonest word"),
    ("institut", "a beginning of a common word"),
    ("hospital france", "two common words"),
    ("universités de lyon", "plural, accents, empty words"),
    ("cancer research", "two words"),
    ("cnrs", "an acronym"),
    ("02vjkv261", "a ROR identifier"),
    ("kal", "three letters"),
    ("u", "one letter"),
    ("oncolgy centre", "a typing error"),
    ("rcyobiology", "an error at the beginning"),
    ("zebra quantique", "nothing has both"),
    ("qqqqqqqq", "nothing at all"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--state", type=Path, required=True)
    prepare(parser.parse_args().state)
    from django.db import connection

    from cordee.directory.models import SearchEntry
    from cordee.directory.queries.search import Question, search

    search(Question("warm"))
    print(f"{connection.vendor}, {SearchEntry.objects.count():,} entries\n")
    print("| question | what it is | found | median ms | longest ms | |")
    print("| --- | --- | ---: | ---: | ---: | --- |")
    for text, what in QUESTIONS:
        took = []
        for _ in range(TIMES):
            start = time.perf_counter()
            found = search(Question(text))
            took.append((time.perf_counter() - start) * 1000)
        middle, longest = statistics.median(took), max(took)
        verdict = "met" if middle <= LIMIT_MS else "missed"
        print(f"| `{text}` | {what} | {found.total:,} | {middle:.0f} | {longest:.0f} | {verdict} |")


if __name__ == "__main__":
    main()
