"""Remake src/cordee/reference/data/themes.tsv.gz.

    python tools/reference/make_themes.py ../shared/data/reference/mesh/data

Descriptors and tree numbers are MeSH 2015. mesh_additions.tsv, beside this script, adds later
descriptors that publications of today carry; mesh_synonyms.tsv adds words that authors use. A
line holds identifier, name and branches; a synonym has "=" for its branches.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from pathlib import Path


HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "src" / "cordee" / "reference" / "data" / "themes.tsv.gz"


def read_rows(path: Path) -> list[list[str]]:
    """Return the rows of a tab-separated file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t"))


def main(source: Path) -> None:
    """Write the compressed table."""
    branches: dict[str, set[str]] = defaultdict(set)
    for id_, _, number in read_rows(source / "tree-numbers.tsv")[1:]:
        branches[id_].add(number[:3])
    rows = [
        (id_, name, " ".join(sorted(branches[id_])))
        for id_, name in read_rows(source / "terms.tsv")[1:]
    ]
    rows += [tuple(row) for row in read_rows(HERE / "mesh_additions.tsv")]
    ids = {name: id_ for id_, name, _ in rows}
    if len({row[0] for row in rows}) != len(rows):
        raise SystemExit("A descriptor is there twice.")
    for synonym, name in read_rows(HERE / "mesh_synonyms.tsv"):
        if name not in ids:
            raise SystemExit(f"“{synonym}” stands for “{name}”, which is no descriptor.")
        rows.append((ids[name], synonym, "="))
    text = "".join("\t".join(row) + "\n" for row in rows)
    # A fixed time in the header keeps the file the same when it is remade from the same source.
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TARGET.name}: {len(rows)} rows, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
