from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cordee.observatory.lake.ingest import ingest
from cordee.observatory.lake.store import Lake, create_lake
from cordee.observatory.linking.linker import Linker
from cordee.observatory.linking.prepare import get_stamp
from cordee.observatory.linking.stage import LinkReport, link_lake
from cordee.reference.organisations import SHIPPED, load_registry


AT = datetime(2026, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.slow

RECORD = """<PubmedArticle><MedlineCitation><PMID Version="1">{pmid}</PMID><Article>
<Journal><JournalIssue><PubDate><Year>2021</Year></PubDate></JournalIssue></Journal>
<ArticleTitle>Work {pmid}</ArticleTitle><AuthorList><Author><LastName>A</LastName>
<ForeName>B</ForeName><AffiliationInfo><Affiliation>{text}</Affiliation></AffiliationInfo>
</Author></AuthorList></Article></MedlineCitation></PubmedArticle>"""
TEXTS = ("Institut Curie, Paris, France", "Nobody knows", "Univ Lille, CHU Lille, France")


def add(lake: Lake, folder: Path, first: int, *texts: str) -> None:
    records = [RECORD.format(pmid=first + n, text=text) for n, text in enumerate(texts)]
    path = folder / f"{first}.xml.gz"
    path.write_bytes(
        gzip.compress(f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>".encode())
    )
    ingest(lake, [path], at=AT)


def link(lake: Lake, processes: int = 1) -> LinkReport:
    registry = load_registry(SHIPPED)
    return link_lake(lake, registry=registry, processes=processes, at=AT)


def read(lake: Lake, table: str) -> list[tuple[object, ...]]:
    connection = lake.connect()
    try:
        return connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()
    finally:
        connection.close()


def test_only_what_is_new_is_linked(linker: Linker, tmp_path: Path) -> None:
    lake = create_lake(tmp_path / "lake", at=AT)
    add(lake, tmp_path, 1, *TEXTS)
    first = link(lake)
    links = read(lake, "links")
    again = link(lake)
    add(lake, tmp_path, 11, "Gustave Roussy, Villejuif, France")
    third = link(lake)

    assert (first.linked, first.skipped, first.unknown) == (3, 0, 1)
    assert (again.linked, again.skipped) == (0, 3)
    assert (third.linked, third.skipped) == (1, 3)
    assert set(links) < set(read(lake, "links"))
    assert lake.manifest.linker == get_stamp(load_registry(SHIPPED))
    assert {row[2] for row in read(lake, "work_countries")} == {"FR"}


def test_processes_do_not_change_the_tables(
    linker: Linker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cordee.observatory.linking.stage.BATCH", 2)
    tables = []
    for processes in (1, 2):
        lake = create_lake(tmp_path / f"lake{processes}", at=AT)
        add(lake, tmp_path, 1, *TEXTS, "Universität Wien, Austria", "Inserm U830, Paris, France")
        link(lake, processes)
        tables.append([Path(lake.table_paths(name)[0]).read_bytes() for name in ("links",)])

    assert tables[0] == tables[1]
