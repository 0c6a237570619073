"""Who published with whom, of the shipped lake."""

from __future__ import annotations

from pathlib import Path

from cordee.observatory.figures.coauthors import find_coauthors
from cordee.observatory.lake.store import open_lake


def test_pairs_are_those_of_the_works(demo_lake: Path) -> None:
    lake = open_lake(demo_lake)
    connection = lake.connect()
    first, other, year, works = connection.execute(
        "SELECT upper(a.orcid), upper(b.orcid), max(w.year), count(DISTINCT w.work) FROM authorships a "
        "JOIN authorships b USING (work) JOIN works w USING (work) "
        "WHERE a.orcid < b.orcid GROUP BY 1, 2 ORDER BY 4 DESC, 1, 2 LIMIT 1"
    ).fetchall()[0]
    connection.close()
    nobody = "0000-0000-0000-0000"
    found = find_coauthors(lake, [first, nobody], [other, first], first=1900, last=2100)
    assert found.known == {first, other}
    assert set(found.pairs) == {(first, other)}
    assert (found.pairs[first, other].works, found.pairs[first, other].last_year) == (works, year)
    assert find_coauthors(lake, [first], [other], first=1800, last=1801).pairs == {}
    assert find_coauthors(lake, [], [], first=1900, last=2100).known == frozenset()
