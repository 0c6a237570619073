"""Make the demonstration corpus: ``python tools/make_demo_corpus.py INPUT OUTPUT``.

INPUT is an NLM distribution file (``pubmed21n1298.xml.gz``). Every record stays, and so do the
deletions at the end of the file; what is removed is listed in `REMOVED`: the abstracts, because
publishers may hold rights in them, and what no figure of Cordée reads, because the file lives in
the repository. The same input gives the same bytes.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from lxml import etree


REMOVED = frozenset(
    {
        "Abstract",
        "OtherAbstract",
        "ReferenceList",
        "History",
        "ChemicalList",
        "CoiStatement",
        "CommentsCorrectionsList",
        "DataBankList",
        "SupplMeshList",
        "CitationSubset",
        "DateCompleted",
    }
)
"""Each is optional in NLM's document type, so what remains is still valid."""

TOP = ("PubmedArticle", "PubmedBookArticle", "DeleteCitation")


def trim_record(record: etree._Element) -> bytes:
    """Return `record` on one line, without the removed elements and the indentation."""
    for element in [e for e in record.iter() if e.tag in REMOVED]:
        element.getparent().remove(element)
    for element in record.iter():
        # White space without a line break may stand between two marked-up words of a title.
        if element.text and "\n" in element.text and not element.text.strip():
            element.text = None
        if element.tail and "\n" in element.tail and not element.tail.strip():
            element.tail = None
    return etree.tostring(record, encoding="utf-8") + b"\n"


def trim_corpus(source: Path, target: Path) -> int:
    """Write the trimmed corpus to `target` and return the number of its records."""
    records = 0
    with (
        source.open("rb") as packed,
        gzip.open(packed) as plain,
        target.open("wb") as out,
        # No file name and no time in the header: the same input gives the same bytes.
        gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as sink,
    ):
        head_written = False
        for _, element in etree.iterparse(plain, tag=TOP, load_dtd=False, no_network=True):
            if not head_written:
                doctype = element.getroottree().docinfo.doctype
                sink.write(b'<?xml version="1.0" encoding="utf-8"?>\n')
                sink.write(doctype.encode() + b"\n<PubmedArticleSet>\n")
                head_written = True
            parent = element.getparent()
            sink.write(trim_record(element))
            records += element.tag != "DeleteCitation"
            element.clear()
            while element.getprevious() is not None:
                del parent[0]
        sink.write(b"</PubmedArticleSet>\n")
    return records


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python tools/make_demo_corpus.py INPUT OUTPUT")
    count = trim_corpus(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"{count} records, {Path(sys.argv[2]).stat().st_size / 1e6:.1f} MB")
