"""PDFs made to take a reader's memory or time: each is seen through, or refused in a sentence."""

from __future__ import annotations

import io
import resource
import time
import zlib
from collections.abc import Callable

import pytest

from cordee.agreements.signatures import Bounds, read_signatures
from cordee.agreements.signed_pdf import read_pdf
from cordee.kernel.errors import SourceError


SIGNATURE = b"<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <00> >>"


def make_pdf(*objects: bytes, root: int = 1) -> bytes:
    """Return a file with these objects, numbered from one, and a table of where they stand."""
    file, places = io.BytesIO(), []
    file.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        file.write(b"%010d 00000 n \n" % place)
    file.write(b"trailer << /Size %d /Root %d 0 R >>\n" % (len(objects) + 1, root))
    file.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return file.getvalue()


def make_catalogue(fields: bytes, pages: bytes = b"2 0 R") -> bytes:
    return b"<< /Type /Catalog /Pages %b /AcroForm << /SigFlags 3 /Fields %b >> >>" % (
        pages,
        fields,
    )


PAGES = b"<< /Type /Pages /Kids [] /Count 0 >>"


def deflate(size: int) -> bytes:
    """Return so many blanks, packed twice: the same packed block stands one after the other."""
    block = b" " * 1_000_000
    first, others = zlib.compressobj(9), zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = first.compress(block) + first.flush(zlib.Z_FULL_FLUSH)
    again = others.compress(block) + others.flush(zlib.Z_FULL_FLUSH)
    # The sum at its end is wrong; whoever reads so far has unpacked all of it.
    return zlib.compress(packed + again * (size // len(block) - 1) + b"\x03\x00" + bytes(4), 9)


def make_stream(entries: bytes, content: bytes) -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(content), content)


def make_huge_stream() -> bytes:
    """A form that stands in a stream of objects of two gigabytes, packed into four kilobytes."""
    filters = b"/Type /ObjStm /N 1 /First 10 /Filter [/FlateDecode /FlateDecode]"
    packed = deflate(2_000_000_000)
    rows = (
        (0, 0, 255),  # free
        (2, 3, 0),  # the catalogue, first in the stream
        (1, 9, 0),
        (1, 0, 0),
    )
    stream = make_stream(filters, packed)
    file = io.BytesIO()
    file.write(b"%PDF-1.7\n")
    pages = file.tell()
    file.write(b"2 0 obj\n%b\nendobj\n4 0 obj\n%b\nendobj\n" % (PAGES, SIGNATURE))
    place = file.tell()
    file.write(b"3 0 obj\n%b\nendobj\n" % stream)
    table = b"".join(
        bytes([kind]) + {2: pages, 3: place}.get(number, value).to_bytes(4, "big") + bytes([last])
        for number, (kind, value, last) in enumerate(rows)
    )
    start = file.tell()
    entries = b"/Type /XRef /Size 4 /W [1 4 1] /Root 1 0 R"
    file.write(b"5 0 obj\n%b\nendobj\n" % make_stream(entries, table))
    file.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return file.getvalue()


def make_field_that_is_its_own_child() -> bytes:
    field = b"<< /FT /Sig /T (a) /Kids [3 0 R] /Parent 3 0 R >>"
    return make_pdf(make_catalogue(b"[3 0 R]"), PAGES, field, SIGNATURE)


def make_arrays_in_arrays() -> bytes:
    deep = 100_000
    return make_pdf(make_catalogue(b"[" * deep + b"]" * deep), PAGES, SIGNATURE)


def make_billion_pages() -> bytes:
    tree = b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>"
    field = b"<< /FT /Sig /T (a) /V 4 0 R >>"
    return make_pdf(make_catalogue(b"[3 0 R]"), tree, field, SIGNATURE)


def make_fields_without_end() -> bytes:
    """A tree of forty generations, each of whose fields has the next twice: a million million leaves."""
    rows = [
        b"<< /FT /Sig /T (f%d) /Kids [%d 0 R %d 0 R] >>" % (number, number + 1, number + 1)
        for number in range(3, 43)
    ]
    return make_pdf(make_catalogue(b"[3 0 R]"), PAGES, *rows, b"<< /FT /Sig /T (x) >>", SIGNATURE)


def make_table_that_points_at_itself() -> bytes:
    content = make_pdf(make_catalogue(b"[]"), PAGES, SIGNATURE)
    start = content.index(b"xref\n0")
    return content.replace(b"trailer <<", b"trailer << /Prev %d" % start)


@pytest.mark.parametrize(
    "make",
    [
        make_huge_stream,
        make_field_that_is_its_own_child,
        make_arrays_in_arrays,
        make_billion_pages,
        make_table_that_points_at_itself,
    ],
    ids=lambda make: make.__name__.removeprefix("make_"),
)
def test_what_the_reader_sees_through_is_read_as_unsigned(make: Callable[[], bytes]) -> None:
    content = make()
    assert len(content) < 1_000_000
    begun = time.process_time()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert read_pdf(content) == ()
    assert time.process_time() - begun < 10
    # In kilobytes: a small part of what the file claims to hold.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.slow
def test_work_without_end_is_ended_and_said() -> None:
    begun = time.perf_counter()
    with pytest.raises(SourceError, match="more time or memory than any contract"):
        read_signatures(make_fields_without_end(), Bounds(seconds=3))
    assert time.perf_counter() - begun < 3 * 5 + 1


@pytest.mark.slow
def test_memory_is_bounded_too() -> None:
    # Half a million objects, where what starts the reader has filled the bounds already.
    content = make_pdf(make_catalogue(b"[" + b"1 " * 500_000 + b"]"), PAGES, SIGNATURE)
    with pytest.raises(SourceError, match="more time or memory than any contract"):
        read_signatures(content, Bounds(bytes=60_000_000))


def test_what_has_no_signature_starts_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cordee.agreements.signatures.subprocess.run", None)
    assert read_signatures(make_huge_stream().replace(b"/ByteRange", b"/AnyOthers")) == ()
